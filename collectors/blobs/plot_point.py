"""Numbers of a committed file of plots, as DVC draws them: CSV, TSV, JSON or YAML."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from collectors.forms.bytes import Bytes
from collectors.spec import BlobAnalyser, Column, Row, Table, Unreadable
from collectors.trees import Tree, yaml_documents

TABLE = Table(
    "plot_point",
    "One row per number of a file of plots, in every version that the mainline ever had.",
    (
        Column("place", "int", "which of the file's points it is of, from 0"),
        Column("field", "text", "the field or column: an axis, a step, a time in milliseconds"),
        Column("value", "float", "the number; null: it is written as not a number or as infinite"),
    ),
)
_MOST = 50_000
"""Numbers of one file."""
_DEEPEST = 20
Point = Mapping[str, Any]


def analyse(form: Bytes) -> Iterator[Row]:
    """Rows point by point. Raises Unreadable for what is no file of points, or has too many."""
    count = 0
    seen: set[str] = set()
    for points in _read(form):
        fresh: set[str] = set()
        for place, point in enumerate(points):
            for field, told in point.items():
                # Of lists that have a field in common DVC takes the first.
                if field is None or field in seen or not _is_number(told):
                    continue
                fresh.add(field)
                count += 1
                if count > _MOST:
                    raise Unreadable(f"more than {_MOST:,} numbers")
                value = float(told)
                yield place, field, value if math.isfinite(value) else None
        seen |= fresh


def _is_number(told: Any) -> bool:
    if isinstance(told, str):
        try:
            float(told)
        except ValueError:
            return False
        return "_" not in told
    return isinstance(told, int | float) and not isinstance(told, bool) and (told != told or abs(told) < 1e308)


def _read(form: Bytes) -> Iterable[Iterable[Point]]:
    """Lists of points: mappings of fields to numbers."""
    text = form.data.decode("utf-8-sig", "replace")
    try:
        if form.language == "CSV":
            first = text.partition("\n")[0]
            return [list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ","))]
        if form.language == "YAML":
            return _lists(_plain(next(iter(yaml_documents(text)), Tree())), 0)
        return _lists(json.loads(text), 0)
    except (ValueError, RecursionError, csv.Error) as error:
        raise Unreadable(f"no file of points: {error}"[:200]) from error


def _lists(told: Any, depth: int) -> Iterator[list[Point]]:
    """Every list of mappings, outermost first."""
    if isinstance(told, list) and told and all(isinstance(point, dict) for point in told):
        yield told
    elif isinstance(told, dict) and depth < _DEEPEST:
        for value in told.values():
            yield from _lists(value, depth + 1)


def _plain(tree: Tree) -> Any:
    if tree.items:
        return [_plain(item) for item in tree.items]
    return {key: _plain(value) for key, value in tree.entries.items()} if tree.entries else tree.text


COLLECTOR = BlobAnalyser(
    TABLE,
    version=1,
    form="bytes",
    analyse=analyse,
    kinds=frozenset({"plots"}),
    languages=frozenset({"CSV", "JSON", "YAML"}),
    history=True,
)
