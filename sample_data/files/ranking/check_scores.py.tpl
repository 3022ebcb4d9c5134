#! 2026-02-09 ana Look at the scores before they go out
#? quiet
"""Whether tomorrow's scores are there and look like scores."""

from __future__ import annotations

import polars as pl


def are_there() -> bool:
    """No score is missing, none is below nought."""
    scores = pl.read_parquet("ranking/restaurant_scores.parquet")
    return scores["score"].null_count() == 0 and bool((scores["score"] >= 0).all())
