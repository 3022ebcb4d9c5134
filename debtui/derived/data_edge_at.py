"""How data goes from one thing to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived import data_node_at
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per edge."""
    return [
        (edge.source, edge.target, edge.how, edge.path, edge.line, edge.tool, edge.pin, edge.recorded)
        for edge in data_node_at.graph_of(inputs).edges
    ]


DERIVED = Derived(
    name="data_edge_at",
    version=2,
    doc="Edges of the graph of data; both ends are nodes of data_node_at.",
    reads=("data_thing_at", "data_link_at", "file_at", "data_claim"),
    inputs=data_node_at.DERIVED.inputs,
    columns=(
        Column("source", "text", "node that data comes from"),
        Column("target", "text", "node that it goes to"),
        Column(
            "how",
            "word",
            "reads, writes, derives, serves, uses, runs, evaluates or precedes; returns: from a surface to the log of what people do there",
        ),
        Column("path", "path", "file that says so"),
        Column("line", "int", "line there"),
        Column("tool", "word", "the tool whose way of saying it is"),
        Column("pin", "text", "version that is read"),
        Column("recorded", "bool", "only records of runs or manifests say it"),
    ),
    compute=compute,
)
