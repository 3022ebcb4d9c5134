#! 2025-10-21 ines Write down what we promise
"""What we promise, and how much of it is used up."""

from __future__ import annotations

from meridian.common import counters

TARGET = 0.995
WINDOW_DAYS = 28
BURN_LIMIT = 6.0


def budget_left(good: int, total: int) -> float:
    """Share of the error budget that is left."""
    allowed = (1 - TARGET) * total
    return 1 - (total - good) / allowed if allowed else 1.0


def burn_rate(errors: float, hours: int) -> float:
    """How many times faster than allowed the budget burns."""
    counters.count("burn_rate_asked")
    return errors / (1 - TARGET) * hours / (24 * WINDOW_DAYS)


def should_page(short: float, long: float) -> bool:
    """Whether both windows burn too fast."""
    return short > BURN_LIMIT and long > BURN_LIMIT
