"""What the settings say of data joins the graph: surfaces, consumers outside the repository, frozen things.

A claim holds at every moment that has the thing it names; of a thing that is called by several names' ends, none is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from debtui.datagraph import Edge, Graph, Node

TOOL = "settings"
"""Whose way of saying it is."""


class Claim(NamedTuple):
    """A row of `data_claim`."""

    kind: str
    name: str
    role: str
    thing: str
    owner: str | None
    principals: str | None
    slo: str | None
    mitigated: str | None
    path: str
    line: int


class Called:
    """Nodes by what people call them: their id, name or location; or the end of one, from a slash or a dot on."""

    def __init__(self, nodes: Iterable[tuple[str, str, str | None]]) -> None:
        """(id, name, location) of each."""
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._ends: dict[str, set[str]] = defaultdict(set)
        for node, name, location in nodes:
            for called in {node, name, location or name}:
                self._whole[called].add(node)
                for place, letter in enumerate(called):
                    if letter in "/.":
                        self._ends[called[place + 1 :]].add(node)

    def nodes(self, thing: str) -> list[str]:
        """Those that are called so: one if all is well; none, or several."""
        return self.whole(thing) or sorted(self._ends.get(thing, ()))

    def whole(self, thing: str) -> list[str]:
        """Those whose whole id, name or location it is."""
        return sorted(self._whole.get(thing, ()))


def joined(graph: Graph, claims: Iterable[Claim]) -> Graph:
    """The graph with what is claimed. A surface or consumer that nothing here leads to is not there at this moment."""
    called = Called((node.id, node.name, node.location) for node in graph.nodes.values())
    nodes = dict(graph.nodes)
    edges = list(graph.edges)
    for claim in claims:
        fits = called.nodes(claim.thing)
        if len(fits) != 1:
            continue
        if claim.kind == "frozen":
            nodes[fits[0]] = replace(nodes[fits[0]], frozen=True)
            continue
        end = Node(claim.kind, claim.name, claim.path, claim.line, True, {TOOL}, owner=claim.owner)
        before = nodes.get(end.id)
        nodes[end.id] = before or end
        if before and TOOL not in before.tools:
            nodes[end.id] = replace(before, tools=before.tools | {TOOL}, owner=before.owner or claim.owner)
        source, target, how = (
            (end.id, fits[0], "returns") if claim.role == "logs" else (fits[0], end.id, "serves")
        )  # fmt: skip
        edges.append(Edge(source, target, how, claim.path, claim.line, TOOL, None, False))
    first = {(edge.source, edge.target, edge.how): edge for edge in reversed(edges)}
    return Graph(nodes, [first[key] for key in sorted(first)])
