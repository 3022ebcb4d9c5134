"""MLflow's store in SQLite: experiments, runs with all points of their metrics, datasets, registered models.

Read-only and at one moment. A database that MLflow writes in the old way, with a journal, keeps its writers out for as long as
somebody reads: so it is copied first, some pages at a time, and the copy is read.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from collectors import records
from collectors.mlflow_runs import COMMIT, CONTEXT, LARGEST, LONGEST, moment, rows_of, stage_of, tell
from collectors.records import Recorder, Records

PATIENCE = 5.0
"""Seconds that a writer is waited for."""
_PAGES = 4_000
"""Copied at once: 16 MB, in which a writer waits some 10 ms."""
_BEGINNINGS = 5
"""Times that copying begins anew because somebody wrote. After that it is done at once, and writers wait for as long as it takes."""
_MANY = 5_000
_BYTES = 10_000_000
"""Of one value."""
_TABLES = {"experiments", "runs", "metrics"}
_EPOCH = datetime(1970, 1, 1)
_FIRST, _LAST = -62_135_596_800_000, 253_402_300_799_999
"""Milliseconds: the years 1 to 9999."""


def knows(path: Path, head: bytes) -> bool:
    """By its tables. One that cannot be opened is taken for MLflow's by its name, so that somebody says why."""
    if not head.startswith(b"SQLite format 3\0"):
        return False
    try:
        with closing(_open(path)) as database:
            return _tables(database) >= _TABLES
    except sqlite3.Error:
        return "mlflow" in path.name.lower()


def read(path: Path, into: Records) -> Iterator[None]:
    """Runs, then what they took in, releases, and points by the thousand."""
    try:
        with tempfile.TemporaryDirectory(prefix="debtui-") as folder, closing(_at_one_moment(path, folder)) as database:
            store = _Store(database)
            yield from store.runs(into)
            store.inputs(into)
            store.releases(into)
            yield from store.points(into)
    except sqlite3.Error as error:
        into.fault(f"SQLite: {error}")


def _at_one_moment(path: Path, folder: str) -> sqlite3.Connection:
    """The database in one transaction, or a copy of it where reading would stop its writers."""
    database = _open(path)
    try:
        if database.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            database.execute("BEGIN")
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it is the state of now
            return database
        return _careful(_copied(database, Path(folder) / "copy.db"))
    except BaseException:
        database.close()
        raise


def _copied(database: sqlite3.Connection, name: Path) -> sqlite3.Connection:
    """Between the steps the database is nobody's. What was written there meanwhile makes SQLite begin anew."""
    copy = sqlite3.connect(name)
    copy.execute("PRAGMA synchronous = OFF")
    left, beginnings, until = 0, 0, time.monotonic() + PATIENCE

    def follow(status: int, remaining: int, total: int) -> None:
        nonlocal left, beginnings, until
        if status == sqlite3.SQLITE_OK:
            until = time.monotonic() + PATIENCE
        elif status != sqlite3.SQLITE_DONE and time.monotonic() > until:
            raise sqlite3.OperationalError("database is locked")
        beginnings += remaining > left
        left = remaining
        if beginnings > _BEGINNINGS:
            raise _Restless

    try:
        database.backup(copy, pages=_PAGES, progress=follow, sleep=0.001)
    except _Restless:
        database.backup(copy)
    except BaseException:
        copy.close()
        raise
    database.close()
    return copy


class _Restless(Exception):
    """Somebody writes all the time."""


def _open(path: Path) -> sqlite3.Connection:
    """Read-only: nothing is written beside it either. In WAL mode with no log there is nobody at it, and no log may be made."""
    name = f"file:{quote(os.fsencode(path.absolute()))}?mode=ro"
    with path.open("rb") as file:
        wal = file.read(20)[18:20] == b"\2\2"
    if wal and not path.with_name(path.name + "-wal").exists():
        name += "&immutable=1"
    return _careful(sqlite3.connect(name, uri=True, timeout=PATIENCE, isolation_level=None))


def _careful(database: sqlite3.Connection) -> sqlite3.Connection:
    database.text_factory = lambda data: data.decode("utf-8", "replace")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _BYTES)
    database.execute("PRAGMA trusted_schema = OFF")
    return database


def _tables(database: sqlite3.Connection) -> set[str]:
    """Plain tables: what a view or a virtual table would run is not ours to run."""
    told = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    return {str(name).lower() for (name,) in told}


