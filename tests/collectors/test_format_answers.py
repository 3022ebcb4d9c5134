"""Formats of configuration: what the tools that own them answer, what was written is read again, and hostile files end."""

from __future__ import annotations

import ast
import configparser
import contextlib
import io
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.forms.config import DEEPEST, Leaf, Settings, parse, readers
from collectors.kinds import language_of
from collectors.registry import analysers
from collectors.spec import Unreadable

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
    assert asked["config_key"] == readers().keys()
    assert asked["config_directive"] < readers().keys()


# gin


def gin_meant(leaf: Leaf) -> Any:
    """References and macros are text in the answers too, so they are quoted before Python's own reader has the value."""
    if leaf.type == "string" and leaf.value[0] != "{":
        return leaf.value
    quoted = re.sub(r"""("[^"]*"|'[^']*')|([@%][\w./]+(?:\(\))?)""", lambda m: m[1] or repr(m[2]), leaf.value)
    return json.loads(json.dumps(ast.literal_eval(quoted)))


@pytest.mark.parametrize("name", ["train.gin", "operative_config-0.gin"])
def test_gin_bindings_equal_those_that_gin_reads(name: str) -> None:
    found = said(name)
    theirs = [(b["key"], b["value"], b["line"]) for b in ANSWERS[name] if b["kind"] == "binding"]
    # A list longer than what is kept of a value is text no more.
    short = [leaf for leaf in found.leaves if len(leaf.value) < 500]
    assert [(leaf.key, leaf.line) for leaf in found.leaves] == [(key, line) for key, _, line in theirs]
    assert {leaf.key: gin_meant(leaf) for leaf in short} == {
        key: value for key, value, _ in theirs if key in {leaf.key for leaf in short}
    }
    assert len(short) > len(found.leaves) / 2
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
    theirs = dict(flat(ANSWERS[name]))
    ours = {leaf.key: meant(leaf) for leaf in found.leaves}
    opaque = {d.target for d in found.directives if d.kind == "opaque"}
    hidden = {"hidden", "batch"}
    assert {key: value for key, value in ours.items() if key not in hidden} == {
        k: theirs[k] for k in ours if k in theirs
    }
    assert hidden & ours.keys() == hidden & {"hidden" if name == "train.jsonnet" else "batch"}
    # What is not read is said to be computed: by its own key, by one above it, or, where the file adds to an import, by `$`.
    left = {
        key
        for key in theirs.keys() - ours.keys()
        if not any(key == o or key.startswith((f"{o}.", f"{o}[")) for o in opaque)
    }
    assert left == ({"seed", "model.kind", "computed_1"} if "$" in opaque else set())


def test_jsonnet_tells_what_it_imports() -> None:
    assert [(d.target, d.line) for d in said("train.jsonnet").directives if d.kind == "import"] == [
        ("base.libsonnet", 2)
    ]


@pytest.mark.parametrize(
    "text", ["base == { a: 1 }", "if x then { a: 1 } else { b: 2 }", "'t' + { a: 1 }", "function(x) { a: 1 }", "f({ a: 1 })",
             "{ [k]: 1 for k in ['a'] }", "{ a: 1 } in { a: 1 }", "error { a: 1 }", "!{ a: 1 }", "x % { a: 1 }", "{ a: 1 }.a"],
)  # fmt: skip
def test_an_object_inside_a_computed_value_is_no_setting(text: str) -> None:
    found = parse(text.encode(), "Jsonnet")
    assert (found.leaves, [(d.kind, d.target) for d in found.directives]) == ([], [("opaque", "$")])


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
    assert [[leaf.key, leaf.value, leaf.line] for leaf in said("service.env").leaves] == ANSWERS["service.env"]


