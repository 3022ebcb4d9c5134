"""Declared loops: a model's answers are shown on a surface, and what people do there is among what the model is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

LOOPS = """
WITH
declared AS (
    SELECT 'surface:' || name AS surface, any_value(mitigated) AS mitigated, any_value(owner) AS owner, min(path) AS path, min(line) AS line
    FROM data_claim_at
    WHERE kind = 'surface'
    GROUP BY name
)
SELECT
    declared.surface, shows.node AS model, returned.target AS log, shows.distance AS to_surface, learns.distance AS from_log,
    learns.towards AS reader, declared.mitigated, declared.owner, declared.path, declared.line
FROM declared
JOIN data_edge_at AS returned ON returned.source = declared.surface AND returned.how = 'returns'
JOIN closure_at AS shows ON shows.end_node = declared.surface
JOIN data_node_at ON data_node_at.node = shows.node AND data_node_at.kind = 'model'
JOIN closure_at AS learns ON learns.end_node = shows.node AND learns.node = returned.target
ORDER BY ALL
"""


def compute(inputs: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per surface, model and log."""
    return inputs["loops"]


DERIVED = Derived(
    name="data_loop_at",
    version=1,
    doc="Loops that the settings declare: a surface shows a model's answers, and its log leads back to the model.",
    reads=("data_claim_at", "data_edge_at", "data_node_at", "closure_at"),
    inputs={"loops": LOOPS},
    columns=(
        Column("surface", "text", "node of the surface"),
        Column("model", "text", "node of the model"),
        Column("log", "text", "node of the log"),
        Column("to_surface", "int", "steps from the model to the surface"),
        Column("from_log", "int", "steps from the log to the model"),
        Column("reader", "text", "the next node behind the log, on the shortest way to the model"),
        Column("mitigated", "text", "how the surface is said to be mitigated"),
        Column("owner", "owners", "who answers for the surface"),
        Column("path", "path", "file of the settings"),
        Column("line", "int", "line of the surface there"),
    ),
    compute=compute,
)
