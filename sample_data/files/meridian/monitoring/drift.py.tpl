#! 2024-11-11 ana Watch the inputs
"""Have the inputs moved?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from meridian.features import store

BINS = 10
LIMIT = 0.2
REFERENCE_DAYS = 28
FLOOR = 0.0001


def stability_index(reference: np.ndarray, current: np.ndarray) -> float:
    """Population stability index over deciles of the reference."""
    edges = np.quantile(reference, np.linspace(0, 1, BINS + 1))
    old = np.histogram(reference, edges)[0] / len(reference)
    new = np.histogram(current, edges)[0] / len(current)
    old, new = np.maximum(old, FLOOR), np.maximum(new, FLOOR)  #~ Put a floor under empty bins
    return float(((new - old) * np.log(new / old)).sum())


def moved_features(day: date, names: tuple[str, ...] = ("rain_mm", "kitchen_minutes")) -> list[str]:
    """Features whose distribution is not what it was."""
    before = store.load_features(list(names), day - timedelta(days=REFERENCE_DAYS))
    today = store.load_features(list(names), day)
    return [name for name in names if stability_index(before[name].to_numpy(), today[name].to_numpy()) > LIMIT]


def missing_share(values: np.ndarray) -> float:
    """Share of values that are not there."""
    return float(np.isnan(values).mean())


def kolmogorov(first: np.ndarray, second: np.ndarray) -> float:
    """Largest distance of two distribution functions."""
    points = np.sort(np.concatenate([first, second]))
    below = np.searchsorted(np.sort(first), points, side="right") / len(first)
    above = np.searchsorted(np.sort(second), points, side="right") / len(second)
    return float(np.abs(below - above).max())


class Watch:
    """Values of one feature over the days."""

    def __init__(self, name: str, limit: float = LIMIT) -> None:
        self.name = name
        self.limit = limit
        self.values: list[float] = []

    def add(self, value: float) -> bool:
        """Whether this value is out of bounds."""
        self.values.append(value)
        return value > self.limit

    def streak(self) -> int:
        """Days in a row out of bounds."""
        count = 0
        for value in reversed(self.values):
            if value <= self.limit:
                break
            count += 1
        return count
