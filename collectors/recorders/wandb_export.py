"""What people take out of W&B: tables of runs, by its API or its pages, points of a chart, and a run's history as JSON.

A history as CSV, Parquet or JSON Lines (`_step`, `_timestamp`, `_runtime` and a metric a column) is a plain table, which
`collectors.recorders.table` reads. A chart holds points that W&B has chosen from all.
"""

from __future__ import annotations

import ast
import csv
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from collectors import records, wandb_runs
from collectors.json_record import listing, number
from collectors.recorders.table import entries
from collectors.records import Recorder, Records, when
from collectors.wandb_runs import Run

_LONGEST = 200_000
"""Characters of settings, or of a summary, in one cell."""
_MOST_FAULTS = 20
_PARTS = {"config": ("config.", "config/"), "summary": ("summary.", "summary/", "summary_metrics.", "summaryMetrics.")}
_PAGE = frozenset({"Name", "State", "Created"})
"""Columns of every table of runs that W&B's pages export."""
_KNOWN = {
    "id": ("id", "run_id", "run"), "name": ("name", "run_name", "display_name"), "state": ("state", "status"), "created": ("created", "created_at", "createdat"),
    "runtime": ("runtime", "duration"), "project": ("project",), "commit": ("commit", "git_commit"), "tags": ("tags",), "group": ("group",), "sweep": ("sweep",), "job_type": ("job_type", "jobtype"),
}  # fmt: skip
_PERSONAL = frozenset({"notes", "user", "entity", "username", "host", "unnamed: 0", "", "url", "path"})
"""Columns of a table of runs that are of people, or of nothing."""


def knows(path: Path, head: bytes) -> bool:
    """By its first columns or keys."""
    suffix = path.suffix.lower()
    if suffix == ".json":
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        return start.startswith(b"[") and (b'"_step"' in head or (b'"summary"' in head and (b'"config"' in head or len(head) >= 4096)))  # fmt: skip
    header = _parquet_header(path) if suffix == ".parquet" else _header(head)
    return _is_chart(header) or _is_runs(header)


def _header(head: bytes) -> list[str]:
    line = head.decode("utf-8-sig", "replace").partition("\n")[0]
    return next(csv.reader([line]), [])


def _parquet_header(path: Path) -> list[str]:
    import polars as pl  # only where there is such a file: 70 ms

    try:
        return pl.scan_parquet(path).collect_schema().names()
    except (pl.exceptions.PolarsError, OSError):
        return []  # the reader of tables tells why


def _is_chart(header: list[str]) -> bool:
    """A step, and of each run's metric its value, least and greatest."""
    return header[:1] == ["Step"] and any(f"{name}__MIN" in header and " - " in name for name in header)


def _is_runs(header: Iterable[str]) -> bool:
    """A row per run, with its settings and its summary, each as one cell or as columns."""
    names = set(header)
    has = [kind in names or any(name.startswith(starts) for name in names) for kind, starts in _PARTS.items()]
    return all(has) or names >= _PAGE


def read(path: Path, into: Records) -> Iterator[None]:
    """Row by row. A row that cannot be read is a fault with its line."""
    if path.suffix.lower() == ".json":
        rows: Iterable[tuple[int, Mapping[str, Any] | str]] = enumerate(listing(path, into), 1)
    else:
        rows = entries(path)
    broken = 0
    seen: dict[str, int] = {}
    read_row = None
    for line, row in rows:
        if read_row is None and not isinstance(row, str):
            read_row = _reader([*row], into)
        try:
            if isinstance(row, str) or read_row is None:
                raise ValueError(row)  # noqa: TRY301  told like those that the reader finds
            read_row(row, into, seen)
        except (ValueError, OverflowError) as error:
            broken += 1
            if broken <= _MOST_FAULTS:
                into.fault(str(error), line)
        yield
    if broken > _MOST_FAULTS:
        into.fault(f"more rows that cannot be read: {broken - _MOST_FAULTS:,}")


def _reader(header: list[str], into: Records) -> Any:
    if _is_chart(header):
        return _chart
    if _is_runs(header):
        if not any(name in _PARTS or name.startswith(sum(_PARTS.values(), ())) for name in header):
            more = [name for name in header if name.lower() not in _PERSONAL and not _known(name)]
            if more:
                into.fault(f"settings and metrics cannot be told apart, name them config.x and summary.x: {', '.join(more)}"[:300])  # fmt: skip
        return _run
    return _step


def _known(name: str) -> bool:
    return any(name.lower() in names for names in _KNOWN.values())


