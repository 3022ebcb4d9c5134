#! 2024-11-01 ana Add the first features
"""What is known of a courier."""

from __future__ import annotations

import polars as pl

from meridian.features import store

HALF_LIFE_DAYS = 14
NEWCOMER_TRIPS = 30
DEFAULT_KMH = 15


def courier_speed(trips: pl.DataFrame) -> pl.DataFrame:
    """Median speed of each courier, newcomers at the default."""
    speeds = trips.group_by("courier").agg(pl.col("kmh").median(), trips=pl.len())
    known = pl.when(pl.col("trips") >= NEWCOMER_TRIPS).then(pl.col("kmh")).otherwise(DEFAULT_KMH)
    return speeds.with_columns(known.alias("kmh"))


def courier_load(open_orders: pl.DataFrame) -> pl.DataFrame:
    """Orders that each courier carries now."""
    return open_orders.group_by("courier").agg(load=pl.len())


def experience(trips: int) -> float:
    """0 for a newcomer, towards 1 with each trip."""
    return trips / (trips + NEWCOMER_TRIPS)


def reliability(cancelled: list[int], taken: list[int]) -> float:
    """Share of orders brought to the door, recent days weigh more."""
    weights = [0.5 ** (age / HALF_LIFE_DAYS) for age in range(len(taken))]
    weight = sum(w * t for w, t in zip(weights, taken))
    if not weight:  #~ A courier without orders is reliable until proven otherwise
        return 1.0  #~ A courier without orders is reliable until proven otherwise
    return 1 - sum(w * c for w, c in zip(weights, cancelled)) / weight


def known_couriers(cache: store.FeatureCache, couriers: list[str]) -> list[str]:
    """Couriers whose features the service has at hand."""
    return [courier for courier in couriers if cache.get(courier)]
