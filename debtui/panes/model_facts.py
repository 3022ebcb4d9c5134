"""What the Models pane asks of a session: releases, what each did to each metric, and what watches over them. Every call may block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from debtui.session import NotMeasured, view_rows

if TYPE_CHECKING:
    from debtui.measures.result import Evidence
    from debtui.measures.spec import Measure
    from debtui.session import Session

MOST = 100_000
"""Rows of one kind that are asked for."""
_WATCHED = ("MN-1", "MN-6", "MN-7", "ZK-8", "ZK-10", "DT-2", "PM-5")
"""Catalogue ids of the measures whose rows are what is watched, one subject each."""
_SERIES = {
    "MN-1": ("bias_change_at", "ratio"), "MN-6": ("drift_at", "psi"), "MN-7": ("feature_pair_at", "correlation"), "ZK-10": ("feature_stat_at", "mean"),
}  # fmt: skip
"""What is drawn beside them: a view with times, and its column."""


@dataclass(frozen=True)
class Release:
    """One release of a model."""

    model: str
    number: int
    version: str
    released: datetime
    run: str | None
    previous: str | None
    previous_run: str | None
    rolled_back: datetime | None
    commits: int | None
    files: int | None
    gate: str | None
    """What came of the newest check before it: pass, fail, …; None: no check is recorded."""


@dataclass(frozen=True)
class Cell:
    """What a release did to a metric."""

    was: float
    now: float
    score: float | None
    verdict: str


@dataclass(frozen=True)
class Metric:
    """A metric of a model, over all examples or a part of them."""

    model: str
    metric: str
    slice: str
    goal: str | None
    cells: Mapping[int, Cell] = field(default_factory=dict)
    """By number of the release."""
    values: Sequence[float] = ()
    """Of its releases, oldest first."""
    spread: float | None = None
    basis: str | None = None
    one_run: float | None = None
    runs_needed: int | None = None

    @property
    def name(self) -> str:
        """Metric, and the part of the examples."""
        return f"{self.metric} [{self.slice}]" if self.slice else self.metric


@dataclass(frozen=True)
class Watch:
    """Something that is watched: the row of its measure, and its past."""

    measure: Measure
    row: Evidence
    past: Sequence[float | None]


@dataclass(frozen=True)
class Models:
    """All of it at a moment."""

    releases: Mapping[str, Sequence[Release]]
    metrics: Sequence[Metric]
    watched: Sequence[Watch]

    def release(self, model: str, number: int) -> Release | None:
        """A release by its number."""
        return next((one for one in self.releases.get(model, ()) if one.number == number), None)


def load(session: Session, seq: int) -> Models:
    """What is recorded at a moment; empty where nothing is. Raises NotMeasured, DebtError."""
    releases = _releases(session, seq)
    return Models(releases, _metrics(session, seq) if releases else (), _watched(session, seq))


def _releases(session: Session, seq: int) -> dict[str, list[Release]]:
    try:
        content = {(row["model"], row["number"]): row for row in view_rows(session, "release_content_at", seq, MOST)}
    except NotMeasured:  # it needs settings of the past; the map does not
        content = {}
    gates: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for row in view_rows(session, "check_result_at", seq, MOST):
        if row["kind"] == "gate" and row["recorded"] is not None:
            gates[row["subject"]].append((row["recorded"], row["status"]))
    found: dict[str, list[Release]] = defaultdict(list)
    for row in sorted(view_rows(session, "release_at", seq, MOST), key=lambda row: (row["model"], row["number"])):
        changed = content.get((row["model"], row["number"]), {})
        checks = [*gates[f"{row['model']} {row['version']}"], *gates[row["run"] or ""]]
        gate = max((check for check in checks if check[0] <= row["released"]), default=(None, None))[1]
        found[row["model"]].append(
            Release(
                row["model"], row["number"], row["version"], row["released"], row["run"], row["previous"], row["previous_run"], row["rolled_back"],
                changed.get("commits"), changed.get("files"), gate,
            )
        )  # fmt: skip
    return dict(found)


def _metrics(session: Session, seq: int) -> list[Metric]:
    cells: dict[tuple[str, str, str], dict[int, Cell]] = defaultdict(dict)
    goals: dict[str, str | None] = {}
    for row in view_rows(session, "release_change_at", seq, MOST):
        if row["goal"] != "none":
            told = Cell(row["value_before"], row["value_after"], row["score"], row["verdict"])
            cells[row["model"], row["metric"], row["slice"]][row["number"]] = told
            goals[row["metric"]] = row["goal"]
    noise = {(row["model"], row["metric"], row["slice"]): row for row in view_rows(session, "detectable_at", seq, MOST)}
    metrics = []
    for key, of_it in cells.items():
        ordered = [of_it[number] for number in sorted(of_it)]
        known = noise.get(key, {})
        metrics.append(
            Metric(
                *key, goals[key[1]], of_it, [ordered[0].was, *(cell.now for cell in ordered)], known.get("spread"), known.get("basis"),
                known.get("one_run"), known.get("runs_needed"),
            )
        )  # fmt: skip
    return sorted(metrics, key=lambda one: (one.model, one.slice != "", one.metric, one.slice))


def _watched(session: Session, seq: int) -> list[Watch]:
    watched = []
    for measure in (one for one in session.measures() if one.catalogue in _WATCHED):
        if session.result(measure, seq).status == "measured":
            past = _past(session, seq, *_SERIES[measure.catalogue]) if measure.catalogue in _SERIES else {}
            watched += [Watch(measure, row, past.get(row.subject, ())) for row in session.page(measure, seq, 0, 1000)]
    order = ("fail", "warn", "ok", "none")
    return sorted(watched, key=lambda one: (order.index(one.row.severity), one.row.subject))


def _past(session: Session, seq: int, view: str, column: str) -> dict[str, list[float | None]]:
    """By the subject that the measure gives it."""
    past: dict[str, list[float | None]] = defaultdict(list)
    for row in sorted(view_rows(session, view, seq, MOST), key=lambda row: row["recorded"]):
        if view == "bias_change_at":
            past[row["model"] + (f" [{row['slice']}]" if row["slice"] else "")].append(row[column])
        else:
            feature = row["first"] if view == "feature_pair_at" else row["feature"]
            past[".".join(filter(None, (row["dataset"], feature)))].append(row[column])
    return past
