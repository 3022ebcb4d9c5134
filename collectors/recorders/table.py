"""Tables as CSV, TSV, JSON Lines or Parquet: what they record is told by the names of their columns, or by the settings."""

from __future__ import annotations

import csv
import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collectors import records
from collectors.record_columns import NAMES, Columns, Entry
from collectors.records import Recorder, Records
from collectors.spec import Table


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing that a table may record."""

    table: Table
    needs: tuple[tuple[str, ...], ...]
    """Columns that tell it: one of the alternatives must be there whole."""
    add: Callable[[Columns, Entry, Records], None]


def shape_of(columns: Columns) -> Shape | None:
    """What a table of these columns records; None: nothing that is known here."""
    return next((shape for shape in SHAPES if any(columns.has(*needs) for needs in shape.needs)), None)


def _plain(table: Table) -> Callable[[Columns, Entry, Records], None]:
    """Columns of the same meaning, cell by cell."""
    meanings = [name for name in table.names if name in NAMES]
    whole = [name for name in meanings if name == "examples" and table is not records.FEATURE_BIN]
    texts = [
        column.name
        for column in table.columns
        if column.name in {"slice", "dataset", "bin"} or (table is records.FEATURE_STAT and column.name == "feature")
    ]

    def add(columns: Columns, entry: Entry, into: Records) -> None:
        cells = columns.cells(entry, meanings)
        cells |= {name: int(cells[name]) for name in whole if cells[name] is not None}
        cells |= {name: cells[name] or "" for name in texts}
        into.add(table, **cells)

    return add


def _prediction(columns: Columns, entry: Entry, into: Records) -> None:
    told = columns.cells(entry, ("model", "version", "label", "predicted", "example"))
    digest = hashlib.blake2b(str(told["example"]).encode("utf-8", "replace"), digest_size=8).digest()
    example = int.from_bytes(digest, "big", signed=True)  # the id itself may name a person
    into.add(records.PREDICTION, **(told | {"version": told["version"] or Path(into.file).stem, "example": example}))


def _pair(columns: Columns, entry: Entry, into: Records) -> None:
    cells = columns.cells(entry, ("recorded", "dataset", "first", "second", "correlation", "examples"))
    second = (columns.name("second") or "").strip().lower()
    is_label = second == "label" or (cells["second"] or "").lower() in {"label", "target", "y"}
    if cells["first"] is None:
        cells["first"] = columns.cell(entry, "feature")
    if second == "label" and not cells["second"]:
        cells["second"] = "label"
    into.add(records.ASSOCIATION, **(cells | {"dataset": cells["dataset"] or "", "label": is_label}))


def _check(columns: Columns, entry: Entry, into: Records) -> None:
    told = columns.cells(entry, ("check", "kind", "status", "recorded", "value", "bound", "seconds"))
    kind, status = (told.pop("kind") or "").lower(), (told["status"] or "").lower()
    into.add(
        records.CHECK, name=told.pop("check"), subject=_subject(columns, entry), kind=kind if kind in records.CHECK_KINDS else "test",
        **(told | {"status": _OUTCOME.get(status)}),
    )  # fmt: skip


def _input(columns: Columns, entry: Entry, into: Records) -> None:
    told = columns.cells(entry, ("run", "version", "role", "examples"))
    examples = None if told["examples"] is None else int(told["examples"])
    into.add(records.RUN_INPUT, **(told | {"name": columns.cell(entry, "input"), "examples": examples}))


def _freshness(columns: Columns, entry: Entry, into: Records) -> None:
    told = columns.cells(entry, ("recorded", "newest", "warn_after", "error_after", "status"))
    status = _OUTCOME.get((told["status"] or "").lower(), "unknown")
    into.add(
        records.FRESHNESS,
        subject=_subject(columns, entry),
        **(told | {"status": "error" if status == "fail" else status}),
    )


def _subject(columns: Columns, entry: Entry) -> str | None:
    """As it is written, else table and column."""
    told = columns.cells(entry, ("subject", "dataset", "feature"))
    return told["subject"] or (f"{told['dataset'] or ''}.{told['feature']}" if told["feature"] else told["dataset"])


def _incident(columns: Columns, entry: Entry, into: Records) -> None:
    """An incident that names nothing else is about the system that raised it."""
    cells = columns.cells(entry, [name for name in records.INCIDENT.names if name in NAMES])
    into.add(records.INCIDENT, **cells | {"subject": cells["subject"] or cells["system"]})


def _metric(columns: Columns, entry: Entry, into: Records) -> None:
    """A metric a row. A row of no run but of a version is of that version's evaluation, which is a run of its own."""
    told = columns.cells(
        entry, ("run", "model", "version", "metric", "value", "slice", "step", "recorded", "examples", "commit_id")
    )
    run = _run(columns, entry, into, told)
    series = into.series(told["metric"] or "", run=run, model=told["model"], part=told["slice"] or "")
    examples = None if told["examples"] is None else int(told["examples"])
    into.points([(series, told["step"], told["recorded"], told["value"], examples)])


