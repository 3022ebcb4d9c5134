#! 2025-02-04 ana State the features in one place
#? quiet
"""Settings of the features, typed once."""

from __future__ import annotations

from dataclasses import dataclass  #~! Encode couriers too
from typing import Any
from typing import Literal  #~! Encode couriers too

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


#+! Encode couriers too
@dataclass(frozen=True)
class Encoding:
    """How names become numbers; what cannot be meant is refused."""

    scheme: Literal["count", "target"] = "count"
    min_count: int = 25
    clip_share: float = 0.01
    smoothing: float = 0.5
    prior_trips: int = 20

    def __post_init__(self) -> None:
        """Raises ValueError for what would leave no names over."""
        if not 0 < self.min_count < 1000 or not 0 <= self.clip_share < 0.5:
            raise ValueError("no names would be left")


#+! Encode couriers too
def encoding(settings: dict[str, Any], features: dict[str, Any]) -> Encoding:
    """How names become numbers, by encodings.toml and by what the features say."""
    return Encoding(**settings, smoothing=features["smoothing"], prior_trips=features["prior_trips"])
# The transformer reads whole tours.  #~! Let the transformer read whole tours
