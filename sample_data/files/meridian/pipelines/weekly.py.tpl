#! 2025-02-25 diego Report every Monday
"""What runs on Mondays."""

from __future__ import annotations

from datetime import date

from meridian.monitoring import report

WEEKDAY = 0
KEEP_WEEKS = 26


def run_weekly(day: date) -> str | None:
    """The report of last week, on Mondays."""
    if day.weekday() != WEEKDAY:
        return None
    return report.weekly_report(day)


def expired(weeks: list[int], now: int) -> list[int]:
    """Reports that may go."""
    return [week for week in weeks if now - week > KEEP_WEEKS]
