"""Drift of a feature's distribution: each period held against the reference, by the population stability index (PSI).

PSI = sum of (a - e) * ln(a / e) over the bins of the reference. 0.1 and 0.25 are conventions (Lewis 1994, Siddiqi 2006), and mean
nothing in small samples: without any drift PSI is distributed as chi-square with B - 1 degrees of freedom times (1/N + 1/M), so that
of pairs of 200 examples in ten bins one in three exceeds 0.1. A period has drifted when its PSI is at least 0.1 and that
distribution rules it out, for all features of the period together (false-discovery rate 5 %, Benjamini and Hochberg 1995).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

LEAST = 0.1
"""PSI below which no shift is called one, however many examples show it."""
RATE = 0.05
_EMPTY = 1e-4
"""Share that stands for an empty bin, as in Evidently."""
Bins = dict[str, float]


def psi(expected: Bins, actual: Bins) -> float:
    """The index of two distributions, given as counts or shares by bin; a bin that one of them lacks is empty there."""
    whole, other = sum(expected.values()), sum(actual.values())
    total = 0.0
    for name in expected.keys() | actual.keys():
        e, a = max(expected.get(name, 0) / whole, _EMPTY), max(actual.get(name, 0) / other, _EMPTY)
        total += (a - e) * math.log(a / e)
    return total


def verdicts(periods: Iterable[tuple[Bins, Bins]]) -> list[tuple[float, float | None, float | None, bool]]:
    """PSI, p, p adjusted for all of them, and whether it drifted. p is null where shares are told and no counts."""
    from scipy.stats import chi2, false_discovery_control  # 0.8 s, and only where distributions are recorded

    told: list[tuple[float, float | None]] = []
    for expected, actual in periods:
        index, counted = psi(expected, actual), min(sum(expected.values()), sum(actual.values()))
        freedom = len(expected.keys() | actual.keys()) - 1
        noise = 1 / sum(expected.values()) + 1 / sum(actual.values())
        told.append((index, float(chi2.sf(index / noise, freedom)) if counted > 1.5 and freedom else None))
    known = [p for _, p in told if p is not None]
    adjusted = iter(map(float, false_discovery_control(known)) if known else ())
    found = []
    for index, p in told:
        q = None if p is None else next(adjusted)
        found.append((index, p, q, index >= LEAST and (q is None or q <= RATE)))
    return found


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per feature and period other than the reference."""
    bins: dict[tuple[str, str, str], dict[tuple[bool, datetime], Bins]] = defaultdict(lambda: defaultdict(dict))
    for file, dataset, feature, recorded, name, examples, reference in inputs["bins"].iter_rows():
        period = bins[file, dataset, feature][bool(reference), recorded]
        period[name] = period.get(name, 0) + examples
    asked: dict[datetime, list[tuple[tuple[str, str, str], datetime, Bins, Bins]]] = defaultdict(list)
    for key, by_period in bins.items():
        told = {period: shares for period, shares in by_period.items() if sum(shares.values()) > 0}
        if not told:
            continue
        # The newest distribution that the record calls the reference; where none is called so, the first there is.
        chosen = max((period for period in told if period[0]), default=min(told, key=lambda period: period[1]))
        for (called, recorded), shares in told.items():
            if (called, recorded) != chosen and not called and recorded >= chosen[1]:
                asked[recorded].append((key, chosen[1], told[chosen], shares))
    rows: list[Row] = []
    for recorded, features in sorted(asked.items()):
        found = verdicts((expected, actual) for _, _, expected, actual in features)
        for ((file, dataset, feature), since, _, actual), (index, p, q, drifted) in zip(features, found, strict=True):
            rows.append((file, dataset, feature, recorded, since, index, sum(actual.values()), p, q, drifted))
    return rows


DERIVED = Derived(
    name="drift_at",
    version=1,
    doc="How far the distribution of each feature has moved from its reference, period by period.",
    reads=("feature_bin_at",),
    inputs={
        "bins": """
            SELECT file, dataset, feature, recorded, bin, greatest(examples, 0) AS examples, reference FROM feature_bin_at
            WHERE recorded IS NOT NULL AND examples IS NOT NULL AND feature IS NOT NULL AND bin IS NOT NULL ORDER BY ALL
        """,
    },
    columns=(
        Column("file", "path", "the record"),
        Column("dataset", "text", "table; empty: not told"),
        Column("feature", "text", "feature"),
        Column("recorded", "time", "the period"),
        Column("reference", "time", "the period that it is held against"),
        Column("psi", "float", "population stability index"),
        Column("examples", "float", "examples of the period; about 1 where shares are told"),
        Column("p", "float", "how likely so large an index is without any drift; null: shares are told and no counts"),
        Column("q", "float", "the same, adjusted for all features of the period (Benjamini-Hochberg)"),
        Column("drifted", "bool", "PSI is at least 0.1, and chance does not explain it"),
    ),
    compute=compute,
)
