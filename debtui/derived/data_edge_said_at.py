"""Which words of which file each edge of the graph of data stands on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived import data_node_at
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per edge and different link that says it."""
    rows: dict[Row, None] = {}
    for edge in data_node_at.graph_of(inputs).edges:
        for link in edge.said:
            ends = link.from_kind, link.from_name, link.to_kind, link.to_name
            rows[edge.source, edge.target, edge.how, link.path, *ends] = None
    return list(rows)


DERIVED = Derived(
    name="data_edge_said_at",
    version=1,
    doc="The links, as files tell them, that each edge of data_edge_at stands on.",
    reads=("data_thing_at", "data_link_at", "file_at", "data_claim"),
    inputs=data_node_at.DERIVED.inputs,
    columns=(
        Column("source", "text", "node that data comes from"),
        Column("target", "text", "node that it goes to"),
        Column("how", "word", "as in data_edge_at"),
        Column("path", "path", "file that says so"),
        Column("from_kind", "word", "kind of the first end, as in data_link"),
        Column("from_name", "text", "its name; empty: the file itself"),
        Column("to_kind", "word", "kind of the second end"),
        Column("to_name", "text", "its name; empty: the file itself"),
    ),
    compute=compute,
)
