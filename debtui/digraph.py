"""Directed graphs of modules, as numbers from 0 and lists of successors: what each reaches, its cycles, and where to cut them.

All are bounded: a graph of 100,000 modules and 1,000,000 imports takes seconds and a few hundred megabytes (benchmarks/import_graph.py).
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Edge = tuple[int, int]
_BITS = 2_000_000_000
"""Bits that stand at once while reach is counted: 250 MB."""
_STEPS = 4_000_000
"""Imports that the search for shortest cycles of one component follows; modules after that are told none."""
_TRIES = 20_000_000
"""Modules and imports that are looked at while the import to cut is searched for in one component."""


@dataclass(frozen=True)
class Cut:
    """The one import whose removal takes most modules out of a cyclic component."""

    edge: Edge
    frees: int
    """Modules that are in no cycle without it; 0: no single import breaks one."""


def components(size: int, edges: Iterable[Edge]) -> list[list[int]]:
    """Strongly connected components, each after all that it leads to, its members in order."""
    import rustworkx

    graph = rustworkx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(range(size))
    graph.add_edges_from_no_data(list(edges))
    # Kosaraju's algorithm gives them in the reverse of the topological order.
    return [sorted(group) for group in rustworkx.strongly_connected_components(graph)]


def reach(size: int, edges: Sequence[Edge], groups: Sequence[Sequence[int]]) -> list[int]:
    """How many nodes each reaches, itself included; `groups` as from `components`.

    One bit per node, stretch by stretch, over the condensation from its sinks up: n * m / 64 steps of the machine at worst.
    """
    group_of = [0] * size
    for number, group in enumerate(groups):
        for node in group:
            group_of[node] = number
    below: list[set[int]] = [set() for _ in groups]
    for a, b in edges:
        if group_of[a] != group_of[b]:
            below[group_of[a]].add(group_of[b])
    counts = [0] * len(groups)
    stretch = max(64, _BITS // max(len(groups), 1))
    first = 0
    while first < len(groups):
        last, held = first, 0
        bits: dict[int, int] = {}
        while last < len(groups) and (held == 0 or held + len(groups[last]) <= stretch):
            bits[last] = ((1 << len(groups[last])) - 1) << held
            held += len(groups[last])
            last += 1
        for number in range(first, len(groups)):  # those before lead to nothing in this stretch
            found = bits.get(number, 0)
            for other in below[number]:
                found |= bits.get(other, 0)
            if found:
                bits[number] = found
                counts[number] += found.bit_count()
        first = last
    return [counts[number] for number in group_of]


def within(groups: Iterable[Sequence[int]], edges: Iterable[Edge]) -> list[tuple[Sequence[int], list[Edge]]]:
    """Components of more than one node, with the edges inside each, in order."""
    cyclic = [group for group in groups if len(group) > 1]
    number_of = {node: number for number, group in enumerate(cyclic) for node in group}
    inside: list[list[Edge]] = [[] for _ in cyclic]
    for edge in edges:
        number = number_of.get(edge[0])
        if number is not None and number == number_of.get(edge[1]):
            inside[number].append(edge)
    return [(group, sorted(found)) for group, found in zip(cyclic, inside, strict=True)]


def shortest_cycles(group: Sequence[int], edges: Iterable[Edge]) -> dict[int, list[int]]:
    """For each node of a component a shortest way back to it, the node named once; some are missing in a very large one."""
    follow: dict[int, list[int]] = {node: [] for node in group}
    for a, b in edges:
        follow[a].append(b)
    left = _STEPS
    ways: dict[int, list[int]] = {}
    for start in group:
        if left <= 0:
            break
        ways[start], taken = _way_back(follow, start)
        left -= taken
    return ways


def cut(group: Sequence[int], edges: Sequence[Edge], ways: Iterable[Sequence[int]]) -> Cut:
    """The import to cut in a component, each tried in turn; in a very large one those that most of the shortest cycles go through.

    Among those that free as many, the one that more of these cycles go through, then the first.
    """
    import rustworkx

    used = Counter(edge for way in ways for edge in pairwise([*way, *way[:1]]))
    tries = max(1, _TRIES // (len(group) + len(edges)))
    number = {node: i for i, node in enumerate(group)}
    graph = rustworkx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(list(group))
    graph.add_edges_from_no_data([(number[a], number[b]) for a, b in edges])
    best = Cut(edges[0], -1)
    for a, b in sorted(edges, key=lambda edge: -used[edge])[:tries]:
        graph.remove_edge(number[a], number[b])
        frees = sum(len(part) == 1 for part in rustworkx.strongly_connected_components(graph))
        graph.add_edge(number[a], number[b], None)
        if frees > best.frees:
            best = Cut((a, b), frees)
    return best


def _way_back(follow: dict[int, list[int]], start: int) -> tuple[list[int], int]:
    """(a shortest way, edges followed)."""
    before: dict[int, int] = {}
    todo = deque([start])
    steps = 0
    while todo:
        node = todo.popleft()
        steps += len(follow[node])
        for successor in follow[node]:
            if successor == start:
                way = [node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1], steps
            if successor not in before:
                before[successor] = node
                todo.append(successor)
    return [], steps
