"""Logs of accesses: what is one, what is kept of it, and what of it cannot be read."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from collectors.sources import access_log
from collectors.sources.access_log import COLLECTOR, FAULT, READ


def collected(tmp_path: Path, name: str, text: str | bytes) -> tuple[list[Any], list[Any]]:
    """(reads, faults) of one file, without its name."""
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    found: dict[str, list[Any]] = {READ.name: [], FAULT.name: []}
    for batch in COLLECTOR.collect(SimpleNamespace(exports=(tmp_path,), tip="x")):  # type: ignore[arg-type]
        found[batch.table.name] += [row[1:] for row in batch.rows]
    return found[READ.name], found[FAULT.name]


FIRST, LAST = datetime(2026, 5, 1, 8), datetime(2026, 6, 3, 10)

# The file, its text, and (principal, object, first, last, reads, days, reads in the last 30 days).
LOGS: dict[str, tuple[str, str, list[tuple[Any, ...]]]] = {
    "a table, its columns in any order and case": (
        "a.csv", "OBJECT,time,Principal\nt,2026-05-01T08:00:00Z,p\nt,2026-06-03T12:00:00+02:00,p\n",
        [("p", "t", FIRST, LAST, 2, 2, 1)],
    ),
    "reads that are counted already": (
        "a.csv", "principal,object,time,n\np,t,2026-05-01T08:00,40\np,t,2026-06-03T10:00,2\n", [("p", "t", FIRST, LAST, 42, 2, 2)],
    ),
    "lines of JSON among lines of another tool": (
        "a.jsonl", '{"event": 1}\n{"principal": "p", "object": "t", "time": "2026-05-01T08:00"}\n', [("p", "t", FIRST, FIRST, 1, 1, 1)],
    ),
    "a quoted comma is no column": (
        "a.csv", 'principal,object,time\n"p, of sales",t,2026-05-01T08:00\n', [("p, of sales", "t", FIRST, FIRST, 1, 1, 1)],
    ),
    "another table": ("a.csv", "principal,time\np,2026-05-01\n", []),
    "an empty file": ("a.csv", "", []),
}  # fmt: skip


@pytest.mark.parametrize("case", LOGS)
def test_a_log_is_kept_as_counts(case: str, tmp_path: Path) -> None:
    name, text, wanted = LOGS[case]
    assert collected(tmp_path, name, text) == (wanted, [])


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.csv", "principal,object,time\np,t,yesterday\np,t,\n", (2, "a time that is not ISO 8601")),
        ("a.csv", "principal,object,time,n\np,t,2026-05-01,many\n", (2, "a number of reads that is none")),
        ("a.csv", "principal,object,time\n,t,2026-05-01\n", (2, "without principal or object")),
        ("a.csv", "principal,object,time\np\n", (2, "without principal or object")),
        ("a.jsonl", '\n{"principal": "p", "object": "t", "time": \n', (2, "without principal or object")),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(
    name: str, text: str, fault: tuple[int, str], tmp_path: Path
) -> None:
    reads, faults = collected(tmp_path, name, text)
    assert reads == []
    ((line, reason),) = faults
    assert line == fault[0]
    assert fault[1] in reason


def test_a_hostile_log_is_read_in_bounded_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_log, "MOST", 1_000)
    lines = [f"p{i},t{i},2026-05-01T08:00" for i in range(50_000)]
    lines += ['"' * 500_001, "x" * 1_000_000, "p,t," + "9" * 100_000, "p,t,0001-01-01T00:00:00+23:59"]
    began = time.process_time()
    reads, faults = collected(tmp_path, "a.csv", "\n".join(["principal,object,time", *lines]).encode())
    assert time.process_time() - began < 3
    assert len(reads) == 1_000
    assert "more than 1,000 pairs" in faults[0][1]
    assert collected(tmp_path, "b.jsonl", b'{"principal": 1, "object": 2, "time": ' + b"[" * 100_000)[1]
