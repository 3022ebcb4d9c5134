"""What DVC's files say about data: a project that DVC ran, against DVC's own answers, and cases."""

from __future__ import annotations

import json
import time
from pathlib import Path
from posixpath import join, normpath

import pytest

from collectors.dataflow import Found, Link, Opaque, Thing, read
from tests.clock import seconds

DATA = Path(__file__).parents[1] / "data" / "dvc"
DVC = json.loads((DATA / "answers.json").read_text())
TRACKED = ("data/raw.csv.dvc", "data/imported.csv.dvc", "data/downloaded.csv.dvc")

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
        [("file:./d.csv", "job:t", "reads"), ("job:./t.py", "job:t", "runs"), ("job:t", "file:./m.pkl", "writes")],
    ),
    "the lock of DVC's first versions has no schema": (
        "t:\n  cmd: x\n  deps:\n  - {path: d.csv, md5: abc}\n  outs:\n  - {path: m.pkl, md5: g}\n",
        [("file:./d.csv", "job:t", "reads"), ("job:t", "file:./m.pkl", "writes")],
    ),
    "a stage of DVC's first years is its file": (
        "md5: 1\ncmd: python t.py\nwdir: ..\ndeps:\n- {md5: a, path: t.py}\n- {md5: b, path: d.csv}\nouts:\n- {md5: c, path: m.pkl}\n- {md5: d, path: m.json, metric: true}\n",
        [("job:", "file:./../m.pkl", "writes"), ("job:", "file:./../m.json", "evaluates"), ("job:./../t.py", "job:", "runs"), ("file:./../d.csv", "job:", "reads")],
    ),
    "a dataset that dvc.yaml names comes from where it says": (
        "datasets:\n- {name: pets, type: dvc, url: 'git@h:r', path: cats, rev: v1}\nstages:\n  t: {cmd: x, deps: ['ds://pets']}\n",
        [("dataset:pets", "job:t", "reads"), ("source:git@h:r#cats", "dataset:pets", "derives")],
    ),
    "a program that a stage writes is data": (
        "stages:\n  a: {cmd: gen, outs: [q.sql]}\n  b: {cmd: run, deps: [./q.sql]}\n",
        [("job:a", "file:./q.sql", "writes"), ("file:././q.sql", "job:b", "reads")],
    ),
    "all entries of an output count": ("stages:\n  a: {cmd: x, outs: [{p: {cache: false}, q: {cache: false}}]}\n",
        [("job:a", "file:./p", "writes"), ("job:a", "file:./q", "writes")]),
    "a module that is a dependency, too, is that": (
        "stages:\n  a: {cmd: python -m src.t --x 1, deps: [src/t.py]}\n", [("job:./src/t.py", "job:a", "runs")],
    ),
    "what is literal in a group of unknown items is told of all": (
        "stages:\n  a:\n    foreach: ${them}\n    do: {cmd: x, deps: [d.csv, '${item}']}\n", [("file:./d.csv", "job:a@*", "reads")],
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
        [("source", "git@h:r#x.csv", None, "abc"), ("file", "./x.csv", None, "1")],
    ),
    "a download is pinned by its tag": (
        "deps:\n- {path: 'https://h/x.csv', etag: e1}\nouts:\n- {md5: 1, path: x.csv}\n",
        [("source", "https://h/x.csv", None, "e1"), ("file", "./x.csv", None, "1")],
    ),
}  # fmt: skip
OPAQUE = {
    "a variable of another file": "stages:\n  t: {cmd: x, deps: ['${data}']}\n",
    "items of another file": "stages:\n  t:\n    foreach: ${countries}\n    do: {cmd: x}\n",
    "axes of another file": "stages:\n  t: {matrix: {m: '${models}'}, cmd: x}\n",
    "a working directory of another file": "stages:\n  t: {wdir: '${d}', cmd: x, deps: [a.csv]}\n",
    "a program of another file": "stages:\n  t: {cmd: 'python ${code}/t.py', outs: [a]}\n",
    "a module, whose file is not told": "stages:\n  t: {cmd: 'python -m src.train', outs: [a]}\n",
    "paths of the lock that climb": "schema: '2.0'\nstages:\n  t:\n    cmd: x\n    deps:\n    - {path: ../d.csv, md5: abc}\n",
    "an artifact of another file": "artifacts:\n  m: {path: '${where}', type: model}\n",
    "a matrix of a million": "stages:\n  t: {matrix: {a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], b: *a, c: *a, d: *a, e: *a, f: *a}, cmd: x, outs: ['${key}']}\n",
}
FOREIGN = {
    "a pipeline of GitLab": "stages: [build, test]\nbuild:\n  stage: build\n  script: [make]\n",
    "a pipeline of Azure": "stages:\n- stage: Build\n  jobs: []\n",
    "settings": "outs: [a, b]\ndeps: 3\n",
    "another tool's stages": "version: 2\nstages:\n  build: {cmd: make, deps: [a], outs: [b]}\n",
    "artifacts of another tool": "artifacts:\n  paths: [a, b]\n",
    "outputs of another tool": "outs:\n- {path: a, name: b}\n",
    "commands by name": "a: {cmd: x}\nb: {cmd: y}\n# outs:\n",
    "nothing": "",
}


