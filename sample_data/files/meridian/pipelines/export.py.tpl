#! 2024-11-06 ana Train every night
"""Hands predictions to the warehouse."""

from __future__ import annotations

from datetime import date

import polars as pl

from meridian.serving import predictor

TARGETS = {"bigquery": "meridian.eta_predictions"}
CHUNK_ROWS = 100000


# HACK: the warehouse forgets partitions, so write twice  #~! Retry exports
def export_predictions(frame: pl.DataFrame, day: date) -> str:
    """Write a day's predictions; returns the partition."""
    target = partition_of(day)
    for number in range(0, frame.height, CHUNK_ROWS):
        frame.slice(number, CHUNK_ROWS).write_parquet(f"{target}/part-{number}.parquet")
    frame.write_parquet(f"{target}/again.parquet")  #~! Retry exports
    return target


def partition_of(day: date) -> str:
    """Where a day's predictions go."""
    return f"gs://meridian-export/day={day:%Y%m%d}"


def with_model(frame: pl.DataFrame, model: predictor.Model) -> pl.DataFrame:
    """Predictions that know which model made them."""
    return frame.with_columns(model=pl.lit(model.name))


def row_check(written: int, read: int) -> None:
    """Refuse an export that lost rows."""
    if written != read:
        raise RuntimeError(f"{written} rows written, {read} read back")
