"""Writes the runs beside it with W&B itself, offline, and answers.json with what W&B's own reader finds in them.

    python3 -m venv new && new/bin/pip install wandb==0.31.0 pandas==2.3.3 pyarrow==26.0.1
    python3 -m venv old && old/bin/pip install wandb==0.19.11
    new/bin/python make.py && old/bin/python make.py

The second writes the runs of older writers, by its core and by its service in Python, and the answers: it is the last version with
the reader (DataStore). What it calls by names that belong to somebody is made up. config.yaml and wandb-summary.json, which only a
run with a server writes, are written by W&B's own function and from its own summary.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import wandb

HERE = Path(__file__).parent
OLD = wandb.__version__ == "0.19.11"
TRAIN = """\
import os
import platform
import sys
import wandb
kind = sys.argv[1]
platform.platform = lambda *_, **__: "Linux"
if kind == "legacy":
    wandb.require("legacy-service")
machine = {"host": "adas-laptop", "email": "ada@example.org", "username": "ada", "root_dir": ".", "x_executable": "/usr/bin/python3", "x_disable_stats": True}
run = wandb.init(
    mode="offline", project="churn", name=f"{kind} \u00e9t\u00e9", id=f"{kind}0000"[:8], tags=["baseline", "caf\u00e9"], group="sweep of June", job_type="train", notes="ask Ada",
    config={"lr": 0.1, "layers": [64, 32], "net": {"depth": 3, "name": "mlp"}, "seed": 7, "early": True, "none": None, "user": "ada", "data": "/home/ada/data.csv"},
    settings=wandb.Settings(**machine),
)
run.define_metric("best", summary="min")
bins = wandb.Histogram(np_histogram=([1, 2], [0, 1, 2]))
for n in range(10):
    run.log({"train/loss": 1 / (n + 1), "pr\u00e9cision": n / 7, "steps": -n, "done": n > 5, "said": "x" * (16_500 if n == 3 and kind != "failed" else 5), "weights": bins, "per": {"class a": n * 1.5, "b": {"c": n}}, "best": 5 - n % 7})
run.log({"odd": float("nan"), "odder": float("inf"), "big": 10**17, "small": 5e-324}, step=25)
run.log({"train/loss": 0.5}, step=25)
run.log({"train/loss": 0.25, "late": 1}, step=30)
run.summary["auc"] = 0.875
run.summary["pr\u00e9cision"] = 0.99
run.config["added"] = {"later": 1}
if kind == "crashed":
    os._exit(3)
run.finish(exit_code=1 if kind == "failed" else 0)
"""
ENVIRON = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("WANDB", "GIT"))},
    **{f"GIT_{who}_{what}": "ada@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    **{f"GIT_{who}_DATE": "2026-01-01T00:00:00Z" for who in ("AUTHOR", "COMMITTER")},
    "WANDB_SILENT": "true",
    "GIT_CONFIG_GLOBAL": os.devnull,
}


def train(where: Path, kind: str) -> None:
    """One run, in a process of its own; its files come to lie in a directory of its name."""
    command = [sys.executable, "train.py", kind, "--token=0a1b2c3d4e5f", "--data=/home/ada/data.csv", "--user", "ada"]
    subprocess.run(command, cwd=where, env=ENVIRON, check=kind != "crashed")
    (made,) = (where / "wandb").glob("offline-run-*")
    shutil.rmtree(HERE / kind, ignore_errors=True)
    shutil.move(made, HERE / kind / "wandb" / made.name)
    shutil.rmtree(HERE / kind / "wandb" / made.name / "logs")
    shutil.rmtree(where / "wandb")
    for metadata in (HERE / kind).rglob("wandb-metadata.json"):  # the service in Python asks the machine itself
        told = json.loads(metadata.read_text())
        metadata.write_text(json.dumps(told | {"os": "Linux", "executable": "/usr/bin/python3"}, indent=1) + "\n")


def runs() -> None:
    """Every run."""
    with tempfile.TemporaryDirectory() as made:
        where = Path(made)
        (where / "train.py").write_text(TRAIN)
        for command in ("init -q -b main", "add train.py", "commit -qm x", "config user.email ada@example.org", "remote add origin https://ada:0a1b2c3d@example.org/churn.git"):  # fmt: skip
            subprocess.run(["git", *command.split()], cwd=where, env=ENVIRON, check=True)
        for kind in ("core", "legacy") if OLD else ("finished", "failed", "crashed"):
            train(where, kind)


def answers(path: Path) -> dict[str, object]:
    """What W&B's reader finds in one file."""
    from wandb.proto.wandb_internal_pb2 import Record
    from wandb.sdk.internal.datastore import DataStore

    store = DataStore()
    store.open_for_scan(str(path))
    told: dict[str, object] = {"history": [], "exit": None}
    held: dict[str, dict[str, str]] = {"config": {}, "summary": {}}
    while (data := store.scan_data()) is not None:
        record = Record.FromString(data)
        if record.HasField("history"):
            told["history"].append([record.history.step.num, [item(each) for each in record.history.item]])
        if record.HasField("run"):
            git, start = record.run.git, record.run.start_time
            told |= {
                "run": record.run.run_id,
                "name": record.run.display_name,
                "project": record.run.project,
                "commit": git.commit,
            }
            told |= {
                "started": [start.seconds, start.nanos],
                "tags": list(record.run.tags),
                "group": record.run.run_group,
            }
        if record.HasField("exit"):
            told["exit"] = record.exit.exit_code
        for kind, each in (("config", record.run.config), ("config", record.config), ("summary", record.summary)):
            held[kind] |= dict(item(update) for update in each.update)
    return told | held


