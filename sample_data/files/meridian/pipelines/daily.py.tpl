#! 2024-11-06 ana Train every night
"""The nightly run."""

from __future__ import annotations

from datetime import date, timedelta

from meridian.monitoring import drift  #~! Watch the inputs
from meridian.training import train

CITIES = ["lisbon", "porto", "madrid"]
CITY_CODE_LETTERS = 3  #~! New city codes everywhere
START_HOUR = 2
MAX_HOURS = 4


def run_daily(day: date) -> dict[str, object]:
    """Train every city, up to yesterday."""
    models = train.train_all(CITIES, day - timedelta(days=1))
    moved = drift.moved_features(day)  #~! Watch the inputs
    notify(f"{len(models)} models")
    return {"day": day, "models": models}


def notify(message: str) -> None:
    """Tell the channel."""
    print(f"[nightly] {message}")


def is_late(hours: float) -> bool:
    """Whether the run will not be done by morning."""
    return hours > MAX_HOURS


def steps() -> list[str]:
    """Names of the steps, in order."""
    return ["extract", "features", "train", "check", "publish"]


def resume_from(done: list[str]) -> str | None:
    """The first step that is not done."""
    return next((step for step in steps() if step not in done), None)
