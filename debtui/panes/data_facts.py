"""What the Data pane asks of a session: the graph of data at a moment, whole. Every call may block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from debtui.datagraph import ENDS, NO_FLOW, Steps, reaching
from debtui.session import view_rows

if TYPE_CHECKING:
    from debtui.session import Session

MOST = 200_000
"""Nodes, and five times as many edges, that are asked for."""
MOST_ENDS = 4_000
"""Ends whose loss is counted, models first."""
_LACKS = (("owner", "no owner"), ("freshness", "no freshness rule"), ("tests", "no test"), ("pin", "not pinned"))


@dataclass(frozen=True)
class Node:
    """One row of data_node_at."""

    node: str
    kind: str
    name: str
    path: str
    line: int
    declared: bool
    location: str | None
    owner: str | None
    description: str | None
    freshness: str | None
    tests: int | None
    pin: str | None
    depth: int
    cycle: int

    @property
    def end(self) -> bool:
        """Whether data is made for it."""
        return self.kind in ENDS

    @property
    def lacks(self) -> list[str]:
        """What nobody has declared of it; of a job nothing is asked."""
        return [] if self.kind == "job" else [told for name, told in _LACKS if not getattr(self, name)]


@dataclass(frozen=True)
class Data:
    """The graph, and what is not in it."""

    nodes: Mapping[str, Node]
    needs: Steps
    """From a thing to what it is made of."""
    feeds: Steps
    """From a thing to what is made of it."""
    pairs: Sequence[tuple[str, str]]
    """(source, target) of every edge."""
    opaque: int
    """Places that read or write and do not say what."""
    links: Mapping[str, tuple[datetime, datetime]] = field(default_factory=dict)
    """When the oldest and the newest of what leads to a thing was first said."""

    @cached_property
    def ends(self) -> list[Node]:
        """Models first, then what else data is made for, then what nothing reads; by name."""
        last = (n for n in self.nodes.values() if not self.feeds.of(n.node) and self.needs.of(n.node))
        chosen = {n.node: n for n in self.nodes.values() if n.end} | {n.node: n for n in last if n.kind != "feature"}
        return sorted(chosen.values(), key=lambda n: (n.kind != "model", not n.end, n.name))

    @cached_property
    def roots(self) -> list[Node]:
        """What nothing leads to, most models at stake first."""
        chosen = [n for n in self.nodes.values() if not self.needs.of(n.node)]
        return sorted(chosen, key=lambda n: (-self.stake(n.node), n.name))

    def stake(self, node: str) -> int:
        """How many models, outputs and consumers could not be made without a node."""
        return self._falls.get(node, 0).bit_count()

    def fall(self, node: str) -> list[Node]:
        """They themselves, models first."""
        mask = self._falls.get(node, 0)
        return [end for place, end in enumerate(self._watched) if mask >> place & 1]

    @cached_property
    def _watched(self) -> list[Node]:
        return [node for node in self.ends if node.end][:MOST_ENDS]

    @cached_property
    def _falls(self) -> dict[str, int]:
        return reaching(self.nodes, self.pairs, [node.node for node in self._watched])


def load(session: Session, seq: int) -> Data:
    """The graph at a moment. Raises NotMeasured where files have not been read."""
    nodes = {row["node"]: _node(row) for row in view_rows(session, "data_node_at", seq, MOST)}
    pairs = [
        (row["source"], row["target"])
        for row in view_rows(session, "data_edge_at", seq, 5 * MOST)
        if row["how"] not in NO_FLOW and row["source"] in nodes and row["target"] in nodes
    ]
    opaque = session.view_count("data_opaque_at", seq)
    links: dict[str, tuple[datetime, datetime]] = {}
    for row in view_rows(session, "data_edge_age_at", seq, 5 * MOST):
        first = row["first_committed"]
        oldest, newest = links.get(row["target"], (first, first))
        links[row["target"]] = min(oldest, first), max(newest, first)
    return Data(nodes, Steps((b, a) for a, b in pairs), Steps(pairs), pairs, opaque, links)


def _node(row: Mapping[str, Any]) -> Node:
    return Node(**{name: row[name] for name in Node.__dataclass_fields__})
