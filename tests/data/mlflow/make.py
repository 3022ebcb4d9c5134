"""Writes the files here with MLflow 3.17.2: `python make.py`, in an environment that has it. The names of runs are MLflow's, so they change.

One training script runs in a git repository of its own, once for each kind of store. `mlflow.sql` are the tables of its SQLite store
that matter; `files/` is its store of files, without artifacts; `runs.csv` is `mlflow experiments csv`. `answers.json` is what
MLflow's own client says of both.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
TABLES = (
    "alembic_version", "datasets", "experiments", "input_tags", "inputs", "metrics", "model_versions", "params", "registered_model_aliases",
    "registered_models", "runs", "tags",
)  # fmt: skip
ENVIRONMENT = {
    **os.environ, "MLFLOW_ALLOW_FILE_STORE": "true", "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@x.org", "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@x.org", "GIT_AUTHOR_DATE": "1735732800 +0000", "GIT_COMMITTER_DATE": "1735732800 +0000",
}  # fmt: skip


def train(uri: str) -> None:
    """What a user's training script does."""
    import mlflow
    import pandas
    from mlflow import MlflowClient

    mlflow.set_tracking_uri(uri)
    mlflow.set_experiment("churn")
    client = MlflowClient()
    data = mlflow.data.from_pandas(pandas.DataFrame({"age": [1, 2, 3], "left": [0, 1, 0]}), name="customers")
    for lr in (0.1, 0.01):
        with mlflow.start_run(run_name=f"lr {lr}") as run:
            mlflow.log_params({"lr": lr, "model.depth": 3})
            mlflow.set_tag("team", "growth")
            mlflow.log_input(data, context="training")
            for step in range(4):
                mlflow.log_metric("val/auc", 0.5 + lr * step, step=step, timestamp=1735732800000 + step)
            mlflow.log_metric("loss", math.nan, step=0, timestamp=1735732800000)
        if lr == 0.1:
            client.create_registered_model("churn-model")
        client.create_model_version("churn-model", f"runs:/{run.info.run_id}/model", run_id=run.info.run_id)
    client.set_registered_model_alias("churn-model", "champion", "2")
    with mlflow.start_run(run_name="thrown away") as run:
        mlflow.log_metric("loss", 1.5, step=7, timestamp=1735732800000)
    mlflow.delete_run(run.info.run_id)
    with contextlib.suppress(KeyError), mlflow.start_run(run_name="broken"):
        {}["no such column"]
    mlflow.start_run(run_name="busy")
    mlflow.log_metric("loss", math.inf, step=1, timestamp=1735732800000)
    os._exit(0)  # killed: it stays running


def answers(uri: str) -> object:
    """What the client says, by the name of the run."""
    import mlflow
    from mlflow import MlflowClient
    from mlflow.entities import ViewType

    mlflow.set_tracking_uri(uri)
    client = MlflowClient()
    found = {}
    for run in client.search_runs([client.get_experiment_by_name("churn").experiment_id], run_view_type=ViewType.ALL):
        points = {
            key: [[point.step, point.timestamp, repr(point.value)] for point in client.get_metric_history(run.info.run_id, key)]
            for key in run.data.metrics
        }  # fmt: skip
        found[run.info.run_name] = {
            "run": run.info.run_id, "status": run.info.status, "stage": run.info.lifecycle_stage, "started": run.info.start_time, "ended": run.info.end_time,
            "params": run.data.params, "tags": run.data.tags, "points": points,
            "inputs": [[i.dataset.name, i.dataset.digest, json.loads(i.dataset.profile)["num_rows"], i.tags[0].value] for i in run.inputs.dataset_inputs],
        }  # fmt: skip
    versions = [
        [version.name, version.version, version.creation_timestamp, version.run_id, list(client.get_model_version(version.name, version.version).aliases)]
        for version in client.search_model_versions("name = 'churn-model'")
    ]  # fmt: skip
    return {"runs": found, "versions": sorted(versions, key=str)}


def main() -> None:
    """Write everything."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shutil.copy(__file__, place / "train.py")
        for command in (["init", "-q"], ["add", "train.py"], ["commit", "-q", "-m", "train"]):
            subprocess.run(["git", *command], cwd=place, env=ENVIRONMENT, check=True)
        told = {}
        for kind, uri in (("sql", f"sqlite:///{place}/mlflow.db"), ("files", f"file:{place}/mlruns")):
            subprocess.run([sys.executable, "train.py", "train", uri], cwd=place, env=ENVIRONMENT, check=True)
            done = subprocess.run(
                [sys.executable, "train.py", "answers", uri],
                cwd=place,
                env=ENVIRONMENT,
                check=True,
                capture_output=True,
            )
            told[kind] = json.loads(done.stdout.splitlines()[-1])
        mlflow = str(Path(sys.executable).with_name("mlflow"))
        export = [mlflow, "experiments", "csv", "-x", "1", "-o", str(HERE / "runs.csv")]
        subprocess.run(
            export, cwd=place, env={**ENVIRONMENT, "MLFLOW_TRACKING_URI": f"sqlite:///{place}/mlflow.db"}, check=True
        )
        (HERE / "answers.json").write_text(json.dumps(told, indent=1) + "\n")
        _dump(place / "mlflow.db")
        shutil.rmtree(HERE / "files", ignore_errors=True)
        shutil.copytree(
            place / "mlruns", HERE / "files", ignore=shutil.ignore_patterns("artifacts", ".trash", "outputs", "0")
        )


def _dump(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        for (other,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if other not in TABLES:
                connection.execute(f"DROP TABLE {other}")
        (HERE / "mlflow.sql").write_text("\n".join(connection.iterdump()) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["train"]:
        train(sys.argv[2])
    elif sys.argv[1:2] == ["answers"]:
        print(json.dumps(answers(sys.argv[2])))
    else:
        main()