@pytest.mark.parametrize(
    ("language", "text", "duplicates"),
    [
        ("YAML", "a: 1\nb: {c: 1, c: 2}\na: 2\n---\na: 1\n", [("b.c", 2), ("a", 3)]),
        ("YAML", "a: &x {b: 1}\nc: &y {d: 1}\ne:\n  <<: *x\n  <<: *y\n", []),
        ("YAML", "1: a\n'1': b\n", []),
        ("INI", "[s]\na = 1\nA = 2\n[t]\na = 1\n[s]\na: 3\n", [("s.A", 3), ("s.a", 7)]),
        ("dotenv", "A=1\nexport A=2\na=3\n", [("A", 2)]),
        ("properties", "a=1\na:2\n\\u0061 3\nA=1\n", [("a", 2), ("a", 3)]),
    ],
)
def test_a_key_given_twice_in_one_mapping_is_told(language: str, text: str, duplicates: list[tuple[str, int]]) -> None:
    assert [
        (d.target, d.line) for d in parse(text.encode(), language).directives if d.kind == "duplicate"
    ] == duplicates


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("JSON5", "{a: b}"), ("JSON5", "{a: 1} x"), ("JSON5", "{a 1}"), ("JSON5", "[1,,2]"), ("JSON5", "{'a\n': 1}"), ("JSON5", "01"), ("JSON5", "/*"),
        ("gin", "a = "), ("gin", "a = [1"), ("gin", "a = 'x"), ("gin", 'a = """x'), ("gin", "x y"), ("gin", "1a = 2"), ("gin", "a b = 1"),
        ("HCL", "a ="), ("HCL", "a {"), ("Jsonnet", "{a: 1"), ("Jsonnet", "{a: 1]"), ("Jsonnet", "'a"), ("Jsonnet", "{a}"), ("Jsonnet", "local a = 1"),
        ("properties", "a=\\u12"),
    ],
)  # fmt: skip
def test_what_a_formats_own_parser_refuses_is_unreadable(language: str, text: str) -> None:
    with pytest.raises(Unreadable, match=r"^not (JSON5|gin|HCL|jsonnet|properties): "):
        parse(text.encode(), language)


# Written, then read

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
)
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)
TREES = st.recursive(
    SCALARS, lambda inside: st.lists(inside, max_size=4) | st.dictionaries(NAMES, inside, max_size=4), max_leaves=12
)


def same(ours: Any, theirs: Any) -> bool:
    return ours == theirs and type(ours) is type(theirs)


@pytest.mark.parametrize("language", ["JSON5", "JSONC", "Jsonnet"])
@settings(max_examples=150, deadline=None)
@given(tree=st.dictionaries(NAMES, TREES, max_size=4), indent=st.sampled_from([None, 2]), escaped=st.booleans())
def test_json_is_read_as_it_was_written(language: str, tree: dict[str, Any], indent: int | None, escaped: bool) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=escaped)
    wanted = [(k, v) for k, v in flat(tree) if v != {}]
    found = parse(text.encode(), language)
    # What follows the 500th character of a value is not kept.
    assert [leaf.key for leaf in found.leaves] == [key for key, _ in wanted]
    assert all(
        same(meant(leaf), value) for leaf, (_, value) in zip(found.leaves, wanted, strict=True) if len(leaf.value) < 500
    )
    assert found.directives == []
    rows = text.split("\n")
    assert all("[" in leaf.key or leaf.key.rpartition(".")[2] in rows[leaf.line - 1] for leaf in found.leaves)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES.filter(lambda n: n.upper() != "DEFAULT"), st.dictionaries(NAMES.map(str.lower), st.from_regex(r"[!-9A-Za-z]([ -~]{0,20}[!-~])?", fullmatch=True), max_size=4), max_size=4))  # fmt: skip
def test_ini_is_read_as_configparser_wrote_it(sections: dict[str, dict[str, str]]) -> None:
    writer, text = configparser.RawConfigParser(), io.StringIO()
    writer.read_dict(sections)
    writer.write(text)
    found = parse(text.getvalue().encode(), "INI")
    wanted = [(f"{section}.{key}", value) for section, pairs in sections.items() for key, value in pairs.items()]
    assert [(leaf.key, leaf.value) for leaf in found.leaves] == wanted
    rows = text.getvalue().split("\n")
    assert all(rows[leaf.line - 1].startswith(leaf.key.rpartition(".")[2]) for leaf in found.leaves)
    assert found.directives == []


def test_ini_that_strict_configparser_refuses_has_a_duplicate() -> None:
    text = "[s]\na = 1\nb = 2\nA = 3\n"
    with pytest.raises(configparser.DuplicateOptionError):
        configparser.RawConfigParser(strict=True).read_string(text)
    assert [d.target for d in parse(text.encode(), "INI").directives] == ["s.A"]