def _run(row: Mapping[str, Any], into: Records, seen: dict[str, int]) -> None:
    """A row that is a run. Names need not be different: of those that are called alike the later ones have a number."""
    told: dict[str, Any] = {}
    for name, value in row.items():
        for meaning, names in _KNOWN.items():
            if name.lower() in names and value not in (None, ""):
                told.setdefault(meaning, value)
    named = str(told.get("id") or told.get("name") or Path(into.file).stem)
    count = seen[named] = seen.get(named, 0) + 1
    run = Run(named if count == 1 else f"{named} ({count})", name=str(told.get("name") or named))
    run.config, run.summary = _part(row, "config"), _part(row, "summary")
    run.project = str(told["project"]) if "project" in told else None
    run.commit = str(told["commit"]) if "commit" in told else None
    run.status = wandb_runs.STATUS.get(str(told.get("state", "")).lower(), "unknown")
    run.runtime = (
        _float(told.get("runtime")) if told.get("runtime") is not None else _float(run.summary.get("_runtime"))
    )
    ended = wandb_runs.moment(run.summary.get("_timestamp"))
    run.started = when(told.get("created"))
    if run.started is None and ended and run.runtime is not None and 0 <= run.runtime < 1e10:
        run.started = _earlier(ended, run.runtime)
    for name in ("tags", "group", "sweep", "job_type"):
        if name in told:
            value = told[name]
            run.tags[name] = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    run.tell(into)


def _earlier(moment: datetime, seconds: float) -> datetime | None:
    try:
        return moment - timedelta(seconds=seconds)
    except OverflowError:
        return None


def _part(row: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Settings or summary: one cell, or columns that begin alike. Nothing is no value."""
    whole = row.get(kind)
    found = dict(_mapping(whole)) if whole not in (None, "") else {}
    for name, value in row.items():
        start = next((start for start in _PARTS[kind] if name.startswith(start)), None)
        if start and value not in (None, ""):
            found[name.removeprefix(start)] = _scalar(value) if kind == "summary" else value
    return {name: value for name, value in found.items() if value is not None}


def _scalar(value: Any) -> Any:
    """A cell of a text file that is a number, as such."""
    told = _float(value) if isinstance(value, str) else None
    return value if told is None else told


def _float(value: object) -> float | None:
    try:
        told = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None
    return told


def _mapping(told: Any) -> dict[str, Any]:
    """A mapping as JSON or, as pandas writes it into a CSV, as Python shows it. Nothing is run. Raises ValueError."""
    if isinstance(told, str):
        if len(told) > _LONGEST:
            raise ValueError(f"a cell longer than {_LONGEST:,} characters")
        try:
            told = json.loads(told)
        except (ValueError, RecursionError):
            try:
                told = _shown(ast.parse(told.strip(), mode="eval").body)
            except (SyntaxError, RecursionError, MemoryError) as error:
                raise ValueError(f"no mapping: {told[:100]}") from error
    if not isinstance(told, dict):
        raise ValueError(f"no mapping: {str(told)[:100]}")  # noqa: TRY004  it is the file's
    return told


def _shown(node: ast.expr) -> Any:
    """A value that Python shows as text."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Dict) and None not in node.keys:
        return {str(_shown(key)): _shown(value) for key, value in zip(node.keys, node.values, strict=True) if key}
    if isinstance(node, ast.List | ast.Tuple):
        return [_shown(item) for item in node.elts]
    if isinstance(node, ast.Name) and node.id in {"nan", "inf"}:
        return math.nan if node.id == "nan" else math.inf
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = _shown(node.operand)
        if isinstance(value, int | float):
            return -value
    raise ValueError("a cell that holds more than values")


def _chart(row: Mapping[str, Any], into: Records, seen: dict[str, int]) -> None:
    """A step of a chart: a column is called like its run and its metric."""
    step = _float(row.get("Step"))
    for column, value in row.items():
        run, sign, metric = column.rpartition(" - ")
        told = _float(value) if sign and value not in (None, "") else None
        if told is None or metric.endswith(("__MIN", "__MAX")):
            continue
        if into.first(run):
            into.add(records.RUN, run=run, name=run, status="unknown", deleted=False)
        into.points([(into.series(metric, run=run), _whole(step), None, told, None)])


def _step(row: Mapping[str, Any], into: Records, seen: dict[str, int]) -> None:
    """A row of a history; the run is called like the file."""
    if into.first(into.file):
        into.add(records.RUN, run=into.file, name=Path(into.file).stem, status="unknown", started=wandb_runs.moment(row.get("_timestamp")), deleted=False)  # fmt: skip
    step, at = _whole(number(row.get("_step"))), wandb_runs.moment(row.get("_timestamp"))
    into.points([
        (into.series(metric, run=into.file), step, at, value, None)
        for metric, value in wandb_runs.numbers(row) if wandb_runs.is_metric(metric)
    ])  # fmt: skip


def _whole(step: float | None) -> int | None:
    return int(step) if step is not None and abs(step) < 1 << 62 else None


RECORDER = Recorder(("*.csv", "*.json", "*.parquet"), read, knows)
