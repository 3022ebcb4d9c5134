"""Writes prefect.json with Prefect 3 (pip install prefect "fastapi<0.116"): python make.py. Runs the flow, and tells of each task run what it was handed
and what it waited for, as Prefect recorded it."""

import asyncio
import json
import re
from pathlib import Path

import prefect
from flows import main as nightly
from prefect.client.orchestration import get_client
from prefect.testing.utilities import prefect_test_harness


async def _told():
    async with get_client() as client:
        flow_runs = {run.id: (await client.read_flow(run.flow_id)).name for run in await client.read_flow_runs()}
        runs = await client.read_task_runs()
    names = {run.id: f"{flow_runs[run.flow_run_id]}/{re.sub(r'-[0-9a-f]{3}$', '', run.name)}" for run in runs}
    told = {}
    for run in runs:
        for word, inputs in run.task_inputs.items():
            for each in inputs:
                before = names.get(getattr(each, "id", None))
                if before and before != names[run.id]:
                    told.setdefault(names[run.id], set()).add((before, "precedes" if word == "wait_for" else "reads"))
        told.setdefault(names[run.id], set())
    return {name: sorted(map(list, before)) for name, before in sorted(told.items())}


def main() -> None:
    """Write it."""
    with prefect_test_harness():
        nightly()
        told = {"prefect": prefect.__version__, "runs": asyncio.run(_told())}
    (Path(__file__).parent / "prefect.json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
