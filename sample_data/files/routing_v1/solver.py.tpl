#! 2024-11-01 gustavo Bring the router over
"""Assigns couriers to orders."""

from __future__ import annotations

from routing_v1 import graph, heuristics

MAX_ROUNDS = 200
SWAP_GAIN_MIN = 0.5
LOAD_LIMIT = 3


def assign(orders: list, couriers: list[str]) -> dict[str, list]:
    """Orders by courier: rules of thumb first, then improve."""
    start = heuristics.nearest_first(orders, couriers)
    return improve(start)


def improve(plan: dict[str, list]) -> dict[str, list]:
    """Swap orders between couriers while that saves minutes."""
    for _ in range(MAX_ROUNDS):
        best = best_swap(plan)
        if best is None:
            break
        plan = best
    return plan


def best_swap(plan: dict[str, list]) -> dict[str, list] | None:
    """A plan that is better by at least SWAP_GAIN_MIN, if one swap gives it."""
    now = minutes(plan)
    for giver, orders in plan.items():
        for taker in plan:
            if taker == giver or not orders or len(plan[taker]) >= LOAD_LIMIT:
                continue
            other = {**plan, giver: orders[:-1], taker: [*plan[taker], orders[-1]]}
            if now - minutes(other) > SWAP_GAIN_MIN:
                return other
    return None


def minutes(plan: dict[str, list]) -> float:
    """Minutes of the busiest courier."""
    return max((len(orders) * 60 / graph.BIKE_KMH for orders in plan.values()), default=0.0)


def unassigned(orders: list, plan: dict[str, list]) -> list:
    """Orders that nobody carries."""
    taken = [order for orders in plan.values() for order in orders]
    return [order for order in orders if order not in taken]
