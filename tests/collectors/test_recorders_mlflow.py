"""MLflow's stores and its export say what MLflow's own client says."""

from __future__ import annotations

import json
import math
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.clock import seconds
from tests.collectors.recordings import DATA, collected, points

MLFLOW = DATA / "mlflow"
COMMIT = "397bcb2f0b2575d39189fe029bcbcd865d6ddb07"


def answers(kind: str) -> Any:
    return json.loads((MLFLOW / "answers.json").read_text())[kind]


def moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else datetime(1970, 1, 1) + timedelta(milliseconds=milliseconds)


def value(told: str) -> float | None:
    return float(told) if math.isfinite(float(told)) and float(told) < 1e308 else None


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """MLflow's tables, as it made and filled them."""
    with closing(sqlite3.connect(tmp_path / "mlflow.db")) as made:
        made.executescript((MLFLOW / "mlflow.sql").read_text())
    return tmp_path / "mlflow.db"


@pytest.mark.parametrize("kind", ["sql", "files"])
def test_every_value_is_what_the_client_says(kind: str, database: Path) -> None:
    told, found = answers(kind), collected(database if kind == "sql" else MLFLOW / "files")
    assert "record_fault" not in found
    runs = {row["name"]: row for row in found["run"]}
    assert runs.keys() == told["runs"].keys()
    seen = points(found)
    for name, want in told["runs"].items():
        run = runs[name]
        status = {"RUNNING": "running", "FINISHED": "finished", "FAILED": "failed"}[want["status"]]
        assert (run["run"], run["status"], run["started"], run["ended"]) == (
            want["run"], status, moment(want["started"]), moment(want["ended"]),
        )  # fmt: skip
        assert (run["experiment"], run["commit_id"], run["command"], run["deleted"]) == (
            "churn", want["tags"]["mlflow.source.git.commit"], "train.py", want["stage"] == "deleted",
        )  # fmt: skip
        params = {row["key"]: row["value"] for row in found["run_value"] if row["run"] == run["run"] and row["role"] == "param"}  # fmt: skip
        assert params == want["params"]
        metrics = {metric: rows for (of, metric), rows in seen.items() if of == run["run"]}
        assert metrics == {
            metric: [(step, moment(at), value(number)) for step, at, number in history]
            for metric, history in want["points"].items()
        }
        inputs = [(row["name"], row["version"], row["examples"], row["role"]) for row in found["run_input"] if row["run"] == run["run"]]  # fmt: skip
        assert inputs == [tuple(each) for each in want["inputs"]]
    releases = [[r["model"], r["version"], r["released"], r["run"], r["commit_id"], r["stage"]] for r in found["release"]]  # fmt: skip
    assert sorted(releases, key=str) == [
        [model, str(version), moment(at), run, COMMIT, ", ".join(aliases) or None]
        for model, version, at, run, aliases in told["versions"]
    ]


@pytest.mark.parametrize("kind", ["sql", "files", "csv"])
def test_who_ran_it_is_not_kept(kind: str, database: Path) -> None:
    found = collected({"sql": database, "files": MLFLOW / "files", "csv": MLFLOW / "runs.csv"}[kind])
    tags = {row["key"] for row in found["run_value"] if row["role"] == "tag"}
    assert tags == {"team", "mlflow.source.git.branch", "mlflow.source.type"}
    assert "root" not in str({table: rows for table, rows in found.items() if table != "point"})