def _run(columns: Columns, entry: Entry, into: Records, told: Mapping[str, Any]) -> str | None:
    """The run of a row, added the first time that it is seen."""
    run: str | None = told["run"]
    if run is None and told["version"] is not None:
        run = f"{told['model'] or Path(into.file).stem} {told['version']}"
    if run is None or not into.first(run):
        return run
    more = columns.cells(
        entry, ("started", "ended", "seed", "name", "dirty", "status", "command", "environment", "hardware")
    )
    released = columns.cell(entry, "released")
    started = more["started"] or told["recorded"] or released
    status = _STATUS.get((more["status"] or "").lower(), "unknown")
    more |= {"started": started, "status": status, "name": more["name"] or run}
    into.add(records.RUN, run=run, model=told["model"], commit_id=told["commit_id"], deleted=False, **more)
    for name in columns.header:
        role, _, key = name.partition(".")
        value = entry.get(name)
        if role in _VALUES and key and value not in (None, ""):
            into.add(records.RUN_VALUE, run=run, role=_VALUES[role], key=key, value=str(value))
    if told["version"] is not None and (columns.name("version") or "").strip().lower() == "release":
        into.add(
            records.RELEASE,
            model=told["model"],
            version=told["version"],
            released=released or started,
            run=run,
            commit_id=told["commit_id"],
        )
    return run


_STATUS = {
    "finished": "finished", "completed": "finished", "success": "finished", "failed": "failed", "crashed": "failed", "killed": "killed",
    "running": "running",
}  # fmt: skip
_OUTCOME = {
    "pass": "pass", "passed": "pass", "ok": "pass", "success": "pass", "true": "pass", "warn": "warn", "warning": "warn", "fail": "fail",
    "failed": "fail", "failure": "fail", "false": "fail", "error": "error", "skipped": "skipped", "skip": "skipped",
}  # fmt: skip
_VALUES = {"params": "param", "tags": "tag"}
_RUN_COLUMNS = ("run", "model", "version", "slice", "step", "recorded", "examples", "commit_id")
_TOLD = (
    *_RUN_COLUMNS,
    "name",
    "started",
    "ended",
    "released",
    "seed",
    "dirty",
    "status",
    "command",
    "environment",
    "hardware",
)


def _wide(columns: Columns, entry: Entry, into: Records) -> None:
    """A row of many metrics: columns called `metrics.x` where there are any, else all columns of numbers that are nothing else."""
    told = columns.cells(entry, _RUN_COLUMNS)
    if told["run"] is None and told["version"] is None:
        told["run"] = into.file
    run = _run(columns, entry, into, told)
    named = [name for name in columns.header if name.startswith("metrics.")]
    known = {columns.name(meaning) for meaning in _TOLD} | {"_runtime"}
    examples = None if told["examples"] is None else int(told["examples"])
    for name in named or [name for name in columns.header if name not in known]:
        try:
            value = float(entry.get(name) or "nan")
        except (TypeError, ValueError):
            continue
        if not math.isnan(value):
            series = into.series(name.removeprefix("metrics."), run=run, model=told["model"], part=told["slice"] or "")
            into.points([(series, told["step"], told["recorded"], value, examples)])


