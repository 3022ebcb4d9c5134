"""What a reader with one minute needs of a report: what is beyond its limit, what moved in the last quarter, what is not measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from math import isfinite

from debtui.exports.base import Report, Section
from debtui.format import number
from debtui.measures.change import Verdict, before, change
from debtui.measures.result import TrendPoint

_RANKS = ("none", "ok", "warn", "fail")


@dataclass(frozen=True)
class Moved:
    """A measure whose number, as it is written, is another one than at least a quarter ago."""

    section: Section
    was: TrendPoint
    verdict: Verdict

    @property
    def told(self) -> str:
        """From what to what, the unit once: `53 → 62 %`."""
        unit = self.section.result.measure.headline.unit
        return f"{number(self.was.value, unit).split(' ')[0]} → {number(self.section.result.value, unit)}"

    @property
    def _weight(self) -> tuple[int, float]:
        """What crossed a limit comes first, then what moved by the larger part of itself. An order for reading, not a score."""
        result, was = self.section.result, self.was.value or 0.0
        value, limits = result.value or 0.0, result.measure.headline.threshold
        crossed = abs(_RANKS.index(result.severity) - _RANKS.index(limits.severity(was)))
        return crossed, abs(value - was) / max(abs(value), abs(was))


@dataclass(frozen=True)
class Summary:
    """A report in one minute."""

    act: Sequence[Section]
    """Beyond the limit at which to act."""
    watch: Sequence[Section]
    worse: Sequence[Moved]
    better: Sequence[Moved]
    compared: int
    """Measures with a number now and a stored one of a quarter earlier: of the others nothing is known."""
    earlier: datetime | None
    """When the earlier numbers were measured, the latest of them; None where there are none."""
    lacking: Sequence[tuple[str, int, int]]
    """Sections of which something is not measured or failed: name, how many measures, of how many."""

    @property
    def unmeasured(self) -> int:
        """Measures without a number."""
        return sum(count for _, count, _ in self.lacking)


def summary(report: Report) -> Summary:
    """The summary of a report; nothing in it that the report does not say elsewhere."""
    sections = report.sections
    past = [
        (section, was)
        for section in sections
        if _known(section.result.value) and (was := before(section.trend, report.moment)) and _known(was.value)
    ]
    moves = [move for section, was in past if (move := moved(section, was)) is not None]
    moves.sort(key=lambda move: move._weight, reverse=True)
    lacking = []
    for name, group in groupby(sections, lambda section: section.result.measure.section):
        states = [section.result.status for section in group]
        if missing := sum(status != "measured" for status in states):
            lacking.append((name, missing, len(states)))
    return Summary(
        act=[section for section in sections if section.result.severity == "fail"],
        watch=[section for section in sections if section.result.severity == "warn"],
        worse=[move for move in moves if move.verdict == "worse"],
        better=[move for move in moves if move.verdict == "better"],
        compared=len(past),
        earlier=max((was.committed for _, was in past), default=None),
        lacking=lacking,
    )


def _known(value: float | None) -> bool:
    return value is not None and isfinite(value)


def moved(section: Section, was: TrendPoint) -> Moved | None:
    """The move from an earlier number; None where both are written alike, or one is missing."""
    result = section.result
    unit = result.measure.headline.unit
    verdict = change(result.measure, result.value, was.value).verdict
    if verdict == "unknown" or number(result.value, unit) == number(was.value, unit):
        return None
    return Moved(section, was, verdict)
