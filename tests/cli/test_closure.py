"""`debtui closure` on a pipeline of DVC."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from collectors.errors import DebtError
from debtui.commands import closure
from tests.repos import GitRepo

pytestmark = pytest.mark.measures("data")

_PIPELINE = """
stages:
  featurize:
    cmd: echo one
    deps: [data/raw.csv]
    outs: [data/features.csv]
  train:
    cmd: echo two
    deps: [data/features.csv]
    outs: [model.pkl]
  stack:
    cmd: echo three
    deps: [model.pkl, data/features.csv]
    outs: ['st"ack].pkl']
"""


@pytest.fixture
def piped(repo: GitRepo) -> GitRepo:
    repo.commit({"dvc.yaml": _PIPELINE})
    return repo


def ask(repo: GitRepo, *arguments: str) -> Result:
    return CliRunner().invoke(closure.COMMAND, [*arguments[:1], str(repo.path), *arguments[1:]])


def test_a_tree_unfolds_every_node_once(piped: GitRepo) -> None:
    lines = ask(piped, 'st"ack].pkl').stdout.splitlines()
    assert lines[0].startswith('st"ack].pkl  model')
    assert sum("featurize" in line for line in lines) == 1
    assert sum("unfolded above" in line for line in lines) == 1


def test_the_other_way_around_it_names_what_would_fall(piped: GitRepo) -> None:
    told = ask(piped, "data/raw.csv", "--down").stdout
    assert "model.pkl" in told
    assert 'st"ack].pkl' in told
    assert "users" not in told


def test_json_has_nodes_with_their_distance_and_edges(piped: GitRepo) -> None:
    document = json.loads(ask(piped, "model.pkl", "--format", "json").stdout)
    assert document["node"] == "model:model.pkl"
    assert {node["name"]: node["distance"] for node in document["nodes"]} == {
        "model.pkl": 0, "train": 1, "data/features.csv": 2, "featurize": 3, "data/raw.csv": 4,
    }  # fmt: skip
    assert ("job:train", "model:model.pkl") in {(edge["source"], edge["target"]) for edge in document["edges"]}


def test_a_name_cannot_end_its_box_in_a_drawing(piped: GitRepo) -> None:
    assert 'st#34;ack#93;.pkl"]' in ask(piped, 'st"ack].pkl', "--format", "mermaid").stdout
    assert '[label="st\\"ack].pkl\\nmodel"]' in ask(piped, 'st"ack].pkl', "--format", "dot").stdout


@pytest.mark.parametrize(("name", "told"), [("modl.pkl", "did you mean"), ("nothing like it", "sql")])
def test_an_unknown_name_is_refused_with_a_hint(piped: GitRepo, name: str, told: str) -> None:
    result = ask(piped, name)
    assert isinstance(result.exception, DebtError)
    assert told in f"{result.exception.hint}"


def test_where_nothing_says_where_data_goes_that_is_said(repo: GitRepo) -> None:
    repo.commit({"a.txt": "x"})
    assert "no file of this commit says where data goes" in str(ask(repo, "x").exception)


def test_ages_are_the_first_and_the_last_commit_that_git_finds(repo: GitRepo) -> None:
    first = repo.commit({"dvc.yaml": _PIPELINE, "other.txt": "x"})
    added = _PIPELINE + "  late:\n    cmd: echo four\n    deps: [model.pkl]\n    outs: [late.csv]\n"
    repo.commit({"other.txt": "y"})
    second = repo.commit({"dvc.yaml": added})
    gone = repo.commit({"dvc.yaml": _PIPELINE})
    back = json.loads(ask(repo, "model.pkl", "--down", "--format", "json", "--at", second).stdout)
    ages = {(edge["source"], edge["target"]): edge for edge in back["edges"]}
    late, train = ages["job:late", "file:late.csv"], ages["model:model.pkl", "job:stack"]
    assert (late["first_commit"], late["gone_commit"], late["exact"]) == (second, gone, True)
    assert (train["first_commit"], train["gone_commit"]) == (first, None)
    searched = repo.git("log", "--first-parent", "--format=%H", "-Slate.csv", "--", "dvc.yaml").split()
    assert searched == [gone, second]
    told = ask(repo, "late.csv", "--at", second, "--ages").stdout
    assert f"since {late['since'][:10]} ({second[:9]}), gone {late['gone'][:10]} ({gone[:9]})" in told
    assert "since" not in ask(repo, "late.csv", "--at", second).stdout


def test_the_drawing_of_one_thing_is_one_svg(piped: GitRepo) -> None:
    import xml.etree.ElementTree as ET

    root = ET.fromstring(ask(piped, "model.pkl", "--format", "svg").stdout)
    titles = {element.text for element in root.iter("{http://www.w3.org/2000/svg}title")}
    named = {(title or "").partition(" dvc.yaml")[0] for title in titles}
    assert {"model: model.pkl", "job: train", "file: data/raw.csv"} <= named
    assert not any("stack" in (title or "") for title in titles)
