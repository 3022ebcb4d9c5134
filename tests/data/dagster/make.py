"""Writes dagster.json with Dagster 1 (pip install dagster pandas): python make.py. Of each asset what it is made of; of each job its ops
and which hand something to which."""

import json
from pathlib import Path

import dagster
from definitions import defs, inner


def main() -> None:
    """Write it."""
    graph = defs.resolve_asset_graph()
    assets = {
        key.to_user_string(): sorted(each.to_user_string() for each in graph.get(key).parent_keys)
        for key in graph.get_all_asset_keys()
    }
    ops = {}
    for job in (defs.resolve_job_def("nightly"), inner):
        handed = job.dependencies if hasattr(job, "dependencies") else job.graph.dependencies
        for node in job.nodes:
            told = next(
                (deps for invocation, deps in handed.items() if (invocation.alias or invocation.name) == node.name), {}
            )
            ops[f"{job.name}.{node.name}"] = sorted(f"{job.name}.{each.node}" for each in told.values())
    told = {"dagster": dagster.__version__, "assets": dict(sorted(assets.items())), "ops": ops}
    (Path(__file__).parent / "dagster.json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
