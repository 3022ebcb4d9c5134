"""Evidence rows as flat records: what every table-like format writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from debtui.exports.base import Section
from debtui.format import number, safe
from debtui.measures.result import Evidence, Result, Since

COLUMNS = (
    "measure", "catalogue", "commit", "subject", "path", "line", "value", "unit", "severity", "explanation", "owner",
    "owner_basis", "since", "since_basis", "fingerprint",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def records(sections: Iterable[Section]) -> Iterator[dict[str, object]]:
    """One flat record per row of every section; extra columns are left to the formats that can nest them."""
    for section in sections:
        for row in section.rows:
            yield record(section.result, row, section.since.get(row.fingerprint))


def record(result: Result, row: Evidence, since: Since | None = None) -> dict[str, object]:
    """One row, with what it is about."""
    return {
        "measure": row.measure,
        "catalogue": result.measure.catalogue,
        "commit": result.moment.commit_id,
        "subject": row.subject,
        "path": row.path,
        "line": row.line,
        "value": row.value,
        "unit": result.measure.unit,
        "severity": row.severity,
        "explanation": row.explanation,
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
    """A value as JSON can hold it."""
    if isinstance(value, datetime | date):
        return iso(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def headline(section: Section) -> str:
    """The number, or why there is none."""
    result = section.result
    if result.status != "measured":
        return "not measured" if result.status == "unavailable" else "failed"
    told = number(result.value, result.measure.headline.unit)
    return f"{told} ({result.unread_files:,} files unread)" if result.unread_files else told


def where(row: Evidence) -> str:
    """Path and line of a row, or what it is about."""
    return safe(f"{row.path}:{row.line}" if row.path and row.line else row.path or row.subject)


def defused(value: object) -> object:
    """A text that a spreadsheet would take for a formula gets a quote in front (OWASP, CSV injection)."""
    if not isinstance(value, str):
        return value
    text = safe(value)
    return f"'{text}" if text.startswith(_FORMULA) or value.startswith(_FORMULA) else text
