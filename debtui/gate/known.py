"""What was there before: headlines and rows that ask for attention, of a baseline or of an earlier commit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from debtui.format import number
from debtui.measures.result import Evidence, Judged
from debtui.measures.spec import Severity, Threshold

RANK: Mapping[Severity, int] = {"none": 0, "ok": 0, "warn": 1, "fail": 2}
_TIME = {"day", "days", "month", "months", "year", "years", "hours", "weeks"}
_SAME = 1e-6
"""Relative difference below which two values are one: sums depend in their last digits on the order of threads."""


@dataclass(frozen=True)
class KnownMeasure:
    """A headline as it was."""

    measure: str
    value: float | None
    """None: there was nothing of the kind."""
    severity: Severity
    rules: str


@dataclass(frozen=True)
class KnownRow:
    """A row that asked for attention."""

    measure: str
    fingerprint: str
    severity: Severity
    value: float | None
    subject: str
    path: str | None


@dataclass(frozen=True)
class Before:
    """What is tolerated because it was there. A measure that is not among `measures` was not measured."""

    name: str
    """What to call it in a sentence."""
    measures: Mapping[str, KnownMeasure]
    rows: Mapping[tuple[str, str], KnownRow]
    """By measure and fingerprint."""
    touched: Mapping[str, tuple[str, ...]] | None = None
    """Path to the commits that changed it since then, where that is known."""

    @cached_property
    def by_measure(self) -> Mapping[str, Mapping[str, KnownRow]]:
        """Rows by fingerprint, of each measure."""
        found: dict[str, dict[str, KnownRow]] = {}
        for (measure, fingerprint), row in self.rows.items():
            found.setdefault(measure, {})[fingerprint] = row
        return found


def before(name: str, judged: Iterable[Judged], touched: Mapping[str, tuple[str, ...]] | None = None) -> Before:
    """What a moment has, as what was there before another."""
    told = [one for one in judged if one.answered]
    measures = [KnownMeasure(one.result.measure.id, one.result.value, one.result.severity, one.rules) for one in told]
    rows = [known(row) for one in told for row in one.asking]
    return Before(name, {m.measure: m for m in measures}, {(r.measure, r.fingerprint): r for r in rows}, touched)


def known(row: Evidence) -> KnownRow:
    """What is remembered of a row."""
    return KnownRow(row.measure, row.fingerprint, row.severity, row.value, row.subject, row.path)


def worse(
    threshold: Threshold, unit: str, was: tuple[float | None, Severity], now: tuple[float | None, Severity]
) -> bool:
    """Whether (value, severity) has got worse by what the measure calls better.

    An age grows while nobody does anything: of a value in a unit of time only its severity counts. Values that are
    written alike are alike: nobody can act on 15 % that were 15 %.
    """
    if RANK[now[1]] != RANK[was[1]]:
        return RANK[now[1]] > RANK[was[1]]
    if now[0] is None or was[0] is None or ages(unit):
        return False
    if math.isclose(now[0], was[0], rel_tol=_SAME) or number(now[0], unit) == number(was[0], unit):
        return False
    return _badness(threshold, now[0]) > _badness(threshold, was[0])


def ages(unit: str) -> bool:
    """Whether a value in this unit grows by waiting."""
    words = unit.split()
    return bool(words) and (words[0] in _TIME or words[-1] == "age")


def _badness(threshold: Threshold, value: float) -> float:
    limit = threshold.warn if threshold.warn is not None else threshold.fail
    if isinstance(limit, tuple):
        return max(limit[0] - value, value - limit[1], 0.0)
    return -value if threshold.better == "higher" else value
