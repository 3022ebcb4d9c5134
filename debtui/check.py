"""The gate: what is beyond its limit; with something known from before, only what is new or has got worse."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from debtui.gate.known import Before, KnownMeasure, KnownRow, worse
from debtui.gate.renames import linked, renames
from debtui.measures.result import Evidence, Judged, Moment, Result
from debtui.session import Session

State = Literal["beyond", "behind", "new", "worse", "tolerated", "accepted"]
FAILING: Collection[State] = ("beyond", "new", "worse")


@dataclass(frozen=True)
class Item:
    """One thing that the gate tells: a headline (no row), or a row."""

    result: Result
    row: Evidence | None
    state: State
    """beyond: a headline beyond its limit; behind: a row of such a measure where nothing is known from before."""
    was: KnownRow | KnownMeasure | None = None
    """As it was before."""
    commits: Sequence[str] = ()
    """That changed its path since, where that is known."""


@dataclass(frozen=True)
class Verdict:
    """What the gate found at a moment."""

    moment: Moment
    results: Sequence[Result]
    items: Sequence[Item]
    """By measure in the order of the screen, its headline first."""
    before: str = ""
    """What it was compared with; empty: with limits alone."""
    fixed: Sequence[tuple[Result, KnownRow]] = ()
    """Rows that were there before and ask no more."""
    lapsed: Sequence[Result] = ()
    """Measured before, and not now."""
    uncompared: Sequence[Result] = ()
    """Measured now, and not before: held against their limit alone."""
    other_rules: Sequence[Result] = ()
    """Judged by other rules before."""
    strict: bool = False
    """What is measured no more fails."""

    @property
    def failing(self) -> Sequence[Item]:
        """What fails the gate."""
        return [item for item in self.items if item.state in FAILING]

    @property
    def broken(self) -> Sequence[Result]:
        """Measures that could not be computed, through a fault of theirs or of the store."""
        return self.with_status("failed")

    @property
    def passed(self) -> bool:
        """Nothing fails and nothing is broken. What is not measured does not fail: it is said."""
        return not (self.failing or self.broken or (self.strict and self.lapsed))

    def of(self, measure: str) -> Sequence[Item]:
        """What is told of one measure."""
        return [item for item in self.items if item.result.measure.id == measure]

    def with_status(self, status: str) -> Sequence[Result]:
        """Measures with this status."""
        return [result for result in self.results if result.status == status]

    def count(self, *states: State) -> int:
        """How many items are in one of these states."""
        return sum(item.state in states for item in self.items)


def judge(
    session: Session,
    moment: Moment,
    before: Before | None = None,
    *,
    strict: bool = False,
) -> Verdict:
    """Every measure at a moment, held against its limit, and against what was there before."""
    judged = session.judged(moment.seq)
    results = [told.result for told in judged]
    if before is None:
        items = [item for told in judged for item in _by_limit(told)]
        return Verdict(moment, results, _without_accepted(items), strict=strict)
    moved = cache(lambda: renames(session, moment.seq))
    items, fixed = [], []
    comparable = {told.result.measure.id for told in judged if told.answered} & before.measures.keys()
    for told in judged:
        if told.result.measure.id not in comparable:
            items += _uncompared(told, before)
            continue
        found, gone = _compared(told, before, moved)
        items += found
        fixed += [(told.result, row) for row in gone]
    known_before = [(told, before.measures.get(told.result.measure.id)) for told in judged]
    return Verdict(
        moment,
        results,
        _without_accepted(items),
        before.name,
        fixed,
        [told.result for told, was in known_before if was and not told.answered and told.result.status != "failed"],
        [told.result for told, was in known_before if not was and told.result.status == "measured"],
        [told.result for told, was in known_before if was and told.answered and was.rules != told.rules],
        strict,
    )


def _without_accepted(items: Iterable[Item]) -> list[Item]:
    """Rows that the team lives with (`debt/accepted.toml`) do not fail. The one place where they are taken out."""
    return [replace(item, state="accepted") if item.row is not None and item.row.accepted else item for item in items]


def _by_limit(told: Judged) -> list[Item]:
    """The headline that is beyond its limit, and its worst rows."""
    if told.result.severity != "fail":
        return []
    return [Item(told.result, None, "beyond"), *(Item(told.result, row, "behind") for row in told.rows)]


def _uncompared(told: Judged, before: Before) -> list[Item]:
    """A measure that was not measured before: its limit counts, and rows in files that have been changed since."""
    items = _by_limit(told)
    touched = before.touched
    if touched is None or not told.answered:
        return items
    new = [row for row in told.asking if row.path in touched]
    names = {row.fingerprint for row in new}
    items = [item for item in items if item.row is None or item.row.fingerprint not in names]
    return items + [Item(told.result, row, "new", commits=touched[row.path]) for row in new if row.path is not None]


def _compared(
    told: Judged, before: Before, moved: Callable[[], Mapping[str, str]]
) -> tuple[list[Item], list[KnownRow]]:
    """What is told of a measure that was measured before, and which of its rows are gone."""
    result, measure = told.result, told.result.measure
    was = before.measures[measure.id]
    there = before.by_measure.get(measure.id, {})
    items = []
    if result.severity == "fail":
        limit, unit = measure.headline.threshold, measure.headline.unit
        beyond = worse(limit, unit, (was.value, was.severity), (result.value, result.severity))
        items.append(Item(result, None, "beyond" if beyond else "tolerated", was))
    asking = told.asking
    present = {row.fingerprint for row in asking}
    gone = [row for name, row in there.items() if name not in present]
    new = [row for row in asking if row.fingerprint not in there]
    earlier = linked(gone, new, moved)
    for row in asking:
        old = there.get(row.fingerprint) or earlier.get(row.fingerprint)
        state: State = "new"
        if old is not None:
            known = (old.value, old.severity)
            risen = worse(measure.threshold, measure.unit, known, (row.value, row.severity))
            state = "worse" if risen else "tolerated"
        commits = (before.touched or {}).get(row.path or "", ())
        items.append(Item(result, row, state, old, commits))
    renamed = {row.fingerprint for row in earlier.values()}
    return items, [row for row in gone if row.fingerprint not in renamed]