# Hostile

DEEP = 10_000
NESTED = {
    "JSON5": ["[" * DEEP, "{a:" * DEEP, "[{a:" * DEEP, "[[1]," * DEEP, '{"a":' * DEEP + "1" + "}" * DEEP],
    "JSONC": ["[ /**/" * DEEP],
    "JSON": ['{"a":' * DEEP + "1" + "}" * DEEP],
    "YAML": ["{a: " * DEEP, "- " * DEEP, "".join(f"{' ' * n}a:\n" for n in range(1000))],
    "gin": ["a = " + "[1," * DEEP + "]" * DEEP, "a = " + "(x" * DEEP + ")" * DEEP, "a = " + "-" * DEEP + "1", "a:\n b = 1\n" * DEEP],
    "HCL": ["a {\n" * DEEP + "}\n" * DEEP, "a = " + "(1+" * DEEP + "1" + ")" * DEEP, "a = " + "{b = " * DEEP + "1" + "}" * DEEP, "a = " + "!" * DEEP + "true"],
    "Jsonnet": ["{a:" * DEEP + "1" + "}" * DEEP, "{a:[" * DEEP + "]}" * DEEP, "local a = " * DEEP, "local a = 1; " * DEEP + "{b: 1}", "f(x " * DEEP + ")" * DEEP,
                "{a: 1} + " * DEEP + "{b: 1}", "(x" * DEEP + ")" * DEEP, "{a: local b = " * DEEP],
    "properties": ["a.b" * DEEP + "=1"],
    "Dockerfile": ["ENV A=" + "${A:-" * DEEP + "}" * DEEP],
    "TOML": ["a = " + "{b = " * DEEP + "1" + "}" * DEEP, "a." * DEEP + "b = 1"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"), [(k, t) for k, texts in NESTED.items() for t in texts], ids=lambda v: v[:16]
)
def test_ten_thousand_levels_end_at_once(language: str, text: str) -> None:
    begun = time.monotonic()
    try:
        found = parse(text.encode(), language)
        assert all(len(leaf.value) <= 500 for leaf in found.leaves)
    except Unreadable as error:
        assert len(str(error)) <= 200  # noqa: PT017  the reason is shown on one line
    assert time.monotonic() - begun < 10


def test_what_is_nested_less_deeply_than_the_limit_is_read() -> None:
    for language, opened, closed in (("JSON5", "{a:", "}"), ("Jsonnet", "{a:", "}"), ("HCL", "a {\n", "}\n")):
        inner = "a = 1\n" if language == "HCL" else "1"
        text = opened * (DEEPEST - 5) + inner + closed * (DEEPEST - 5)
        assert [leaf.value for leaf in parse(text.encode(), language).leaves] == ["1"]


SLOW = ["\n", "\n  @package", "\n {{",'"\\"', "/* ", "|||\n", '\\"""\n', "'''", '@"', "$${", "a\\\n", 'ENV A="\\"', "ENV A='\\'\\", "<<EOF\n", "\\", "a=\\\n", "# ", "//", "a = 1\n", "1" * 50 + "e", "- ", "=:", "\r", "\f", "x ", "{{", "a='b' "]  # fmt: skip


@pytest.mark.parametrize("language", ["YAML", "properties", "JSON5", "gin", "HCL", "Jsonnet", "Dockerfile"])
@pytest.mark.parametrize("piece", SLOW)
def test_no_repeated_text_makes_a_reader_slow(language: str, piece: str) -> None:
    begun = time.monotonic()
    with contextlib.suppress(Unreadable):
        parse((piece * (200_000 // len(piece))).encode(), language)
    assert time.monotonic() - begun < 5


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="{}[]()a1:=,;+\"'|@%#\\/ \n\t<>$!.-_eE", max_size=60), st.sampled_from(sorted(readers())))
def test_no_text_brings_a_reader_down(text: str, language: str) -> None:
    try:
        found = parse(text.encode(), language)
    except Unreadable:
        return
    rows = text.count("\n") + text.count("\r") + 1
    assert all(1 <= entry.line <= rows for entry in [*found.leaves, *found.directives])
