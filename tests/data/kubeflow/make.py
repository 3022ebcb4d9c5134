"""Compiles the pipelines beside this file with Kubeflow's own compiler, and runs the first one, each task as a process.

    python3 -m venv /tmp/kfp && /tmp/kfp/bin/pip install kfp==2.17.0
    /tmp/kfp/bin/python tests/data/kubeflow/make.py

ran.json: of every task of the first pipeline, in the order in which they ran, the artifacts and values that it was given: the
last two parts of the path under which Kubeflow stored it, the task and the name of its output.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import kfp
from kfp import compiler, local

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))


def main() -> None:
    """Write it all."""
    import pipelines

    for pipeline in (pipelines.churn, pipelines.shards):
        compiler.Compiler().compile(pipeline, str(HERE / f"{pipeline.name}.yaml"))
    with tempfile.TemporaryDirectory() as made:
        os.chdir(made)
        os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        (Path(made) / "raw.csv").write_text("1\n")
        local.init(local.SubprocessRunner(use_venv=False), raise_on_error=True)
        pipelines.churn(told=f"{made}/told.txt")
        lines = [line.split() for line in (Path(made) / "told.txt").read_text().splitlines()]
    ran = [[task, *("/".join(Path(path).parts[-2:]) for path in paths)] for task, *paths in lines]
    (HERE / "ran.json").write_text(json.dumps({"kfp": kfp.__version__, "ran": ran}, indent=1) + "\n")


if __name__ == "__main__":
    main()
