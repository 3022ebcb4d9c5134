"""Everything that data goes through: sources, files, tables, datasets, models, jobs, and who uses them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui import data_claims, datagraph
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

THINGS = (
    "SELECT path, line, tool, kind, name, location_kind, location, owner, description, freshness, tests, pin, frozen, access, contract"
    " FROM data_thing_at ORDER BY ALL"
)
LINKS = (
    "SELECT path, line, tool, from_kind, from_name, to_kind, to_name, how, pin, recorded FROM data_link_at ORDER BY ALL"
)
CLAIMS = (
    "SELECT kind, name, role, thing, owner, principals, slo, mitigated, path, line FROM data_claim"
    " WHERE kind IN ('surface', 'consumer', 'frozen') ORDER BY ALL"
)
FILES = "SELECT path FROM file_at ORDER BY path"


def graph_of(inputs: Mapping[str, pl.DataFrame]) -> datagraph.Graph:
    """The graph of the moment, from the frames of `things`, `links`, `files` and `claims`."""
    found = datagraph.graph(
        [datagraph.Thing(*row) for row in inputs["things"].iter_rows()],
        [datagraph.Link(*row) for row in inputs["links"].iter_rows()],
        inputs["files"]["path"],
    )
    return data_claims.joined(found, [data_claims.Claim(*row) for row in inputs["claims"].iter_rows()])


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per node."""
    found = graph_of(inputs)
    models = {name for name, node in found.nodes.items() if node.kind == "model" and not node.frozen}
    flow = [(edge.source, edge.target) for edge in found.edges if edge.how not in datagraph.NO_FLOW]
    where = datagraph.places(found.nodes, flow, models)
    written: dict[str, int] = {}
    read: dict[str, int] = {}
    for edge in found.edges:
        if edge.how == "returns":
            continue
        written[edge.target] = written.get(edge.target, 0) + 1
        read[edge.source] = read.get(edge.source, 0) + 1
    return [
        (
            name, node.kind, node.name, node.path, node.line, node.declared, " ".join(sorted(node.tools)), node.location, node.owner,
            node.description, node.freshness, node.tests, node.pin, node.frozen, node.access, node.contract, written.get(name, 0), read.get(name, 0),
            where[name].depth, where[name].cycle, where[name].counted,
        )
        for name, node in sorted(found.nodes.items())
    ]  # fmt: skip


DERIVED = Derived(
    name="data_node_at",
    version=2,
    doc="Nodes of the graph of data, things with one location put together.",
    reads=("data_thing_at", "data_link_at", "file_at", "data_claim"),
    inputs={"things": THINGS, "links": LINKS, "files": FILES, "claims": CLAIMS},
    columns=(
        Column("node", "text", "kind and name: table:shop.orders"),
        Column("kind", "word", "source, file, table, topic, api, dataset, view, feature, model, output, surface, job, service or consumer"),
        Column("name", "text", "its name"),
        Column("path", "path", "file that declares it, or first speaks of it"),
        Column("line", "int", "line there"),
        Column("declared", "bool", "something declares it; else it is only spoken of"),
        Column("tools", "text", "whose ways of saying it are known, a blank between"),
        Column("location", "text", "where it is stored, where that is not its name"),
        Column("owner", "owners", "who answers for it, as declared"),
        Column("description", "prose", "what it is, as declared"),
        Column("freshness", "text", "a declared rule about how old it may be"),
        Column("tests", "int", "data tests declared for it; null: no declaration could have told"),
        Column("pin", "text", "version that is read"),
        Column("frozen", "bool", "declared not to change"),
        Column("access", "text", "who may use it, as declared"),
        Column("contract", "bool", "its columns and their types are checked whenever it is made, as declared"),
        Column("edges_in", "int", "edges that lead to it; what people do with what they are shown is none"),
        Column("edges_out", "int", "edges that lead away, likewise"),
        Column("depth", "int", "steps of the longest way to it from a root; a cycle is one step"),
        Column("cycle", "int", "nodes of the cycle that it is part of; 0: of none"),
        Column("models", "int", "models on the way to it that has most, itself included; frozen ones are not counted"),
    ),
    compute=compute,
)  # fmt: skip
