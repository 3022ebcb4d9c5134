#! 2024-11-01 ana Add the first features
"""Speed of the streets."""

from __future__ import annotations

import polars as pl

FREE_FLOW_KMH = 24
SMOOTHING = 0.2
MIN_PROBES = 12


def street_speed(probes: pl.DataFrame) -> pl.DataFrame:
    """Median speed by street and hour, where enough couriers passed."""
    grouped = probes.group_by("street", "hour").agg(pl.col("kmh").median(), probes=pl.len())
    return grouped.filter(pl.col("probes") >= MIN_PROBES)


def rush_hour(hour: int, weekday: int) -> bool:
    """Whether the streets are full."""
    return hour in ({{morning rush:8}}, 9, 17, 18, 19) and weekday < 5


def smoothed(speeds: list[float]) -> list[float]:
    """Exponential smoothing."""
    level, found = FREE_FLOW_KMH * 1.0, []
    for speed in speeds:
        level = SMOOTHING * speed + (1 - SMOOTHING) * level
        found.append(level)
    return found


def congestion(kmh: float) -> float:
    """0 on an empty street, 1 when nothing moves."""
    return min(1.0, max(0.0, 1.0 - kmh / FREE_FLOW_KMH))


def closures(notices: pl.DataFrame, city: str) -> list[str]:
    """Streets that the city has closed."""
    open_notices = notices.filter((pl.col("city") == city) & pl.col("until").is_null())
    return sorted(open_notices["street"].unique().to_list())
