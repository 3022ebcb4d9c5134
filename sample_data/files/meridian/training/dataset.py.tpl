#! 2024-11-01 ana Add training
"""Training rows from finished deliveries."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from meridian.features import geo, store, traffic, weather

SQL = Path("sql/deliveries.sql")
CITY_CODE_LETTERS = 3  #~! New city codes everywhere
SHORTEST_MINUTES = 3
LONGEST_KM = 18


def load_deliveries(city: str, since: date, until: date) -> pl.DataFrame:
    """Finished deliveries with their features."""
    rows = pl.read_database_uri(SQL.read_text().format(city=city, since=since, until=until), "postgresql://warehouse")
    rows = rows.filter(pl.col("minutes") >= SHORTEST_MINUTES)  #~ Leave out deliveries that nobody rode
    return join_features(rows)


def join_features(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with distance, weather and speed of the streets."""
    names = ["kitchen_minutes", "queue_length", "courier_kmh"]
    rows = rows.join(store.load_features(names, rows["day"].max()), on="order", how="left")
    return rows.with_columns(street_km=pl.col("crow_km").map_elements(geo.street_distance, return_dtype=pl.Float64))


def without_outliers(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose distance can be believed."""
    return rows.filter(pl.col("crow_km").is_between(0.05, LONGEST_KM))


def with_weather(rows: pl.DataFrame, stations: pl.DataFrame) -> pl.DataFrame:
    """Rows with the rain at pick-up."""
    return rows.with_columns(weather.rain_at_pickup(rows, stations).alias("rain_mm"))


def with_speed(rows: pl.DataFrame, probes: pl.DataFrame) -> pl.DataFrame:
    """Rows with the median speed of their street."""
    return rows.join(traffic.street_speed(probes), on=["street", "hour"], how="left")


def describe(rows: pl.DataFrame) -> dict[str, float]:
    """What the log says of a training set."""
    return {"rows": rows.height, "late": float((rows["minutes"] > rows["promised"]).mean())}
