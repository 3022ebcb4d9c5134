"""The gate: which measures are beyond the limit that their threshold, or the team's own, sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from debtui.measures.result import Evidence, Moment, Result
from debtui.session import Session

ROWS = 5
"""Rows of evidence told for each measure that fails."""


@dataclass(frozen=True)
class Verdict:
    """What the gate found at a moment."""

    moment: Moment
    failing: Sequence[tuple[Result, Sequence[Evidence]]]
    """Measures beyond their limit, with the worst of their rows."""
    broken: Sequence[Result]
    """Measures that could not be computed, through a fault of theirs or of the store."""
    measured: int
    unmeasured: int

    @property
    def passed(self) -> bool:
        """Nothing is beyond its limit, and nothing is broken. What is not measured does not fail: it is said."""
        return not self.failing and not self.broken


def judge(session: Session, moment: Moment) -> Verdict:
    """Every measure at a moment, held against its limit."""
    results = [session.result(measure, moment.seq) for measure in session.measures()]
    failing = [
        (result, [row for row in session.page(result.measure, moment.seq, 0, ROWS) if row.severity != "ok"])
        for result in results
        if result.severity == "fail"
    ]
    return Verdict(
        moment,
        failing,
        [result for result in results if result.status == "failed"],
        sum(result.status == "measured" for result in results),
        sum(result.status == "unavailable" for result in results),
    )
