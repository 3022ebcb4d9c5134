"""Whether what went together with the label still does: the correlation of the first record against that of each later one.

Fisher's z: (atanh r1 - atanh r2) / sqrt(1 / (n1 - 3) + 1 / (n2 - 3)), two-sided, false-discovery rate 5 % over the features of a period.
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

RATE = 0.05
_CLOSE = 0.999999
"""atanh of 1 is infinite."""


class Seen(NamedTuple):
    """One correlation with the label."""

    file: str
    dataset: str
    feature: str
    recorded: datetime
    correlation: float
    examples: int | None


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per feature and period after its first."""
    first: dict[tuple[str, str], Seen] = {}
    periods: dict[datetime, list[tuple[Seen, Seen]]] = defaultdict(list)
    for row in inputs["pairs"].iter_rows():
        seen = Seen(*row)
        before = first.setdefault((seen.dataset, seen.feature), seen)
        if seen.recorded > before.recorded:
            periods[seen.recorded].append((before, seen))
    return [row for changes in periods.values() for row in judged(changes)]


def judged(changes: list[tuple[Seen, Seen]]) -> list[Row]:
    """Verdicts on the features of one period, each as it was and as it is."""
    from scipy.stats import false_discovery_control, norm  # 0.8 s, and only where correlations are recorded

    scores = [_score(before, seen) for before, seen in changes]
    known = [2 * float(norm.sf(abs(score))) for score in scores if score is not None]
    adjusted = iter(map(float, false_discovery_control(known)) if known else ())
    rows: list[Row] = []
    for (before, seen), score in zip(changes, scores, strict=True):
        was, now, q = before.correlation, seen.correlation, None if score is None else next(adjusted)
        if q is None:
            verdict = "examples unknown"
        elif q > RATE:
            verdict = "as before"
        elif was * now < 0:
            verdict = "reversed"
        else:
            verdict = "lost" if abs(now) < abs(was) / 2 else "as before"
        rows.append(
            (
                seen.file,
                seen.dataset,
                seen.feature,
                seen.recorded,
                before.recorded,
                was,
                now,
                seen.examples,
                score,
                q,
                verdict,
            )
        )
    return rows


def _score(before: Seen, seen: Seen) -> float | None:
    if before.examples is None or seen.examples is None or min(before.examples, seen.examples) <= 3:
        return None
    noise = math.sqrt(1 / (before.examples - 3) + 1 / (seen.examples - 3))
    return (_atanh(seen.correlation) - _atanh(before.correlation)) / noise


def _atanh(correlation: float) -> float:
    return math.atanh(max(-_CLOSE, min(_CLOSE, correlation)))


DERIVED = Derived(
    name="association_change_at",
    version=1,
    doc="Whether features still go together with the label as they first did.",
    reads=("feature_pair_at",),
    inputs={
        "pairs": """
            SELECT file, dataset, first, recorded, correlation, examples FROM feature_pair_at
            WHERE label AND recorded IS NOT NULL AND correlation BETWEEN -1 AND 1 AND first IS NOT NULL ORDER BY recorded, file, dataset, first
        """,
    },
    columns=(
        Column("file", "path", "the record"),
        Column("dataset", "text", "table; empty: not told"),
        Column("feature", "text", "feature"),
        Column("recorded", "time", "the period"),
        Column("reference", "time", "the first period, which it is held against"),
        Column("correlation_before", "float", "with the label, then"),
        Column("correlation", "float", "with the label, now"),
        Column("examples", "int", "rows it was computed on"),
        Column("score", "float", "Fisher's z; null: the numbers of rows are not told"),
        Column("q", "float", "two-sided p, adjusted for all features of the period"),
        Column("verdict", "word", "as before, reversed, lost (less than half is left), or examples unknown"),
    ),
    compute=compute,
)
