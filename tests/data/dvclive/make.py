"""Writes what DVCLive writes, a project of DVC with declared files, and the answers of DVC's own commands.

    python3 -m venv made && made/bin/pip install dvclive==3.49.1 dvc==3.67.1
    made/bin/python tests/data/dvclive/make.py

`dvclive/`: as a training with DVCLive leaves it. `declared.json`: versions of a project, commit by commit, whose dvc.yaml names files of metrics, plots
and parameters that are called otherwise; with what `dvc metrics show`, `dvc params diff` and `dvc plots show` say at each.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ENVIRON = {
    **os.environ,
    **{f"GIT_{who}_{what}": "ada@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    **{f"GIT_{who}_DATE": "2026-01-01T00:00:00Z" for who in ("AUTHOR", "COMMITTER")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "DVC_NO_ANALYTICS": "1",
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
}
TRAIN = """\
from dvclive import Live
with Live(save_dvc_exp=False, report=None) as live:
    live.log_params({"lr": 0.1, "net": {"depth": 3}, "user": "ada", "layers": [64, 32], "odd": "it's"})
    for n in range(4):
        live.log_metric("train/loss", 1 / (n + 1), timestamp=True)
        live.log_metric("auc", 0.5 + n / 10)
        live.log_metric("nan", float("nan"))
        live.next_step()
    live.log_metric("final", 0.9, plot=False)
    live.log_plot("points", [{"x": 1, "y": 2}, {"x": 2, "y": 3}], x="x", y="y")
"""
STAGES = """\
vars: [{where: out}]
stages:
  evaluate:
    cmd: "true"
    params: [lr, conf/more.json: [depth]]
    metrics: ["${where}/quality.json": {cache: false}]
    plots: ["${where}/curve.csv": {cache: false, x: step, y: loss}]
  other:
    wdir: sub
    cmd: "true"
    metrics: [result.yaml: {cache: false}]
"""
TOP = """\
metrics: [out/quality.json, sub/result.yaml, top.toml]
params: [conf/more.json]
plots:
- out/curve.csv: {x: step, y: loss}
- roc: {x: {out/roc.json: fpr}, y: {out/roc.json: tpr}}
- out/many
"""
COMMITS: list[dict[str, str]] = [
    {
        "params.yaml": "lr: 0.1\n",
        "conf/more.json": '{"depth": 3}',
        "out/quality.json": '{"auc": 0.7, "by": {"de": 0.5}}',
        "sub/result.yaml": "f1: 0.25\n",
        "out/curve.csv": "step,loss\n0,1.0\n1,0.5\n",
    },
    {"dvc.yaml": STAGES},
    {
        "out/quality.json": '{"auc": 0.8, "by": {"de": 0.5}}',
        "params.yaml": "lr: 0.2\n",
        "out/curve.csv": "step,loss\n0,0.9\n1,0.4\n2,0.3\n",
    },
    {
        "dvc.yaml": TOP,
        "top.toml": "loss = 0.125\n",
        "out/roc.json": '{"roc": [{"fpr": 0.0, "tpr": 0.1}, {"fpr": 1.0, "tpr": 1.0}]}',
        "out/many/a.tsv": "step\tacc\n0\t0.5\n1\t0.75\n",
    },
    {"conf/more.json": '{"depth": 4}', "sub/result.yaml": "f1: 0.5\nn: 3\n"},
]


def run(where: Path, *command: str) -> str:
    """What a command prints."""
    return subprocess.run(command, cwd=where, env=ENVIRON, check=True, stdout=subprocess.PIPE, text=True).stdout


def begin(where: Path) -> None:
    """An empty project."""
    where.mkdir()
    run(where, "git", "init", "-q", "-b", "main")
    run(where, "dvc", "init", "-q")
    run(where, "git", "commit", "-qm", "x")


def live(where: Path) -> None:
    """One training."""
    begin(where)
    (where / "train.py").write_text(TRAIN)
    run(where, sys.executable, "train.py")
    shutil.rmtree(HERE / "dvclive", ignore_errors=True)
    shutil.copytree(where / "dvclive", HERE / "dvclive")
    (HERE / "live.json").write_text(run(where, "dvc", "metrics", "show", "--json"))


def declared(where: Path) -> None:
    """A project's commits, and what DVC says at each."""
    begin(where)
    told = []
    for files in COMMITS:
        for name, text in files.items():
            (where / name).parent.mkdir(parents=True, exist_ok=True)
            (where / name).write_text(text)
        run(where, "git", "add", "-A")
        run(where, "git", "commit", "-qm", "x")
        metrics = json.loads(run(where, "dvc", "metrics", "show", "--json")) if (where / "dvc.yaml").exists() else {}
        params = (
            json.loads(run(where, "dvc", "params", "diff", "--json", "--all", "HEAD~1"))
            if (where / "dvc.yaml").exists()
            else {}
        )
        plots = json.loads(run(where, "dvc", "plots", "show", "--json")) if (where / "dvc.yaml").exists() else {}
        shown = {
            name: [each["content"]["data"]["values"] for each in every] for name, every in plots.get("data", {}).items()
        }
        told.append(
            {
                "files": files,
                "metrics": {name: each["data"] for name, each in metrics.get("", {}).get("data", {}).items()},
                "params": params,
                "plots": shown,
            }
        )
    (HERE / "declared.json").write_text(json.dumps(told, indent=1) + "\n")


def main() -> None:
    """Write it all."""
    with tempfile.TemporaryDirectory() as made:
        live(Path(made) / "live")
        declared(Path(made) / "declared")


if __name__ == "__main__":
    main()
