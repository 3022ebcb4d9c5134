"""How far a metric moves although nothing was changed: a difference below that is none.

The best evidence there is: runs of one configuration, one commit and the same data, three of them at least (Bouthillier et al.
2021 name what they still leave out: the choice of the data); else the size of the evaluation set, for metrics that are shares;
else differences between runs that somebody marked as without any intended change, by their median absolute deviation.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

_FEWEST = 3
"""Runs of one configuration that tell a spread."""
_FEWEST_PAIRS = 5
"""Differences between marked runs that tell one."""
_SHARES = frozenset({
    "acc", "accuracy", "error_rate", "fpr", "hit_rate", "precision", "recall", "sensitivity", "specificity", "top1", "top5", "tpr",
})  # fmt: skip
_MAD = 1.4826
"""Makes the median absolute deviation of normal values their standard deviation."""


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per model, metric and slice that has any of it."""
    repeats: dict[tuple[str, str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    marked: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    shares: dict[tuple[str, str, str], tuple[float, int]] = {}
    before: dict[tuple[str, str, str], float] = {}
    for model, metric, part, value, examples, group, unchanged in inputs["results"].iter_rows():
        key = (model, metric, part)
        if group is not None:
            repeats[key][group].append(value)
        if unchanged and key in before:
            marked[key].append(value - before[key])
        before[key] = value
        if examples and _is_share(metric) and 0 <= value <= 1:
            shares[key] = (value, examples)
    rows: list[Row] = []
    for key in sorted({*repeats, *marked, *shares}):
        told = _of_repeats(repeats.get(key, {})) or _of_share(shares.get(key)) or _of_marked(marked.get(key, []))
        if told is not None:
            rows.append((*key, *told))
    return rows


def _is_share(metric: str) -> bool:
    name = metric.lower().replace("-", "_").rpartition("/")[2]
    return name in _SHARES or name.removeprefix("val_").removeprefix("test_") in _SHARES


def _of_repeats(groups: Mapping[str, list[float]]) -> tuple[float, str, int, int | None] | None:
    """Pooled over the configurations; runs that all came to one value were started with one seed, and tell nothing."""
    told = [values for values in groups.values() if len(values) >= _FEWEST and len(set(values)) > 1]
    freedom = sum(len(values) - 1 for values in told)
    if not freedom:
        return None
    pooled = sum(statistics.variance(values) * (len(values) - 1) for values in told) / freedom
    return math.sqrt(pooled), "repeats", sum(map(len, told)), freedom


def _of_share(told: tuple[float, int] | None) -> tuple[float, str, int, int | None] | None:
    if told is None or told[1] < 30 or not 0 < told[0] < 1:
        return None
    share, examples = told
    return math.sqrt(share * (1 - share) / examples), "evaluation set", examples, None


def _of_marked(differences: list[float]) -> tuple[float, str, int, int | None] | None:
    if len(differences) < _FEWEST_PAIRS:
        return None
    middle = statistics.median(differences)
    spread = _MAD * statistics.median(abs(each - middle) for each in differences) / math.sqrt(2)
    return (spread, "no change intended", len(differences), None) if spread > 0 else None


_SEEDS = "'seed', 'random_seed', 'random_state', 'run_seed', 'trial', 'repeat'"
DERIVED = Derived(
    name="noise_at",
    version=1,
    doc="How far metrics of models move although nothing was changed.",
    reads=("result_at", "run_at", "run_value", "run_input"),
    inputs={
        "results": f"""
            WITH told AS (
                SELECT run, string_agg(key || '=' || value, chr(10) ORDER BY key) AS told FROM run_value
                WHERE role = 'param' AND lower(regexp_extract(key, '[^.]+$')) NOT IN ({_SEEDS}) GROUP BY run
            ),
            taken AS (SELECT run, string_agg(name || '=' || coalesce(version, ''), chr(10) ORDER BY name, version) AS taken FROM run_input GROUP BY run),
            marked AS (
                SELECT DISTINCT run FROM run_value
                WHERE role = 'tag' AND lower(key) IN ('no_change', 'no_intended_change', 'aa') AND lower(value) IN ('1', 'true', 'yes')
            )
            SELECT result_at.model, result_at.metric, result_at.slice, result_at.value, result_at.examples,
                CASE WHEN run_at.commit_id IS NOT NULL AND NOT coalesce(run_at.dirty, false) AND run_at.tool <> 'git'
                    THEN run_at.commit_id || chr(10) || coalesce(told.told, '') || chr(10) || coalesce(taken.taken, '') END AS configured,
                marked.run IS NOT NULL AS unchanged
            FROM result_at
            JOIN run_at USING (run)
            LEFT JOIN told USING (run)
            LEFT JOIN taken USING (run)
            LEFT JOIN marked USING (run)
            WHERE result_at.value IS NOT NULL AND result_at.model IS NOT NULL
            ORDER BY run_at.started, result_at.run, result_at.metric, result_at.slice
        """,
    },
    columns=(
        Column("model", "text", "model"),
        Column("metric", "text", "metric"),
        Column("slice", "text", "part of the examples; empty: all"),
        Column("spread", "float", "standard deviation of one run, in the metric's unit"),
        Column("basis", "word", "repeats (of one configuration), evaluation set (binomial), or no change intended"),
        Column("told_by", "int", "runs, examples or differences that it is computed from"),
        Column("freedom", "int", "degrees of freedom; null: taken for many"),
    ),
    compute=compute,
)
