"""All of a snapshot, read and checked: whatever is wrong with a file is found here, before anything of it is shown."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from debtui.measures.result import Moment, Result, TrendPoint
from debtui.measures.spec import Measure
from debtui.snapshot import documents
from debtui.snapshot.archive import document, unpacked
from debtui.snapshot.documents import Reading
from debtui.snapshot.layout import (
    CODE,
    COLUMNS,
    EVIDENCE,
    MAINLINE,
    MANIFEST,
    MEASURES,
    NODE_KINDS,
    REPORT,
    SEVERITIES,
    STATUSES,
    TREND,
    refused,
    view_member,
    views,
)

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Contents:
    """What a file holds."""

    name: str
    """Of the repository."""
    told: str
    """What wrote it, in words."""
    moments: Sequence[Moment]
    """Up to the one that the snapshot is of."""
    measures: Sequence[Measure]
    results: Mapping[str, Result]
    """By id of the measure."""
    rules: Mapping[str, str]
    extras: Mapping[str, Mapping[str, str]]
    """Kinds of the extra columns, by id of the measure."""
    trends: Mapping[str, Sequence[TrendPoint]]
    notes: Sequence[tuple[str, str]]
    not_held: Mapping[str, tuple[str, str]]
    """(reason, hint) of each view that could not be had."""
    frames: Mapping[str, pl.DataFrame]
    """By member."""

    @cached_property
    def code(self) -> Mapping[str, Mapping[int, str]]:
        """Lines by path and number."""
        lines: dict[str, dict[int, str]] = defaultdict(dict)
        for path, number, text in self.frames[CODE].iter_rows():
            lines[path][number] = text
        return lines


def read(path: Path) -> Contents:
    """The contents of a file. Raises DebtError where it is no snapshot, damaged, of a newer layout, or hostile."""
    from debtui.snapshot.tables import frame

    manifest, members = unpacked(path)
    frames = {name: frame(name, data) for name, data in members.items() if name in COLUMNS}
    head = Reading(MANIFEST, manifest)
    moments = _moments(frames[MAINLINE], head)
    listed = documents.measures_read(document(MEASURES, members), moments[-1])
    results = {measure.id: result for measure, result, *_ in listed}
    _check_evidence(frames[EVIDENCE], results)
    _check_views(frames, moments[-1].seq)
    report = Reading(REPORT, document(REPORT, members))
    return Contents(
        name=head.text("repository"),
        told=f"written by debtui {head.text('debtui')}, layout {head.count('layout')}",
        moments=moments,
        measures=[measure for measure, *_ in listed],
        results=results,
        rules={measure.id: rules for measure, _, rules, _ in listed},
        extras={measure.id: extras for measure, *_, extras in listed},
        trends=_trends(frames[TREND], moments, results),
        notes=documents.notes_read(report),
        not_held=_not_held(report, frames),
        frames=frames,
    )


def _moments(told: pl.DataFrame, head: Reading) -> list[Moment]:
    moments = [Moment(*row) for row in told.iter_rows()]
    if [moment.seq for moment in moments] != list(range(len(moments))) or not moments:
        raise refused(f"{MAINLINE} does not count its commits from 0")
    of_it, last = head.below("moment"), moments[-1]
    if (of_it.count("seq"), of_it.text("commit_id")) != (last.seq, last.commit_id):
        raise refused(f"{MAINLINE} does not end with the commit that {MANIFEST} names")
    return moments


def _trends(
    told: pl.DataFrame, moments: Sequence[Moment], results: Mapping[str, Result]
) -> Mapping[str, Sequence[TrendPoint]]:
    trends: dict[str, list[TrendPoint]] = defaultdict(list)
    for measure, seq, value, status in told.iter_rows():
        if measure not in results or status not in STATUSES or not 0 <= seq < len(moments):
            raise refused(f"{TREND} has a point of no measure, status or commit")
        if value is not None and not math.isfinite(value):
            raise refused(f"{TREND} has a value that is no number")
        trends[measure].append(TrendPoint(seq, moments[seq].commit_id, moments[seq].committed, value, status))
    if any(a.seq >= b.seq for points in trends.values() for a, b in pairwise(points)):
        raise refused(f"{TREND} is not in order")
    return trends


def _check_evidence(told: pl.DataFrame, results: Mapping[str, Result]) -> None:
    counted: Mapping[Any, int] = dict(told["measure"].value_counts().iter_rows())
    for name, result in results.items():
        if counted.get(name, 0) != result.total_rows:
            raise refused(
                f"{EVIDENCE} has {counted.get(name, 0):,} rows of {name[:80]!r}, and {MEASURES} says {result.total_rows:,}"
            )
    if counted.keys() - results.keys():
        raise refused(f"{EVIDENCE} has rows of no measure")
    if not told["severity"].is_in(list(SEVERITIES)).all():
        raise refused(f"{EVIDENCE} has a severity that is none")


def _check_views(frames: Mapping[str, pl.DataFrame], last: int) -> None:
    """What the panes rely on beyond types: places on the mainline, kinds that can be drawn."""
    for name, told in frames.items():
        for column in told.columns:
            if column.endswith("seq") and not told[column].drop_nulls().is_between(0, last).all():
                raise refused(f"{name}: {column} is no commit of the mainline")
    nodes = view_member("data_node_at")
    if nodes in frames and not frames[nodes]["kind"].is_in(list(NODE_KINDS)).all():
        raise refused(f"{nodes} has a kind of thing that is none")


def _not_held(report: Reading, frames: Mapping[str, pl.DataFrame]) -> Mapping[str, tuple[str, str]]:
    told = report.below("not_held")
    reasons = {}
    for view in views():
        if view_member(view) not in frames:
            why = told.below(view)
            reasons[view] = why.text("reason"), why.text("hint")
    return reasons
