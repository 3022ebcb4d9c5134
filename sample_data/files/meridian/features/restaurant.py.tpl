#! 2024-11-01 ana Add the first features
"""How long kitchens take."""

from __future__ import annotations

import polars as pl

from meridian.features import store

MAX_KITCHEN_MINUTES = 90
QUEUE_WINDOW_MIN = 20
SLOW_KITCHEN = 0.8


def kitchen_time(orders: pl.DataFrame) -> pl.Series:
    """Minutes from acceptance to hand-over."""
    minutes = (orders["ready_at"] - orders["accepted_at"]).dt.total_minutes()
    minutes = minutes.clip(0, MAX_KITCHEN_MINUTES)  #~ Clip kitchen times
    return minutes


def queue_length(orders: pl.DataFrame, minute: int) -> int:
    """Orders that are being cooked."""
    window = orders.filter((pl.col("accepted") <= minute) & (pl.col("accepted") > minute - QUEUE_WINDOW_MIN))
    return window.filter(pl.col("ready").is_null()).height


def slow_kitchens(orders: pl.DataFrame) -> list[str]:
    """Restaurants slower than SLOW_KITCHEN of all."""
    medians = orders.group_by("restaurant").agg(pl.col("kitchen_minutes").median())
    limit = medians["kitchen_minutes"].quantile(SLOW_KITCHEN)
    return medians.filter(pl.col("kitchen_minutes") > limit)["restaurant"].sort().to_list()


def opening_minutes(opens: int, closes: int, now: int) -> int:
    """Minutes since the kitchen opened, -1 when it is closed."""
    if closes < opens and now < closes:  #~ Kitchens close after midnight
        return now + 24 * 60 - opens  #~ Kitchens close after midnight
    return now - opens if opens <= now < closes or closes < opens <= now else -1


def rating_prior(cache: store.FeatureCache, restaurant: str) -> float:
    """A restaurant's rating, or the mean of all."""
    known = cache.get(restaurant) or {}
    return known.get("rating", {{mean rating:4.1}})
