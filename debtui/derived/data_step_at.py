"""What makes data from data: the jobs that read and write, and the tables that a query derives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

STEPS = """
WITH
used AS (
    SELECT DISTINCT target AS step, source AS thing, 'in' AS way
    FROM data_edge_at
    WHERE how IN ('reads', 'uses', 'derives')
    UNION ALL
    SELECT DISTINCT source, target, 'out' FROM data_edge_at WHERE how = 'writes'
    UNION ALL
    SELECT DISTINCT target, target, 'out' FROM data_edge_at WHERE how = 'derives'
)
SELECT used.step, used.thing, used.way, thing.kind
FROM used
JOIN data_node_at AS thing ON thing.node = used.thing
JOIN data_node_at AS step ON step.node = used.step
WHERE step.kind IN ('job', 'table', 'dataset', 'view', 'file') AND thing.kind <> 'job'
ORDER BY used.step, used.way, used.thing
"""


def compute(inputs: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per step and thing that it reads or writes."""
    return inputs["steps"]


DERIVED = Derived(
    name="data_step_at",
    version=1,
    doc="Steps of pipelines, jobs and derived tables, with each thing that they read or write; a derived table writes itself.",
    reads=("data_edge_at", "data_node_at"),
    inputs={"steps": STEPS},
    columns=(
        Column("step", "text", "node of the job, or of the derived table"),
        Column("thing", "text", "node that is read or written"),
        Column("way", "word", "in or out"),
        Column("kind", "word", "kind of the thing"),
    ),
    compute=compute,
)
