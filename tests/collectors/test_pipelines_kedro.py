"""Kedro: pipelines against what Kedro itself made of them, catalogues, and files that are not Kedro's."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from collectors import dataflow
from collectors.dataflow import Found, Link, Opaque, Ref, Thing
from tests.clock import seconds

DATA = Path(__file__).parents[1] / "data" / "kedro"
KEDRO = json.loads((DATA / "kedro.json").read_text())


def found(text: str | bytes, language: str = "Python") -> list[Found]:
    flow = dataflow.read(text if isinstance(text, bytes) else text.encode(), language)
    return [each for tool, each in flow.found if tool.startswith("kedro")]


def said(every: list[Found]) -> list[str]:
    lines = []
    for each in every:
        if isinstance(each, Opaque):
            lines.append(f"? {each.what}: {each.reason}")
        elif isinstance(each, Link):
            lines.append(f"{each.source.name or 'THIS'} > {each.target.name or 'THIS'}")
        elif each.ref.kind == "dataset":
            lines.append(f"{each.ref.name} = {':'.join(each.location or ('nowhere',))}")
    return lines


def test_nodes_read_and_write_what_kedro_says() -> None:
    theirs = set()
    for name, inputs, outputs in KEDRO["nodes"]:
        job = Ref("job", name)
        names = [each.partition("@")[0] for each in inputs if not each.startswith("params:")]
        theirs |= {(Ref("dataset", each), job, "reads") for each in names}
        theirs |= {(job, Ref("dataset", each.partition("@")[0]), "writes") for each in outputs}
    every = found((DATA / "pipeline.py").read_bytes())
    assert {(each.source, each.target, each.how) for each in every if isinstance(each, Link)} == theirs
    assert {each.ref.name for each in every if isinstance(each, Thing)} == {name for name, *_ in KEDRO["nodes"]}
    assert not [each for each in every if isinstance(each, Opaque)]
    assert len(theirs) == 41


def test_a_catalogue_has_the_entries_and_paths_that_kedro_loads() -> None:
    things = [each for each in found((DATA / "catalog.yml").read_bytes(), "YAML") if isinstance(each, Thing)]
    assert [each.ref.name for each in things] == [name.partition("@")[0] for name in KEDRO["catalog"]]
    ours = [each.location.name if each.location else None for each in things]
    theirs = list(KEDRO["catalog"].values())
    assert [place for place, path in zip(ours, theirs, strict=True) if path] == [path for path in theirs if path]
    assert (things[0].owner, things[0].description) == ("crm@example.org", "one row per company")


CATALOGUES = {
    "tables, with the schema where it is written": (
        "a: {type: pandas.SQLTableDataset, table_name: t, save_args: {schema: s}}\n"
        "b: {type: databricks.ManagedTableDataset, catalog: c, database: d, table: t}\n"
        "c: {type: pandas.GBQTableDataset, project: p, dataset: d, table_name: t}\n",
        ["a = table:s.t", "b = table:c.d.t", "c = table:p.d.t"],
    ),
    "an old spelling, and a query in a file": (
        "a: {type: pandas.SQLQueryDataSet, filepath: a.sql}\nb: {type: pandas.CSVDataSet, filepath: b.csv}\n",
        ["a = nowhere", "? location of a: its tables stand in SQL", "b = file:b.csv"],
    ),
    "a name of Kedro's first years": ("a: {type: CSVLocalDataSet, filepath: a.csv}\n", ["a = file:a.csv"]),
    "a variable of another file": (
        "a: {type: pandas.CSVDataset, filepath: '${globals:bucket}/a.csv'}\n",
        ["a = nowhere", "? location of a: a variable that is set elsewhere"],
    ),
    "a type and a path by variables of the same file": (
        "_p: {type: pandas.CSVDataset, at: {raw: data/01}}\na: {type: '${_p.type}', filepath: '${_p.at.raw}/a.csv'}\n",
        ["a = file:data/01/a.csv"],
    ),
    "who may log in is not told": (
        "a: {type: api.APIDataset, url: 'https://me:secret@host/x', credentials: {me: secret}}\n", ["a = api:https://host/x"],
    ),
    "a dataset in memory, and one within another": (
        "a: {type: MemoryDataset}\nb: {type: kedro_mlflow.io.artifacts.MlflowArtifactDataset, dataset: {type: pandas.CSVDataset, filepath: b.csv}}\n",
        ["a = nowhere", "b = file:b.csv"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CATALOGUES)
def test_what_a_catalogue_says(case: str) -> None:
    text, expected = CATALOGUES[case]
    assert said(found(text, "YAML")) == expected


def test_a_template_of_a_catalogue_is_told_as_unread() -> None:
    assert (
        "not YAML"
        in said(found("{% for x in y %}\na: {type: pandas.CSVDataset, filepath: {{ x }}}\n{% endfor %}", "YAML"))[0]
    )


IMPORT = "from functools import partial\nfrom kedro.pipeline import Node, Pipeline, node, pipeline\n"
PIPELINES = {
    "a pipeline that is also used as it is": (
        "def create_pipeline():\n    base = pipeline([node(f, 'a', 'b', name='n')])\n    return base + pipeline(base, namespace='x')\n",
        ["a > n", "n > b", "x.a > x.n", "x.n > x.b"],
    ),
    "nodes that are gathered": (
        "def create_pipeline():\n    nodes = []\n    nodes.append(node(f, 'a', 'b', name='n'))\n    nodes += [node(f, 'b', 'c', name='m')]\n"
        "    return pipeline(nodes)\n",
        ["a > n", "n > b", "b > m", "m > c"],
    ),
    "nodes of another module, under other names": (
        "from . import science\ndef create_pipeline():\n    return pipeline(science.create_pipeline(), namespace='x')\n",
        ["? pipeline: nodes of elsewhere are used under other names"],
    ),
    "nodes of another module, as they are": (
        "from . import science\ndef create_pipeline():\n    return pipeline([science.create_pipeline(), node(f, 'a', None, name='n')])\n",
        ["a > n"],
    ),
    "names that a loop makes": (
        "pipe = pipeline([node(f, f'{x}_raw', [x, 'b'], name=f'n_{x}') for x in xs])\n",
        ["f(None) -> [b] > b", "? name of a node: made with a variable part", "? inputs of a node: made with a variable part", "? outputs of a node: a variable"],
    ),
    "a namespace that a loop makes": (
        "base = pipeline([node(f, 'a', 'b', name='n')])\nfor x in xs:\n    pipeline(pipe=base, namespace=x)\n",
        ["? namespace of a pipeline: a variable"],
    ),
    "a text that is not told is no name": (
        "node(f, 'a_' + where, 'b', name='n')\n", ["n > b", "? inputs of a node: computed"],
    ),
    "settings are no data": ("node(f, ['parameters', 'params:x', 'a'], 'b', name='n')\n", ["a > n", "n > b"]),
    "a notebook's catalogue": (
        "catalog.load('cars')\ncontext.catalog.save('b@pandas', frame)\ncatalog.load(x)\nother.load('y')\n",
        ["cars > THIS", "THIS > b", "? catalog.load: not said in this file"],
    ),
    "what a language model is given": (
        "from kedro.pipeline import llm_context_node, tool\n"
        "llm_context_node(outputs='c', llm='llm', prompts=['p', 'q'], tools=[tool(make, 'docs', 'params:k')], name='n')\n",
        ["llm > n", "p > n", "q > n", "docs > n", "n > c"],
    ),
    "by the old module": (
        "from kedro.pipeline.modular_pipeline import pipeline as modular\nmodular(pipe=[node(f, 'a', 'b', name='n')], namespace='x')\n",
        ["x.a > x.n", "x.n > x.b"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PIPELINES)
def test_what_a_program_says(case: str) -> None:
    text, expected = PIPELINES[case]
    assert said(found(IMPORT + text)) == expected


@pytest.mark.parametrize(("name", "language"), [("pipeline.py", "Python"), ("catalog.yml", "YAML")])
def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes_or_told_as_unread(name: str, language: str) -> None:
    data = (DATA / name).read_bytes()
    every = [found(data[:end], language) for end in range(0, len(data), 97)]
    assert max(map(len, every)) > 5
    assert all(len(each) == 1 for each in every if any("not YAML" in line for line in said(each)))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("Python", "# unlike kedro\nfrom mine import node, pipeline\npipeline([node(f, 'a', 'b')])\n"),
        ("Python", "from kedrot import node\nnode(f, 'a', 'b')\n"),
        ("YAML", "train: {type: CocoDataset, path: data/coco}\n"),
        ("YAML", "data:\n  train: {type: pandas.CSVDataset, filepath: a.csv}\n"),
        ("YAML", "model: {name: x}\ndata: {type: mine.CSVDataset, path: x}\n"),
        ("YAML", "train: {type: mine.data.ImageDataset, root: x}\n"),
        ("YAML", "- {type: pandas.CSVDataset, filepath: a.csv}\n"),
        ("JSON", '{"@type": "schema.org.Dataset", "type": "a.Dataset"}'),
    ],
)
def test_a_file_of_another_tool_says_nothing(language: str, text: str) -> None:
    assert found(text, language) == []


@pytest.mark.parametrize(
    "text",
    [
        "p0 = pipeline([node(f, 'a', 'b')])\n"
        + "".join(f"p{n + 1} = pipeline(p{n}, namespace='a') + pipeline(p{n}, namespace='b')\n" for n in range(25)),
        "def a():\n    return a() + b()\ndef b():\n    return pipeline([a(), b()], namespace='x')\n",
        "p = pipeline(p)\nq = pipeline(r)\nr = pipeline(q)\n",
        "pipeline([" + "node(f, 'a', 'b'),\n" * 5_000 + "])",
        "pipeline([" + "".join(f"node(f, 'a', 'b{n}'),\n" for n in range(3_000)) + "], namespace='x')",
        "pipeline(" * 400 + ")" * 400,
        "".join(f"p += pipeline([node(f, 'a', 'b{n}')])\n" for n in range(1_000)),
        "pipeline([node(f, 'a', 'b')])" + ".tag('x')" * 10_000,
        "names = [" + "'a'," * 1_000 + "]\n" + "node(f, names, 'b')\n" * 5_000,
    ],
    ids=["doubled", "functions", "cycles", "equal", "many", "nested", "grown", "chain", "shared"],
)
def test_what_means_harm_takes_no_time(text: str) -> None:
    start = time.process_time()
    found(IMPORT + text)
    assert time.process_time() - start < seconds(10)


@pytest.mark.parametrize(
    "text",
    [
        "_a: "
        + "${_a}" * 5
        + "\n"
        + "".join(f"d{n}: {{type: pandas.CSVDataset, filepath: '${{_a}}'}}\n" for n in range(1_500)),
        "_a: &a [x, x]\n"
        + "".join(f"_{n + 1}: &a [*a, *a, *a, *a]\n" for n in range(40))
        + "d: {type: pandas.CSVDataset, path: *a}\n",
        "d: {type: pandas.CSVDataset, filepath: '" + "x" * 1_000_000 + "'}",
        "d:\n  type: pandas.CSVDataset\n  dataset: " + "{dataset: " * 50 + "x" + "}" * 50,
    ],
    ids=["variables", "aliases", "line", "nested"],
)
def test_a_catalogue_that_means_harm_takes_no_time(text: str) -> None:
    start = time.process_time()
    found(text, "YAML")
    assert time.process_time() - start < seconds(10)
