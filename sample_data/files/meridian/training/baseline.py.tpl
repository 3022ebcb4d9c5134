#! 2024-12-03 ana Compare with the mean of the zone
"""The mean of the zone: what every model has to beat."""

from __future__ import annotations

import polars as pl

MIN_ZONE_ROWS = 60


def zone_mean(rows: pl.DataFrame) -> pl.DataFrame:
    """Mean minutes by zone and hour."""
    means = rows.group_by("zone", "hour").agg(pl.col("minutes").mean(), rows=pl.len())
    return means.filter(pl.col("rows") >= MIN_ZONE_ROWS)


def skill(model_error: float, baseline_error: float) -> float:
    """Share of the baseline's error that a model takes away."""
    return 1 - model_error / baseline_error