def found(text: str | bytes) -> list[Found]:
    data = text if isinstance(text, bytes) else text.encode()
    return [each for tool, each in read(data, "YAML").found if tool == "dvc"]


def steps(name: str, folder: str = "") -> set[tuple[str, str, bool]]:
    """(job, path from the root, whether it is written) of one of DVC's files."""
    told = set()
    for link in found((DATA / Path(name).name).read_bytes()):
        if isinstance(link, Link):
            writes = link.target.kind == "file" and link.source.kind == "job"
            job, path = (link.source, link.target) if writes else (link.target, link.source)
            told.add((job.name, normpath(join(folder, path.name)), writes))
    return told


@pytest.mark.parametrize("name", ["dvc.yaml", "dvc.lock"])
def test_every_stage_has_the_dependencies_and_outputs_that_dvc_knows(name: str) -> None:
    theirs = {(job, path, False) for job, stage in DVC["stages"].items() for path in stage["deps"]}
    theirs |= {(job, path, True) for job, stage in DVC["stages"].items() for path in stage["outs"]}
    made = {path for _, path, writes in theirs if writes}
    params = {(job, path, False) for job, stage in DVC["stages"].items() for path in stage["params"] if path in made}
    if name == "dvc.yaml":
        program = {(job, "src/touch.py", False) for job in DVC["stages"] if job != "literal"}
        assert steps(name) == theirs | params | program
        assert (len(theirs), len(params), len(program)) == (56, 2, 16)
    else:
        assert steps(name) == {step for step in theirs if step[0] != "evaluate"}  # it runs in another directory


def test_stages_follow_each_other_as_dvc_draws_them() -> None:
    ours = set()
    every = steps("dvc.yaml")
    for job, path, writes in every:
        if writes:
            ours |= {(job, after) for after, read_, written in every if not written and read_ == path}
    for name in TRACKED:
        things = [each.ref for each in found((DATA / Path(name).name).read_bytes()) if isinstance(each, Thing)]
        paths = {normpath(join("data", ref.name)) for ref in things if ref.kind == "file"}
        ours |= {(name, job) for job, path, writes in every if not writes and path in paths}
    assert ours == {tuple(edge) for edge in DVC["dag"]}
    assert len(ours) == 28


def test_nothing_of_the_project_is_opaque_and_its_models_are_told() -> None:
    every = found((DATA / "dvc.yaml").read_bytes())
    assert not [each for each in every if isinstance(each, Opaque)]
    models = {each.ref.name: (each.location and each.location.name, each.description) for each in every if isinstance(each, Thing) and each.ref.kind == "model"}  # fmt: skip
    assert models == {
        "churn": ("./model_xgb_6.pkl", "who leaves"),
        "./model_cnn_3.pkl": ("./model_cnn_3.pkl", "a net"),
        "./model_xgb_6.pkl": ("./model_xgb_6.pkl", "a net"),
    }
    jobs = {each.ref.name: (each.description, each.frozen) for each in every if isinstance(each, Thing) and each.ref.kind == "job"}  # fmt: skip
    assert jobs == {"prepare": ("cuts the raw data", None), "evaluate": (None, True)}


def test_everything_that_a_run_recorded_has_its_hash() -> None:
    lines = (DATA / "dvc.lock").read_text().splitlines()
    links = [each for each in found((DATA / "dvc.lock").read_bytes()) if isinstance(each, Link)]
    for link in links:
        path = (link.target if link.target.name.startswith("./") else link.source).name.removeprefix("./")
        assert lines[link.line - 1].endswith(path)
        assert any(line.endswith(f"md5: {link.pin}") for line in lines[link.line : link.line + 3])
        assert link.recorded
    assert len(links) == 52


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


def test_a_bomb_of_aliases_and_many_stages_end_soon() -> None:
    links = "".join(f"  v{n}: &v{n} {{a: *v{n - 1}, b: *v{n - 1}}}\n" for n in range(1, 50))
    bomb = f"vars:\n- v0: &v0 {{x: 1}}\n{links}stages:\n  t: {{cmd: x, deps: ['${{v9.a.b.x}}', '${{v0.x}}.csv']}}\n"
    wide = "stages:\n  t:\n    foreach: [" + ",".join(map(str, range(20_000))) + "]\n    do: {cmd: x, deps: [" + ",".join(f"a{n}" for n in range(2_000)) + "]}\n"  # fmt: skip
    long = "vars:\n- a: " + "x" * 3_000 + "\nstages:\n  t:\n    foreach: [" + ",".join(map(str, range(999))) + "]\n    do: {cmd: x, deps: ['" + "${a}" * 900 + "']}\n"  # fmt: skip
    started = time.process_time()
    assert any(isinstance(each, Link) and each.source.name == "./1.csv" for each in found(bomb))
    assert any(isinstance(each, Opaque) and "50,000" in each.reason for each in found(wide))
    assert all(isinstance(each, Opaque) for each in found(long))
    assert time.process_time() - started < seconds(10)