def item(each: object) -> tuple[str, str]:
    """Name and JSON of one value."""
    return ".".join(each.nested_key or [each.key]), each.value_json if len(each.value_json) < 100 else '"long"'


def sidecars() -> None:
    """What lies beside the file of a run that had a server."""
    from wandb.sdk.lib.config_util import save_config_file_from_dict

    files = HERE / "sidecars" / "run-20260101_000000-side0000" / "files"
    shutil.rmtree(HERE / "sidecars", ignore_errors=True)
    files.mkdir(parents=True)
    config = {"lr": 0.1, "net": {"depth": 3}, "layers": [64, 32], "user": "ada", "note": "it's: odd"}
    values = {key: {"desc": None, "value": value} for key, value in config.items()}
    save_config_file_from_dict(str(files / "config.yaml"), {"_wandb": {"desc": None, "value": {"cli_version": "0.19.11"}}, **values})  # fmt: skip
    summary = {
        "loss": 0.25,
        "val": {"auc": 0.875},
        "odd": "NaN",
        "_step": 30,
        "_timestamp": 1767225700.5,
        "_runtime": 100.5,
        "_wandb": {"runtime": 100},
    }
    (files / "wandb-summary.json").write_text(json.dumps(summary))
    (legacy,) = HERE.glob("legacy/wandb/*/files/wandb-metadata.json")
    shutil.copy(legacy, files / "wandb-metadata.json")


def exports() -> None:
    """What W&B's documentation says to write of its API's runs (a column each for name, config and summary), and of one run's history."""
    import pandas as pd

    shutil.rmtree(HERE / "exports", ignore_errors=True)
    (HERE / "exports").mkdir()
    rows = [
        {
            "summary": {
                "loss": 0.25,
                "val": {"auc": 0.875},
                "odd": float("nan"),
                "said": "it's",
                "_step": 30,
                "_runtime": 60.5,
                "_timestamp": 1767225700.5,
            },
            "config": {"lr": 0.1, "net": {"depth": 3}, "layers": [64, 32], "early": True, "none": None},
            "name": "first",
            "state": "finished",
        },
        {
            "summary": {"loss": 0.5, "odd": float("inf"), "_step": 3, "_runtime": 6, "_timestamp": 1767229300},
            "config": {"lr": 0.01, "net": {"depth": 4}},
            "name": "second",
            "state": "crashed",
        },
    ]
    pd.DataFrame(rows).to_csv(HERE / "exports" / "runs.csv")
    pd.DataFrame(rows).to_json(HERE / "exports" / "runs.json", orient="records")
    pd.DataFrame(rows).to_parquet(HERE / "exports" / "runs.parquet")
    pd.json_normalize(rows).to_csv(HERE / "exports" / "flat.csv", index=False)
    history = pd.DataFrame(
        [
            {
                "_step": n,
                "_timestamp": 1767225600.5 + n,
                "_runtime": n / 2,
                "loss": 1 / (n + 1),
                "auc": n / 10 if n % 2 else None,
            }
            for n in range(5)
        ]
    )
    history.to_csv(HERE / "exports" / "history.csv", index=False)
    history.to_json(HERE / "exports" / "history.json", orient="records")
    history.to_parquet(HERE / "exports" / "history.parquet")


def main() -> None:
    """Write it all."""
    if sys.argv[1:] != ["exports"]:
        runs()
    if not OLD:
        exports()
    elif sys.argv[1:] != ["exports"]:
        sidecars()
        wandb._assert_is_internal_process = True
        told = {path.relative_to(HERE).parts[0]: answers(path) for path in sorted(HERE.glob("*/wandb/*/*.wandb"))}
        (HERE / "answers.json").write_text(json.dumps(told, indent=None).replace('"history": [[', '"history": [\n [').replace("]]], [", "]]],\n [") + "\n")  # fmt: skip


if __name__ == "__main__":
    main()
