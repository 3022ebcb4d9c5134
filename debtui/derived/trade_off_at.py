"""Pairs of metrics of a model of which one gives what the other takes, release after release.

Spearman's rank correlation of their changes, one-sided p by permutation, false-discovery rate 10 % over the pairs of a model
(Benjamini and Hochberg 1995). The sign table (releases in which both moved, and how often apart) explains; it has too little
power to decide: of 20 releases with a true correlation of -0.8 it finds one pair in 25, Spearman two in three.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

FEWEST = 10
"""Releases below which nothing is said: with fewer a true pair is mostly missed."""
RATE = 0.10
_RESAMPLES = 4_999
_SEED = 2015
"""The same releases give the same p."""


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per pair of metrics of a model that share enough releases."""
    changes: dict[str, dict[str, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    for model, metric, number, change in inputs["changes"].iter_rows():
        changes[model][metric][number] = change
    return [row for model, metrics in sorted(changes.items()) for row in of_model(model, metrics)]


def of_model(model: str, metrics: Mapping[str, Mapping[int, float]]) -> list[Row]:
    """The pairs of one model; changes are oriented, up is better."""
    from scipy.stats import false_discovery_control

    found: list[tuple[str, str, int, float, float, int, int, int]] = []
    for first, second in combinations(sorted(metrics), 2):
        shared = sorted(metrics[first].keys() & metrics[second].keys())
        a, b = [metrics[first][n] for n in shared], [metrics[second][n] for n in shared]
        if len(shared) < FEWEST or len(set(a)) == 1 or len(set(b)) == 1:
            continue
        rho, p = _one_sided(a, b)
        moved = [(x, y) for x, y in zip(a, b, strict=True) if x and y]
        apart = sum(x * y < 0 for x, y in moved)
        worst = min(zip(shared, a, b, strict=True), key=lambda each: min(each[1], each[2]))[0]
        found.append((first, second, len(shared), rho, p, apart, len(moved), worst))
    adjusted = map(float, false_discovery_control([each[4] for each in found])) if found else iter(())
    return [(model, *pair[:5], q, *pair[5:]) for pair, q in zip(found, adjusted, strict=True)]


def _one_sided(a: list[float], b: list[float]) -> tuple[float, float]:
    """Spearman's rho, and the share of permutations with one as low."""
    import numpy as np
    from scipy.stats import rankdata

    x, y = (rankdata(values) for values in (a, b))
    x, y = (x - x.mean()) / x.std(), (y - y.mean()) / y.std()
    rho = float((x * y).mean())
    chance = np.random.default_rng(_SEED)
    shuffled = chance.permuted(np.tile(y, (_RESAMPLES, 1)), axis=1) @ x / len(a)
    return rho, float((np.count_nonzero(shuffled <= rho + 1e-12) + 1) / (_RESAMPLES + 1))


DERIVED = Derived(
    name="trade_off_at",
    version=1,
    doc="Pairs of metrics of a model, and whether the releases trade one for the other.",
    reads=("release_change_at",),
    inputs={
        "changes": "SELECT model, metric, number, (value_after - value_before) * CASE goal WHEN 'min' THEN -1 ELSE 1 END FROM release_change_at"
        " WHERE slice = '' AND goal IN ('max', 'min') AND verdict <> 'other data' ORDER BY model, metric, number",
    },
    columns=(
        Column("model", "text", "model"),
        Column("first", "text", "a metric"),
        Column("second", "text", "another"),
        Column("releases", "int", "releases in which both are known"),
        Column("correlation", "float", "Spearman's rho of their changes, up is better"),
        Column("p", "float", "one-sided: that they are not opposed"),
        Column("q", "float", "the same, adjusted for all pairs of the model"),
        Column("apart", "int", "releases in which one rose and the other fell"),
        Column("moved", "int", "releases in which both moved"),
        Column("worst", "int", "number of the release with the deepest fall"),
    ),
    compute=compute,
)
