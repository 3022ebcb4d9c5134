"""What the settings say of data, and which node of the moment each claim is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.data_claims import TOOL, Called
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per claim."""
    called = Called(inputs["nodes"].iter_rows())
    rows: list[Row] = []
    for claim in inputs["claims"].iter_rows():
        fits = called.nodes(claim[3])
        reason = (
            "nothing known is called so" if not fits else f"{len(fits)} things are called so: {', '.join(fits[:3])}"
        )
        rows.append((*claim, fits[0] if len(fits) == 1 else None, None if len(fits) == 1 else reason))
    return rows


DERIVED = Derived(
    name="data_claim_at",
    version=2,
    doc="What the settings say of data: surfaces, consumers, producers, frozen things, and the node that each claim is about.",
    reads=("data_claim", "data_node_at"),
    inputs={
        "claims": "SELECT kind, name, role, thing, owner, principals, slo, mitigated, path, line, models, most_hours FROM data_claim ORDER BY ALL",
        "nodes": f"SELECT node, name, location FROM data_node_at WHERE tools <> '{TOOL}' ORDER BY node",
    },
    columns=(
        Column("kind", "word", "surface, acting (a model, as records name it), consumer, producer or frozen"),
        Column("name", "text", "of the surface, consumer or producer"),
        Column("role", "word", "what the thing is to it: shown_by, logs, acts, reads, makes or frozen"),
        Column("thing", "text", "as it is written"),
        Column("owner", "owners", "who answers for the surface, consumer or producer"),
        Column("principals", "owners", "names of the consumer in logs of accesses, a blank between"),
        Column("slo", "text", "what was agreed with the consumer or producer"),
        Column("mitigated", "text", "what keeps a surface from teaching a model its own answers"),
        Column("path", "path", "file of the settings"),
        Column("line", "int", "line there"),
        Column("models", "text", "the models that the agreement with a producer is for, a comma between"),
        Column("most_hours", "float", "how old a producer's data may be, by that agreement"),
        Column("node", "text", "the node that is meant; null: none, or several"),
        Column("reason", "text", "why it is null"),
    ),
    compute=compute,
)
