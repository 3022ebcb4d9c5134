"""Dagster's assets and ops: against Dagster's own graphs of the same file, cases of what is dynamic, and files that are not Dagster's."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from collectors.dataflow import Found, Link, Opaque, Thing, read

DATA = Path(__file__).parents[1] / "data" / "dagster"
TOLD = json.loads((DATA / "dagster.json").read_text())


def found(text: str | bytes) -> list[Found]:
    data = text if isinstance(text, bytes) else text.encode()
    return [each for tool, each in read(data, "Python").found if tool == "dagster"]


def links(text: str | bytes) -> set[tuple[str, str, str]]:
    return {(":".join(each.source), ":".join(each.target), each.how) for each in found(text) if isinstance(each, Link)}


def opaque(text: str | bytes) -> set[tuple[int, str, str]]:
    return {(each.line, each.what, each.reason) for each in found(text) if isinstance(each, Opaque)}


def test_assets_are_made_of_what_dagsters_own_graph_says() -> None:
    text = (DATA / "definitions.py").read_bytes()
    derived = {
        (source[8:], target[8:])
        for source, target, how in links(text)
        if how == "derives" and source.startswith("dataset:")
    }
    assert derived == {(parent, key) for key, parents in TOLD["assets"].items() for parent in parents}
    things = {each.ref.name for each in found(text) if isinstance(each, Thing) and each.ref.kind == "dataset"}
    assert things == set(TOLD["assets"])
    assert not opaque(text)


def test_ops_hand_values_to_the_ops_that_dagster_says() -> None:
    told = links((DATA / "definitions.py").read_bytes())
    made_by = {target: source for source, target, how in told if how == "writes" and target.endswith(":result")}
    handed = {(made_by[source][4:], target[4:]) for source, target, how in told if source in made_by}
    assert handed == {(parent, name) for name, parents in TOLD["ops"].items() for parent in parents}
    jobs = {
        each.ref.name
        for each in found((DATA / "definitions.py").read_bytes())
        if isinstance(each, Thing) and each.ref.kind == "job"
    }
    assert jobs == set(TOLD["ops"])


def test_files_that_functions_read_and_owners() -> None:
    text = (DATA / "definitions.py").read_bytes()
    assert ("file:data/orders.csv", "dataset:orders", "derives") in links(text)
    assert ("job:nightly.save", "file:out/saved.csv", "writes") in links(text)
    orders = next(each for each in found(text) if isinstance(each, Thing) and each.ref.name == "orders")
    assert (orders.owner, orders.description) == ("team:data", "Orders of all shops")


FROM = "from dagster import *\nfrom dagster import asset, multi_asset, AssetSpec\n"
DYNAMIC = {
    "a factory": (
        FROM + "def make(name):\n    @asset(name=name)\n    def made(): ...\n    return made\n",
        {(4, "key of an asset", "a variable")},
    ),
    "dependencies that a call makes": (FROM + "@asset(deps=find())\ndef a(): ...\n", {(3, "deps of an asset", "made by a call")}),
    "dependencies of another module": (
        FROM + "from x import raw\n@asset(deps=[raw])\ndef a(): ...\n",
        {(4, "deps of an asset", "imported as x.raw")},
    ),
    "a class of another module": (
        FROM + "from x import Warehouse\n@asset\ndef a(w: Warehouse): ...\n",
        {(5, "parameter w", "Warehouse: an asset or a resource, another module says")},
    ),
    "specs that are made in a loop": (
        FROM + "@multi_asset(specs=[AssetSpec(f'x{i}') for i in range(3)])\ndef a(): ...\n",
        {(3, "specs of an asset", "made in a loop"), (3, "key of an asset", "made with a variable part")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DYNAMIC)
def test_what_is_dynamic_is_said_to_be(name: str) -> None:
    text, expected = DYNAMIC[name]
    assert opaque(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "from mylib import asset\n@asset\ndef dagster(x): ...\n",
        "from airflow.sdk import asset\n# not dagster\n@asset\ndef a(b): ...\n",
        "def asset(f): return f\n@asset\ndef a(dagster): ...\n",
    ],
)
def test_other_programs_are_none_of_dagsters(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        FROM + "@asset(deps=" + "[" * 300 + "]" * 300 + ")\ndef a(): ...\n",
        FROM + "".join(f"@asset\ndef a{i}(a{i - 1}): ...\n" for i in range(3_000)),
        FROM + "a = b\nb = a\n@asset(deps=[a], ins=b, key=a)\ndef c(): ...\n",
        FROM + "@asset(deps=[" + "'x'," * 20_000 + "])\ndef a(): ...\n",
    ],
)  # fmt: skip
def test_a_hostile_file_costs_little(text: str) -> None:
    started = time.perf_counter()
    found(text)
    assert time.perf_counter() - started < 5
