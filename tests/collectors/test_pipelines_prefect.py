"""Prefect's flows: against what Prefect recorded when it ran the same file, cases of what is dynamic, and files that are not Prefect's."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from collectors.dataflow import Found, Link, Opaque, Thing, read

DATA = Path(__file__).parents[1] / "data" / "prefect"
RAN = json.loads((DATA / "prefect.json").read_text())["runs"]


def found(text: str | bytes) -> list[Found]:
    data = text if isinstance(text, bytes) else text.encode()
    return [each for tool, each in read(data, "Python").found if tool == "prefect"]


def links(text: str | bytes) -> set[tuple[str, str, str]]:
    return {(":".join(each.source), ":".join(each.target), each.how) for each in found(text) if isinstance(each, Link)}


def opaque(text: str) -> set[tuple[int, str, str]]:
    return {(each.line, each.what, each.reason) for each in found(text) if isinstance(each, Opaque)}


def test_every_task_was_handed_and_waited_for_what_prefect_recorded() -> None:
    told = links((DATA / "flows.py").read_bytes())
    made_by = {target: source for source, target, how in told if how == "writes" and target.endswith(":result")}
    handed = {
        (made_by.get(source, source)[4:], target[4:], how)
        for source, target, how in told
        if source in made_by or how == "precedes"
    }
    theirs = {(before, name, how) for name, each in RAN.items() for before, how in each}
    # A flow within a flow has a task run of the outer one, nightly/inner-flow-0: here it goes by its own name.
    assert handed == {(before, name.replace("nightly/inner-flow-0", "inner-flow"), how) for before, name, how in theirs}
    jobs = {
        each.ref.name
        for each in found((DATA / "flows.py").read_bytes())
        if isinstance(each, Thing) and each.ref.kind == "job"
    }
    assert jobs == {name.replace("nightly/inner-flow-0", "inner-flow") for name in RAN} | {"nightly"}


def test_assets_and_files_of_tasks() -> None:
    told = links((DATA / "flows.py").read_bytes())
    assert {link for link in told if "s3:" in link[0] + link[1]} == {
        ("job:nightly/ingest", "dataset:s3://lake/raw.csv", "writes"), ("job:nightly/score", "dataset:s3://lake/scores.parquet", "writes"),
        ("dataset:s3://lake/raw.csv", "job:nightly/score", "reads"),
    }  # fmt: skip


FROM = "from prefect import flow, task\n@task\ndef t(x=0): ...\n"
DYNAMIC = {
    "a task in a loop": (FROM + "@flow\ndef f():\n    for i in range(3):\n        t(i)\n", {(7, "task f/t", "called in a loop, once for each turn")}),
    "a task in a list": (FROM + "@flow\ndef f():\n    return [t(i) for i in g()]\n", {(6, "task f/t", "called in a loop, once for each turn")}),
    "a task of another module": (
        FROM + "from x import u\n@flow\ndef f():\n    u.submit(1)\n",
        {(7, "task u", "imported as x.u")},
    ),
    "a computed name": (FROM + "@task(name=g())\ndef u(): ...\n@flow\ndef f():\n    u()\n", {(5, "name of a step", "made by a call")}),
}  # fmt: skip


@pytest.mark.parametrize("name", DYNAMIC)
def test_what_is_dynamic_is_said_to_be(name: str) -> None:
    text, expected = DYNAMIC[name]
    assert opaque(text) == expected


def test_values_go_through_functions_that_are_no_tasks() -> None:
    text = (
        FROM
        + "@task\ndef u(x): ...\ndef h(a):\n    return u(a)\ndef k():\n    return t()\n@flow\ndef f():\n    h(k())\n"
    )
    assert links(text) == {("job:f/t", "dataset:f/t:result", "writes"), ("dataset:f/t:result", "job:f/u", "reads")}


@pytest.mark.parametrize(
    "text",
    [
        "from celery import task\n@task\ndef prefect(): ...\nprefect()\n",
        "def flow(f): return f\n@flow\ndef prefect(): ...\n",
        "from airflow.decorators import task, dag\n# not prefect\n@task\ndef a(): ...\n@dag\ndef d():\n    a()\n",
    ],
)
def test_other_programs_are_none_of_prefects(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "body",
    [
        "    x = t()\n" + "    x = t(x)\n" * 3_000,
        "    t(" + "[" * 300 + "]" * 300 + ")\n",
        "    a = b\n    b = a\n    t(a)\n    f()\n",
        "    t(" + ",".join(["t()"] * 5_000) + ")\n",
    ],
)
def test_a_hostile_file_costs_little(body: str) -> None:
    started = time.perf_counter()
    found(FROM + "@flow\ndef f():\n" + body)
    assert time.perf_counter() - started < 5
