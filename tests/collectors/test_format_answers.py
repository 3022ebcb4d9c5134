"""Formats of configuration: what the tools that own them answer, what was written is read again, and hostile files end."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from collectors.forms.config import Leaf, Settings, parse
from collectors.kinds import language_of
from collectors.registry import analysers, formats

DATA = Path(__file__).parents[1] / "data" / "formats"
ANSWERS = json.loads((DATA / "answers.json").read_text("utf-8"))


def said(name: str) -> Settings:
    return parse((DATA / name).read_bytes(), language_of(name))


def flat(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Leaves of a value as ours are: a list of scalars is one."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from flat(item, f"{key}.{name}" if key else name)
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for index, item in enumerate(value):
            yield from flat(item, f"{key}[{index}]")
    else:
        yield key, value


def meant(leaf: Leaf) -> Any:
    """The value that a leaf's text and type stand for."""
    if leaf.type == "number":
        return ast.literal_eval(leaf.value)
    return leaf.value if leaf.type == "string" else json.loads(leaf.value)


def test_every_language_with_a_reader_is_asked_for_and_no_other() -> None:
    asked = {a.name: a.languages or frozenset() for a in analysers()}
    assert asked["config_key"] == formats().keys()
    assert asked["config_directive"] == formats().keys()


# gin


def as_text(value: Any) -> Any:
    """A value as a leaf's text is: items of a list are text too."""
    return [str(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", ["train.gin", "operative_config-0.gin"])
def test_gin_bindings_equal_those_that_gin_reads(name: str) -> None:
    found = said(name)
    theirs = [
        (key, as_text(value), b["line"])
        for b in ANSWERS[name] if b["kind"] == "binding" for key, value in flat(b["value"], b["key"])
    ]  # fmt: skip
    leaves = {
        leaf.key: None if leaf.type == "null" else leaf.value == "True" if leaf.type == "boolean" else meant(leaf)
        for leaf in found.leaves
    }
    assert leaves == {key: value for key, value, _ in theirs}
    assert [
        (leaf.key, leaf.line) for leaf in found.leaves if leaf.key != "train.name" and leaf.key != "eval/train.name"
    ] == [(key, line) for key, _, line in theirs if key not in {"train.name", "eval/train.name"}]
    assert [(d.kind, d.target, d.line) for d in found.directives] == [
        (b["kind"], b["key"], b["line"]) for b in ANSWERS[name] if b["kind"] != "binding"
    ]


def test_a_value_of_gin_has_the_type_of_its_literal() -> None:
    types = {leaf.key: leaf.type for leaf in said("train.gin").leaves}
    assert types["train.rate"] == types["train.optimizer"] == types["train.note"] == "string"
    assert types["train.scale"] == types["optim.SGD.momentum"] == types["a/b/meridian.train.seed"] == "number"
    assert (types["train.resume"], types["train.shuffle"], types["train.layers"]) == ("null", "boolean", "list")


# jsonnet


def path_of(key: str) -> list[str | int]:
    return [
        int(i) if i else name for name, i in re.findall(r"([^.\[\]]+(?=\.|\[|$))|\[(\d+)\]", key)
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["train.jsonnet", "base.libsonnet"])
def test_what_is_read_of_jsonnet_is_what_evaluating_it_gives(name: str) -> None:
    found = said(name)
    theirs = {key: as_text(value) for key, value in flat(ANSWERS[name])}
    ours = {leaf.key: meant(leaf) for leaf in found.leaves if "local." not in leaf.key}
    opaque = {d.target for d in found.directives if d.kind == "opaque"}
    hidden = {"hidden", "batch"}
    assert {key: value for key, value in ours.items() if key not in hidden} == {
        k: theirs[k] for k in ours if k in theirs
    }
    assert hidden & ours.keys() == hidden & {"hidden" if name == "train.jsonnet" else "batch"}
    # What is not read is said to be computed: by its own key, by one above it, or, where the file adds to an import, by the empty key.
    left = {
        key
        for key in theirs.keys() - ours.keys()
        if not any(key == o or key.startswith((f"{o}.", f"{o}[")) for o in opaque)
    }
    assert left == ({"seed", "model.kind", "computed_1"} if "" in opaque else set())


def test_jsonnet_tells_what_it_imports() -> None:
    assert [(d.target, d.line) for d in said("train.jsonnet").directives if d.kind == "import"] == [
        ("base.libsonnet", 2)
    ]


@pytest.mark.parametrize(
    "text", ["base == { a: 1 }", "if x then { a: 1 } else { b: 2 }", "'t' + { a: 1 }", "function(x) { a: 1 }", "f({ a: 1 })",
             "{ a: 1 } in { a: 1 }", "error { a: 1 }", "!{ a: 1 }", "x % { a: 1 }", "{ a: 1 }.a"],
)  # fmt: skip
def test_an_object_inside_a_computed_value_is_no_setting(text: str) -> None:
    found = parse(text.encode(), "Jsonnet")
    assert (found.leaves, [(d.kind, d.target) for d in found.directives]) == ([], [("opaque", "")])


# JSON5, properties, dotenv


def test_json5_equals_what_its_own_reader_gives() -> None:
    theirs = dict(flat(ANSWERS["settings.json5"]))
    assert {leaf.key: float(int(leaf.value, 16)) if leaf.value[:2] == "0x" else
            float(leaf.value) if leaf.type == "number" else meant(leaf) for leaf in said("settings.json5").leaves} == theirs  # fmt: skip


def test_properties_equal_what_javas_grammar_gives() -> None:
    leaves = {
        leaf.key: leaf.value for leaf in said("app.properties").leaves
    }  # the last of equal keys counts, as in Java
    assert leaves == ANSWERS["app.properties"]


def test_dotenv_equals_what_python_dotenv_reads_line_by_line() -> None:
    theirs = {key: (value, line) for key, value, line in ANSWERS["service.env"]}  # the last of equal keys counts
    assert {leaf.key: (leaf.value, leaf.line) for leaf in said("service.env").leaves} == theirs
