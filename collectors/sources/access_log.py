"""Who read which data when: logs of accesses, exported as CSV or JSON Lines with `principal`, `object` and `time`, under the exports."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from collectors import exported
from collectors.spec import Batch, Column, Reading, Source, Table

_FILE = Column("file", "path", "the file, from the directory that was named")
READ = Table("access_read", "Who read what, of logs of accesses outside the history; one row per principal and object.", (
    _FILE, Column("principal", "owners", "who reads, as the log names them"), Column("object", "text", "what is read, as the log names it"),
    Column("first_seen", "time", "first read in the log"), Column("last_seen", "time", "last read"), Column("reads", "int", "reads"),
    Column("days", "int", "different days with a read"), Column("recent", "int", "reads in the last 30 days of the log"),
))  # fmt: skip
FAULT = Table("access_fault", "Lines of logs of accesses that cannot be read: the first of each file, and how many there are.", (
    _FILE, Column("line", "int", "line"), Column("reason", "text", "why"),
))  # fmt: skip
LARGEST = 256_000_000
MOST = 200_000
"""Pairs of principal and object that one file may have."""
_RECENT = timedelta(days=30)
_KEYS = ("principal", "object", "time")
_LANGUAGES = {".csv": "CSV", ".jsonl": "JSON Lines", ".ndjson": "JSON Lines"}


@dataclass(slots=True)
class _Seen:
    """One principal at one object."""

    first: datetime
    last: datetime
    by_day: dict[date, int] = field(default_factory=dict)


def state(reading: Reading) -> str:
    """See `exported.state`."""
    return exported.state(reading, _LANGUAGES, LARGEST)


def collect(reading: Reading) -> Iterator[Batch]:
    """Reads by principal and object. They hold at the newest commit alone."""
    yield Batch(READ, [])
    yield Batch(FAULT, [])
    for file in exported.files(reading.exports, _LANGUAGES, LARGEST):
        if file.fault:
            yield Batch(FAULT, [(file.name, 1, file.fault)])
            continue
        entries = _csv(file.data) if file.language == "CSV" else _json_lines(file.data)
        seen: dict[tuple[str, str], _Seen] = {}
        faults: list[tuple[int, str]] = []
        for line, entry in entries:
            fault = _count(seen, entry)
            if fault:
                faults.append((line, fault))
        newest = max((one.last for one in seen.values()), default=datetime.min).date()
        yield Batch(READ, [
            (
                file.name, principal, thing, one.first, one.last, sum(one.by_day.values()), len(one.by_day),
                sum(count for day, count in one.by_day.items() if newest - day < _RECENT),
            )
            for (principal, thing), one in sorted(seen.items())
        ])  # fmt: skip
        if faults:
            more = f" (and {len(faults) - 1:,} more)" if len(faults) > 1 else ""
            yield Batch(FAULT, [(file.name, faults[0][0], f"{faults[0][1]}{more}")])


def _count(seen: dict[tuple[str, str], _Seen], entry: Mapping[str, Any]) -> str:
    """Add one entry; or say why it cannot be."""
    principal, thing = (str(entry.get(key) or "").strip() for key in _KEYS[:2])
    if not principal or not thing:
        return "an entry without principal or object"
    try:
        when = datetime.fromisoformat(str(entry.get("time") or "").strip())
        when = when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
        times = int(entry.get("n") or 1)
    except (ValueError, OverflowError):
        return "a time that is not ISO 8601, or a number of reads that is none"
    one = seen.get((principal, thing))
    if one is None:
        if len(seen) >= MOST:
            return f"more than {MOST:,} pairs of principal and object"
        one = seen[principal, thing] = _Seen(when, when)
    one.first, one.last = min(one.first, when), max(one.last, when)
    one.by_day[when.date()] = one.by_day.get(when.date(), 0) + times
    return ""


def _csv(data: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Rows of a table with the columns of a log, in any order and case; of any other table none."""
    lines = data.decode("utf-8-sig", "replace").splitlines()
    header = [name.strip().lower() for name in next(csv.reader(lines[:1]), [])]
    if not set(_KEYS) <= set(header):
        return
    for number, line in enumerate(lines[1:], 2):
        if line.strip() and len(line) <= csv.field_size_limit():
            yield number, dict(zip(header, next(csv.reader([line]), []), strict=False))


def _json_lines(data: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Objects that have the keys of a log; other lines are another tool's."""
    for number, line in enumerate(data.splitlines(), 1):
        if not all(b'"%s"' % key.encode() in line for key in _KEYS):
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            entry = {}
        if isinstance(entry, dict) and not set(_KEYS) <= set(entry) and entry:
            continue
        yield number, entry if isinstance(entry, dict) else {}


COLLECTOR = Source("access_log", 1, (READ, FAULT), state=state, collect=collect, outside=True)
