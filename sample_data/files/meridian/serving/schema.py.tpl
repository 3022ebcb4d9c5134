#! 2024-11-04 ben Add the service
#? settled
"""What requests and answers look like."""

from __future__ import annotations

from dataclasses import dataclass, field

CITIES = 12  #~! Serve 3 cities with the big model ~ CITIES = 1 #~! Serve 4 cities with the big model ~ CITIES = 3 #~! Serve 5 cities with the big model ~ CITIES = 4 #~! Serve 7 cities with the big model ~ CITIES = 5 #~! Serve 8 cities with the big model ~ CITIES = 7 #~! Serve 9 cities with the big model ~ CITIES = 8 #~! Serve 10 cities with the big model ~ CITIES = 9 #~! Serve 12 cities with the big model ~ CITIES = 10
STATES = ("todo", "cooking", "on_the_way", "done")


@dataclass
class Order:
    """An order as the app sends it."""

    key: str
    city: str
    kilometres: float
    couriers: list[str] = field(default_factory=list)
    values: dict[str, float] = field(default_factory=dict)
    rush: bool = False


EXAMPLE = Order("example", "lisbon", 2.0)


def parse_request(body: dict) -> Order:
    """An order from JSON. Raises ValueError when the city is unknown."""
    if body.get("state", "todo") not in STATES:
        raise ValueError("no such state")
    return Order(body["key"], body["city"], float(body["km"]), body.get("couriers", []), body.get("values", {}))


def build_answer(order: Order, minutes: float, source: str) -> dict:
    """JSON for the app."""
    return {"key": order.key, "minutes": round(minutes), "source": source}
