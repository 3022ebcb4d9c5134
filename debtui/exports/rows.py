"""Evidence rows as flat records: what every table-like format writes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from debtui.exports.base import Section
from debtui.format import cut, number, safe
from debtui.measures.result import Evidence, Result, Since
from debtui.measures.spec import Measure
from debtui.questions import GRADES

COLUMNS = (
    "measure", "catalogue", "commit", "status", "reason", "subject", "path", "line", "value", "unit", "severity", "explanation",
    "accepted", "owner", "owner_basis", "since", "since_basis", "fingerprint", "extra",
)  # fmt: skip

LONGEST = 400
"""Characters of a text from outside where people read: one line of a megabyte is no reading. Data keeps all of it."""

CELL = 32_767
"""Characters that Excel takes into one cell; it spills the rest into cells of its own choosing."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def records(sections: Iterable[Section]) -> Iterator[dict[str, object]]:
    """One flat record per row of every section, extra columns as JSON text; one that says why for a measure that has no answer.

    Without the latter a table could not tell "nothing was found" from "nothing was looked at".
    """
    for section in sections:
        result = section.result
        told = {"status": result.status, "reason": why(result) or None}
        if result.status != "measured" and not section.rows:
            measure = {"measure": result.measure.id, "catalogue": result.measure.catalogue}
            yield dict.fromkeys(COLUMNS) | measure | {"commit": result.moment.commit_id} | told
        for row in section.rows:
            extra = json.dumps(plain(dict(row.extra)), sort_keys=True)
            yield record(result, row, section.since.get(row.fingerprint)) | told | {"extra": extra}


def record(result: Result, row: Evidence, since: Since | None = None) -> dict[str, object]:
    """One row, with what it is about."""
    return {
        "measure": row.measure,
        "catalogue": result.measure.catalogue,
        "commit": result.moment.commit_id,
        "subject": row.subject,
        "path": row.path,
        "line": row.line,
        "value": plain(row.value),
        "unit": result.measure.unit,
        "severity": row.severity,
        "explanation": row.explanation,
        "accepted": row.accepted or None,
        "owner": row.owner,
        "owner_basis": row.owner_basis,
        "since": iso(since.moment.committed) if since else None,
        "since_basis": since.basis if since else None,
        "fingerprint": row.fingerprint,
    }


def iso(moment: datetime | date) -> str:
    """A UTC time as ISO 8601."""
    return moment.isoformat() + ("Z" if isinstance(moment, datetime) else "")


def plain(value: object) -> object:
    """A value as JSON can hold it: no NaN, no infinity."""
    if isinstance(value, datetime | date):
        return iso(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def headline(result: Result) -> str:
    """The number, or that there is none."""
    if result.status != "measured":
        return "not measured" if result.status == "unavailable" else "failed"
    told = safe(number(result.value, result.measure.headline.unit))
    if not result.unread_files:
        return told
    return f"{told} ({result.unread_files:,} {'file' if result.unread_files == 1 else 'files'} unread)"


def why(result: Result) -> str:
    """Why there is no number, and what would make one; empty where there is one."""
    return "; ".join(safe(text) for text in (result.reason, result.hint) if text)


def limits(measure: Measure) -> str:
    """When the number asks for attention, and who says so."""
    threshold, unit = measure.headline.threshold, measure.headline.unit
    told = []
    for name, limit in (("watch", threshold.warn), ("act", threshold.fail)):
        if isinstance(limit, tuple):
            told.append(f"{name} outside {number(limit[0], unit)} to {number(limit[1], unit)}")
        elif limit is not None:
            told.append(f"{name} at {number(limit, unit)}")
    return safe(f"{', '.join(told) or 'none'}; {measure.headline.basis}")


def grade(measure: Measure) -> str:
    """How strong the evidence is."""
    return safe(f"{measure.grade}: {GRADES[measure.grade]}")


def where(row: Evidence) -> str:
    """What tells a row from others."""
    return safe(row.label)


def defused(value: object) -> object:
    """A text that a spreadsheet would take for a formula gets a quote in front (OWASP, CSV injection); too long a one is cut."""
    if value is None or isinstance(value, bool | int | float):
        return value
    told = str(value)
    text = safe(told)
    return cut(f"'{text}" if text.lstrip().startswith(_FORMULA) or told.startswith(_FORMULA) else text, CELL)
