"""Candidates for hidden loops: metrics of one model that move when another model, which acts on the same surface, is released.

For each release of A, B's metric is compared by days: its mean over the 7 days from the release on less that over the 7 days before
it. The same difference is taken at other times: as many as there is room for, 14 days apart, no release of A or B within 7 days of
them. How much further it moves at releases (the mean of absolute differences, as a loop may move it up or down) is judged by a
permutation test of which of these times are the releases (exact where there are up to 4,999 ways to choose them, else as many drawn
with a fixed seed), and all that is tested together by Benjamini and Hochberg's rate. Releases of A within 7 days of one of B, or of
an earlier one of A, say nothing. A common cause (a season, a campaign, a shared source) gives the same picture as a loop.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean, median
from typing import TYPE_CHECKING, Any, NamedTuple

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

WINDOW = 7
"""Days before and after."""
_KNOWN = 4
"""Days of a window that must have a value."""
FEWEST = 5
"""Releases, and other times, without which nothing is tested."""
RATE = 0.05
"""False-discovery rate over all that is tested."""
_DRAWS, _SEED = 4999, 2015

_Days = Mapping[int, float]
"""Day to the mean of that day."""


class Shift(NamedTuple):
    """How a metric moved at releases, and at other times."""

    releases: list[float]
    others: list[float]


def shifts(days: _Days, released: Iterable[int], own: Iterable[int]) -> Shift:
    """Differences of the metric at releases of another model, and at other times. `own`: releases of the metric's model. Days as numbers."""
    acting, mine = sorted(set(released)), set(own)
    marks = sorted(mine.union(acting))
    kept: list[int] = []
    for day in acting:
        if not (kept and day - kept[-1] < WINDOW) and all(abs(day - other) >= WINDOW for other in mine):
            kept.append(day)
    at_releases = [told for day in kept if (told := difference(days, day)) is not None]
    elsewhere = [told for day in _between(marks, days) if (told := difference(days, day)) is not None]
    return Shift(at_releases, elsewhere)


def _between(marks: Sequence[int], days: _Days) -> Iterable[int]:
    """Times whose windows do not overlap and hold no release inside."""
    if not marks or not days:
        return
    first, last = min(days), max(days)
    yield from range(marks[0] - WINDOW, first + WINDOW - 1, -2 * WINDOW)
    for before, after in pairwise(marks):
        yield from range(before + WINDOW, after - WINDOW + 1, 2 * WINDOW)
    yield from range(marks[-1] + WINDOW, last - WINDOW + 2, 2 * WINDOW)


def difference(days: _Days, at: int) -> float | None:
    """Mean of the days from `at` on less that of the days before; None where too few of them are known."""
    before = [days[day] for day in range(at - WINDOW, at) if day in days]
    after = [days[day] for day in range(at, at + WINDOW) if day in days]
    return None if min(len(before), len(after)) < _KNOWN else fmean(after) - fmean(before)


def chance(shift: Shift, draws: int = _DRAWS) -> float:
    """One-sided p: that times chosen at random move it as far as the releases do."""
    from scipy.stats import permutation_test  # 0.8 s, and only where there is something to test

    told = permutation_test(
        ([abs(one) for one in shift.releases], [abs(one) for one in shift.others]), _further, vectorized=True, n_resamples=draws,
        alternative="greater", rng=_SEED,
    )  # fmt: skip
    return float(told.pvalue)


