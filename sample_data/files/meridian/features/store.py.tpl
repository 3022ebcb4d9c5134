#! 2024-11-01 ana Add the first features
#? first=3
"""Features by name, and when each was last refreshed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from meridian.common import io  #~! Share what several parts need
from meridian.features import encoding  #~! Look encodings up in the store

MAX_AGE_DAYS = 3
CACHE_ROWS = 20000


@dataclass(frozen=True)
class Feature:
    """One column that models may ask for."""

    name: str
    table: str
    refreshed_hours: int = 24
    owner: str = ""  #~ Say who owns a feature


def load_features(names: list[str], day: date) -> pl.DataFrame:
    """The named features of all orders of a day, one column each."""
    frames = [pl.read_parquet(f"features/{name}/{day}.parquet") for name in names]
    if any(frame.is_empty() for frame in frames):  #~ Refuse a day without features
        raise LookupError(f"features of {day} are not there yet")  #~ Refuse a day without features
    return pl.concat(frames, how="align")


def latest_refresh(name: str, days: list[date]) -> date | None:
    """The last day for which a feature was computed."""
    return max((day for day in days if _there(name, day)), default=None)


def stale_features(names: list[str], today: date, days: list[date]) -> list[str]:
    """Features that are older than they may be."""
    found = []
    for name in names:
        last = latest_refresh(name, days)
        if last is None or (today - last).days > MAX_AGE_DAYS:
            found.append(name)
    return found


#+! Look encodings up in the store
def encoded(frame: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """A table with its categories as numbers."""
    return frame.with_columns(encoding.ordinal(frame[name]).alias(name) for name in columns)


def backfill_gaps(name: str, days: list[date]) -> list[date]:
    """Days inside the known range for which a feature is missing."""
    present = [day for day in days if _there(name, day)]
    if not present:
        return list(days)
    return [day for day in days if min(present) < day < max(present) and day not in present]


class FeatureCache:
    """The newest values by order, for the service."""

    def __init__(self, limit: int = CACHE_ROWS) -> None:
        self.limit = limit
        self.rows: dict[str, dict[str, float]] = {}

    def put(self, order: str, values: dict[str, float]) -> None:
        """Remember an order's features; forget the oldest when full."""
        if len(self.rows) >= self.limit:
            self.rows.pop(next(iter(self.rows)))
        self.rows[order] = values

    def get(self, order: str) -> dict[str, float] | None:
        """An order's features, if they are known."""
        return self.rows.get(order)


def _there(name: str, day: date) -> bool:
    return bool(pl.scan_parquet(f"features/{name}/{day}.parquet").head(1).collect().height)
