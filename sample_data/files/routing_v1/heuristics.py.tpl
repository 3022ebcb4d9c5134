#! 2024-11-01 gustavo Bring the router over
#? quiet settled
"""Rules of thumb that the solver starts from."""

from __future__ import annotations

NEAR_KM = 3
BRIDGES = ("25 de Abril", "Vasco da Gama")


def nearest_first(orders: list, couriers: list[str]) -> dict[str, list]:
    """Each order to the next courier in turn, near orders first."""
    plan: dict[str, list] = {courier: [] for courier in couriers}
    for number, order in enumerate(sorted(orders, key=lambda order: order.kilometres)):
        plan[couriers[number % len(couriers)]].append(order)
    return plan


def avoid_bridges(streets: list[str]) -> list[str]:
    """A way without bridges, if there is one."""
    return [street for street in streets if street not in BRIDGES] or streets
