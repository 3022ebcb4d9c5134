#! 2025-05-22 ana Serve 3 cities with the big model
#? quiet
"""What each library of boosted trees is told."""

from __future__ import annotations

from typing import Any


def booster_parameters(settings: dict[str, Any]) -> dict[str, Any]:
    """Parameters in the words of the library that the model's settings name."""
    if settings["model"]["kind"] == "catboost":
        return {
            "depth": 8,
            "iterations": settings["model"]["rounds"],
            "loss_function": "Quantile",
        }
    return {"num_leaves": settings["model"]["leaves"], "objective": "quantile"}
# The transformer reads whole tours.  #~! Let the transformer read whole tours
