"""Airflow's DAGs: against what Airflow itself makes of the same file, cases of what is dynamic, and files that are not Airflow's."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from collectors.dataflow import Found, Link, Opaque, Thing, read

DATA = Path(__file__).parents[1] / "data" / "airflow"
TOLD = json.loads((DATA / "airflow.json").read_text())
WITH = "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nwith DAG('d') as dag:\n"


def found(text: str | bytes, language: str = "Python") -> list[Found]:
    data = text if isinstance(text, bytes) else text.encode()
    return [each for tool, each in read(data, language).found if tool == "airflow"]


def links(text: str | bytes) -> set[tuple[str, str, str]]:
    return {(":".join(each.source), ":".join(each.target), each.how) for each in found(text) if isinstance(each, Link)}


def opaque(text: str) -> set[tuple[int, str, str]]:
    return {(each.line, each.what, each.reason) for each in found(text) if isinstance(each, Opaque)}


def test_tasks_their_order_and_their_assets_are_those_that_airflow_makes() -> None:
    told = links((DATA / "dags.py").read_bytes())
    jobs = {
        each.ref.name
        for each in found((DATA / "dags.py").read_bytes())
        if isinstance(each, Thing) and each.ref.kind == "job"
    }
    made_by = {target: source for source, target, how in told if how == "writes" and target.endswith(":return_value")}
    after = {(source, target) for source, target, how in told if how == "precedes"}
    after |= {(made_by[source], target) for source, target, how in told if source in made_by}
    assert jobs - set(TOLD["started"]) == set(TOLD["tasks"])
    assert after == {(f"job:{name}", f"job:{next_}") for name, task in TOLD["tasks"].items() for next_ in task["after"]}
    reads = {
        (source[8:], target[4:])
        for source, target, how in told
        if how == "reads" and source.startswith("dataset:") and source not in made_by
    }
    writes = {
        (source[4:], target[8:])
        for source, target, how in told
        if how == "writes" and target.startswith("dataset:") and target not in made_by
    }
    assert reads == {(asset, name) for name, task in TOLD["tasks"].items() for asset in task["inlets"]} | {
        (asset, dag) for dag, assets in TOLD["started"].items() for asset in assets
    }
    assert writes == {(name, asset) for name, task in TOLD["tasks"].items() for asset in task["outlets"]}


def test_files_that_a_function_reads_are_told_of_the_task_that_runs_it() -> None:
    told = links((DATA / "dags.py").read_bytes())
    assert ("file:data/input.csv", "job:ingest.get", "reads") in told
    assert ("job:train.fit_model", "file:models/frame.parquet", "writes") in told
    assert ("job:jobs/check.py", "job:ingest.check", "runs") in told
    places = {
        each.ref.name: each.location for each in found((DATA / "dags.py").read_bytes()) if isinstance(each, Thing)
    }
    assert places["clean"] == ("file", "s3://lake/clean.parquet")


DYNAMIC = {
    "a name that is made in a loop": (
        WITH + "    for i in range(3):\n        BashOperator(task_id=f't_{i}', bash_command='ls')\n",
        {(5, "task_id", "made with a variable part")},
    ),
    "a DAG whose name is computed": (
        "from airflow import DAG\nwith DAG(name()) as dag:\n    EmptyOperator(task_id='a')\n",
        {(2, "dag_id", "made by a call"), (3, "task", "a: its DAG is not told here")},
    ),
    "a list that is gathered": (
        WITH + "    a = BashOperator(task_id='a')\n    many = []\n    for i in f():\n        many.append(make(i))\n    a >> many\n",
        {(8, "order of tasks", "gathered piece by piece")},
    ),
    "a function of tasks that is called in a loop": (
        "from airflow.decorators import dag, task\n@task\ndef t(x): ...\n@dag\ndef d():\n    for i in range(3):\n        t(i)\n",
        {(7, "task", "t is made in a loop, one for each turn")},
    ),
    "an asset of another module": (
        WITH.replace("with", "from common import ORDERS\nwith") + "    BashOperator(task_id='a', outlets=[ORDERS])\n",
        {(5, "outlets", "imported as common.ORDERS")},
    ),
    "an asset whose name is computed": (
        "from airflow.sdk import Asset\na = Asset(name())\n",
        {(2, "asset", "made by a call")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DYNAMIC)
def test_what_is_dynamic_is_said_to_be(name: str) -> None:
    text, expected = DYNAMIC[name]
    assert opaque(text) == expected


def test_old_ways_to_write_a_dag() -> None:
    text = (
        "from airflow import DAG, Dataset\nfrom airflow.operators.python_operator import PythonOperator\n"
        "dag = DAG(dag_id='old', schedule_interval=None)\nother = DAG('other', schedule=[Dataset('s3://b/x')])\n"
        "a = PythonOperator(task_id='a', dag=dag, outlets=Dataset('s3://b/x'))\n"
        "b = PythonOperator(task_id='b', dag=other)\nb.set_upstream([a])\n"
    )
    assert links(text) == {
        ("job:old.a", "dataset:s3://b/x", "writes"), ("dataset:s3://b/x", "job:other", "reads"), ("job:other", "job:other.b", "runs"),
        ("job:old.a", "job:other.b", "precedes"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "class MyOperator: ...\nMyOperator(task_id='x') >> MyOperator(task_id='y')  # not airflow\n",
        "from celery import task\n@task\ndef airflow(): ...\nairflow()\n",
        "from prefect import flow, task\n# unlike airflow\n@task\ndef a(): ...\n@flow\ndef f():\n    a()\n",
        "x = 1 >> 2  # airflow\n",
    ],
)
def test_other_programs_are_none_of_airflows(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "body",
    [
        "    a = BashOperator(task_id='a')\n    " + " >> ".join(["a"] * 3_000),
        "    a = " + "[" * 300 + "]" * 300 + "\n    a >> a\n",
        "".join(f"    t{i} = BashOperator(task_id='t{i}')\n" for i in range(2_000)) + "    a = [" + ",".join(f"t{i}" for i in range(2_000)) + "]\n    a >> a\n",
        "    a = b\n    b = a\n    a >> b\n",
    ],
)  # fmt: skip
def test_a_hostile_file_costs_little(body: str) -> None:
    started = time.perf_counter()
    found(WITH + body)
    assert time.perf_counter() - started < 5
