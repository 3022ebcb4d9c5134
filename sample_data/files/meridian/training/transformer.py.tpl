#! 2026-03-19 jonas Try a transformer on arrivals
#? quiet
"""Attention over the stops of a tour, instead of trees."""

from __future__ import annotations

from typing import Any


def tokens(stops: list[dict[str, Any]], longest: int = 32) -> list[list[float]]:
    """Stops as rows of numbers, the last ones of a long tour."""
    return [[stop["km"], stop["minutes"], stop["queue"]] for stop in stops[-longest:]]
