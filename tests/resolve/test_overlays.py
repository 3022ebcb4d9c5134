"""Files laid over each other by the conventions of each system: cases as data."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.forms.config import Directive, Leaf, Settings, parse
from collectors.kinds import language_of
from debtui.resolve.base import Composition, Files, found, resolve, roots
from debtui.resolve.layers import Layers


@dataclass
class Case:
    name: str
    files: dict[str, str]
    root: str
    leaves: dict[str, tuple[str, str]]
    """Key to value and the file that had the last say."""
    opaque: list[str] = field(default_factory=list)
    """A word of each reason."""


def read(files: dict[str, str]) -> Files:
    return Files.of({path: parse(text.encode(), language_of(path.lower())) for path, text in files.items()})


CASES = [
    Case(
        "inheritance",
        {
            "cfg/base.yaml": "lr: 0.1\nnet: {depth: 3, width: 4}\nsteps: [1, 2]\n",
            "cfg/mid.yaml": "_base_: base\nlr: 0.2\n",
            "cfg/exp/big.yaml": "_base_: [../mid.yaml, ../gone.yaml]\nnet: {width: 64}\nsteps: [9]\n",
        },
        "cfg/exp/big.yaml",
        {
            "lr": ("0.2", "cfg/mid.yaml"),
            "net.depth": ("3", "cfg/base.yaml"),
            "net.width": ("64", "cfg/exp/big.yaml"),
            "steps": ('["9"]', "cfg/exp/big.yaml"),
        },
        ["gone.yaml"],
    ),
    Case(
        "inheritance",
        {"a.yaml": "opt: {kind: sgd, momentum: 0.9}\n", "b.yaml": "extends: a.yaml\nopt: {_delete_: true, kind: adam}\n"},
        "b.yaml",
        {"opt.kind": ("adam", "b.yaml")},
    ),
    Case(
        "inheritance",
        {"a.json": '{"base": "b.json", "x": 1}', "b.json": '{"base": "a.json", "y": 2}'},
        "a.json",
        {"x": ("1", "a.json"), "y": ("2", "b.json")},
        ["without end"],
    ),
    Case(
        "dotenv",
        {".env": "A=1\nB=1\nC=1\n", ".env.local": "B=2\n", ".env.production": "B=3\nC=3\n", ".env.example": "A=0\n"},
        ".env.production",
        {"A": ("1", ".env"), "B": ("3", ".env.production"), "C": ("3", ".env.production")},
    ),
    Case(
        "helm",
        {
            "chart/Chart.yaml": "name: x\n",
            "chart/values.yaml": "replicas: 1\nimage: {tag: dev, pull: Always}\nprobe: {path: /}\n",
            "chart/values-prod.yaml": "replicas: 3\nimage: {tag: v1}\nprobe: null\n",
        },
        "chart/values-prod.yaml",
        {
            "replicas": ("3", "chart/values-prod.yaml"),
            "image.tag": ("v1", "chart/values-prod.yaml"),
            "image.pull": ("Always", "chart/values.yaml"),
        },
    ),
    Case(
        "kedro",
        {
            "conf/base/parameters.yml": "model: {lr: 0.1, depth: 3}\nseed: 1\n",
            "conf/base/parameters/more.yml": "split: 0.2\n",
            "conf/base/catalog.yml": "cars: {type: csv}\n",
            "conf/prod/parameters_prod.yml": "model: {lr: 0.5}\n",
            "conf/prod/catalog.yml": "cars: {type: parquet}\n",
        },
        "conf/prod/parameters_prod.yml",
        {
            "model.lr": ("0.5", "conf/prod/parameters_prod.yml"),
            "seed": ("1", "conf/base/parameters.yml"),
            "split": ("0.2", "conf/base/parameters/more.yml"),
        },
    ),
    Case(
        "compose",
        {
            "docker-compose.yml": "services:\n  web:\n    image: a\n    command: [run, it]\n    ports: ['80:80']\n"
            "    environment: [A=1, B=2, PASSED]\n",
            "docker-compose.override.yml": "services:\n  web:\n    command: [debug]\n    ports: ['443:443']\n"
            "    environment: {B: 3}\n  job:\n    extends: {file: common.yml, service: base}\n    image: b\n",
            "common.yml": "services:\n  base: {image: c, restart: always}\n",
        },
        "docker-compose.override.yml",
        {
            "services.web.image": ("a", "docker-compose.yml"),
            "services.web.command": ('["debug"]', "docker-compose.override.yml"),
            "services.web.ports": ('["80:80","443:443"]', "docker-compose.override.yml"),
            "services.web.environment.A": ("1", "docker-compose.yml"),
            "services.web.environment.B": ("3", "docker-compose.override.yml"),
            "services.web.environment.PASSED": ("", "docker-compose.yml"),
            "services.job.image": ("b", "docker-compose.override.yml"),
            "services.job.restart": ("always", "docker-compose.override.yml"),
        },
    ),
    Case(
        "kustomize",
        {
            "k/base/kustomization.yaml": "resources: [web.yaml]\n",
            "k/base/web.yaml": "kind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 1\n  containers:\n"
            "  - {name: app, image: a}\n  - {name: side, image: s}\n  args: [{x: 1}, {x: 2}]\n",
            "k/prod/kustomization.yaml": "resources:\n- ../base\n- gone.yaml\npatches:\n- path: more.yaml\nnamePrefix: p-\n",
            "k/prod/more.yaml": "kind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 5\n  containers:\n"
            "  - {name: app, image: b}\n",
        },
        "k/prod/kustomization.yaml",
        {
            "Deployment/web.kind": ("Deployment", "k/prod/more.yaml"),
            "Deployment/web.metadata.name": ("web", "k/prod/more.yaml"),
            "Deployment/web.spec.replicas": ("5", "k/prod/more.yaml"),
            "Deployment/web.spec.containers.app.name": ("app", "k/prod/more.yaml"),
            "Deployment/web.spec.containers.app.image": ("b", "k/prod/more.yaml"),
            "Deployment/web.spec.containers.side.name": ("side", "k/base/web.yaml"),
            "Deployment/web.spec.containers.side.image": ("s", "k/base/web.yaml"),
            "Deployment/web.spec.args[0].x": ("1", "k/base/web.yaml"),
            "Deployment/web.spec.args[1].x": ("2", "k/base/web.yaml"),
        },
        ["gone.yaml", "namePrefix"],
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name} {case.root}")
def test_a_system_lays_its_files_over_each_other(case: Case) -> None:
    composition = resolve(read(case.files), case.root)
    assert composition.system == case.name
    assert {leaf.key: (leaf.value, leaf.path) for leaf in composition.leaves} == case.leaves
    assert len(composition.opaque) == len(case.opaque)
    assert all(word in told.reason for word, told in zip(case.opaque, composition.opaque, strict=True))


def test_every_system_has_a_case_and_says_what_it_is() -> None:
    assert {case.name for case in CASES} | {"hydra", "gin", "jsonnet"} == found().keys()
    assert all(system.doc for system in found().values())


def test_samples_parts_and_files_of_other_tools_are_no_entries() -> None:
    every = {path: text for case in CASES for path, text in case.files.items()}
    every |= {"ci.yml": "extends: nothing\n", "x/values-prod.yaml": "a: 1\n", "conf/local/x.txt": ""}
    entries = [path for path, _ in roots(read({p: t for p, t in every.items() if not p.endswith(".txt")}))]
    assert entries == sorted({case.root for case in CASES} | {
        ".env.local", "b.json", "cfg/mid.yaml", "conf/prod/catalog.yml", "k/base/kustomization.yaml"
    })  # fmt: skip


def test_a_file_that_is_no_entry_stands_for_itself() -> None:
    composition = resolve(read({"a.yaml": "x: 1\n---\nx: 2\n"}), "a.yaml")
    assert (composition.system, [leaf.key for leaf in composition.leaves]) == ("file", ["x", "[1].x"])


def test_a_value_that_repeats_what_it_inherits_restates() -> None:
    files = read({"a.yaml": "x: 1\ny: 1\nz: '1'\n", "b.yaml": "base: a.yaml\nx: 1\ny: 2\nz: 1\n"})
    assert {leaf.key: leaf.restates for leaf in resolve(files, "b.yaml").leaves} == {"x": True, "y": False, "z": False}


MAPS = st.recursive(
    st.one_of(st.integers(0, 3), st.lists(st.integers(0, 2), max_size=2)),
    lambda below: st.dictionaries(st.sampled_from("abc"), below, min_size=1, max_size=3),
    max_leaves=12,
)


def merged(one: object, other: object) -> object:
    if isinstance(one, dict) and isinstance(other, dict):
        return {
            key: merged(one[key], other[key]) if key in one and key in other else (one | other)[key]
            for key in one | other
        }
    return other


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from("abc"), MAPS, min_size=1), min_size=1, max_size=4))
def test_layers_are_a_deep_merge(documents: list[dict[str, object]]) -> None:
    layers = Layers()
    whole: object = {}
    for number, document in enumerate(documents):
        layers.lay(parse(json.dumps(document).encode(), "JSON").leaves, str(number), "")
        whole = merged(whole, document)
    expected = parse(json.dumps(whole).encode(), "JSON").leaves
    ours = {leaf.key: leaf.value.replace(" ", "") for leaf in layers.resolved()}
    assert ours == {leaf.key: leaf.value.replace(" ", "") for leaf in expected}
    for leaf in layers.resolved():
        steps = [int(step.path) for step in leaf.chain]
        assert steps == sorted(set(steps))
    assert all(key in layers for key in ours)
    for key in list(ours):
        layers.take(key)
    assert list(layers.resolved()) == []


def test_a_file_that_cannot_be_read_is_told_and_stops_nothing() -> None:
    tree = {
        "c.yaml": Settings([Leaf("base", "b.yaml", "string", 1, 0), Leaf("x", "1", "number", 2, 0)], []),
        "b.yaml": None,
    }
    composition: Composition = resolve(Files(list(tree), tree.get), "c.yaml")
    assert [leaf.key for leaf in composition.leaves] == ["x"]
    assert "cannot be read" in composition.opaque[0].reason


WORDS = st.sampled_from([
    "defaults", "defaults[0]", "defaults[1].a", "defaults[2].override b@_global_", "defaults[9].optional c", "_base_", "base",
    "resources[0]", "patches[0].path", "services.web.extends.file", "services.web.ports", "kind", "metadata.name", "x", "x.y",
    "x[0].z", "s/t.u",
])  # fmt: skip
VALUES = st.sampled_from([
    "", "a", "b.yaml", "c/a.yaml", "../c", '["a","_self_"]', '["a', "[]", "???", "${a}", "${b}_x", "%x", "_self_", "/a", "null", "1",
])  # fmt: skip
PATHS = st.sampled_from([
    "c/config.yaml", "c/a.yaml", "c/a/a.yaml", "c/b/a.yaml", "b.yaml", "a.gin", "d.gin", "kustomization.yaml", "c/kustomization.yaml",
    "docker-compose.yml", "docker-compose.x.yml", ".env", ".env.x", "conf/base/parameters.yml", "conf/p/parameters.yml",
    "Chart.yaml", "values.yaml", "values-p.yaml", "x.jsonnet",
])  # fmt: skip
LEAVES = st.builds(
    Leaf, WORDS, VALUES, st.sampled_from(["string", "list", "null", "number"]), st.integers(1, 9), st.integers(0, 1)
)
SAID = st.builds(
    Directive,
    st.sampled_from(["include", "import", "package"]),
    st.sampled_from(["a.gin", "d.gin", "x", "_global_"]),
    st.integers(1, 9),
)
SETTINGS = st.builds(Settings, st.lists(LEAVES, max_size=6), st.lists(SAID, max_size=2))


@settings(deadline=None)
@given(
    st.dictionaries(PATHS, SETTINGS, max_size=6),
    st.lists(st.sampled_from(["a=b", "~a", "+x=[1]", "++x.y={a:1}", "b@x=null", "=", "x"]), max_size=2),
)
def test_nothing_that_files_may_say_breaks_a_resolver(tree: dict[str, Settings], overrides: list[str]) -> None:
    files = Files.of(tree)
    for path in tree:
        for system in found().values():
            system.is_root(files, path)
        composition = resolve(files, path, overrides)
        assert all(leaf.chain for leaf in composition.leaves)
        assert all(told.reason for told in composition.opaque)


@pytest.mark.parametrize("system", ["hydra", "inheritance", "gin", "kustomize", "compose"])
def test_files_that_name_each_other_twice_come_to_an_end(system: str) -> None:
    """Each of forty files names the next one twice: two to the power of forty ways."""
    tree: dict[str, Settings] = {}
    for n in range(40):
        if system == "hydra":
            tree[f"{n}.yaml"] = parse(f"defaults: ['{n + 1}', '{n + 1}', _self_]\nx{n}: 1\n".encode(), "YAML")
        elif system == "inheritance":
            tree[f"{n}.yaml"] = parse(f"base: [{n + 1}.yaml, {n + 1}.yaml]\nx{n}: 1\n".encode(), "YAML")
        elif system == "gin":
            tree[f"{n}.gin"] = Settings([], [Directive("include", f"{n + 1}.gin", line) for line in (1, 2)])
        elif system == "kustomize":
            tree[f"{n}/kustomization.yaml"] = parse(f"resources: [../{n + 1}, ../{n + 1}]\n".encode(), "YAML")
        else:
            text = "".join(f"  s{i}: {{extends: {{file: ../{n + 1}/compose.yml, service: s1}}}}\n" for i in (1, 2))
            tree[f"{n}/compose.yml"] = parse(f"services:\n{text}".encode(), "YAML")
    root = next(iter(tree))
    composition = found()[system].resolve(Files.of(tree), root, ())
    assert composition.opaque
