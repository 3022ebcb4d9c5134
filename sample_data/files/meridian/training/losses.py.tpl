#! 2024-11-01 ana Add training
"""Losses that weigh lateness."""

from __future__ import annotations

import numpy as np

LATE_WEIGHT = 3.0
FREE_MINUTES = 5
HUBER_DELTA = 8.0


def pinball(minutes: np.ndarray, predicted: np.ndarray, quantile: float) -> np.ndarray:
    """Quantile loss."""
    error = minutes - predicted
    return np.maximum(quantile * error, (quantile - 1) * error)


def late_penalty(minutes: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Squared error; late by more than FREE_MINUTES weighs LATE_WEIGHT times."""
    error = minutes - predicted
    weight = np.where(error > FREE_MINUTES, LATE_WEIGHT, 1.0)
    return weight * error**2


def huber(minutes: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Squared near zero, linear further out."""
    error = np.abs(minutes - predicted)
    return np.where(error < HUBER_DELTA, error**2 / 2, HUBER_DELTA * (error - HUBER_DELTA / 2))


def gradient(minutes: np.ndarray, predicted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and second derivative of late_penalty, for the booster."""
    error = predicted - minutes
    weight = np.where(-error > FREE_MINUTES, LATE_WEIGHT, 1.0)
    return 2 * weight * error, 2 * weight
