"""Two moments, measure by measure: what the number was and is, which rows came, went, moved and shifted, and the commits that did it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from collectors.errors import DebtError
from debtui.measures.change import UNKNOWN, Change, change
from debtui.measures.result import Evidence, Moment, Result, Since, TrendPoint
from debtui.measures.spec import Measure
from debtui.session import NotMeasured, Session

ROWS = 20_000
"""Rows of one measure that are compared, the worst ones; a difference says when there were more."""
_FEWEST = 6
"""Steps from month to month from which the usual one is told."""
_RENAMED = "SELECT DISTINCT old_path, path FROM change WHERE status = 'R' AND landed > {first} AND landed <= {last} ORDER BY ALL"


@dataclass(frozen=True)
class Shift:
    """One row at both moments: under another path, or with another value or severity."""

    before: Evidence
    after: Evidence


@dataclass(frozen=True)
class Difference:
    """What became of one measure between two moments.

    A row counts where it asks for attention, or its measure sets no limit: what is fine at a moment is not there then.
    """

    before: Result
    after: Result
    change: Change
    noise: float | None = None
    """How far the headline moves in so much time without anything special: see `noise`. None: too short a past to tell."""
    appeared: Sequence[Evidence] = ()
    went: Sequence[Evidence] = ()
    moved: Sequence[Shift] = ()
    """The same row under another path, as git tells renames."""
    shifted: Sequence[Shift] = ()
    """Rows with another value or severity, those that got worse first."""
    standing: Sequence[Evidence] = ()
    """All rows at the later moment that ask for attention, or have no limit; the worst first."""
    truncated: bool = False
    """More rows than were compared."""
    other_rules: bool = False
    """The measure was computed by other rules at the two moments: the numbers do not compare."""
    commits: Mapping[str, Since] = field(default_factory=dict)
    """By fingerprint: the mainline commit with which a row came, or went."""

    @property
    def measure(self) -> Measure:
        """The measure, as the later moment knows it."""
        return self.after.measure

    @property
    def within_noise(self) -> bool | None:
        """Whether the headline moved no further than it usually does. None: nobody can tell."""
        if self.change.delta is None or self.noise is None:
            return None
        return abs(self.change.delta) <= self.noise

    @property
    def verdict(self) -> str:
        """worse, better, changed, same, within noise, or not comparable."""
        if self.other_rules or self.change.verdict == "unknown":
            return "not comparable"
        if self.change.verdict != "same" and self.within_noise:
            return "within noise"
        return self.change.verdict

    @property
    def quiet(self) -> bool:
        """Nothing at all has changed."""
        same = self.change.verdict == "same" or self.before.status == self.after.status != "measured"
        return same and not (self.appeared or self.went or self.moved or self.shifted)


@dataclass(frozen=True)
class Comparison:
    """Every measure at two moments, maybe of two snapshots."""

    name: str
    before: Moment
    after: Moment
    differences: Sequence[Difference]

    def of(self, *verdicts: str) -> Sequence[Difference]:
        """The differences with one of these verdicts, the largest number of changed rows first."""
        found = [one for one in self.differences if one.verdict in verdicts]
        return sorted(found, key=lambda one: -(len(one.appeared) + len(one.went)))


def compare(
    earlier: Session, before: Moment, later: Session, after: Moment, measures: Sequence[Measure] | None = None
) -> Comparison:
    """Compare two moments; both sessions may be the same one. Measures that the earlier one does not know are new there."""
    asked = later.measures() if measures is None else measures
    known = {one.id: one for one in earlier.measures()}
    renamed = _renamed(later, before, after) if earlier is later else {}
    # One moment after the other: what measures share is made once for each.
    old = {measure.id: _standing(earlier, known[measure.id], before) for measure in asked if measure.id in known}
    new = {measure.id: _standing(later, measure, after) for measure in asked}
    differences = []
    for measure in asked:
        if measure.id not in old:
            was = Result(measure, before, "unavailable", reason="the earlier snapshot does not know this measure")
            differences.append(Difference(was, new[measure.id].result, UNKNOWN))
            continue
        usual = noise(later.trend(measure), before, after)
        other = earlier is not later and earlier.rules(known[measure.id]) != later.rules(measure)
        differences.append(_difference(measure, old[measure.id], new[measure.id], renamed, usual, other_rules=other))
    return Comparison(later.name, before, after, differences)


@dataclass(frozen=True)
class _Standing:
    """A measure at a moment: its rows that ask for attention, or have no limit, by fingerprint."""

    result: Result
    rows: Mapping[str, Evidence]


def _difference(
    measure: Measure,
    old: _Standing,
    new: _Standing,
    renamed: Mapping[str, str],
    usual: float | None,
    *,
    other_rules: bool,
) -> Difference:
    if old.result.status != "measured" or new.result.status != "measured":
        # Rows that "came" because nobody had looked before are no debt of this period.
        return Difference(old.result, new.result, UNKNOWN, standing=list(new.rows.values()))
    came = [row for key, row in new.rows.items() if key not in old.rows]
    went = [row for key, row in old.rows.items() if key not in new.rows]
    moved = _moved(came, went, renamed)
    arrived, left = {shift.after.fingerprint for shift in moved}, {shift.before.fingerprint for shift in moved}
    both = [Shift(old.rows[key], row) for key, row in new.rows.items() if key in old.rows]
    return Difference(
        old.result,
        new.result,
        change(measure, new.result.value, old.result.value),
        usual,
        [row for row in came if row.fingerprint not in arrived],
        [row for row in went if row.fingerprint not in left],
        moved,
        _shifted(measure, both, old.result.moment, new.result.moment),
        list(new.rows.values()),
        max(old.result.total_rows, new.result.total_rows) > ROWS,
        other_rules,
    )


def _standing(session: Session, measure: Measure, moment: Moment) -> _Standing:
    rows: Sequence[Evidence] = ()
    with suppress(DebtError):  # not measured at that moment: the result says why
        rows = session.page(measure, moment.seq, 0, ROWS)
    return _Standing(
        session.result(measure, moment.seq), {row.fingerprint: row for row in rows if row.severity != "ok"}
    )


def _renamed(session: Session, before: Moment, after: Moment) -> dict[str, str]:
    """Path before to path after, of what was renamed in between, chains followed."""
    try:
        rows = session.sql(_RENAMED.format(first=before.seq, last=after.seq)).rows
    except NotMeasured:
        return {}
    steps = {str(old): str(new) for old, new in rows}
    found = {}
    for start in steps:
        seen, path = {start}, steps[start]
        while path in steps and path not in seen:
            seen.add(path)
            path = steps[path]
        found[start] = path
    return found


def _moved(came: Sequence[Evidence], went: Sequence[Evidence], renamed: Mapping[str, str]) -> list[Shift]:
    """Rows that went with a path and came with the one that it was renamed to, equal otherwise."""
    if not renamed:
        return []
    waiting: dict[tuple[str, str], list[Evidence]] = {}
    for row in came:
        waiting.setdefault((row.path or "", row.subject), []).append(row)
    found = []
    for row in went:
        path = renamed.get(row.path or "")
        if path is not None and (there := waiting.get((path, row.subject.replace(row.path or "", path)))):
            found.append(Shift(row, there.pop(0)))
    return found


def _shifted(measure: Measure, both: Sequence[Shift], before: Moment, after: Moment) -> list[Shift]:
    """Those that changed, the worst first. What only grew older, day by day, did not change."""
    passed = (after.committed - before.committed).total_seconds() / 86_400
    sign = -1 if measure.threshold.better == "higher" else 1

    def grown(shift: Shift) -> float:
        return (shift.after.value or 0) - (shift.before.value or 0)

    def only_older(shift: Shift) -> bool:
        return (
            measure.unit == "days" and shift.before.severity == shift.after.severity and abs(grown(shift) - passed) < 2
        )

    changed = [s for s in both if (s.before.value, s.before.severity) != (s.after.value, s.after.severity)]
    return sorted((s for s in changed if not only_older(s)), key=lambda s: (-sign * grown(s), s.after.subject))


def noise(trend: Sequence[TrendPoint], before: Moment, after: Moment) -> float | None:
    """How far a headline moves between two moments when nothing special happens.

    1.96 times the robust spread of its steps from month to month, 1.4826 * the median of their sizes, times the square
    root of the months in between: steps that do not know of each other add up like that (a random walk). Of all stored
    months up to the later moment. None where fewer than six steps are stored.
    """
    known = [point.value for point in trend if point.seq <= after.seq and point.value is not None]
    steps = [abs(later - earlier) for earlier, later in pairwise(known)]
    if len(steps) < _FEWEST:
        return None
    months = max((after.committed - before.committed).days / 30.44, 1.0)
    return float(1.96 * 1.4826 * median(steps) * months**0.5)


def with_commits(session: Session, comparison: Comparison, difference: Difference, rows: int) -> Difference:
    """The difference with the commits that did it, of its first rows that came and of those that went. Costs seconds."""
    found = dict(difference.commits)
    for row, since in _traced(session, comparison, difference, rows):
        found[row.fingerprint] = since
    return Difference(**{**vars(difference), "commits": found})


def _traced(
    session: Session, comparison: Comparison, difference: Difference, rows: int
) -> Iterator[tuple[Evidence, Since]]:
    for row in difference.appeared[:rows]:
        if (came := session.since(difference.measure, comparison.after.seq, row.fingerprint)) is not None:
            yield row, came
    for row in difference.went[:rows]:
        if (went := session.until(difference.measure, comparison.before.seq, row.fingerprint)) is not None:
            yield row, went
