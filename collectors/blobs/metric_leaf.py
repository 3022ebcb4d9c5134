"""Numbers of a committed file of metrics, as DVC, DVCLive and many an evaluation script write it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from collectors.forms.config import Settings
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "metric_leaf",
    "One row per number of a file of metrics, in every version that the mainline ever had.",
    (
        Column("key", "text", "dotted path of the number"),
        Column("value", "float", "the number; null: it is written as not a number or as infinite"),
        Column("line", "int", "line where it is written"),
    ),
)
_MOST = 1_000
"""Numbers of one file: a file with more holds points of a curve."""
_ODD = {"nan", "inf", "infinity"}


def analyse(form: Settings) -> Iterator[Row]:
    """Rows in the order of the file; none of a file that holds more numbers than an evaluation has metrics."""
    found = [(leaf.key, _number(leaf.value), leaf.line) for leaf in form.leaves if _counts(leaf.value, leaf.type)]
    yield from found if len(found) <= _MOST else ()


def _counts(told: str, kind: str) -> bool:
    return kind == "number" or told.strip("+-.\"'").lower() in _ODD


def _number(told: str) -> float | None:
    try:
        value = float(told.replace("_", "").strip("\"'"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


COLLECTOR = BlobAnalyser(
    TABLE,
    version=1,
    form="config",
    analyse=analyse,
    kinds=frozenset({"metrics"}),
    languages=frozenset({"JSON", "YAML", "TOML"}),
    history=True,
)
