"""What models answer: scores, predictions, and whatever else people see or others use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

OUTPUTS = """
WITH
asked AS (
    SELECT data_edge_at.target AS job
    FROM data_edge_at
    JOIN data_node_at ON data_node_at.node = data_edge_at.source AND data_node_at.kind = 'model'
    WHERE data_edge_at.how IN ('reads', 'uses', 'derives')
),
output AS (
    SELECT node, 'is declared as what a model answers' AS reason FROM data_node_at WHERE kind = 'output'
    UNION ALL
    SELECT target, 'is made with a model'
    FROM data_edge_at
    SEMI JOIN asked ON asked.job = data_edge_at.source
    WHERE how IN ('writes', 'derives')
    UNION ALL
    SELECT data_edge_at.target, 'is made with a model'
    FROM data_edge_at
    JOIN data_node_at ON data_node_at.node = data_edge_at.source AND data_node_at.kind = 'model'
    WHERE data_edge_at.how = 'derives'
    UNION ALL
    SELECT node, CASE role WHEN 'reads' THEN 'is read by ' || name ELSE 'is shown on ' || name END
    FROM data_claim_at
    WHERE role IN ('reads', 'shown_by') AND node IS NOT NULL
),
made AS (
    SELECT target AS node, arg_min(path, (path, line)) AS path, arg_min(line, (path, line)) AS line
    FROM data_edge_at
    WHERE how IN ('writes', 'derives')
    GROUP BY target
)
SELECT
    output.node,
    any_value(data_node_at.kind) AS kind,
    min(output.reason) AS reason,
    any_value(CASE WHEN data_node_at.declared OR made.path IS NULL THEN data_node_at.path ELSE made.path END) AS path,
    any_value(CASE WHEN data_node_at.declared OR made.path IS NULL THEN data_node_at.line ELSE made.line END) AS line
FROM output
JOIN data_node_at USING (node)
LEFT JOIN made USING (node)
WHERE data_node_at.kind NOT IN ('job', 'surface', 'consumer')
    AND (data_node_at.kind <> 'model' OR starts_with(output.reason, 'is read') OR starts_with(output.reason, 'is shown'))
GROUP BY output.node
ORDER BY output.node
"""


def compute(inputs: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per output."""
    return inputs["outputs"]


DERIVED = Derived(
    name="model_output_at",
    version=1,
    doc="What models answer: declared outputs, what is made with a model and is none, and what a surface shows or a declared consumer reads.",
    reads=("data_edge_at", "data_node_at", "data_claim_at"),
    inputs={"outputs": OUTPUTS},
    columns=(
        Column("node", "text", "node of the graph of data"),
        Column("kind", "word", "its kind"),
        Column("reason", "text", "why it counts as one"),
        Column("path", "path", "file that declares it, else that says what makes it, else that first speaks of it"),
        Column("line", "int", "line there"),
    ),
    compute=compute,
)
