"""Writes answers.json: every entry point of the MLproject beside this file, as MLflow itself reads it and would run it.

python3 -m venv /tmp/mlflow && /tmp/mlflow/bin/pip install mlflow-skinny==3.17.2
/tmp/mlflow/bin/python tests/data/mlproject/make.py
"""

import json
import shutil
import tempfile
from pathlib import Path

import mlflow
from mlflow.projects._project_spec import load_project

HERE = Path(__file__).parent
GIVEN = {"model": "MODEL", "name": "NAME"}
"""What a caller says for parameters without a default."""


def main() -> None:
    """Write it."""
    told = {}
    with tempfile.TemporaryDirectory() as made:
        shutil.copy(HERE / "MLproject", made)
        (Path(made) / "python_env.yaml").write_text("python: '3.11'\n")
        project = load_project(made)
        for name, entry in project._entry_points.items():
            given = {each: GIVEN[each] for each in entry.parameters if each in GIVEN}
            for parameter in entry.parameters.values():
                parameter.type, kind = "string", parameter.type  # MLflow would look for the file
                told.setdefault(name, {"parameters": {}})["parameters"][parameter.name] = [kind, parameter.default]
            told.setdefault(name, {"parameters": {}})["command"] = entry.compute_command(given, None)
    answers = {"mlflow": mlflow.__version__, "entry_points": told}
    (HERE / "answers.json").write_text(json.dumps(answers, indent=1) + "\n")


if __name__ == "__main__":
    main()
