#! 2025-12-02 kavya Features of the basket
#? first=9
"""What was ordered."""

from __future__ import annotations

import polars as pl

DRINK_MINUTES = 0.5
PIZZA_MINUTES = 9
PARALLEL_DISHES = 4


def dish_count(items: pl.DataFrame) -> pl.DataFrame:
    """Dishes by order."""
    return items.group_by("order").agg(dishes=pl.col("quantity").sum())


def cooking_minutes(dishes: dict[str, int]) -> float:
    """A lower bound for the kitchen, by the slowest dish."""
    rounds = -(-sum(dishes.values()) // PARALLEL_DISHES)
    slowest = max((PIZZA_MINUTES if "pizza" in dish else DRINK_MINUTES) for dish in dishes)
    return rounds * slowest


def is_bulky(items: pl.DataFrame) -> pl.Series:
    """Whether an order needs a second bag."""
    return items["litres"].sum() > {{litres in a bag:38}}


class BasketEncoder:

    def __init__(self, vocabulary: list[str]) -> None:
        self.index = {word: place for place, word in enumerate(vocabulary)}

    def encode(self, dishes: list[str]) -> list[int]:
        """Places of the dishes in the vocabulary."""
        return [self.index[dish] for dish in dishes if dish in self.index]

    def coverage(self, dishes: list[str]) -> float:
        """Share of dishes that the vocabulary has."""
        return len(self.encode(dishes)) / max(1, len(dishes))
