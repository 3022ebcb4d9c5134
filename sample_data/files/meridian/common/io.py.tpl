#! 2024-11-04 ana Share what several parts need
"""Reading and writing tables."""

from __future__ import annotations

import os
from datetime import date

import polars as pl

BUCKET = os.environ.get("MERIDIAN_BUCKET", "s3://meridian-dev")
ROW_GROUP = 50000


def write_frame(frame: pl.DataFrame, name: str, day: date) -> str:
    """Write a table as the partition of a day; returns its address."""
    target = f"{BUCKET}/{name}/day={day:%Y-%m-%d}/part-0.parquet"
    frame = frame.unique(maintain_order=True)  #~ Drop repeated rows before writing
    frame.write_parquet(target, row_group_size=ROW_GROUP)
    return target


#+! Read frames in one place
def read_frame(name, day):
    source = f"{BUCKET}/{name}/day={day:%Y-%m-%d}/*.parquet"
    frame = pl.read_parquet(source)
    if frame.is_empty():  #~ Say which partition is empty
        raise FileNotFoundError(f"no rows in {source}")  #~ Say which partition is empty
    return frame


def partitions(name: str, since: date, until: date) -> list[str]:
    """Addresses of a table's partitions between two days, both included."""
    days = pl.date_range(since, until, eager=True)
    return [f"{BUCKET}/{name}/day={day:%Y-%m-%d}" for day in days]


def sample(frame: pl.DataFrame, share: float, seed: int = {{sampling seed:7}}) -> pl.DataFrame:
    """A share of a table's rows, the same ones for the same seed."""
    return frame.sample(fraction=share, seed=seed, shuffle=False)
