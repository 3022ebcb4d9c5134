#! 2026-02-10 liam Answer twice, show once
"""A second model that answers unseen."""

from __future__ import annotations

import random

from meridian.common import logs
from meridian.serving import predictor

SHARE = 0.05
MAX_GAP_MINUTES = 6


def maybe_shadow(order, shown: float, candidate: predictor.Model) -> float | None:
    """The candidate's answer for a share of the orders, logged beside the one shown."""
    if random.random() >= SHARE:
        return None
    minutes = candidate.predict(order)
    logs.log_event("shadow", shown=shown, candidate=minutes, gap=minutes - shown)
    return minutes


def disagree(shown: float, candidate: float) -> bool:
    """Whether two models say different things."""
    return abs(shown - candidate) > MAX_GAP_MINUTES


def agreement(pairs: list[tuple[float, float]]) -> float:
    """Share of orders on which both models agree."""
    return sum(not disagree(*pair) for pair in pairs) / max(1, len(pairs))
