"""The smallest change of a metric that runs can show, by its noise.

Two-sided 5 %, power 80 %, k runs before and k after: (t(97.5 %) + t(80 %)) * spread * sqrt(2 / k), the quantiles Student's with
the degrees of freedom that the spread is known by; 2.80 * spread * sqrt(2 / k) where those are many.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

_SIGNIFICANCE, _POWER = 0.975, 0.8


def factor(freedom: int | None, runs: int) -> float:
    """The smallest change in units of the spread."""
    from scipy.stats import t

    known = math.inf if freedom is None else freedom
    return float(t.ppf(_SIGNIFICANCE, known) + t.ppf(_POWER, known)) * math.sqrt(2 / runs)


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per row of `noise_at`."""
    rows: list[Row] = []
    for model, metric, part, spread, basis, freedom, typical in inputs["noise"].iter_rows():
        needed = math.ceil((factor(freedom, 1) * spread / typical) ** 2) if typical else None
        rows.append(
            (model, metric, part, spread, basis, factor(freedom, 1) * spread, factor(freedom, 5) * spread, needed)
        )
    return rows


DERIVED = Derived(
    name="detectable_at",
    version=1,
    doc="The smallest change of each metric that runs can show.",
    reads=("noise_at", "release_change_at"),
    inputs={
        "noise": """
            SELECT noise_at.model, noise_at.metric, noise_at.slice, noise_at.spread, noise_at.basis, noise_at.freedom, moved.typical
            FROM noise_at
            LEFT JOIN (
                SELECT model, metric, slice, median(abs(value_after - value_before)) AS typical FROM release_change_at GROUP BY ALL
            ) AS moved USING (model, metric, slice)
            ORDER BY ALL
        """,
    },
    columns=(
        Column("model", "text", "model"),
        Column("metric", "text", "metric"),
        Column("slice", "text", "part of the examples; empty: all"),
        Column("spread", "float", "see noise_at"),
        Column("basis", "word", "see noise_at"),
        Column("one_run", "float", "smallest change that one run before and one after show, in the metric's unit"),
        Column("five_runs", "float", "that five and five show"),
        Column(
            "runs_needed", "int", "runs on each side that would show the median change of a release; null: no releases"
        ),
    ),
    compute=compute,
)
