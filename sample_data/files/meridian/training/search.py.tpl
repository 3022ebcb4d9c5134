#! 2024-11-01 ana Add training
"""Search over hyper-parameters."""

from __future__ import annotations

import json
import random
from datetime import date

from meridian.training import train

TRIALS = 40
PATIENCE = 12


# FIXME: no seed, so nobody can repeat a search  #~! Search at random
def sample_space(path: str = "conf/search_params.json") -> dict[str, object]:
    """One draw from the ranges of a file."""
    with open(path, encoding="utf-8") as stream:
        ranges = json.load(stream)
    return {name: random.choice(values) for name, values in ranges.items()}


def best_trial(trials: list[dict[str, float]]) -> dict[str, float]:
    """The trial with the smallest error."""
    return min(trials, key=lambda trial: trial["mean_error"])


def run_trial(city: str, until: date) -> dict[str, object]:
    """Train once with drawn parameters."""
    drawn = sample_space()
    train.train_model(city, until)
    return drawn


def should_stop(errors: list[float]) -> bool:
    """Whether the last trials brought nothing."""
    return len(errors) > PATIENCE and min(errors[-PATIENCE:]) >= min(errors[:-PATIENCE])
