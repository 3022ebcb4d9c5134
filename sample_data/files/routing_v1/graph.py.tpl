#! 2024-11-01 gustavo Bring the router over
"""The street graph of the first router."""

from __future__ import annotations

import heapq
from collections import defaultdict

FOOT_KMH = 5
CITY_CODE_LETTERS = 3  #~! New city codes everywhere
BIKE_KMH = 15
ONE_WAY_PENALTY = 1.2


def build_graph(edges: list[tuple[str, str, float]]) -> dict[str, dict[str, float]]:
    """Minutes by street, both ways."""
    graph: dict[str, dict[str, float]] = defaultdict(dict)
    for start, end, kilometres in edges:
        graph[start][end] = 60 * kilometres / BIKE_KMH
        graph[end][start] = 60 * kilometres / BIKE_KMH * ONE_WAY_PENALTY
    return graph


def shortest(graph: dict[str, dict[str, float]], start: str, end: str) -> float:
    """Minutes on the quickest way (Dijkstra)."""
    waiting, seen = [(0.0, start)], set()
    while waiting:
        minutes, place = heapq.heappop(waiting)
        if place == end:
            return minutes
        if place in seen:
            continue
        seen.add(place)
        for after, cost in graph.get(place, {}).items():
            heapq.heappush(waiting, (minutes + cost, after))
    return float("inf")


def dead_ends(graph: dict[str, dict[str, float]]) -> list[str]:
    """Places with one street."""
    return sorted(place for place, streets in graph.items() if len(streets) == 1)


def without(graph: dict[str, dict[str, float]], closed: set[str]) -> dict[str, dict[str, float]]:
    """The graph without closed places."""
    return {a: {b: m for b, m in streets.items() if b not in closed} for a, streets in graph.items() if a not in closed}