def _further(releases: Any, others: Any, axis: int) -> Any:
    return releases.mean(axis=axis) - others.mean(axis=axis)


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per pair of models on one surface and metric of the second; one without a metric where nothing is recorded."""
    released: dict[str, list[int]] = defaultdict(list)
    for model, day in inputs["releases"].iter_rows():
        released[model].append(day)
    series: dict[str, dict[tuple[str, str, str], dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    files: dict[tuple[str, str, str, str], str] = {}
    for model, metric, part, labels, file, day, value in inputs["days"].iter_rows():
        series[model][metric, part, labels][day] = value
        files.setdefault((model, metric, part, labels), file)
    rows: list[list[Any]] = []
    tested: list[tuple[list[Any], float]] = []
    for acting, model, surfaces in inputs["pairs"].iter_rows():
        if not released[acting] or not series[model]:
            reason = (
                f"no release of {acting} is recorded"
                if not released[acting]
                else f"no metric of {model} is recorded by day"
            )
            rows.append([acting, model, surfaces, "", "", "", None, 0, 0, None, None, None, None, None, reason])
            continue
        for key, days in sorted(series[model].items()):
            shift = shifts(days, released[acting], released[model])
            row = [
                acting,
                model,
                surfaces,
                *key,
                files[(model, *key)],
                len(shift.releases),
                len(shift.others),
                *_sizes(shift),
            ]
            rows.append(row)
            if min(len(shift.releases), len(shift.others)) < FEWEST:
                thin = "releases" if len(shift.releases) < FEWEST else "other times"
                row += [
                    None,
                    None,
                    f"too few {thin} to tell: {min(len(shift.releases), len(shift.others))} of {FEWEST}",
                ]
            else:
                tested.append((row, chance(shift)))
    for (row, p), q in zip(tested, adjusted([p for _, p in tested]), strict=True):
        row += [p, q, "candidate" if q <= RATE else "no sign"]
    return [tuple(row) for row in rows]


def _sizes(shift: Shift) -> tuple[float | None, float | None, float | None]:
    """Median difference at releases, mean absolute difference there, and at other times."""
    return (
        median(shift.releases) if shift.releases else None,
        fmean(map(abs, shift.releases)) if shift.releases else None,
        fmean(map(abs, shift.others)) if shift.others else None,
    )


def adjusted(chances: list[float]) -> list[float]:
    """p-values, adjusted for each other (Benjamini and Hochberg 1995)."""
    if not chances:
        return []
    from scipy.stats import false_discovery_control

    return list(map(float, false_discovery_control(chances)))


_PAIRS = """
WITH
acting AS (SELECT DISTINCT name, thing FROM data_claim_at WHERE kind = 'acting'),
-- A model of the graph is that of the records when the last part of its name, without an ending, is the same.
model AS (
    SELECT node, regexp_replace(regexp_extract(name, '[^/:]+$'), '\\.[A-Za-z0-9]+$', '') AS called FROM data_node_at WHERE kind = 'model'
),
known AS (
    SELECT DISTINCT run_input.name AS earlier, run_at.model AS later FROM run_input JOIN run_at USING (run)
    UNION
    SELECT upstream.called, downstream.called
    FROM closure_at
    JOIN model AS upstream ON upstream.node = closure_at.node
    JOIN model AS downstream ON downstream.node = closure_at.end_node
)
SELECT one.thing AS acting, other.thing AS model, string_agg(DISTINCT one.name, ', ' ORDER BY one.name) AS surfaces
FROM acting AS one
JOIN acting AS other ON other.name = one.name AND other.thing <> one.thing
WHERE NOT EXISTS (FROM known WHERE known.earlier = one.thing AND known.later = other.thing)
GROUP BY one.thing, other.thing
ORDER BY ALL
"""
_DAYS = """
SELECT
    series.model, series.metric, series.slice, coalesce(series.labels, '') AS labels, min(series.file) AS file,
    epoch(date_trunc('day', point.recorded))::BIGINT // 86400 AS day, avg(point.value) AS value
FROM series
JOIN point USING (series)
WHERE series.run IS NULL AND series.model IN (SELECT thing FROM data_claim_at WHERE kind = 'acting') AND point.value IS NOT NULL
    AND point.recorded <= (SELECT committed FROM commit_at)
GROUP BY ALL
ORDER BY ALL
"""

DERIVED = Derived(
    name="hidden_loop_at",
    version=1,
    doc="How metrics of a model move when another one that acts on the same surface is released. Candidates for hidden loops, never proofs.",
    reads=("data_claim_at", "data_node_at", "closure_at", "run_at", "release_at", "run_input", "series", "point"),
    inputs={
        "pairs": _PAIRS,
        "releases": "SELECT DISTINCT model, epoch(date_trunc('day', released))::BIGINT // 86400 AS day FROM release_at WHERE released IS NOT NULL ORDER BY ALL",
        "days": _DAYS,
    },
    columns=(
        Column("acting", "text", "the model whose releases are looked at"),
        Column("model", "text", "the model whose metric it is; no dependency of it on the other is known"),
        Column("surfaces", "text", "where both act, as declared"),
        Column("metric", "text", "metric; empty: none is recorded by day"),
        Column("slice", "text", "part of the examples; empty: all"),
        Column("labels", "text", "see series"),
        Column("file", "path", "the record"),
        Column("releases", "int", "releases with enough days around them"),
        Column("others", "int", "other times"),
        Column("median_shift", "float", "median difference at releases, the week from them on less the week before"),
        Column("moved", "float", "mean absolute difference at releases"),
        Column("usual", "float", "mean absolute difference at other times"),
        Column("p", "float", "one-sided p of the permutation test; null: not tested"),
        Column("q", "float", "the same, adjusted for all that is tested"),
        Column("status", "text", "candidate, no sign, or why it is not tested"),
    ),
    compute=compute,
)
