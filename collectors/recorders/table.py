"""Tables as CSV, TSV, JSON Lines or Parquet: what they record is told by the names of their columns."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collectors import records
from collectors.records import Recorder, Records, when
from collectors.spec import Table

Entry = Mapping[str, Any]

# What a column may be called. Names are compared in lower case, all else between letters and digits taken for `_`.
_NAMES: dict[str, tuple[str, ...]] = {
    "run": ("run", "run_id", "run_uuid"),
    "name": ("run_name",),
    "model": ("model", "model_name"),
    "version": ("version", "model_version", "release"),
    "metric": ("metric", "metric_name"),
    "value": ("value", "metric_value", "score"),
    "slice": ("slice", "segment", "subgroup"),
    "step": ("step", "epoch", "_step", "iteration", "global_step"),
    "recorded": ("recorded", "date", "time", "timestamp", "day", "_timestamp", "datetime", "period", "week", "month"),
    "released": ("released", "released_at", "release_date", "deployed", "deployed_at"),
    "rolled_back": ("rolled_back", "rolled_back_at", "rollback"),
    "commit_id": ("commit", "commit_id", "git_commit", "sha", "revision", "tags_mlflow_source_git_commit"),
    "dirty": ("dirty", "tags_mlflow_source_git_dirty"),
    "status": ("status",),
    "command": ("command", "tags_command"),
    "environment": ("image", "lock_hash", "tags_image"),
    "hardware": ("machine", "hardware", "tags_machine"),
    "stage": ("stage", "environment", "target"),
    "started": ("started", "start_time", "started_at"),
    "ended": ("ended", "end_time", "ended_at"),
    "seed": ("seed", "random_seed", "random_state"),
    "feature": ("feature", "feature_name", "column", "variable"),
    "dataset": ("table", "dataset", "feature_view", "table_name", "source"),
    "importance": ("importance", "importance_mean", "gain", "weight"),
    "spread": ("std", "stddev", "sd", "importance_std", "spread"),
    "cost": ("cost", "cost_seconds"),
    "probe": ("probe", "shadow"),
    "examples": ("n", "examples", "rows", "count", "n_rows", "support", "sample_size"),
    "null_share": ("null_share", "null_rate", "missing_share", "null_fraction"),
    "mean": ("mean", "avg", "average"),
    "median": ("median", "p50"),
    "distinct_values": ("distinct", "distinct_values", "cardinality", "n_unique", "unique"),
    "newest": ("max_ts", "max_timestamp", "newest", "max_time", "latest"),
    "bin": ("bin", "bucket", "category"),
    "lower": ("lower", "bin_lower", "left"),
    "reference": ("reference", "is_reference"),
    "first": ("first", "feature_a", "feature_1", "feature1"),
    "second": ("second", "feature_b", "feature_2", "feature2", "label"),
    "correlation": ("correlation", "corr", "rho", "spearman"),
    "label": ("label", "target", "actual", "y_true", "truth"),
    "predicted": ("pred", "prediction", "predicted", "y_pred"),
    "example": ("id", "example", "example_id", "key", "row_id"),
    "mean_prediction": ("mean_prediction", "mean_pred", "avg_prediction"),
    "mean_label": ("mean_label", "mean_actual", "avg_label", "observed_rate"),
    "label_spread": ("label_std", "label_spread"),
    "subject": ("subject", "affected", "asset"),
    "opened": ("opened", "opened_at", "began", "started_at"),
    "acknowledged": ("acknowledged", "acknowledged_at", "acked"),
    "closed": ("closed", "closed_at", "resolved", "resolved_at"),
    "text": ("text", "summary", "title", "note"),
    "check": ("check", "check_name", "test", "test_name"),
    "kind": ("kind", "check_kind"),
    "bound": ("bound", "threshold", "limit", "alpha"),
    "seconds": ("seconds", "duration_seconds", "elapsed"),
    "warn_after": ("warn_after", "warn_after_seconds"),
    "error_after": ("error_after", "error_after_seconds", "max_age_seconds"),
    "input": ("input", "input_name", "dataset_name"),
    "role": ("role", "context"),
}  # fmt: skip
_TIMES = {"recorded", "released", "rolled_back", "started", "ended", "newest", "opened", "acknowledged", "closed"}
_FLOATS = {
    "value", "importance", "spread", "cost", "null_share", "mean", "median", "lower", "correlation", "mean_prediction", "mean_label", "label_spread",
    "bound", "seconds", "warn_after", "error_after",
}  # fmt: skip
_INTS = {"step", "distinct_values"}
_BOOLS = {"probe", "reference", "dirty"}
_TRUE = {"1", "true", "yes", "y", "t"}


class Columns:
    """The columns of one table, by what they are."""

    def __init__(self, header: Iterable[str]) -> None:
        self.header = [str(name) for name in header]
        plain = [re.sub(r"[^a-z0-9_]+", "_", name.strip().lower()) for name in self.header]
        self._at = {
            meaning: next((plain.index(name) for name in names if name in plain), None)
            for meaning, names in _NAMES.items()
        }

    def has(self, *meanings: str) -> bool:
        """Whether there is a column of each."""
        return all(self._at[meaning] is not None for meaning in meanings)

    def name(self, meaning: str) -> str | None:
        """What the column is called here."""
        place = self._at[meaning]
        return None if place is None else self.header[place]

    def cell(self, entry: Entry, meaning: str) -> Any:
        """One cell as what it means: a time, a number or a text; None where there is nothing. Raises ValueError."""
        name = self.name(meaning)
        told = None if name is None else entry.get(name)
        if told is None or told == "":
            return None
        if meaning in _TIMES:
            return when(told)
        if meaning in _FLOATS:
            number = float(told)
            return number if math.isfinite(number) else None
        if meaning in _INTS:
            return int(float(told))
        if meaning == "examples":
            return float(told)
        if meaning in _BOOLS:
            return str(told).strip().lower() in _TRUE
        return str(told).strip()

    def cells(self, entry: Entry, meanings: Iterable[str]) -> dict[str, Any]:
        """Several of them."""
        return {meaning: self.cell(entry, meaning) for meaning in meanings}


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
    meanings = [name for name in table.names if name in _NAMES]
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


def _check(columns: Columns, entry: Entry, into: Records) -> None:
    told = columns.cells(entry, ("subject", "check", "kind", "status", "recorded", "value", "bound", "seconds"))
    status = (told["status"] or "").lower()
    kind = (told["kind"] or "test").lower()
    if kind not in records.CHECK_KINDS:
        raise ValueError(f"a check of kind {kind} is not known: {', '.join(records.CHECK_KINDS)}")
    subject, dataset = told["subject"], columns.cell(entry, "dataset")
    if subject is None:
        subject = ".".join(part for part in (dataset, columns.cell(entry, "feature")) if part)
    name = told.pop("check") or kind
    into.add(
        records.CHECK,
        **(told | {"subject": subject, "name": name, "kind": kind, "status": _OUTCOME.get(status, "error")}),
    )


_OUTCOME = {
    "pass": "pass", "passed": "pass", "success": "pass", "ok": "pass", "true": "pass", "warn": "warn", "warning": "warn", "fail": "fail",
    "failed": "fail", "failure": "fail", "false": "fail", "skipped": "skipped", "skip": "skipped",
}  # fmt: skip


def _input(columns: Columns, entry: Entry, into: Records) -> None:
    told = columns.cells(entry, ("run", "version", "role", "examples"))
    examples = None if told["examples"] is None else int(told["examples"])
    into.add(records.RUN_INPUT, **(told | {"name": columns.cell(entry, "input"), "examples": examples}))


SHAPES = (
    Shape(records.IMPORTANCE, (("feature", "importance"),), _plain(records.IMPORTANCE)),
    Shape(records.ASSOCIATION, (("first", "second", "correlation"), ("feature", "correlation", "label")), _pair),
    Shape(records.FEATURE_BIN, (("feature", "bin", "examples"),), _plain(records.FEATURE_BIN)),
    Shape(records.BIAS, (("mean_prediction", "mean_label"),), _plain(records.BIAS)),
    Shape(records.PREDICTION, (("example", "label", "predicted"),), _prediction),
    Shape(records.INCIDENT, (("subject", "opened"),), _plain(records.INCIDENT)),
    Shape(records.CHECK, (("subject", "check", "status"), ("dataset", "check", "status")), _check),
    Shape(records.RUN_INPUT, (("run", "input"),), _input),
    Shape(records.SERIES, (("metric", "value"),), _metric),
    Shape(records.FRESHNESS, (("subject", "newest", "warn_after"), ("subject", "newest", "error_after")), _plain(records.FRESHNESS)),
    Shape(records.FEATURE_STAT, tuple((name, "recorded", *more) for name in ("feature", "dataset") for more in (("null_share",), ("mean", "spread"), ("newest",), ("distinct_values",), ("examples",))), _plain(records.FEATURE_STAT)),
    Shape(records.RELEASE, (("model", "version", "released"), ("model", "version", "recorded", "stage")), _plain(records.RELEASE)),
    Shape(records.RUN, (("step",), ("run",)), _wide),
)  # fmt: skip
"""In the order in which they are asked: the first that fits has the table."""


def read(path: Path, into: Records) -> Iterator[None]:
    """Row by row. A row that cannot be read is a fault, the others stay; of many such rows the first is told, and how many there are."""
    columns: Columns | None = None
    shape: Shape | None = None
    faults: list[tuple[int, str]] = []
    for line, entry in _entries(path):
        if columns is None or not entry.keys() <= set(columns.header):
            columns = Columns(entry if columns is None else dict.fromkeys([*columns.header, *entry]))
            shape = shape_of(columns)
        if shape is None:
            if path.suffix.lower() in {".csv", ".tsv", ".parquet"}:
                return
            continue
        try:
            shape.add(columns, entry, into)
        except (ValueError, OverflowError) as error:
            faults.append((line, str(error)))
        yield
    if faults:
        into.fault(f"{faults[0][1]} (rows like that: {len(faults):,})", faults[0][0])


def _entries(path: Path) -> Iterator[tuple[int, Entry]]:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        yield from _parquet(path)
    elif suffix in {".jsonl", ".ndjson"}:
        for number, line in records.lines(path):
            if not line.strip():
                continue
            try:
                told = json.loads(line)
            except RecursionError as error:
                raise ValueError(f"line {number:,} is nested too deep") from error
            if isinstance(told, dict):
                yield number, told
    else:
        yield from _delimited(path, "\t" if suffix == ".tsv" else ",")


def _delimited(path: Path, delimiter: str) -> Iterator[tuple[int, Entry]]:
    text = (line.decode("utf-8", "replace") for _, line in records.lines(path))
    reader = csv.reader(text, delimiter=delimiter)
    header = [name.removeprefix("\ufeff") for name in next(reader, [])]
    for row in reader:
        if row:
            yield reader.line_num, dict(zip(header, row, strict=False))


def _parquet(path: Path) -> Iterator[tuple[int, Entry]]:
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
