"""What each release did to each metric of its model, held against the metric's own noise.

For two single runs z = change / (spread * sqrt(2)); where the spread comes from few repeats the p-values are Student's, with
their degrees of freedom. Whether a metric got worse is decided for all metrics and slices of a release together: one-sided p,
the false-discovery rate held at 10 % (Benjamini and Hochberg 1995). With a plain z < -2 one release in three would be said to
harm one of 20 metrics although it harmed none.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

RATE = 0.10
"""False-discovery rate within a release."""
BETTER = 1.959963984540054
"""The score from which on a metric is said to be better: 97.5 % of no-changes lie below."""


class Seen(NamedTuple):
    """One metric before and after."""

    model: str
    number: int
    metric: str
    slice: str
    before: float
    after: float
    examples: int | None
    goal: str | None
    spread: float | None
    basis: str | None
    freedom: int | None
    other_data: bool


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per release, metric and slice that the release before it has, too."""
    of_release: dict[tuple[str, int], list[Seen]] = defaultdict(list)
    for row in inputs["pairs"].iter_rows():
        seen = Seen(*row)
        of_release[seen.model, seen.number].append(seen)
    return [row for seen in of_release.values() for row in judged(seen)]


def judged(release: list[Seen]) -> list[Row]:
    """The verdicts on one release."""
    from scipy.stats import false_discovery_control, t  # 0.8 s, and only where runs are recorded

    scores: list[float | None] = []
    worse: dict[int, float] = {}
    for at, seen in enumerate(release):
        score = None
        if seen.goal in {"max", "min"} and seen.spread and not seen.other_data:
            change = (seen.after - seen.before) * (1 if seen.goal == "max" else -1)
            score = change / (seen.spread * math.sqrt(2))
            worse[at] = float(t.cdf(score, seen.freedom or math.inf))
        scores.append(score)
    adjusted = dict(zip(worse, map(float, false_discovery_control(list(worse.values()))), strict=True)) if worse else {}
    rows: list[Row] = []
    for at, (seen, score) in enumerate(zip(release, scores, strict=True)):
        if score is None:
            told = seen.goal if seen.goal in {"max", "min"} else None
            verdict = (
                "other data"
                if seen.other_data
                else "noise unknown"
                if told
                else "goal unknown"
                if seen.goal is None
                else "not judged"
            )
        elif adjusted[at] <= RATE:
            verdict = "worse"
        elif 1 - worse[at] <= 0.025:
            verdict = "better"
        else:
            verdict = "within noise"
        rows.append((
            seen.model, seen.number, seen.metric, seen.slice, seen.before, seen.after, seen.examples, seen.goal, seen.spread, seen.basis,
            score, worse.get(at), adjusted.get(at), verdict,
        ))  # fmt: skip
    return rows


DERIVED = Derived(
    name="release_change_at",
    version=1,
    doc="What each release did to each metric of its model, held against the metric's noise.",
    reads=("release_at", "result_at", "noise_at", "metric_at", "run_input"),
    inputs={
        "pairs": """
            WITH evaluated AS (
                SELECT run, string_agg(DISTINCT name || '@' || version, ',' ORDER BY name || '@' || version) AS data FROM run_input
                WHERE version IS NOT NULL AND regexp_matches(lower(coalesce(role, '')), 'eval|test|valid') GROUP BY run
            )
            SELECT release_at.model, release_at.number, after.metric, after.slice, before.value AS earlier, after.value AS later, after.examples,
                metric_at.goal, noise_at.spread, noise_at.basis, noise_at.freedom,
                coalesce(evaluated.data <> earlier.data, false) AS other_data
            FROM release_at
            JOIN result_at AS after ON after.run = release_at.run
            JOIN result_at AS before ON before.run = release_at.previous_run AND before.metric = after.metric AND before.slice = after.slice
            JOIN metric_at ON metric_at.metric = after.metric
            LEFT JOIN noise_at ON noise_at.model = release_at.model AND noise_at.metric = after.metric AND noise_at.slice = after.slice
            LEFT JOIN evaluated ON evaluated.run = release_at.run
            LEFT JOIN evaluated AS earlier ON earlier.run = release_at.previous_run
            WHERE before.value IS NOT NULL AND after.value IS NOT NULL
            ORDER BY release_at.model, release_at.number, after.metric, after.slice
        """,
    },
    columns=(
        Column("model", "text", "model"),
        Column("number", "int", "of the release, see release_at"),
        Column("metric", "text", "metric"),
        Column("slice", "text", "part of the examples; empty: all"),
        Column("value_before", "float", "value of the release before"),
        Column("value_after", "float", "value of this one"),
        Column("examples", "int", "examples it was computed on"),
        Column("goal", "word", "see metric_at"),
        Column("spread", "float", "see noise_at; null: unknown"),
        Column("basis", "word", "see noise_at"),
        Column("score", "float", "change in units of its noise, up is better; null: not judged"),
        Column("p_worse", "float", "one-sided p that it got no worse"),
        Column("q_worse", "float", "the same, adjusted for all metrics of the release (Benjamini-Hochberg)"),
        Column(
            "verdict",
            "word",
            "better, worse, within noise; or why there is none: noise unknown, goal unknown, not judged, other data",
        ),
    ),
    compute=compute,
)
