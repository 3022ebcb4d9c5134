"""What DVC's files say about data."""

from __future__ import annotations

import pytest

from collectors.dataflow import Found, Link, Opaque, Thing, read

# Text of a file, and what it says: (from, to, how) of links, (kind, name, location, pin) of things, what is opaque.
LINKS: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "dependencies that are programs run, others are read": (
        "stages:\n  train:\n    cmd: python src/t.py\n    deps: [src/t.py, data/x.csv]\n    outs: [m.pkl]\n    metrics: [m.json: {cache: false}]\n",
        [("job:./src/t.py", "job:train", "runs"), ("file:./data/x.csv", "job:train", "reads"), ("job:train", "file:./m.pkl", "writes"),
         ("job:train", "file:./m.json", "evaluates")],
    ),
    "a program that only the command names runs, too": (
        "stages:\n  t:\n    cmd:\n    - mkdir x\n    - python3 -u src/t.py --a 1 && bash go.sh\n    outs: [x]\n",
        [("job:t", "file:./x", "writes"), ("job:./src/t.py", "job:t", "runs"), ("job:./go.sh", "job:t", "runs")],
    ),
    "paths are those of the working directory, absolute ones and locations are not": (
        "stages:\n  t:\n    cmd: x\n    wdir: ../ml\n    deps: [a.csv, /data/b.csv, 's3://k/c.csv']\n",
        [("file:./../ml/a.csv", "job:t", "reads"), ("file:/data/b.csv", "job:t", "reads"), ("file:s3://k/c.csv", "job:t", "reads")],
    ),
    "foreach over a list, a mapping, and a list of mappings": (
        "stages:\n  a:\n    foreach: [us, uk]\n    do: {cmd: x, deps: ['d/${item}.csv']}\n"
        "  b:\n    foreach: {one: {f: p}, two: {f: q}}\n    do: {cmd: x, deps: ['${item.f}.csv'], outs: ['${key}.pkl']}\n"
        "  c:\n    foreach:\n    - {n: 1}\n    - {n: 2}\n    do: {cmd: x, deps: ['c${item.n}.csv']}\n",
        [("file:./d/us.csv", "job:a@us", "reads"), ("file:./d/uk.csv", "job:a@uk", "reads"), ("file:./p.csv", "job:b@one", "reads"),
         ("job:b@one", "file:./one.pkl", "writes"), ("file:./q.csv", "job:b@two", "reads"), ("job:b@two", "file:./two.pkl", "writes"),
         ("file:./c1.csv", "job:c@0", "reads"), ("file:./c2.csv", "job:c@1", "reads")],
    ),
    "a matrix is every combination": (
        "stages:\n  t:\n    matrix: {m: [cnn, xgb], f: [1, 2]}\n    cmd: x\n    outs: ['${item.m}-${item.f}.pkl']\n",
        [("job:t@cnn-1", "file:./cnn-1.pkl", "writes"), ("job:t@cnn-2", "file:./cnn-2.pkl", "writes"),
         ("job:t@xgb-1", "file:./xgb-1.pkl", "writes"), ("job:t@xgb-2", "file:./xgb-2.pkl", "writes")],
    ),
    "variables of the same file are filled in": (
        "vars:\n- paths: {raw: data/r.csv}\n- kinds: [a, b]\nstages:\n  t: {cmd: x, deps: ['${paths.raw}']}\n"
        "  u:\n    foreach: ${kinds}\n    do: {cmd: x, outs: ['${item}']}\n",
        [("file:./data/r.csv", "job:t", "reads"), ("job:u@a", "file:./a", "writes"), ("job:u@b", "file:./b", "writes")],
    ),
    "what a run recorded carries the hash that was read": (
        "schema: '2.0'\nstages:\n  t:\n    cmd: x\n    deps:\n    - {path: d.csv, hash: md5, md5: abc}\n    - {path: t.py, md5: def}\n    outs:\n    - {path: m.pkl, md5: g}\n",
        [("file:./d.csv", "job:t", "reads"), ("job:t", "file:./m.pkl", "writes")],
    ),
    "an import comes from another repository": (
        "frozen: true\ndeps:\n- path: get-started/data.xml\n  repo:\n    url: https://github.com/iterative/dataset-registry\n    rev_lock: f593\nouts:\n- {md5: 22a1, path: data.xml}\n",
        [("source:https://github.com/iterative/dataset-registry#get-started/data.xml", "file:./data.xml", "derives")],
    ),
}  # fmt: skip
THINGS: dict[str, tuple[str, list[tuple[str, str, str | None, str | None]]]] = {
    "a tracked file is pinned by its hash": ("outs:\n- md5: 22a1\n  path: data.xml\n", [("file", "./data.xml", None, "22a1")]),
    "an artifact is a model or a dataset with a name": (
        "artifacts:\n  clf: {path: model.pkl, type: model, desc: tags}\n  raw: {path: d.xml, type: dataset}\n",
        [("model", "clf", "./model.pkl", None), ("dataset", "raw", "./d.xml", None)],
    ),
    "an import is pinned by the revision of the other repository": (
        "deps:\n- {path: x.csv, repo: {url: 'git@h:r', rev_lock: abc}}\nouts:\n- {md5: 1, path: x.csv}\n",
        [("file", "./x.csv", None, "1"), ("source", "git@h:r#x.csv", None, "abc")],
    ),
    "a download is pinned by its tag": (
        "deps:\n- {path: 'https://h/x.csv', etag: e1}\nouts:\n- {md5: 1, path: x.csv}\n",
        [("file", "./x.csv", None, "1"), ("source", "https://h/x.csv", None, "e1")],
    ),
}  # fmt: skip
OPAQUE = {
    "a variable of another file": "stages:\n  t: {cmd: x, deps: ['${data}']}\n",
    "items of another file": "stages:\n  t:\n    foreach: ${countries}\n    do: {cmd: x}\n",
    "axes of another file": "stages:\n  t: {matrix: {m: '${models}'}, cmd: x}\n",
}
FOREIGN = {
    "a pipeline of GitLab": "stages: [build, test]\nbuild:\n  stage: build\n  script: [make]\n",
    "a pipeline of Azure": "stages:\n- stage: Build\n  jobs: []\n",
    "settings": "outs: [a, b]\ndeps: 3\n",
    "nothing": "",
}


