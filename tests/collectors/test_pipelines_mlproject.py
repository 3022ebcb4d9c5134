"""MLprojects: entry points against what MLflow itself would run, and files that are not MLflow's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from collectors.commands import Run, programs
from collectors.dataflow import Found, Link, Opaque, read

DATA = Path(__file__).parents[1] / "data" / "mlproject"
MLFLOW = json.loads((DATA / "answers.json").read_text())["entry_points"]


def found(text: str | bytes) -> list[Found]:
    data = text if isinstance(text, bytes) else text.encode()
    return [each for tool, each in read(data, "YAML").found if tool == "mlproject"]


def test_entry_points_run_the_programs_that_mlflow_would_run() -> None:
    every = found((DATA / "MLproject").read_bytes())
    ours = {(each.target.name, each.source.name) for each in every if isinstance(each, Link) and each.how == "runs"}
    theirs = {(name, f"./{run.name.removeprefix('./')}") for name, entry in MLFLOW.items() for run in programs(entry["command"]) if not run.module}  # fmt: skip
    assert ours == theirs - {("report", "./reports/NAME.py")}  # only the caller knows its name
    assert len(ours) == 5
    assert ("score", "./steps/score.py") in ours


def test_a_path_is_read_where_it_is_told_and_opaque_where_it_is_not() -> None:
    every = found((DATA / "MLproject").read_bytes())
    paths = {
        (name, parameter): default
        for name, entry in MLFLOW.items()
        for parameter, (kind, default) in entry["parameters"].items()
        if kind in {"path", "uri"}
    }
    read_ = {(each.target.name, each.source.name) for each in every if isinstance(each, Link) and each.how == "reads"}
    assert read_ == {("clean", "./data/raw.csv"), ("train", "s3://lake/features.parquet")}
    opaque = {each.what: each.line for each in every if isinstance(each, Opaque)}
    assert opaque == {"parameter output_dir": 14, "parameter model": 19, "command": 27}
    assert sum(isinstance(each, Opaque) for each in every) == 4
    assert len(paths) == 4


COMMANDS = {
    "python -u src/t.py --a 1 && bash go.sh": [Run("src/t.py"), Run("go.sh")],
    "PYTHONPATH=. poetry run python3.11 'a b.py' x.py": [Run("a b.py")],
    "cd x; python -W ignore t.py \\\n --data a.py": [Run("t.py")],
    "bash -c 'python t.py --x y'": [Run("t.py")],
    "python -c 'import a' b.py": [],
    "python -m pkg.mod a.py": [Run("pkg.mod", True)],
    "python -m": [],
    "./run.sh 1 | tee log.py": [Run("./run.sh")],
    "cp a.py b.py": [],
    "papermill in.ipynb out.ipynb": [Run("in.ipynb")],
    "Rscript -e 'x' fit.R": [Run("fit.R")],
    "accelerate launch --num 2 fit.py": [Run("fit.py")],
    "": [],
}


@pytest.mark.parametrize(("command", "runs"), COMMANDS.items(), ids=COMMANDS)
def test_a_command_runs_these_programs(command: str, runs: list[Run]) -> None:
    assert programs(command) == runs


FOREIGN = {
    "a recipe of conda": "package: {name: x}\nbuild:\n  entry_points:\n  - x = x:main\n",
    "a plugin": "name: x\nentry_points:\n  main: pkg:main\n",
    "another tool's entry points": "entry_points:\n  a: {command: python a.py}\nversion: 2\n",
    "a list": "- entry_points: 1\n",
    "nothing": "entry_points:\n",
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_another_tools_file_says_nothing(text: str) -> None:
    assert found(text) == []


def test_a_job_of_databricks_runs_its_program() -> None:
    (link,) = found("name: x\ndatabricks_spark_job:\n  python_file: dbfs:/jobs/train.py\n")
    assert isinstance(link, Link)
    assert (link.source.name, link.target.name, link.how) == ("dbfs:/jobs/train.py", "main", "runs")
