"""The JSON shapes that commands and the JSON export share."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from debtui.exports.base import Section
from debtui.exports.rows import iso, plain, record
from debtui.measures.result import Result, TrendPoint
from debtui.measures.spec import Measure


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
        "headline": {"value": result.value, "unit": result.measure.headline.unit, "severity": result.severity},
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
        rows.append({**flat, "extra": dict(row.extra)})
    return {**measured(section.result), "rows": rows}


def threshold(measure: Measure) -> dict[str, Any]:
    """When a measure's number asks for attention, and who says so."""
    limits = measure.headline.threshold
    return {"better": limits.better, "warn": limits.warn, "fail": limits.fail, "basis": measure.headline.basis}


def dump(document: Mapping[str, Any] | Sequence[Any]) -> str:
    """JSON text without NaN; everything but ASCII is escaped, so nothing in it can steer a terminal.

    Half a surrogate pair becomes a question mark: Python would write it, and most others refuse to read it.
    """
    told = json.dumps(plain(document), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return re.sub(r"[^ -~\n]", lambda m: json.dumps(m.group())[1:-1], told.encode("utf-8", "replace").decode())


def point(told: TrendPoint) -> dict[str, Any]:
    """A point of a trend."""
    return {
        "seq": told.seq, "commit": told.commit_id, "committed": iso(told.committed), "value": told.value,
        "status": told.status,
    }  # fmt: skip