def test_the_export_has_the_last_values_and_is_no_table_of_something_else() -> None:
    found = collected(MLFLOW / "runs.csv")
    told = answers("sql")["runs"]
    runs = {row["run"]: row for row in found["run"]}
    wanted = {want["run"]: want for want in told.values() if want["stage"] == "active"}
    assert {row["tool"] for row in found["run"]} == {"mlflow_csv"}
    assert runs.keys() == wanted.keys()
    seen = points(found)
    for run, want in wanted.items():
        assert (runs[run]["started"], runs[run]["ended"], runs[run]["commit_id"]) == (
            moment(want["started"]), moment(want["ended"]), COMMIT,
        )  # fmt: skip
        last = {metric: value(rows[-1][2]) for metric, rows in want["points"].items() if rows[-1][2] != "nan"}
        assert {metric: rows[0][2] for (of, metric), rows in seen.items() if of == run} == last


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_run_that_is_being_written_is_read_as_of_its_last_commit(mode: str, database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute(f"PRAGMA journal_mode = {mode}")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE runs SET name = 'half'")
        before = sorted(path.name for path in database.parent.iterdir())
        found = collected(database)
        assert sorted(path.name for path in database.parent.iterdir()) == before
        writer.execute("COMMIT")
    assert "half" not in {row["name"] for row in found["run"]}
    assert {row["name"] for row in collected(database)["run"]} == {"half"}


def test_a_writer_is_not_kept_waiting(database: Path) -> None:
    """With the old journal a reader keeps writers out: so what takes long is not reading there."""
    from collectors.recorders import mlflow_db
    from collectors.records import Records

    into = Records()
    reading = mlflow_db.read(database, into)
    next(reading)
    with closing(sqlite3.connect(database, timeout=0)) as writer:
        writer.execute("UPDATE runs SET name = 'later'")
        writer.commit()
    list(reading)
    names = {row[3] for batch in into.batches(last=True) if batch.table.name == "run" for row in batch.rows}
    assert "later" not in names


def test_what_is_written_all_the_time_is_read_as_of_one_moment(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from collectors.recorders import mlflow_db

    monkeypatch.setattr(mlflow_db, "_PAGES", 1)
    done = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(database, isolation_level=None)) as writer:
            count = 0
            while not done.is_set():
                count += 1
                writer.executescript(
                    f"BEGIN; UPDATE runs SET name = '{count}'; UPDATE params SET value = '{count}'; COMMIT"
                )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(2):
            found = collected(database)
            assert "record_fault" not in found
            params = {row["value"] for row in found["run_value"] if row["role"] == "param"}
            assert len(params) == 1 or params == {"0.1", "0.01", "3"}
            assert len(params) > 1 or {row["name"] for row in found["run"]} == params
    finally:
        done.set()
        writer.join()


def test_a_locked_database_is_waited_for_and_then_a_fault(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from collectors.recorders import mlflow_db

    monkeypatch.setattr(mlflow_db, "PATIENCE", 0.05)
    with closing(sqlite3.connect(database, isolation_level=None, check_same_thread=False)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        (fault,) = collected(database)["record_fault"]
        assert "locked" in fault["reason"]
        monkeypatch.setattr(mlflow_db, "PATIENCE", 5.0)
        threading.Timer(0.2, lambda: writer.execute("COMMIT")).start()
        assert "record_fault" not in collected(database)


def test_a_damaged_database_keeps_what_could_be_read(database: Path) -> None:
    with closing(sqlite3.connect(database)) as whole:
        (root,) = whole.execute("SELECT rootpage FROM sqlite_master WHERE name = 'metrics'").fetchone()
        (size,) = whole.execute("PRAGMA page_size").fetchone()
    data = database.read_bytes()
    database.write_bytes(data[: (root - 1) * size] + b"\xff" * size + data[root * size :])
    found = collected(database)
    assert (len(found["run"]), len(found["release"]), len(found["record_fault"])) == (5, 2, 1)
    database.write_bytes(data[: len(data) // 2])
    assert len(collected(database)["record_fault"]) == 1


def test_a_schema_of_another_version_is_read_by_the_columns_there_are(database: Path) -> None:
    with closing(sqlite3.connect(database)) as old:
        for table in ("datasets", "inputs", "input_tags", "registered_model_aliases", "registered_models"):
            old.execute(f"DROP TABLE {table}")
        old.execute("CREATE TABLE plain AS SELECT key, value, timestamp, run_uuid FROM metrics")
        old.execute("DROP TABLE metrics")
        old.execute("ALTER TABLE plain RENAME TO metrics")
    found = collected(database)
    assert "record_fault" not in found
    assert len(found["point"]) == 12
    assert {row["stage"] for row in found["release"]} == {None}


def test_another_program_s_database_is_not_mlflow_s(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as other:
        other.executescript("CREATE TABLE runs (id); CREATE TABLE metrics (id); CREATE VIEW experiments AS SELECT 1;")
    (tmp_path / "empty.db").write_bytes(b"")
    (tmp_path / "meta.yaml").write_text("package:\n  name: conda-recipe\nrun_id: none\n")
    assert collected(tmp_path) == {}


def test_names_may_be_paths_and_lines_half_written(tmp_path: Path) -> None:
    place = tmp_path / "mlruns"
    shutil.copytree(MLFLOW / "files", place)
    metric = next(place.glob("*/*/metrics/val/auc"))
    metric.write_bytes(metric.read_bytes() + b"17357328")
    (metric.parent / "link").symlink_to("/etc/passwd")
    found = collected(place)
    (fault,) = found["record_fault"]
    assert (fault["line"], "val/auc" in fault["reason"]) == (5, True)
    assert {row["metric"] for row in found["series"]} == {"loss", "val/auc"}


def test_two_hundred_thousand_points_are_read_in_time(database: Path) -> None:
    with closing(sqlite3.connect(database)) as made:
        made.executemany(
            "INSERT INTO metrics VALUES ('m', ?, ?, 'r' || ?, ?, 0)",
            ((n / 7, 1735732800000 + n, n // 1000, n % 1000) for n in range(200_000)),
        )
        made.commit()
    begun = time.process_time()
    assert len(collected(database)["point"]) == 200_012
    assert time.process_time() - begun < seconds(4)
