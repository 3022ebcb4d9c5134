"""What a front end remembers of a session, so that a redraw asks nothing twice."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from typing import TYPE_CHECKING

from collectors.errors import DebtError
from debtui.measures import change
from debtui.measures.change import QUARTER
from debtui.measures.result import Moment, Result, TrendPoint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from debtui.measures.spec import Measure
    from debtui.session import Session

_REMEMBERED = 2_000
"""Results kept: about a hundred moments of twenty measures, a few hundred bytes each."""


class Ledger:
    """The open session, its measures and moments, and what was asked so far. Safe from several threads."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.measures: Sequence[Measure] = session.measures()
        self.moments: Sequence[Moment] = session.moments()
        self._lock = threading.Lock()
        self._results: OrderedDict[tuple[str, int], Result] = OrderedDict()
        self._trends: dict[str, Sequence[TrendPoint]] = {}

    def reload(self) -> None:
        """Forget everything that a newly published store may answer differently."""
        with self._lock:
            self._results.clear()
            self._trends.clear()
        self.measures, self.moments = self.session.measures(), self.session.moments()

    def result(self, measure: Measure, seq: int) -> Result:
        """The result, remembered; an error is a failed result with the error's words."""
        key = (measure.id, seq)
        with self._lock:
            if (known := self._results.get(key)) is not None:
                return known
        try:
            result = self.session.result(measure, seq)
        except DebtError as error:  # not remembered: an interrupted query is asked again
            return Result(measure, self.moments[seq], "failed", reason=error.message, hint=error.hint)
        with self._lock:
            self._results[key] = result
            if len(self._results) > _REMEMBERED:
                self._results.popitem(last=False)
        return result

    def known_trend(self, measure: Measure) -> Sequence[TrendPoint]:
        """The stored points if they are remembered; never asks, never waits."""
        return self._trends.get(measure.id, ())

    def known(self, measure: Measure, seq: int) -> Result | None:
        """The result if it is remembered; never asks, never waits."""
        return self._results.get((measure.id, seq))

    def trend(self, measure: Measure) -> Sequence[TrendPoint]:
        """The stored points, remembered; none where they cannot be read."""
        if (known := self._trends.get(measure.id)) is not None:
            return known
        try:
            points = self.session.trend(measure)
        except DebtError:
            return ()
        self._trends[measure.id] = points
        return points

    def before(self, measure: Measure, moment: Moment) -> TrendPoint | None:
        """The last stored point at least a quarter before a moment, if it was measured; else None."""
        return change.before(self.trend(measure), moment)

    def quarter_before(self, moment: Moment) -> Moment | None:
        """The last mainline commit of at least a quarter before a moment; None where history is shorter."""
        limit = moment.committed - QUARTER
        return next((m for m in reversed(self.moments[: moment.seq]) if m.committed <= limit), None)

    def step(self, seq: int, commits: int) -> int:
        """The seq so many commits later (or, negative, earlier), within the mainline."""
        return min(max(seq + commits, 0), len(self.moments) - 1)

    def step_month(self, seq: int, months: int) -> int:
        """The seq of the last commit of the next (or, negative, previous) month that has one."""
        ends = self._month_ends()
        at = bisect_right(ends, seq)
        if months < 0:
            at = bisect_right(ends, seq - 1) - 1
        return ends[min(max(at, 0), len(ends) - 1)]

    def _month_ends(self) -> list[int]:
        months: dict[tuple[int, int], int] = {}
        for moment in self.moments:
            months[(moment.committed.year, moment.committed.month)] = moment.seq
        return sorted(months.values())
