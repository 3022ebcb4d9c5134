"""Builds a small project with the real DVC, runs it, and writes its files and DVC's own answers beside this file.

    python3 -m venv /tmp/dvc && /tmp/dvc/bin/pip install dvc==3.67.1
    DVC_NO_ANALYTICS=1 /tmp/dvc/bin/python tests/data/dvc/make.py

answers.json: of every stage its dependencies and outputs as DVC's index has them, and the edges that `dvc dag` draws.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import dvc
from dvc.dependency import ParamsDependency
from dvc.output import Output
from dvc.repo import Repo

HERE = Path(__file__).parent
DVC_YAML = """\
vars:
- paths: {raw: data/raw.csv, out: build}
- countries: [us, uk]
- models: {cnn: {depth: 3}, xgb: {depth: 6}}
- grid: [1, 2]
- shards: [{name: a, file: p.txt}, {name: b, file: q.txt}]
stages:
  prepare:
    desc: cuts the raw data
    cmd: python src/touch.py ${paths.out}/prepared.csv ${paths.out}/params.yaml
    deps: [src/touch.py, "${paths.raw}", data/imported.csv]
    params: [prepare.seed]
    outs:
    - ${paths.out}/prepared.csv: {cache: false}
      ${paths.out}/params.yaml: {cache: false}
  country:
    foreach: ${countries}
    do:
      cmd: python src/touch.py out_${item}.csv
      deps: ["${paths.out}/prepared.csv"]
      outs: ["out_${item}.csv"]
  model:
    foreach: ${models}
    do:
      cmd: python src/touch.py model_${key}_${item.depth}.pkl
      deps: [out_us.csv, out_uk.csv]
      params:
      - build/params.yaml:
        - a
      outs:
      - model_${key}_${item.depth}.pkl:
          desc: a net
          type: model
  sharded:
    foreach: ${shards}
    do:
      cmd: python src/touch.py shard_${item.name}
      deps: ["data/${item.file}"]
      outs: ["shard_${item.name}"]
  grid:
    matrix:
      size: ${grid}
      kind: [x, y]
      shard: ${shards}
    cmd: python src/touch.py grid/${item.size}_${item.kind}_${item.shard.name}
    deps: [model_cnn_3.pkl, "shard_${item.shard.name}", "data/${shards[0].file}"]
    outs: ["grid/${item.size}_${item.kind}_${item.shard.name}"]
  evaluate:
    wdir: sub
    cmd: python ../src/touch.py metrics.json plots.csv
    deps: [../model_xgb_6.pkl, ../grid/1_x_a]
    metrics:
    - metrics.json: {cache: false}
    plots:
    - plots.csv: {cache: false, x: step, y: loss}
  literal:
    cmd: 'echo "\\${HOME}" > ${paths.out}/literal'
    outs: ["${paths.out}/literal"]
artifacts:
  churn:
    path: model_xgb_6.pkl
    type: model
    desc: who leaves
    labels: [tree]
  raw:
    path: ${paths.raw}
    type: dataset
"""
TOUCH = """\
import pathlib
import sys

for name in sys.argv[1:]:
    pathlib.Path(name).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(name).write_text({"json": "{}", "yaml": "a: 1", "csv": "step,loss"}.get(name.rpartition(".")[2], name))
"""
ENVIRON = {
    **os.environ,
    **{f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    **{f"GIT_{who}_DATE": "2026-01-01T00:00:00Z" for who in ("AUTHOR", "COMMITTER")},
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
}


def run(where: Path, *command: str) -> str:
    """What a command prints."""
    return subprocess.run(command, cwd=where, env=ENVIRON, check=True, stdout=subprocess.PIPE, text=True).stdout


def registry(where: Path) -> None:
    """Another repository, that data is imported from."""
    where.mkdir()
    run(where, "git", "init", "-q", "-b", "main")
    run(where, "dvc", "init", "-q")
    (where / "shared.csv").write_text("1\n")
    run(where, "dvc", "add", "-q", "shared.csv")
    run(where, "git", "add", "-A")
    run(where, "git", "commit", "-qm", "x")


def project(where: Path) -> None:
    """The project, run once."""
    (where / "data").mkdir(parents=True)
    (where / "src").mkdir()
    (where / "sub").mkdir()
    run(where, "git", "init", "-q", "-b", "main")
    run(where, "dvc", "init", "-q")
    for name in ("raw.csv", "p.txt", "q.txt"):
        (where / "data" / name).write_text(name)
    (where / "src" / "touch.py").write_text(TOUCH)
    (where / "params.yaml").write_text("prepare: {seed: 1}\n")
    (where / "dvc.yaml").write_text(DVC_YAML)
    run(where, "dvc", "add", "-q", "data/raw.csv")
    run(where, "dvc", "import", "-q", "../registry", "shared.csv", "-o", "data/imported.csv")
    run(where, "dvc", "import-url", "-q", str(where.parent / "outside.csv"), "data/downloaded.csv")
    run(where, "dvc", "repro")
    run(where, "dvc", "freeze", "-q", "evaluate")


def paths(where: Path, every: list[Output]) -> list[str]:
    """Where they are stored, from the project's root."""
    return sorted(Path(each.fs_path).relative_to(where).as_posix() for each in every)


def answers(where: Path) -> dict[str, object]:
    """What DVC itself says."""
    index = Repo(str(where)).index
    stages = {
        stage.name: {
            "deps": paths(where, [dep for dep in stage.deps if not isinstance(dep, ParamsDependency)]),
            "params": paths(where, [dep for dep in stage.deps if isinstance(dep, ParamsDependency)]),
            "outs": paths(where, stage.outs),
        }
        for stage in index.stages
        if stage.cmd
    }
    dag = [line.split("->") for line in run(where, "dvc", "dag", "--dot").splitlines() if "->" in line]
    edges = sorted([a.strip(' "\t;'), b.strip(' "\t;')] for a, b in dag)
    return {"dvc": dvc.__version__, "stages": stages, "dag": edges}


def main() -> None:
    """Write it all."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made).resolve()
        (root / "outside.csv").write_text("1\n")
        registry(root / "registry")
        project(root / "project")
        for name in ("dvc.yaml", "dvc.lock", "data/raw.csv.dvc", "data/imported.csv.dvc", "data/downloaded.csv.dvc"):
            text = (root / "project" / name).read_text().replace(str(root), "/somewhere")
            (HERE / Path(name).name).write_text(text)
        told = json.dumps(answers(root / "project"), indent=1)
    (HERE / "answers.json").write_text(told + "\n")
    shutil.rmtree(HERE / "__pycache__", ignore_errors=True)


if __name__ == "__main__":
    main()
