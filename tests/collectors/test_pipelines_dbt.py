"""What dbt's files say about data, held against what dbt itself wrote about the same project."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from collectors import dataflow
from collectors.dataflow import Found, Link, Opaque, Thing
from debtui import datagraph
from tests.clock import seconds

PROJECT = Path(__file__).parents[1] / "data" / "dbt"
LANGUAGES = {".sql": "SQL", ".py": "Python", ".yml": "YAML", ".json": "JSON"}
MANIFEST: dict[str, Any] = json.loads((PROJECT / "target/manifest.json").read_text("utf-8"))


def said(text: str, language: str) -> list[Found]:
    return [found for tool, found in dataflow.read(text.encode(), language).found if tool.startswith("dbt")]


def links(text: str, language: str = "SQL") -> list[tuple[str, str, str, int]]:
    return [
        (":".join(f.source), ":".join(f.target), f.how, f.line) for f in said(text, language) if isinstance(f, Link)
    ]


def of_project(*folders: str) -> tuple[list[datagraph.Thing], list[datagraph.Link]]:
    things: list[datagraph.Thing] = []
    steps: list[datagraph.Link] = []
    for path in sorted(path for folder in folders for path in (PROJECT / folder).rglob("*")):
        if path.suffix in LANGUAGES:
            name = path.relative_to(PROJECT).as_posix()
            for tool, found in dataflow.read(path.read_bytes(), LANGUAGES[path.suffix]).found:
                if isinstance(found, Thing):
                    row = dataflow.thing_row(tool, found)
                    width = len(datagraph.Thing._fields) - 1
                    things.append(datagraph.Thing(name, *row[:width]))  # type: ignore[arg-type]
                elif isinstance(found, Link):
                    steps.append(datagraph.Link(name, *dataflow.link_row(tool, found)))  # type: ignore[arg-type]
    return things, steps


def node_of(unique_id: str) -> str:
    """What the graph calls a node of the manifest."""
    kind, _, *names = unique_id.split(".")
    if kind == "exposure":
        return f"{'model' if MANIFEST['exposures'][unique_id]['type'] == 'ml' else 'consumer'}:{names[-1]}"
    return f"source:{'.'.join(names)}" if kind == "source" else f"table:{names[-1]}"


def plain(node: str) -> str:
    """A table without its schema: with a manifest it is known."""
    return f"table:{node.rpartition('.')[2]}" if node.startswith("table:shop.main.") else node


PARENTS = {
    (node_of(parent), node_of(child))
    for child, parents in MANIFEST["parent_map"].items()
    for parent in parents
    if not child.startswith("test.")
}


@pytest.mark.parametrize("folders", [("models", "snapshots"), ("target",), ("models", "snapshots", "target")])
def test_the_graph_of_the_files_is_that_of_the_manifest(folders: tuple[str, ...]) -> None:
    graph = datagraph.graph(*of_project(*folders), [])
    edges = {(plain(edge.source), plain(edge.target)) for edge in graph.edges if not edge.source.startswith("file:")}
    assert edges == PARENTS
    assert len(edges) == 12


@pytest.mark.parametrize("name", json.loads((PROJECT / "ls.json").read_text("utf-8")))
def test_what_a_node_is_made_of_is_what_dbt_ls_answers(name: str) -> None:
    graph = datagraph.graph(*of_project("models", "snapshots"), [])
    back = datagraph.Steps((edge.target, edge.source) for edge in graph.edges)
    start = next(n for n in graph.nodes if n.split(":")[1] == name.removeprefix("exposure:"))
    told = json.loads((PROJECT / "ls.json").read_text("utf-8"))[name]
    expected = {
        f"source:{each.split('.', 1)[1]}" if each.startswith("source:") else f"table:{each.rpartition('.')[2]}"
        for each in told
        if not each.startswith("exposure:")
    } - {start}
    assert set(back.reached(start)) == expected
    assert expected


def test_owners_tests_freshness_access_and_contracts_of_the_files_are_those_of_the_manifest() -> None:
    def told(*folders: str) -> dict[str, tuple[object, ...]]:
        found: dict[str, list[tuple[object, ...]]] = {}
        for path in sorted(path for folder in folders for path in (PROJECT / folder).rglob("*.*")):
            for _, each in dataflow.read(path.read_bytes(), LANGUAGES.get(path.suffix, "")).found:
                if isinstance(each, Thing) and path.name not in {"catalog.json", "sources.json"}:
                    name = each.ref.name or path.stem
                    row = (each.owner, each.description, each.freshness, each.tests, each.access, each.contract)
                    found.setdefault(f"{each.ref.kind}:{name}", []).append(row)
        return {
            name: tuple(next((v for v in column if v is not None), None) for column in zip(*rows, strict=True))
            for name, rows in found.items()
        }

    files, manifest = told("models", "snapshots"), told("target")
    undeclared = {"table:stg_orders", "table:stg_users", "table:user_history"}  # no YAML speaks of them: no tests known
    assert {name: row for name, row in files.items() if name not in undeclared} == {
        name: row for name, row in manifest.items() if name not in undeclared
    }
    assert {files[name][3] for name in undeclared} == {None}
    assert files["table:churn_features"] == (
        "growth@example.org", "What the churn model is trained on", None, 1, "protected", True
    )  # fmt: skip
    assert files["source:raw.orders"][2:4] == ("warn_after 1 day, error_after 30 day", 2)
    assert files["source:raw.users"][2] is None


def test_a_freshness_check_tells_its_rule_and_a_catalog_where_a_table_is() -> None:
    sources = said((PROJECT / "target/sources.json").read_text("utf-8"), "JSON")
    assert [(f.ref.name, f.freshness) for f in sources if isinstance(f, Thing)] == [
        ("raw.orders", "warn_after 1 day, error_after 30 day")
    ]
    catalog = said((PROJECT / "target/catalog.json").read_text("utf-8"), "JSON")
    assert ("orders", "shop.main.orders_final") in [
        (f.ref.name, f.location.name) for f in catalog if isinstance(f, Thing) and f.location
    ]


# A model's text, and its links: (from, to, how, line).
MODELS = {
    "a version is part of the name": ("select * from {{ ref('a', v=2) }}", [("table:a_v2", "table:", "derives", 1)]),
    "another package's model goes by its name": ("{{ ref('pkg', 'a') }}", [("table:a", "table:", "derives", 1)]),
    "blanks, line breaks and signs about them do not matter": (
        "select 1\nfrom {{-\n  ref (\n 'a'\n ) -}}",
        [("table:a", "table:", "derives", 3)],
    ),
    "a reference in a statement and one in a comment of SQL count, as with dbt": (
        "-- {{ ref('a') }}\n{% set x = ref('b') %}\nselect 1",
        [("table:a", "table:", "derives", 1), ("table:b", "table:", "derives", 2)],
    ),
    "comments of Jinja and what is raw do not": ("{# {{ ref('a') }} #}{% raw %}{{ ref('b') }}{% endraw %}{{ ref('c') }}", [("table:c", "table:", "derives", 1)]),
    "a text that looks like a reference is none": ("""{{ log("ref('a')") }}{{ ref('b') }}""", [("table:b", "table:", "derives", 1)]),
    "nested braces do not end an expression": ("{{ config(meta={'a': {'b': 1}}) }} {{ ref('a') }}", [("table:a", "table:", "derives", 1)]),
    "a method called ref is none": ("{{ this.ref('a') }}{{ source('s', 't') }}", [("source:s.t", "table:", "derives", 1)]),
    "a model that is switched off reads nothing": ("{{ config(enabled=false) }}{{ ref('a') }}", []),
    "two snapshots in a file": (
        "{% snapshot a %}{{ ref('x') }}{% endsnapshot %}\n{% snapshot b %}{{ ref('y') }}{% endsnapshot %}",
        [("table:x", "table:a", "derives", 1), ("table:y", "table:b", "derives", 2)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MODELS)
def test_references_of_a_model(case: str) -> None:
    text, expected = MODELS[case]
    assert links(text) == expected


COMPUTED = {
    "a variable": ("select * from {{ ref(var('x')) }}", "SQL", (1, "dbt ref")),
    "a loop": ("{% for t in ['a', 'b'] %}\n{{ source('s', t) }}{% endfor %}", "SQL", (2, "dbt source")),
    "an unpacked list": ("{{ ref(*names) }}", "SQL", (1, "dbt ref")),
    "a macro's reference": ("{% macro m() %}{{ ref('a') }}{% endmacro %}", "SQL", (1, "dbt ref")),
    "Python": ("def model(dbt, session):\n    return dbt.ref(NAME)\n", "Python", (2, "dbt ref")),
    "a schema": ("version: 2\nsources:\n- name: s\n  schema: \"{{ var('s') }}\"\n  tables:\n  - name: t\n", "YAML", (6, "dbt source")),
    "a metric": ("version: 2\nexposures:\n- name: e\n  type: ml\n  owner: {name: x}\n  depends_on: [metric('m')]\n", "YAML", (6, "dbt metric")),
}  # fmt: skip


@pytest.mark.parametrize("case", COMPUTED)
def test_a_computed_name_is_opaque_and_no_link(case: str) -> None:
    text, language, expected = COMPUTED[case]
    found = said(text, language)
    assert [(f.line, f.what) for f in found if isinstance(f, Opaque)] == [expected]
    assert not any(isinstance(f, Link) for f in found)


def test_versions_and_relations_of_properties() -> None:
    text = (
        "models:\n- name: m\n  latest_version: 2\n  versions: [{v: 1}, {v: 2}]\n  columns:\n  - {name: a, data_tests: [unique]}\n"
        "snapshots:\n- name: s\n  relation: source('r', 't')\n"
    )
    assert links(text, "YAML") == [
        ("table:m_v2", "table:m", "derives", 4),
        ("source:r.t", "table:s", "derives", 9),
    ]


FOREIGN = {
    "SQL without templates": ("select * from a", "SQL"),
    "SQL templated by Airflow": ("select * from {{ params.t }} where d = '{{ ds }}'", "SQL"),
    "SQL with a table called ref": ("select ref('a') from {{ x }}", "SQL"),
    "Python that has a model of its own": ("def model(x):\n    dbt.ref('a')\n# def model(dbt\n", "Python"),
    "a compose file": ("version: 2\nservices:\n  a: {image: b}\nmodels:\n  a: b\n", "YAML"),
    "a list of models": ("models:\n- name: a\n  path: b\n", "YAML"),
    "sources of something else": ("sources:\n- name: a\n  url: b\n", "YAML"),
    "version 1": ("version: 1\nmodels:\n- name: a\n  columns:\n  - {name: b, tests: [unique]}\n", "YAML"),
    "YAML that is a template of its own": ("sources:\n{{- range .Values.sources }}\n- name: {{ . }}\n{{- end }}\n", "YAML"),
    "JSON": ('{"nodes": {"model.a.b": {"name": "b"}}, "dbt_schema_version": 1}', "JSON"),
    "results of a run": ('{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json"}, "results": []}', "JSON"),
}  # fmt: skip


@pytest.mark.parametrize("case", FOREIGN)
def test_files_of_others_say_nothing(case: str) -> None:
    assert said(*FOREIGN[case]) == []


def test_a_broken_file_of_dbts_own_is_told() -> None:
    assert [type(each) for each in said("version: 2\nmodels:\n- name: [\n", "YAML")] == [Opaque]


HOSTILE = {
    "openings that never end": ("{{ ref('a') }}" + "{{ " * 200_000, "SQL"),
    "quotes": ("{{ ref('a') }}{{ " + '"\\' * 200_000, "SQL"),
    "calls within calls": ("{{ " + "ref(" * 20_000 + " }}", "SQL"),
    "brackets within brackets": ("{{ ref(" + "[" * 15_000 + ") }}", "SQL"),
    "signs": ("{{ ref(" + "-" * 15_000 + "1) }}", "SQL"),
    "many references": ("{{ ref('a') }}\n" * 20_000, "SQL"),
    "a manifest that breaks off": ((PROJECT / "target/manifest.json").read_text("utf-8")[:9_000], "JSON"),
    "a manifest of other shapes": (
        '{"metadata": {"dbt_schema_version": "x/manifest/v12.json"}, "nodes": {"model.a": 1, "model.a.b": {"config": 1, "meta": [], "owner": 3}},'
        ' "sources": [1], "groups": {"g": {"owner": []}}, "parent_map": {"model.a.b": 5, "c": [1]}}',
        "JSON",
    ),
    "a manifest nested too deeply": ('{"metadata": {"dbt_schema_version": "x/manifest/v12.json"}, "nodes": {"a": ' + "[" * 100_000, "JSON"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_read_in_time(case: str) -> None:
    began = time.process_time()
    assert said(*HOSTILE[case])
    assert time.process_time() - began < seconds(3)


def test_a_manifest_larger_than_other_files_is_read() -> None:
    more = {f"model.shop.m{n}": {**MANIFEST["nodes"]["model.shop.orders"], "name": f"m{n}"} for n in range(2_500)}
    text = json.dumps({**MANIFEST, "nodes": {**MANIFEST["nodes"], **more}})
    assert len(text) > dataflow.LARGEST
    assert sum(isinstance(found, Thing) for found in said(text, "JSON")) == 11 + 2_500
