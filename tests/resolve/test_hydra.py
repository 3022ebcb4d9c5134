"""Compositions equal those of the real hydra-core, which wrote them to tests/data/hydra (see make.py there)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from collectors.forms.config import parse
from debtui.resolve.base import Composition, Files, Resolved, resolve, roots, system_of

MADE = json.loads((Path(__file__).parents[1] / "data/hydra/compositions.json").read_text())
TREE = Files.of({f"conf/{name}": parse(text.encode(), "YAML") for name, text in MADE["tree"].items()})
COMPOSED = [case for case in MADE["cases"] if "answer" in case]
REFUSED = [case for case in MADE["cases"] if "refused" in case]


def composed(case: dict[str, Any]) -> Composition:
    return resolve(TREE, f"conf/{case['entry']}.yaml", case["overrides"])


def flat(value: Any, key: str = "") -> Iterator[tuple[str, object]]:
    """Hydra's answer as leaves; an empty map has none."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from flat(item, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for index, item in enumerate(value):
            yield from flat(item, f"{key}[{index}]")
    else:
        yield key, [plain(str(item)) for item in value] if isinstance(value, list) else value


def plain(text: str) -> object:
    return float(text) if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", text) else text


def python(leaf: Resolved) -> object:
    if leaf.type == "list":
        return [plain(item) for item in json.loads(leaf.value)]
    if leaf.type == "number":
        return float(leaf.value)
    if leaf.type == "boolean":
        return leaf.value.lower() in {"true", "yes", "on"}
    return None if leaf.type == "null" else leaf.value


def name(case: dict[str, Any]) -> str:
    return " ".join([case["entry"], *case["overrides"]])


def test_the_oracle_is_as_large_as_it_is_said_to_be() -> None:
    assert MADE["made_by"] == {"hydra-core": "1.3.8", "omegaconf": "2.3.1"}
    assert (len(TREE), len(COMPOSED)) == (36, 50)


@pytest.mark.parametrize("case", COMPOSED, ids=name)
def test_a_composition_equals_hydras(case: dict[str, Any]) -> None:
    ours = composed(case)
    assert {leaf.key: python(leaf) for leaf in ours.leaves} == dict(flat(case["answer"]))
    assert ours.opaque == ()


@pytest.mark.parametrize("case", REFUSED, ids=name)
def test_what_hydra_refuses_is_opaque_and_says_why(case: dict[str, Any]) -> None:
    assert composed(case).opaque
    assert all(told.reason for told in composed(case).opaque)


def test_entries_are_the_files_with_defaults_at_the_top_of_a_tree() -> None:
    found = [(path, system.name) for path, system in roots(TREE)]
    assert found == [(f"conf/{entry}.yaml", "hydra") for entry in ("bare", "eval", "legacy", "names", "train")]
    other = Files.of({"ci.yml": parse(b"defaults:\n  - run: {shell: bash}\n", "YAML")})
    assert system_of(other, "ci.yml") is None


def test_the_chain_names_everybody_who_had_a_say_in_order() -> None:
    leaves = {
        leaf.key: leaf
        for leaf in resolve(TREE, "conf/train.yaml", ["experiment=wide", "optimizer.lr=1e-1", "seed=1"]).leaves
    }
    width = [(step.path, step.line, step.value, step.how) for step in leaves["model.width"].chain]
    assert width == [
        ("conf/model/small.yaml", 5, "16", "small (defaults of conf/model/big.yaml)"),
        ("conf/model/big.yaml", 6, "512", "/model: big (override in conf/experiment/wide.yaml)"),
        ("conf/experiment/wide.yaml", 10, "1024", "override experiment=wide"),
    ]
    assert [step.path for step in leaves["optimizer.lr"].chain] == ["conf/optimizer/sgd.yaml", ""]
    assert leaves["optimizer.lr"].chain[-1].how == "override optimizer.lr=1e-1"
    assert leaves["seed"].restates


def test_what_only_a_run_can_tell_is_opaque_with_its_reason() -> None:
    files = {
        "a/c.yaml": b"defaults:\n  - _self_\n  - model: ???\n  - base_config\nx: ${mine:3}\ny: ${oc.env:HOME}\nz: ???\nr: ${x}\n",
        "a/model/m.yaml": b"r: {deep: 1}\n",
    }
    tree = Files.of({path: parse(text, "YAML") for path, text in files.items()})
    composition = resolve(tree, "a/c.yaml", ["+q=glob(*)", "lr=1,2"])
    assert {leaf.key: leaf.opaque for leaf in composition.leaves if leaf.opaque} == {
        "x": "the resolver mine is the program's own",
        "z": "must be given when the program is started",
    }
    told = [opaque.reason for opaque in composition.opaque]
    assert [reason.split(":")[0] for reason in told] == [
        "+q=glob(*)",
        "lr=1,2",
        "base_config is no file",
        "nobody chooses an option of model",
    ]
    assert composition.unknown == 6


def test_defaults_that_include_each_other_end() -> None:
    tree = Files.of(
        {
            "c.yaml": parse(b"defaults: [d, _self_]\n", "YAML"),
            "d.yaml": parse(b"defaults: [c, _self_]\n", "YAML"),
        }
    )
    assert "without end" in resolve(tree, "c.yaml").opaque[0].reason


def test_directories_on_the_search_path_are_told_and_not_looked_into() -> None:
    text = b"defaults: [_self_]\nhydra:\n  searchpath: ['pkg://elsewhere']\nx: 1\n"
    composition = resolve(Files.of({"c.yaml": parse(text, "YAML")}), "c.yaml")
    assert [leaf.key for leaf in composition.leaves] == ["x"]
    assert "pkg://elsewhere" in composition.opaque[0].reason
