"""A graph of 100,000 nodes and 1,000,000 edges, 60 layers deep: its cycles, what every node reaches, and the closure of one.

    .venv/bin/python -m benchmarks.import_graph

The limits that it is held to: cycles and propagation cost in 20 seconds and 1.5 GB, the closure of one node in 0.5 seconds.
Edges lead from a layer to the five below it, to nodes near their own place: a system's parts, and no giant component. A hundred edges
lead back up within a part, so that there are cycles to find.
"""

from __future__ import annotations

import random
import resource
import sys
import time

from debtui import digraph
from debtui.datagraph import Steps

NODES, EDGES, LAYERS = 100_000, 1_000_000, 60
_BACK = 100
_NEAR = 40
"""How far from its own place in a layer an edge may lead."""


def graph(nodes: int, edges: int, layers: int, seed: int = 1) -> list[digraph.Edge]:
    """Edges of a layered graph; the node n stands in layer n // (nodes // layers)."""
    rng = random.Random(seed)
    wide = nodes // layers
    found: set[digraph.Edge] = {(n, n + wide) for n in range(wide * (layers - 1))}  # a way through all layers
    while len(found) < edges - _BACK:
        layer = rng.randrange(layers - 1)
        below = min(layer + rng.randint(1, 5), layers - 1)
        place = rng.randrange(wide)
        found.add((layer * wide + place, below * wide + min(max(place + rng.randint(-_NEAR, _NEAR), 0), wide - 1)))
    while len(found) < edges:
        node = rng.randrange(wide, nodes - wide)
        found.add((node, node - wide))
    return sorted(found)


def main() -> int:
    """Print what each step takes; 1 where a limit is passed."""
    edges = graph(NODES, EDGES, LAYERS)
    began = time.perf_counter()
    groups = digraph.components(NODES, edges)
    cycles = sum(len(group) > 1 for group in groups)
    counts = digraph.reach(NODES, edges, groups)
    cost = sum(counts) / NODES**2
    whole = time.perf_counter() - began
    upward = Steps((str(a), str(b)) for a, b in edges)
    began = time.perf_counter()
    reached = upward.reached("0")
    one = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{NODES:,} nodes, {len(edges):,} edges, {LAYERS} layers")
    print(f"{cycles:,} cycles, propagation cost {cost:.4f}: {whole:.1f} s (limit 20)")
    print(f"closure of one node, {len(reached):,} others: {one:.2f} s (limit 0.5)")
    print(f"peak memory {peak:.2f} GB (limit 1.5)")
    return int(whole > 20 or one > 0.5 or peak > 1.5)


if __name__ == "__main__":
    sys.exit(main())
