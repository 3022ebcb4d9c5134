"""The JSON shapes that commands and the JSON export share."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from debtui.exports.base import Section
from debtui.exports.rows import iso, plain, record
from debtui.measures.result import Result, TrendPoint


def measured(result: Result) -> dict[str, Any]:
    """A result without its rows, as `show` prints it."""
    return {
        "measure": result.measure.id,
        "catalogue": result.measure.catalogue,
        "status": result.status,
        "reason": result.reason or None,
        "hint": result.hint or None,
        "commit": result.moment.commit_id,
        "committed": iso(result.moment.committed),
        "seq": result.moment.seq,
        "grade": result.measure.grade,
        "headline": {"value": _finite(result.value), "unit": result.measure.headline.unit, "severity": result.severity},
        "total_rows": result.total_rows,
        "unread_files": result.unread_files,
    }


def shown(section: Section) -> dict[str, Any]:
    """A result with its rows, extra columns beside the contract's."""
    rows = []
    for row in section.rows:
        flat = record(section.result, row, section.since.get(row.fingerprint))
        for name in ("measure", "catalogue", "commit"):
            del flat[name]
        rows.append({**flat, "extra": plain(dict(row.extra))})
    return {**measured(section.result), "rows": rows}


def dump(document: Mapping[str, Any] | Sequence[Any]) -> str:
    """JSON text; everything but ASCII is escaped, so nothing in it can steer a terminal."""
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _finite(value: float | None) -> float | None:
    return value if value is None or math.isfinite(value) else None


def point(told: TrendPoint) -> dict[str, Any]:
    """A point of a trend."""
    return {
        "seq": told.seq, "commit": told.commit_id, "committed": iso(told.committed), "value": _finite(told.value),
        "status": told.status,
    }  # fmt: skip