class _Store:
    """Asks for the columns that there are: MLflow's schema has changed forty times."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._there = {
            table: {str(row[1]).lower() for row in database.execute(f'PRAGMA table_info("{table}")')}
            for table in _tables(database)
        }
        self._commits: dict[str, str] = {}

    def _ask(self, table: str, *columns: str, where: str = "") -> Iterator[tuple[object, ...]]:
        """Rows of a table; a column that is not there is null, a table that is not there is empty."""
        there = self._there.get(table.lower(), set())
        if not there:
            return
        listed = ", ".join(f'"{name}"' if name in there else "NULL" for name in columns)
        cursor = self._database.execute(f'SELECT {listed} FROM "{table}" {where}')
        while rows := cursor.fetchmany(_MANY):
            yield from rows

    def runs(self, into: Records) -> Iterator[None]:
        """Every run with its parameters and tags, deleted ones too."""
        experiments = {key: str(name) for key, name in self._ask("experiments", "experiment_id", "name")}
        gone = {
            key for key, stage in self._ask("experiments", "experiment_id", "lifecycle_stage") if stage == "deleted"
        }
        columns = ("run_uuid", "name", "status", "start_time", "end_time", "source_version", "source_name", "experiment_id", "lifecycle_stage")  # fmt: skip
        for run, name, status, started, ended, commit, source, experiment, stage in self._ask("runs", *columns):
            tags = self._values("tags", run)
            if commit:
                tags.setdefault(COMMIT, str(commit))
            if source:
                tags.setdefault("mlflow.source.name", str(source))
            if COMMIT in tags:
                self._commits[str(run)] = tags[COMMIT]
            tell(
                into, str(run), tags, self._values("params", run), name=str(name) if name else None, experiment=experiments.get(experiment),
                status=str(status), started=started, ended=ended, deleted=stage == "deleted" or experiment in gone,
            )  # fmt: skip
            yield

    def _values(self, table: str, run: object) -> dict[str, str]:
        if not {"run_uuid", "key", "value"} <= self._there.get(table, set()):
            return {}
        asked = f'SELECT "key", substr(value, 1, {LONGEST}) FROM "{table}" WHERE run_uuid = ?'
        return {str(key): str(value) for key, value in self._database.execute(asked, [run]) if value is not None}

    def inputs(self, into: Records) -> None:
        """Datasets that runs took in."""
        datasets = {
            key: (name, digest, profile)
            for key, name, digest, profile in self._ask("datasets", "dataset_uuid", "name", "digest", "dataset_profile")
        }
        roles = {key: role for key, name, role in self._ask("input_tags", "input_uuid", "name", "value") if name == CONTEXT}  # fmt: skip
        for key, kind, source, to, run in self._ask("inputs", "input_uuid", "source_type", "source_id", "destination_type", "destination_id"):  # fmt: skip
            if kind == "DATASET" and to == "RUN" and source in datasets:
                name, digest, profile = datasets[source]
                into.add(
                    records.RUN_INPUT, run=run, name=str(name), version=digest, role=roles.get(key), examples=rows_of(str(profile)),
                )  # fmt: skip

    def releases(self, into: Records) -> None:
        """Versions of registered models, each from when it was registered."""
        aliases: defaultdict[tuple[object, str], list[str]] = defaultdict(list)
        for model, version, alias in self._ask("registered_model_aliases", "name", "version", "alias"):
            aliases[model, str(version)].append(str(alias))
        for model, version, created, stage, run in self._ask("model_versions", "name", "version", "creation_time", "current_stage", "run_id"):  # fmt: skip
            if stage != "Deleted_Internal":
                into.add(
                    records.RELEASE, model=model, version=str(version), released=moment(created), run=run or None, commit_id=self._commits.get(str(run)),
                    stage=stage_of(str(stage), aliases[model, str(version)]),
                )  # fmt: skip

    def points(self, into: Records) -> Iterator[None]:
        """Points in the order in which they lie there. What is no number, no step or no time is sorted out by SQL: a third of the time."""
        there = self._there["metrics"]
        if not {"run_uuid", "key", "value"} <= there:
            return
        step, at, is_nan = (name if name in there else "NULL" for name in ("step", "timestamp", "is_nan"))
        cursor = self._database.execute(
            f"SELECT run_uuid, key, CASE typeof({step}) WHEN 'integer' THEN {step} END,"
            f" CASE WHEN typeof({at}) = 'integer' AND {at} BETWEEN {_FIRST} AND {_LAST} THEN {at} END,"
            f" CASE WHEN typeof(value) IN ('real', 'integer') AND NOT coalesce({is_nan}, 0) AND abs(value) < {LARGEST!r}"
            " THEN CAST(value AS REAL) END FROM metrics"
        )
        numbers: dict[tuple[object, object], int] = {}
        while rows := cursor.fetchmany(_MANY):
            found: list[tuple[int, int | None, object, float | None, int | None]] = []
            for run, metric, number, told, value in rows:
                series = numbers.get((run, metric))
                if series is None:
                    series = numbers[run, metric] = into.series(str(metric), run=str(run))
                moment = None if told is None else _EPOCH + timedelta(milliseconds=told)
                found.append((series, number, moment, value, None))
            into.points(found)
            yield


RECORDER = Recorder(("*.db", "*.sqlite", "*.sqlite3"), read, knows)
