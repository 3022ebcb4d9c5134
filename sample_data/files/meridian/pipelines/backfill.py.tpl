#! 2024-11-06 ana Train every night
"""Recomputes the past."""

from __future__ import annotations

from datetime import date, timedelta

from meridian.pipelines import daily

MAX_DAYS = 30
PARALLEL = 3


def run_backfill(since: date, until: date) -> int:
    """Run the nightly job for each day; returns how many."""
    days = missing_days(since, until, [])
    for day in days[:MAX_DAYS]:
        daily.run_daily(day)
    return len(days)


def missing_days(since: date, until: date, done: list[date]) -> list[date]:
    """Days between two dates that are not done."""
    span = (until - since).days + 1
    return [since + timedelta(days=n) for n in range(span) if since + timedelta(days=n) not in done]


def batches(days: list[date], size: int = PARALLEL) -> list[list[date]]:
    """Days in groups that run side by side."""
    return [days[at : at + size] for at in range(0, len(days), size)]


def estimate_hours(days: int, hours_each: float = {{hours for one day:1.5}}) -> float:
    """How long a backfill takes."""
    return days * hours_each / PARALLEL
