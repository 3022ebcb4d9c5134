"""Writes airflow.json with Airflow 3 (pip install apache-airflow): python make.py. Of each task the tasks after it, what it reads
and what it makes; of each DAG the assets that start it."""

import json
from pathlib import Path

import airflow
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG
from airflow.sdk.definitions.asset import Asset

HERE = Path(__file__).parent


def _assets(condition):
    """The assets of `a & (b | c)`."""
    return (
        [condition]
        if isinstance(condition, Asset)
        else [one for each in getattr(condition, "objects", []) for one in _assets(each)]
    )


def main() -> None:
    """Write it."""
    bag = DagBag(str(HERE / "dags.py"))
    assert not bag.import_errors, bag.import_errors
    tasks, started = {}, {}
    for dag_id, dag in sorted(bag.dags.items()):
        assert isinstance(dag, DAG)
        for each in dag.tasks:
            tasks[f"{dag_id}.{each.task_id}"] = {
                "after": sorted(f"{dag_id}.{name}" for name in each.downstream_task_ids),
                "inlets": sorted(one.name for one in each.inlets),
                "outlets": sorted(one.name for one in each.outlets if isinstance(one, Asset)),
            }
        names = sorted({one.name for one in _assets(dag.timetable.asset_condition)})
        if names:
            started[dag_id] = names
    told = {"airflow": airflow.__version__, "tasks": tasks, "started": started}
    (HERE / "airflow.json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
