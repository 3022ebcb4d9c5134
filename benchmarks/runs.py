"""Seconds and memory to read a database of MLflow: 1,000 runs with 2,000,000 points.

Run `python benchmarks/runs.py [runs [points of a run]]`. The database is made by SQL, in the tables of MLflow 3. The first line is what
the collector takes, its rows thrown away; the second is a whole `debtui collect`, the peak that of its largest process.
"""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from collectors.sources.record import COLLECTOR
from collectors.spec import Reading

ROOT = Path(__file__).resolve().parent.parent
METRICS = ("train/loss", "val/loss", "val/auc", "lr")
START = 1_735_732_800_000


def write(path: Path, runs: int, points: int) -> None:
    """The schema is what MLflow itself made; only the rows of its tables of runs, parameters and points are new."""
    with closing(sqlite3.connect(path)) as made:
        made.executescript((ROOT / "tests" / "data" / "mlflow" / "mlflow.sql").read_text())
        for table in (
            "metrics",
            "params",
            "tags",
            "runs",
            "model_versions",
            "registered_model_aliases",
            "inputs",
            "input_tags",
        ):
            made.execute(f"DELETE FROM {table}")
        made.executemany(
            "INSERT INTO runs (run_uuid, name, status, start_time, end_time, experiment_id, lifecycle_stage) VALUES (?, ?, 'FINISHED', ?, ?, 1, 'active')",
            ((f"{run:032x}", f"run {run}", START + run, START + run + points) for run in range(runs)),
        )
        made.executemany(
            "INSERT INTO params (key, value, run_uuid) VALUES (?, ?, ?)",
            ((f"p{n}", str(n * run), f"{run:032x}") for run in range(runs) for n in range(20)),
        )
        made.executemany(
            "INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, 0)",
            (
                (METRICS[n % len(METRICS)], 1 / (1 + n), START + run * 1_000 + n, f"{run:032x}", n // len(METRICS))
                for run in range(runs)
                for n in range(points)
            ),
        )
        made.commit()


def main() -> None:
    """One line for the collector, one for all of it."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    points = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mlflow.db"
        write(path, runs, points)
        print(f"{runs:,} runs, {runs * points:,} points, {path.stat().st_size / 1e6:,.0f} MB")
        repo = Path(folder) / "repo"
        subprocess.run(["git", "init", "-q", str(repo)], check=True)
        named = ["-c", "user.name=a", "-c", "user.email=a@x.org", "-C", str(repo)]
        subprocess.run(["git", *named, "commit", "-q", "--allow-empty", "-m", "first"], check=True)
        begun = time.perf_counter()
        command = [sys.executable, "-m", "debtui", "collect", str(repo), "--exports", str(path), "--progress", "none"]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        whole = time.perf_counter() - begun
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        begun, rows = time.perf_counter(), 0
        for batch in COLLECTOR.collect(Reading(repo=SimpleNamespace(work_tree=None), tip="", exports=(path,))):  # type: ignore[arg-type]
            rows += len(batch.rows)
        taken = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"collector  {rows:>9,} rows  {taken:5.1f} s  peak {peak:,.0f} MB")
        print(f"collect    {'':9}       {whole:5.1f} s  peak {largest:,.0f} MB")


if __name__ == "__main__":
    main()
