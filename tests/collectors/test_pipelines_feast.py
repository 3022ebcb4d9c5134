"""Feast: definitions against what Feast itself made of them, programs that ask for features, and files that are not Feast's."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from collectors import dataflow
from collectors.dataflow import Found, Link, Opaque, Thing
from tests.clock import seconds

DATA = Path(__file__).parents[1] / "data" / "feast"


def found(text: str | bytes, language: str = "Python") -> list[Found]:
    flow = dataflow.read(text if isinstance(text, bytes) else text.encode(), language)
    return [each for tool, each in flow.found if tool.startswith("feast")]


def links(every: list[Found]) -> list[str]:
    return [f"{each.source.name} {each.how} {each.target.name}".strip() for each in every if isinstance(each, Link)]


DEFINED = found((DATA / "definitions.py").read_bytes())
RECORDED = found((DATA / "registry.json").read_bytes(), "JSON")


def test_definitions_say_what_feast_registered() -> None:
    pairs = [{(x.source, x.target, x.how) for x in each if isinstance(x, Link)} for each in (DEFINED, RECORDED)]
    assert pairs[0] == pairs[1]
    assert len(pairs[0]) == 35
    assert all(each.recorded for each in RECORDED if isinstance(each, Link))


def test_things_have_the_places_owners_and_words_that_feast_registered() -> None:
    things = [{(x.ref, x.location, x.owner, x.description) for x in each if isinstance(x, Thing)} for each in (DEFINED, RECORDED)]  # fmt: skip
    assert things[0] == things[1]
    assert {x.ref.name: x.freshness for x in DEFINED if isinstance(x, Thing) and x.freshness} == {
        "driver_hourly_stats": "timedelta(days=1)", "fresh": "timedelta(hours=2)", "click_stream": "timedelta(minutes=30)",
    }  # fmt: skip
    recorded = {x.ref.name: x.freshness for x in RECORDED if isinstance(x, Thing) and x.freshness}
    assert recorded == {"driver_hourly_stats": "86400s", "fresh": "7200s", "click_stream": "1800s"}


def test_links_are_those_of_feasts_own_lineage() -> None:
    """But for entities, which are keys. Feast's lineage leaves out what a FeatureView gets from a stream, and a stream view's features."""
    theirs = set()
    for (kind, source), (_, target) in json.loads((DATA / "lineage.json").read_text()):
        if kind == "feature":
            theirs.add((target, f"{target}:{source}"))
        elif kind != "entity":
            theirs.add((source, target))
    ours = {(x.source.name, x.target.name) for x in DEFINED if isinstance(x, Link) and (x.source.kind != "feature")}
    assert theirs - ours == set()
    left_out = {("driver_push", "fresh"), ("events", "event_stream"), ("click_stream", "click_stream:clicks_1h")}
    assert ours - theirs == left_out | {("labels", "labels:is_reliable"), ("labels", "labels:labeler")}


IMPORT = "from feast import *\nfrom feast import Entity, FeatureService, FeatureStore, FeatureView, Field, FileSource\n"
SAID = {
    "a name and a path from constants, relative to the file": (
        "HERE = os.path.dirname(os.path.abspath(__file__))\nN = 'a'\ns = FileSource(name=N + '_s', path=f'{HERE}/data/x.parquet')",
        ["source a_s ./data/x.parquet"],
    ),
    "a path by pathlib": (
        "ROOT = Path(__file__).resolve().parent.parent\ns = FileSource(name='s', path=str(ROOT / 'x.parquet'))",
        ["source s ./../x.parquet"],
    ),
    "a source without a name is called like its path": ("FileSource(path='a/b.csv')", ["source a/b.csv ./a/b.csv"]),
    "a path that is computed": (
        "s = FileSource(name='s', path=where())", ["? FileSource location: made by a call", "source s -"],
    ),
    "a placeholder of a template": (
        "s = FileSource(name='s', path='%PARQUET%')", ["? FileSource location: a placeholder of a template", "source s -"],
    ),
    "a view by position, with features of the old kind": (
        "import feast\nv = feast.FeatureView('v', entities=['k'], features=[feast.Feature(name='k'), feast.Feature('x', dtype=1)])",
        ["view v -", "feature v:x -", "v derives v:x"],
    ),
    "keys of an entity are no features": (
        "e = Entity('e', join_keys=['a', 'b'])\n"
        "v = FeatureView(name='v', entities=[e], schema=[Field(name='a', dtype=1), Field(name='x', dtype=1)])",
        ["view v -", "feature v:x -", "v derives v:x"],
    ),
    "a name that a loop makes": (
        "for n in names:\n    v = FeatureView(name=f'v_{n}', schema=[])", ["? FeatureView name: made with a variable part"],
    ),
    "a source of another module": (
        "from .sources import stats\nv = FeatureView(name='v', source=stats, schema=[])",
        ["view v -", "? FeatureView source: imported as .sources.stats"],
    ),
    "features that Feast infers": ("v = FeatureView(name='v')", ["view v -", "? FeatureView schema: inferred from its source"]),
    "a team in the tags": ("T = {'team': 'ads'}\nv = FeatureView(name='v', schema=[], tags=T)", ["view v - ads"]),
    "views in lists that are put together": (
        "a = FeatureView(name='a', schema=[])\nb = FeatureView(name='b', schema=[])\nboth = [a] + [b]\n"
        "s = FeatureService(name='s', features=[*both, made()])",
        ["view a -", "view b -", "service s -", "a serves s", "b serves s", "? FeatureService features: made by a call"],
    ),
    "views that a loop gathers": (
        "views = []\nfor n in names:\n    views.append(FeatureView(name=n, schema=[]))\ns = FeatureService(name='s', features=views)",
        ["? FeatureView name: a variable", "service s -", "? FeatureService features: gathered piece by piece"],
    ),
    "a program asks for features": (
        "store.get_online_features(features=['v:x', 'v@v2:y'], entity_rows=[])", ["v:x uses", "v:y uses v2"],
    ),
    "the branches that may reach, and not what was before": (
        "def f(store, kind):\n    fs = ['v:old']\n    fs = None\n    if kind:\n        fs = store.get_feature_service('s')\n"
        "    else:\n        fs = ['v:x']\n    return store.get_historical_features(entity, fs)",
        ["s uses", "v:x uses"],
    ),
    "a service object of the module": (
        "s = FeatureService(name='s', features=[])\nstore.get_online_features(s, [])", ["service s -", "s uses"],
    ),
    "a request to Feast's server": (
        "ask = {'features': ['v:x', 'v:y'], 'entities': {'k': [1]}}\nask = {'feature_service': 's', 'entities': {}}\n"
        "other = {'features': ['v:z']}",
        ["v:x uses", "v:y uses", "s uses"],
    ),
    "features that are not told": (
        "def f(store, wanted):\n    return store.get_online_features(features=wanted)", ["? get_online_features: a variable"],
    ),
    "a program that writes": (
        "store.push('pushed', frame)\ngit.push('origin')\nstore.write_to_online_store('v', df=frame)",
        ["writes pushed", "writes v"],
    ),
}  # fmt: skip


def said(every: list[Found]) -> list[str]:
    lines = []
    for each in every:
        if isinstance(each, Thing):
            place = each.location.name if each.location else "-"
            lines.append(" ".join(filter(None, (each.ref.kind, each.ref.name, place, each.owner))))
        elif isinstance(each, Opaque):
            lines.append(f"? {each.what}: {each.reason}")
        else:
            lines.append(" ".join(filter(None, (each.source.name, each.how, each.target.name, each.pin))))
    return lines


@pytest.mark.parametrize("case", SAID)
def test_what_is_said(case: str) -> None:
    text, expected = SAID[case]
    assert said(found("import os\nfrom pathlib import Path\n" + IMPORT + text)) == [line.strip() for line in expected]


@pytest.mark.parametrize(("name", "language"), [("definitions.py", "Python"), ("registry.json", "JSON")])
def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes_or_told_as_unread(name: str, language: str) -> None:
    data = (DATA / name).read_bytes()
    for end in range(0, len(data), len(data) // 40):
        every = found(data[:end], language)
        assert language == "Python" or not every or [each for each in every if isinstance(each, Opaque)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("Python", "# as feast does\nclass FeatureView: ...\nv = FeatureView(name='v', schema=[])\nx.push('a', b)\n"),
        ("Python", "from tecton import FeatureService\nfeatures = fs.get_historical_features(spine, features=names)\n"),
        ("Python", "from feasting import FeatureView\nFeatureView(name='v')\n"),
        ("JSON", '{"project": "p", "dataSources": [{"type": "x"}], "comment": "no name"}'),
        ("JSON", '{"dataSources": [{"name": "grafana"}]}'),
        ("JSON", '["dataSources"]'),
    ],
)
def test_a_file_of_another_tool_says_nothing(language: str, text: str) -> None:
    assert found(text, language) == []


def test_a_notebook_is_read_like_a_program() -> None:
    cell = {"cell_type": "code", "source": ["%time\n", "import feast\n", "store.get_online_features(features=['v:x'])"]}
    assert links(found(json.dumps({"cells": [cell]}), "Jupyter Notebook")) == ["v:x uses"]


@pytest.mark.parametrize(
    "text",
    [
        "a0 = []\n"
        + "".join(f"a{n + 1} = a{n} + a{n}\n" for n in range(39))
        + "FeatureService(name='s', features=a39)",
        "a0 = 'x'\n" + "".join(f"a{n + 1} = a{n} + a{n}\n" for n in range(39)) + "FeatureView(name=a39, schema=[])",
        "a = a\nb = c\nc = b\nFeatureView(name=b, source=a, schema=a, entities=a)",
        "FeatureService(name='s', features=" + "[" * 400 + "]" * 400 + ")",
        "x = " + "x + " * 20_000 + "x\nFeatureView(name=x, schema=x, source=x)",
        "v = FeatureView(name='v', schema=[" + "Field(name='a', dtype=1),\n" * 5_000 + "])",
        "".join(f"x = FileSource(name='{n}', path='p')\nFeatureView(name='v', source=x)\n" for n in range(2_000)),
        "".join(f"if y:\n  x = {n}\nFeatureView(name=x)\n" for n in range(5_000)),
        "from feast import PushSource\na = PushSource(name='a', batch_source=a)\nFeatureView(name='v', source=a, schema=[])",
        "from feast import PushSource\na0 = FileSource(name='a', path='p')\n"
        + "".join(f"a{n + 1} = PushSource(name='{n}', batch_source=[a{n}, a{n}])\n" for n in range(30))
        + "FeatureView(name='v', source=a30, schema=[])",
        "FeatureService(name='s', features=[v" + ".with_name('x')" * 10_000 + "])",
        "names = [" + "Field(name='a'), " * 1_000 + "]\n" + "FeatureView(name='v', schema=names)\n" * 500,
    ],
    ids=[
        "lists",
        "texts",
        "cycles",
        "brackets",
        "sum",
        "fields",
        "bindings",
        "branches",
        "itself",
        "tree",
        "chain",
        "shared",
    ],
)
def test_what_means_harm_takes_no_time(text: str) -> None:
    start = time.process_time()
    found(IMPORT + text)
    assert time.process_time() - start < seconds(10)
