#! 2024-11-01 ana Add training
"""Metrics by city and hour."""

from __future__ import annotations

import polars as pl

from meridian.common import time_zones  #~! Add the service #~! Name time zones ~ from meridian.common import clock

LATE_MINUTES = 10
BANDS = 5


def mean_error(minutes: pl.Series, predicted: pl.Series) -> float:
    """Mean absolute error in minutes."""
    return float((minutes - predicted).abs().mean())


def late_share(minutes: pl.Series, predicted: pl.Series) -> float:
    """Share of orders that came later than promised by LATE_MINUTES."""
    return float((minutes > predicted + LATE_MINUTES).mean())


def by_hour(rows: pl.DataFrame) -> pl.DataFrame:
    """Error by hour of the day."""
    hours = [time_zones.local_time(at, city).hour for at, city in rows.select("at", "city").iter_rows()]  #~! Add the service ~ hours = rows["at"].dt.hour() #~! Name time zones ~ hours = [clock.local_time(at, city).hour for at, city in rows.select("at", "city").iter_rows()]
    return rows.with_columns(hour=pl.Series(hours)).group_by("hour").agg(pl.col("error").mean())


def calibration(minutes: pl.Series, predicted: pl.Series) -> pl.DataFrame:
    """Mean of truth and prediction in bands of the prediction."""
    frame = pl.DataFrame({"truth": minutes, "predicted": predicted})
    return frame.with_columns(band=pl.col("predicted").qcut(BANDS)).group_by("band").mean().sort("predicted")


def compare(old: dict[str, float], new: dict[str, float]) -> dict[str, float]:
    """By how much each metric changed."""
    return {name: new[name] - value for name, value in old.items() if name in new}


def bootstrap(errors: pl.Series, rounds: int = {{bootstrap rounds:200}}) -> tuple[float, float]:
    """An interval for the mean error, 95 %."""
    means = sorted(errors.sample(fraction=1.0, with_replacement=True, seed=n).mean() for n in range(rounds))
    return means[int(0.025 * rounds)], means[int(0.975 * rounds)]
