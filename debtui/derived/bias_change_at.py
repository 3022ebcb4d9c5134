"""Prediction bias: the mean prediction against the mean of what came true, by period and slice.

bias = mean prediction - mean label, ratio = mean prediction / mean label, z = bias / (spread of the label / sqrt(n)), the spread
sqrt(y (1 - y)) for labels of 0 and 1. A slice is biased when |z| > 3, the ratio is off by more than a tenth, and the p-values of all
slices of that model and period together hold at a false-discovery rate of 5 %. 0.062 against 0.055 on 20,000: +0.007, 1.127, z = 4.34.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

RATE, SCORE, RATIO = 0.05, 3.0, 0.1


class Seen(NamedTuple):
    """Means of one model, period and slice."""

    file: str
    model: str
    recorded: datetime
    slice: str
    examples: int | None
    prediction: float
    label: float
    spread: float | None


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per row of `prediction_bias_at` that tells both means."""
    periods: dict[tuple[str, datetime], list[Seen]] = defaultdict(list)
    for row in inputs["means"].iter_rows():
        seen = Seen(*row)
        periods[seen.model, seen.recorded].append(seen)
    return [row for slices in periods.values() for row in judged(slices)]


def judged(slices: list[Seen]) -> list[Row]:
    """The verdicts on all slices of one model and period."""
    from scipy.stats import false_discovery_control, norm  # 0.8 s, and only where bias is recorded

    scores = [_score(seen) for seen in slices]
    known = [2 * float(norm.sf(abs(score))) for score in scores if score is not None]
    adjusted = iter(map(float, false_discovery_control(known)) if known else ())
    rows: list[Row] = []
    for seen, score in zip(slices, scores, strict=True):
        q = None if score is None else next(adjusted)
        ratio = seen.prediction / seen.label if seen.label else None
        far = ratio is None or abs(ratio - 1) > RATIO
        biased = score is not None and q is not None and abs(score) > SCORE and q <= RATE and far
        rows.append((
            seen.file, seen.model, seen.recorded, seen.slice, seen.examples, seen.prediction, seen.label, seen.prediction - seen.label, ratio,
            score, q, biased,
        ))  # fmt: skip
    return rows


def _score(seen: Seen) -> float | None:
    spread = seen.spread
    if spread is None and 0 < seen.label < 1:
        spread = math.sqrt(seen.label * (1 - seen.label))
    return (seen.prediction - seen.label) / spread * math.sqrt(seen.examples) if spread and seen.examples else None


DERIVED = Derived(
    name="bias_change_at",
    version=1,
    doc="How far predictions are from what came true, by model, period and slice.",
    reads=("prediction_bias_at",),
    inputs={
        "means": """
            SELECT file, coalesce(model, '') AS model, recorded, slice, examples, mean_prediction, mean_label, label_spread FROM prediction_bias_at
            WHERE recorded IS NOT NULL AND mean_prediction IS NOT NULL AND mean_label IS NOT NULL ORDER BY ALL
        """,
    },
    columns=(
        Column("file", "path", "the record"),
        Column("model", "text", "model"),
        Column("recorded", "time", "the period"),
        Column("slice", "text", "part of the examples; empty: all"),
        Column("examples", "int", "examples"),
        Column("mean_prediction", "float", "mean prediction"),
        Column("mean_label", "float", "mean of what came true"),
        Column("bias", "float", "prediction minus label"),
        Column("ratio", "float", "prediction by label; null: nothing came true"),
        Column("score", "float", "bias in units of its standard error; null: that is not known"),
        Column("q", "float", "two-sided p, adjusted for all slices of the model and period"),
        Column("biased", "bool", "beyond chance, and off by more than a tenth"),
    ),
    compute=compute,
)
