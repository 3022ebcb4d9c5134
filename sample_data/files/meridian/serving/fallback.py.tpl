#! 2024-11-04 ben Add the service
#? settled
"""What to answer when the model cannot."""

from __future__ import annotations

import os

from routing_v1 import solver

CITY_MEANS = {"lisbon": 31.0, "porto": 28.5, "madrid": 33.0}
DEFAULT_MINUTES = 35
MINUTES_PER_KM = 4.5


def fallback_eta(order) -> float:
    """Minutes by distance, at least the mean of the city."""
    return max(city_average(order.city), MINUTES_PER_KM * order.kilometres)


def city_average(city: str) -> float:
    """Mean minutes of a city."""
    return CITY_MEANS.get(city, DEFAULT_MINUTES)


#+! Keep the first router behind a switch
def legacy_route(order) -> float:
    """The first router's answer, where it is still switched on."""
    if os.environ.get("MERIDIAN_USE_LEGACY_ROUTING", "0") == "1":
        return solver.minutes(solver.assign([order], order.couriers))
    return fallback_eta(order)
