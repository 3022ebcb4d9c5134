#! 2026-02-03 ben Lists for partners
#? quiet
"""Writes the list of restaurants that partners are sent on Mondays."""

from __future__ import annotations

import polars as pl

LONGEST = 50


def partner_list(city: str) -> pl.DataFrame:
    """The first restaurants of a city, best ones first."""
    scores = pl.read_parquet("ranking/restaurant_scores.parquet")
    return scores.filter(pl.col("city") == city).sort("score", descending=True).head(LONGEST)
