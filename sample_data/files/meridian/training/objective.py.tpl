#! 2025-05-22 ana Serve 3 cities with the big model
#? quiet
"""What training makes smaller."""

from __future__ import annotations

from typing import Any


def objective(settings: dict[str, Any]) -> str:
    """Name of the loss in the words of the library."""
    if settings["model"]["kind"] == "lightgbm":
        return "quantile"
    return "mean"
# The transformer reads whole tours.  #~! Let the transformer read whole tours
