#! 2025-10-14 jonas Calibrate quantiles after training
"""Makes 80 % mean 80 %."""

from __future__ import annotations

import numpy as np

BINS = 20
MIN_BIN_ROWS = 200
STEP = 0.5


def offsets(minutes: np.ndarray, predicted: np.ndarray, quantile: float) -> np.ndarray:
    """What to add in each bin of the prediction so that a share `quantile` comes in time."""
    edges = np.quantile(predicted, np.linspace(0, 1, BINS + 1))
    found = np.zeros(BINS)
    for number in range(BINS):
        inside = (predicted >= edges[number]) & (predicted <= edges[number + 1])
        if inside.sum() >= MIN_BIN_ROWS:
            found[number] = np.quantile(minutes[inside] - predicted[inside], quantile)
    return found


def is_monotone(values: np.ndarray) -> bool:
    """Whether a calibrated prediction still grows with the raw one."""
    return bool((np.diff(values) >= 0).all())


def conformal_width(residuals: np.ndarray, share: float = 0.9) -> float:
    """Half the width of an interval that holds a share of the residuals."""
    rank = int(np.ceil((len(residuals) + 1) * share)) - 1
    return float(np.sort(np.abs(residuals))[min(rank, len(residuals) - 1)])


def rounded(minutes: float) -> float:
    """Minutes as the app shows them."""
    return STEP * round(minutes / STEP)