SHAPES = (
    Shape(records.IMPORTANCE, (("feature", "importance"),), _plain(records.IMPORTANCE)),
    Shape(records.ASSOCIATION, (("first", "second", "correlation"), ("feature", "correlation", "label")), _pair),
    Shape(records.FEATURE_BIN, (("feature", "bin", "examples"),), _plain(records.FEATURE_BIN)),
    Shape(records.BIAS, (("mean_prediction", "mean_label"),), _plain(records.BIAS)),
    Shape(records.PREDICTION, (("example", "label", "predicted"),), _prediction),
    Shape(records.INCIDENT, (("subject", "opened"), ("system", "opened")), _incident),
    Shape(records.CHECK, (("check", "status", "subject"), ("check", "status", "dataset")), _check),
    Shape(records.FRESHNESS, tuple((name, "newest", limit) for name in ("subject", "dataset") for limit in ("warn_after", "error_after")), _freshness),
    Shape(records.RUN_INPUT, (("run", "input"),), _input),
    Shape(records.SERIES, (("metric", "value"),), _metric),
    Shape(records.FEATURE_STAT, tuple((name, "recorded", *more) for name in ("feature", "dataset") for more in (("null_share",), ("mean", "spread"), ("newest",), ("distinct_values",), ("examples",))), _plain(records.FEATURE_STAT)),
    Shape(records.RELEASE, (("model", "version", "released"), ("model", "version", "recorded", "stage")), _plain(records.RELEASE)),
    Shape(records.RUN, (("step",), ("run",)), _wide),
)  # fmt: skip
"""In the order in which they are asked: the first that fits has the table."""
_TOLD_FAULTS = 20
"""Rows of one file that cannot be read of which each is told; of the others, how many there are."""


def read(path: Path, into: Records) -> Iterator[None]:
    """Row by row. A row that cannot be read is a fault with its line, the others stay."""
    columns: Columns | None = None
    shape: Shape | None = None
    broken = 0
    for line, entry in entries(path):
        reason: str | None
        if isinstance(entry, str):
            reason = entry
        else:
            if columns is None or not entry.keys() <= set(columns.header):
                header = dict.fromkeys([*(columns.header if columns else ()), *entry])
                columns = Columns(header, dict(into.declared.columns) if into.declared else None)
                shape = _shape(columns, into)
            if shape is None:
                if path.suffix.lower() in {".csv", ".tsv", ".parquet"}:
                    break
                continue
            reason = _added(shape, columns, entry, into)
        if reason:
            broken += 1
            if broken <= _TOLD_FAULTS:
                into.fault(reason, line)
        yield
    if broken > _TOLD_FAULTS:
        into.fault(f"more rows that cannot be read: {broken - _TOLD_FAULTS:,}")
    if into.declared and columns and shape is None:
        into.fault(f"no columns of {into.declared.kind}: {', '.join(columns.header)}"[:500])


def _shape(columns: Columns, into: Records) -> Shape | None:
    """What the settings say that it is, if they do and the columns are there; else what the columns say."""
    if into.declared is None:
        return shape_of(columns)
    named = [shape for shape in SHAPES if shape.table.name == into.declared.kind]
    return next((shape for shape in named if any(columns.has(*needs) for needs in shape.needs)), None)


def _added(shape: Shape, columns: Columns, entry: Entry, into: Records) -> str | None:
    """Why a row cannot be added; None: it was."""
    try:
        shape.add(columns, entry, into)
    except (ValueError, OverflowError) as error:
        return str(error)
    return None


def entries(path: Path) -> Iterator[tuple[int, Entry | str]]:
    """Rows with their lines; of one that cannot be read, why."""
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        yield from _parquet(path)
    elif suffix in {".jsonl", ".ndjson"}:
        yield from _json_lines(path)
    else:
        yield from _delimited(path, "\t" if suffix == ".tsv" else ",")


def _json_lines(path: Path) -> Iterator[tuple[int, Entry | str]]:
    for number, line in records.lines(path):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
        except RecursionError:
            yield number, "nested too deep"
        except ValueError as error:
            yield number, f"no JSON: {error}"
        else:
            if isinstance(told, dict):
                yield number, told


def _delimited(path: Path, delimiter: str) -> Iterator[tuple[int, Entry | str]]:
    text = (line.decode("utf-8", "replace") for _, line in records.lines(path))
    reader = csv.reader(text, delimiter=delimiter)
    header = [name.removeprefix("\ufeff") for name in next(reader, [])]
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield reader.line_num, str(error)
            continue
        if row is None:
            return
        if row:
            yield reader.line_num, dict(zip(header, row, strict=False))


def _parquet(path: Path) -> Iterator[tuple[int, Entry | str]]:
    import polars as pl  # only where there is such a file: 70 ms

    number = 0
    try:
        for batch in pl.scan_parquet(path).collect_batches(chunk_size=50_000):
            for entry in batch.iter_rows(named=True):
                number += 1
                yield number, entry
    except pl.exceptions.PolarsError as error:
        raise ValueError(str(error)) from error


RECORDER = Recorder(("*.csv", "*.tsv", "*.jsonl", "*.ndjson", "*.parquet"), read)
