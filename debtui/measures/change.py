"""What became of a number since a quarter ago: worse, better, or other without a good direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from debtui.measures.result import Moment, TrendPoint
    from debtui.measures.spec import Measure, Threshold

Verdict = Literal["worse", "better", "same", "changed", "unknown"]

QUARTER = timedelta(days=91)
_ORDER = ("ok", "warn", "fail")


@dataclass(frozen=True)
class Change:
    """How a headline differs from an earlier one."""

    delta: float | None
    verdict: Verdict


UNKNOWN = Change(None, "unknown")


def before(trend: Sequence[TrendPoint], moment: Moment) -> TrendPoint | None:
    """The last stored point at least a quarter before a moment, if it was measured; else None."""
    limit = moment.committed - QUARTER
    earlier = [point for point in trend if point.committed <= limit and point.seq < moment.seq]
    return earlier[-1] if earlier and earlier[-1].status == "measured" else None


def change(measure: Measure, now: float | None, before: float | None) -> Change:
    """Compare two headlines of a measure; without both there is nothing to say."""
    if now is None or before is None:
        return UNKNOWN
    delta = now - before
    if not delta:
        return Change(0.0, "same")
    return Change(delta, _verdict(measure.headline.threshold, now, before))


def _verdict(threshold: Threshold, now: float, before: float) -> Verdict:
    if threshold.better == "lower":
        return "worse" if now > before else "better"
    if threshold.better == "higher":
        return "worse" if now < before else "better"
    if threshold.better == "band":
        ranks = [_ORDER.index(s) if (s := threshold.severity(value)) in _ORDER else 0 for value in (now, before)]
        return "changed" if ranks[0] == ranks[1] else "worse" if ranks[0] > ranks[1] else "better"
    return "changed"