def found(text: str) -> list[Found]:
    return [each for tool, each in read(text.encode(), "YAML").found if tool == "dvc"]


@pytest.mark.parametrize(("text", "links"), LINKS.values(), ids=LINKS)
def test_links_point_the_way_data_goes(text: str, links: list[tuple[str, str, str]]) -> None:
    told = [each for each in found(text) if isinstance(each, Link)]
    assert [(":".join(each.source), ":".join(each.target), each.how) for each in told] == links


@pytest.mark.parametrize(("text", "things"), THINGS.values(), ids=THINGS)
def test_things_say_where_they_are_and_which_version(text: str, things: list[tuple[str, ...]]) -> None:
    told = [each for each in found(text) if isinstance(each, Thing)]
    assert [(*each.ref, each.location and each.location.name, each.pin) for each in told] == things


@pytest.mark.parametrize("text", OPAQUE.values(), ids=OPAQUE)
def test_what_stands_elsewhere_is_told_as_opaque(text: str) -> None:
    assert [each for each in found(text) if isinstance(each, Opaque)]


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_another_tools_file_says_nothing(text: str) -> None:
    assert found(text) == []


def test_a_frozen_stage_is_told() -> None:
    (thing, *_) = found("stages:\n  t: {cmd: x, frozen: true, desc: once, outs: [a]}\n")
    assert isinstance(thing, Thing)
    assert (thing.frozen, thing.description) == (True, "once")
