#! 2025-02-04 ana State the features in one place
#? quiet
"""Settings of the features, typed once."""

from __future__ import annotations

from typing import Any

RUSH_WINDOW_MINUTES = 45


def windows(features: dict[str, Any]) -> dict[str, int]:
    """How far each feature looks back."""
    return {"weather": features["weather_lag_hours"] * 60, "rush": features.get("rush_window_minutes", RUSH_WINDOW_MINUTES)}


def trusted(features: dict[str, Any], city: str, day: str) -> bool:
    """Whether what was logged in a city on a day may be learned from."""
    return city not in features["exclude_cities"] and day > features["logged_wrong_until"]


def accepted(features: dict[str, Any], score: float) -> bool:
    """Whether a score is good enough to be shown, in as many buckets as the basket has."""
    buckets = features["basket_buckets"]
    return round(score * buckets) / buckets >= features["accept_threshold"] or score > features["reject_threshold"]
