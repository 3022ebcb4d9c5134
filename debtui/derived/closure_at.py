"""What everything that data is made for depends on: the transitive closure of its data dependencies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.datagraph import ENDS, NO_FLOW, Steps
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

MOST = 500_000
"""Rows. Beyond, the closures of the last ends are left out; `debtui closure` walks any of them."""


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per end and node that it depends on."""
    upward = Steps((target, source) for source, target in inputs["edges"].select("source", "target").iter_rows())
    rows: list[Row] = []
    for end, kind in inputs["ends"].select("node", "kind").iter_rows():
        reached = upward.reached(end)
        if len(rows) + len(reached) > MOST:
            break
        rows += [(end, kind, node, distance, towards) for node, (distance, towards) in sorted(reached.items())]
    return rows


_ENDS = ", ".join(f"'{kind}'" for kind in ENDS)

DERIVED = Derived(
    name="closure_at",
    version=2,
    doc="What each end of the graph of data depends on, however far away: models, outputs, services, consumers, and what nothing reads.",
    reads=("data_node_at", "data_edge_at"),
    inputs={
        "ends": f"SELECT node, kind FROM data_node_at WHERE kind IN ({_ENDS}) OR (edges_out = 0 AND edges_in > 0 AND kind NOT IN ('job', 'feature'))"
        " ORDER BY kind <> 'model', node",
        "edges": f"SELECT source, target FROM data_edge_at WHERE how NOT IN {NO_FLOW} ORDER BY source, target",
    },
    columns=(
        Column("end_node", "text", "what depends"),
        Column("end_kind", "word", "its kind"),
        Column("node", "text", "what it depends on"),
        Column("distance", "int", "steps between them, the shortest way"),
        Column("towards", "text", "the next node on that way towards the end"),
    ),
    compute=compute,
)
