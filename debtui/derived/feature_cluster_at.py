"""Features that say the same: connected by a rank correlation of 0.9 and more, at the newest record of each table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived
from debtui.digraph import components

if TYPE_CHECKING:
    import polars as pl

CLOSE = 0.9
"""As in caret's findCorrelation."""


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per feature that some pair names."""
    tables: dict[tuple[str, str], list[tuple[str, str, float]]] = defaultdict(list)
    for file, dataset, first, second, correlation in inputs["pairs"].iter_rows():
        tables[file, dataset].append((first, second, correlation))
    rows: list[Row] = []
    for (file, dataset), pairs in tables.items():
        names = sorted({name for first, second, _ in pairs for name in (first, second)})
        number = {name: at for at, name in enumerate(names)}
        close = [(number[first], number[second]) for first, second, told in pairs if abs(told) >= CLOSE]
        strongest: dict[int, float] = defaultdict(float)
        for first, second, told in pairs:
            for one in (number[first], number[second]):
                strongest[one] = max(strongest[one], abs(told))
        groups = components(len(names), close + [(second, first) for first, second in close])
        for cluster, group in enumerate(sorted(groups)):
            rows += [(file, dataset, cluster, names[one], len(group), strongest[one]) for one in group]
    return rows


DERIVED = Derived(
    name="feature_cluster_at",
    version=1,
    doc="Which features go together so closely that they say the same.",
    reads=("feature_pair_at",),
    inputs={
        "pairs": """
            SELECT file, dataset, first, second, correlation FROM feature_pair_at
            WHERE NOT coalesce(label, false) AND first <> second AND correlation IS NOT NULL
            QUALIFY recorded IS NOT DISTINCT FROM max(recorded) OVER (PARTITION BY file, dataset)
            ORDER BY ALL
        """,
    },
    columns=(
        Column("file", "path", "the record"),
        Column("dataset", "text", "table; empty: not told"),
        Column("cluster", "int", "number of the cluster within the table"),
        Column("feature", "text", "feature"),
        Column("size", "int", "features of the cluster; 1: it stands alone"),
        Column("strongest", "float", "its largest absolute correlation with another"),
    ),
    compute=compute,
)
