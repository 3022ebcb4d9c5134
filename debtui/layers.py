"""Places for a graph that is drawn in layers from the left to the right: the same graph always gets the same places.

Layers by longest way, order within a layer by barycentres (Sugiyama, Tagawa, Toda 1981), heights by isotonic regression.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SWEEPS = 12
Pair = tuple[str, str]


@dataclass(frozen=True)
class Layout:
    """Where nodes stand, and through which points edges go. Layers and heights are in steps, not pixels."""

    at: Mapping[str, tuple[int, float]]
    """(layer, height) of each node."""
    ways: Mapping[Pair, Sequence[tuple[int, float]]]
    """Of each edge the points from its source to its target, one in every layer between."""
    back: frozenset[Pair]
    """Edges against the direction: they close a cycle."""
    layers: int
    height: float


def layout(nodes: Iterable[str], edges: Iterable[Pair]) -> Layout:
    """Places for nodes and edges between them; an edge from a node to itself is left out."""
    names = sorted(set(nodes))
    pairs = sorted({(a, b) for a, b in edges if a != b})
    back = _back(names, pairs)
    forward = sorted({(b, a) if (a, b) in back else (a, b) for a, b in pairs})
    layer = _layered(names, forward)
    ways, slots = _ways(names, forward, layer)
    order = _ordered(slots, ways)
    y = _heights(order, ways)
    low = min(y.values(), default=0.0)
    at = {name: (layer[name], y[name] - low) for name in names}
    points = {pair: [(slots[point], y[point] - low) for point in way] for pair, way in ways.items()}
    drawn = {(a, b): points[b, a][::-1] if (a, b) in back else points[a, b] for a, b in pairs}
    return Layout(at, drawn, frozenset(back), 1 + max(layer.values(), default=-1), max(y.values(), default=0.0) - low)


def _back(names: Sequence[str], pairs: Sequence[Pair]) -> set[Pair]:
    """Edges that lead back to where a walk in depth came from; without them there is no cycle."""
    following: dict[str, list[str]] = defaultdict(list)
    before: dict[str, int] = defaultdict(int)
    for a, b in pairs:
        following[a].append(b)
        before[b] += 1
    back, state = set[Pair](), dict[str, int]()
    for start in sorted(names, key=lambda name: (before[name] > 0, name)):
        todo = [(start, iter(following[start]))] if start not in state else []
        state.setdefault(start, 1)
        while todo:
            node, rest = todo[-1]
            step = next(rest, None)
            if step is None:
                state[node] = 2
                todo.pop()
            elif state.get(step) == 1:
                back.add((node, step))
            elif step not in state:
                state[step] = 1
                todo.append((step, iter(following[step])))
    return back


def _layered(names: Sequence[str], pairs: Sequence[Pair]) -> dict[str, int]:
    """Steps of the longest way from a root; a root stands just before what needs it."""
    following: dict[str, list[str]] = defaultdict(list)
    left: dict[str, int] = defaultdict(int)
    for a, b in pairs:
        following[a].append(b)
        left[b] += 1
    roots = [name for name in names if not left[name]]
    layer, todo = dict.fromkeys(names, 0), list(roots)
    while todo:
        node = todo.pop()
        for each in following[node]:
            layer[each] = max(layer[each], layer[node] + 1)
            left[each] -= 1
            if not left[each]:
                todo.append(each)
    for name in roots:
        if following[name]:
            layer[name] = min(layer[each] for each in following[name]) - 1
    return layer


def _ways(
    names: Sequence[str], pairs: Sequence[Pair], layer: Mapping[str, int]
) -> tuple[dict[Pair, list[str]], dict[str, int]]:
    """Each edge by way of a point in every layer that it crosses, and the layer of every point and node.

    Edges of one source that cross the same layers share the points: a bundle, not a brush.
    """
    slots = dict(layer)
    ways = {}
    for a, b in pairs:
        between = [f"{a}\0{at}" for at in range(layer[a] + 1, layer[b])]
        slots.update(zip(between, range(layer[a] + 1, layer[b]), strict=True))
        ways[a, b] = [a, *between, b]
    return ways, slots


def _ordered(slots: Mapping[str, int], ways: Mapping[Pair, Sequence[str]]) -> list[list[str]]:
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for way in ways.values():
        for a, b in itertools.pairwise(way):
            before[b].add(a)
            after[a].add(b)
    order: list[list[str]] = [[] for _ in range(1 + max(slots.values(), default=-1))]
    for name in sorted(slots):
        order[slots[name]].append(name)
    best, fewest = [list(one) for one in order], _crossings(order, after)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        beside = before if down else after
        for at in range(1, len(order)) if down else range(len(order) - 2, -1, -1):
            place = {name: i for i, name in enumerate(order[at - 1 if down else at + 1])}
            own = {name: i for i, name in enumerate(order[at])}
            order[at].sort(key=lambda name: (_mean([place[n] for n in sorted(beside[name])], own[name]), own[name]))
        if (crossings := _crossings(order, after)) < fewest:
            best, fewest = [list(one) for one in order], crossings
    return best


def _crossings(order: Sequence[Sequence[str]], after: Mapping[str, set[str]]) -> int:
    found = 0
    for at in range(len(order) - 1):
        place = {name: i for i, name in enumerate(order[at + 1])}
        seen: list[int] = []
        for name in order[at]:
            ends = sorted(place[n] for n in after.get(name, ()))
            found += sum(len(seen) - bisect_left(seen, end + 1) for end in ends)
            for end in ends:
                insort(seen, end)
    return found


def _heights(order: Sequence[Sequence[str]], ways: Mapping[Pair, Sequence[str]]) -> dict[str, float]:
    """Near to the neighbours, a step below what stands above; bends of an edge take half a step."""
    beside: dict[str, set[str]] = defaultdict(set)
    for way in ways.values():
        for a, b in itertools.pairwise(way):
            beside[a].add(b)
            beside[b].add(a)
    tallest = max((len(names) for names in order), default=0)
    y = {name: i + (tallest - len(names)) / 2 for names in order for i, name in enumerate(names)}
    for sweep in range(SWEEPS):
        for names in order if sweep % 2 == 0 else order[::-1]:
            wanted = [_mean([y[n] for n in sorted(beside[name])], y[name]) for name in names]
            y.update(zip(names, _spaced(names, wanted), strict=True))
    return y


def _spaced(names: Sequence[str], wanted: Sequence[float]) -> list[float]:
    """The places nearest to those wanted (least squares) that keep the order and the distances, by pooling neighbours."""
    offset = [0.0]
    for above, below in itertools.pairwise(names):
        offset.append(offset[-1] + (0.4 if "\0" in above and "\0" in below else 0.7 if "\0" in above + below else 1.0))
    blocks: list[tuple[float, int]] = []
    for value in (want - off for want, off in zip(wanted, offset, strict=True)):
        total, size = value, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / size:
            more, other = blocks.pop()
            total, size = total + more, size + other
        blocks.append((total, size))
    flat = [total / size for total, size in blocks for _ in range(size)]
    return [value + off for value, off in zip(flat, offset, strict=True)]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
