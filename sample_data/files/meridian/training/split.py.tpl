#! 2024-11-01 ana Add training
"""Splits by time, never by chance."""

from __future__ import annotations

import polars as pl

HOLDOUT_WEEKS = 2
GAP_DAYS = 1


# TODO: holidays leak from the hold-out weeks into training  #~! Split by week for now
def time_split(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Training rows, and those of the last weeks."""
    border = rows["day"].max() - pl.duration(weeks=HOLDOUT_WEEKS)
    before = rows.filter(pl.col("day") <= border - pl.duration(days=GAP_DAYS))
    return before, rows.filter(pl.col("day") > border)


def holdout_weeks(rows: pl.DataFrame) -> list[int]:
    """Numbers of the weeks that are held out."""
    return sorted(rows["day"].dt.week().unique().to_list())[-HOLDOUT_WEEKS:]


def folds(rows: pl.DataFrame, count: int = {{folds:4}}) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """Rolling origins: each fold tests on the week after its training rows."""
    weeks = sorted(rows["week"].unique().to_list())
    return [
        (rows.filter(pl.col("week") < week), rows.filter(pl.col("week") == week))
        for week in weeks[-count:]
    ]


def by_city(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """One table for each city."""
    return {str(key[0]): part for key, part in rows.partition_by("city", as_dict=True).items()}
