"""Every format of configuration: read as its own tools read it, and not to be brought down by what is no file of it."""

from __future__ import annotations

import configparser
import json
import time
import tomllib
from typing import Any

import duckdb
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.forms.config import LONGEST, LONGEST_KEY, MOST, Settings, parse
from collectors.registry import formats
from collectors.spec import Unreadable
from debtui.collect import collect
from tests.clock import seconds
from tests.repos import GitRepo

pytestmark = pytest.mark.measures()

LANGUAGES = sorted(formats())


def told(language: str, text: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """(value by key, directives) of a text."""
    found = parse(text.encode(), language)
    return {leaf.key: leaf.value for leaf in found.leaves}, [(d.kind, d.target) for d in found.directives]


BASE = "base: &b {lr: 1, opt: {k: adam, m: 0.9}}\n"
# What a text says: (language, text, values by key, directives).
MEANINGS: list[tuple[str, str, dict[str, str], list[tuple[str, str]]]] = [
    ("YAML", f"{BASE}a:\n  <<: *b\n  opt: {{k: sgd}}\n",
        {"base.lr": "1", "base.opt.k": "adam", "base.opt.m": "0.9", "a.opt.k": "sgd", "a.lr": "1"}, [("merge", "a *b")]),
    ("YAML", "x:\n- &m {p: 1, q: 2}\n- &n {p: 3, r: 4}\n- <<: [*m, *n]\n",
        {"x[0].p": "1", "x[0].q": "2", "x[1].p": "3", "x[1].r": "4", "x[2].p": "1", "x[2].q": "2", "x[2].r": "4"},
        [("merge", "x[2] *m"), ("merge", "x[2] *n")]),
    ("YAML", "a: &a {p: 1}\nb: &b {<<: *a, q: 2}\nc: {<<: *b, p: 3}\n",
        {"a.p": "1", "b.p": "1", "b.q": "2", "c.q": "2", "c.p": "3"}, [("merge", "b *a"), ("merge", "c *b")]),
    ("YAML", "a: &s 5\nb: [*s, 6]\nc: &l [1, 2]\nd: *l\n", {"a": "5", "b": '["5","6"]', "c": '["1","2"]', "d": '["1","2"]'},
        [("anchor", "b[0] *s"), ("anchor", "d *l")]),
    ("YAML", "a: {b: 1, c: 2}\na: {b: 3}\n", {"a.b": "3"}, [("duplicate", "a")]),
    ("YAML", "'<<': 1\n? [1, 2]\n: x\nt: !ENV ${X}\n", {"<<": "1", "?": "x", "t": "${X}"}, []),
    ("YAML", "a:\n- 1\n- {b: 2}\n- 3\n", {"a[0]": "1", "a[1].b": "2", "a[2]": "3"}, []),
    ("JSON", '{"a": "\\u00e9\\n", "b": [1.50, "x"], "c": {"d": 1, "d": 2}}', {"a": "é\n", "b": '[1.50,"x"]', "c.d": "2"}, [("duplicate", "c.d")]),
    ("JSON5", "// c\n{a: 'it\\'s', $b: +.5, c: 0xFF, 'd': Infinity, /* */ e: [1,],}", {"a": "it's", "$b": "+.5", "c": "0xFF", "d": "Infinity", "e": "[1]"}, []),
    ("JSONC", '{"a": 1, // c\n}', {"a": "1"}, []),
    ("TOML", 'a = 1e-3\n[[e]]\nf.g = 1\n[e.h]\ni = """\nj = 2\n"""\n[[e]]\nk = [{l = [1, "m"]}]\n["q.r"]\ns = 0x1F\n',
        {"a": "1e-3", "e[0].f.g": "1", "e[0].h.i": "j = 2\n", "e[1].k[0].l": '[1,"m"]', "q.r.s": "0x1F"}, []),
    ("INI", "[s]\na = 1\na = 2 ; stays\n[DEFAULT]\nb:3\nc\n", {"s.a": "2 ; stays", "DEFAULT.b": "3", "DEFAULT.c": ""}, [("duplicate", "s.a")]),
    ("INI", "a=1\nb = two\n", {"a": "1", "b": "two"}, []),
    ("dotenv", "export A=1 # c\nB=\"x\ny\\n\"\nC='#'\nA=2\nD=a#b\nE=\n", {"B": "x\ny\n", "C": "#", "A": "2", "D": "a#b", "E": ""}, [("duplicate", "A")]),
    ("properties", "# c\n! c\na=1\nb : two\\\n   three\\\\\nc four five\nd\\ e\\=f=\\u00e9\nkey\n", {"a": "1", "b": "twothree\\", "c": "four five", "d e=f": "é", "key": ""}, []),
    ("HCL", 'variable "x" {\n  type = string\n  default = 1e-3\n}\nm "a" {\n  s { b = -1 }\n  s { b = [1, "c"] }\n  d = { "e" = true, (g) = null, h = var.y }\n  k = <<EOT\nhello\nEOT\n}\n'
            'module "n" {\n  source = "./mod"\n  z  = "${var.x}-y"\n}\n',
        {"variable.x.default": "1e-3", "m.a.s[0].b": "-1", "m.a.s[1].b": '[1,"c"]', "m.a.d.e": "true", "m.a.d.(g)": "null", "m.a.k": "hello", "module.n.source": "./mod"},
        [("opaque", "m.a.d.h"), ("include", "./mod"), ("opaque", "module.n.z")]),
    ("gin", "include 'base.gin'\nimport a.b\nfrom c import d\nBASE = 1e-3  # c\ntrain/Opt.lr = %BASE\nModel.layers = [1, 2,\n  3]\nModel.d = {'a': @x(), 'b': [1, @y]}\nT:\n  n = \\\n    'x'\nZ.a = -1\nZ.a = None\n",
        {"BASE": "1e-3", "train/Opt.lr": "%BASE", "Model.layers": '["1","2","3"]', "Model.d.a": "@x()", "Model.d.b": '["1","@y"]', "T.n": "x", "Z.a": "None"},
        [("include", "base.gin"), ("import", "a.b"), ("import", "c.d"), ("duplicate", "Z.a")]),
    ("Jsonnet", "local b = import 'b.libsonnet';\nlocal lr = 0.1, f(x) = x;\nb + { a: 1, 'b-c': \"x\", d:: [1, 2], e+: { f: true, g: lr * 2 }, h(x): x, [k]: 1,\n"
                "  local z = 3, i: [{ j: -1 }, 2], k: if lr > 1 then { a: 1 } else {}, l: [x for x in y], m: |||\n    t\n      u\n  |||, n: $.a, assert true }\n",
        {"local.lr": "0.1", "a": "1", "b-c": "x", "d": '["1","2"]', "e.f": "true", "local.z": "3", "i[0].j": "-1", "i[1]": "2", "m": "t\n  u\n"},
        [("import", "b.libsonnet"), ("opaque", ""), ("opaque", "e.g"), ("opaque", "h"), ("opaque", "?"), ("opaque", "k"), ("opaque", "l"), ("opaque", "n")]),
    ("Dockerfile", "ARG V=3.11\nFROM python:${V}\nENV A=1 B=\"x y\" \\\n  # c\n  C='z'\nENV D some thing\narg E\nRUN <<EOF\nENV X=1\nEOF\n",
        {"ARG.V": "3.11", "ENV.A": "1", "ENV.B": "x y", "ENV.C": "z", "ENV.D": "some thing", "ARG.E": ""}, []),
]  # fmt: skip


@pytest.mark.parametrize("case", MEANINGS, ids=lambda case: case[0])
def test_a_text_says_what_its_own_tools_say(case: tuple[str, str, dict[str, str], list[tuple[str, str]]]) -> None:
    language, text, values, directives = case
    assert told(language, text) == (values, directives)


def test_every_format_has_a_case() -> None:
    assert {case[0] for case in MEANINGS} == set(LANGUAGES)


# Another reading of the same text: flat values by key, as far as the keys have no dots.
def flat(value: Any, key: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        return {k: v for name, item in value.items() for k, v in flat(item, f"{key}.{name}" if key else name).items()}
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        return {k: v for index, item in enumerate(value) for k, v in flat(item, f"{key}[{index}]").items()}
    return {key: value}


NAMES = st.text("abcxyz_", min_size=1, max_size=4)
SCALARS = st.integers(-999, 999) | st.booleans() | st.text("ab c:#'\"\\é{}-", max_size=8)
TREES = st.recursive(
    SCALARS | st.lists(SCALARS, max_size=3), lambda t: st.dictionaries(NAMES, t, min_size=1, max_size=3) | st.lists(t, min_size=1, max_size=3), max_leaves=12
)  # fmt: skip
DOCUMENTS = st.dictionaries(NAMES, TREES, min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_what_is_written_as_yaml_and_json_is_read_back(document: dict[str, Any]) -> None:
    expected = {key: value for key, value in flat(document).items() if value != []}
    for language, text in (
        ("YAML", yaml.safe_dump(document)),
        ("JSON", json.dumps(document)),
        ("JSON5", json.dumps(document, indent=1)),
    ):
        read = {leaf.key: leaf for leaf in parse(text.encode(), language).leaves if leaf.value != "[]"}
        assert read.keys() == expected.keys()
        for key, value in expected.items():
            if isinstance(value, str):
                assert (read[key].value, read[key].type) == (value, "string")
            elif not isinstance(value, list):
                assert json.loads(read[key].value) == value


MERGES = st.lists(
    st.tuples(st.dictionaries(NAMES, st.integers(0, 9), max_size=3), st.lists(st.integers(0, 5), max_size=3)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=200, deadline=None)
@given(MERGES)
def test_merge_keys_give_what_pyyaml_gives(mappings: list[tuple[dict[str, int], list[int]]]) -> None:
    text = ""
    for number, (own, bases) in enumerate(mappings):
        known = [f"*a{base}" for base in bases if base < number]
        items = [f"{key}: {value}" for key, value in own.items()]
        items.insert(len(items) // 2, f"<<: [{', '.join(known)}]") if known else None
        text += f"k{number}: &a{number} {{{', '.join(items)}}}\n"
    assert told("YAML", text)[0] == {key: str(v) for key, v in flat(yaml.safe_load(text)).items() if v != {}}


def test_toml_is_read_as_tomllib_reads_it() -> None:
    text = "a = \"x\"\n[t]\nb.c = 1\nd = [1, 2]\n[[t.e]]\nf = true\n[[t.e]]\n[t.e.g]\nh = \"\\u00e9\"\n[[t.e.i]]\nj = '''k'''\n"
    assert told("TOML", text)[0] == {
        key: value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        for key, value in flat(tomllib.loads(text)).items() if value != {}
    }  # fmt: skip


def test_ini_is_read_as_configparser_reads_it() -> None:
    text = "[a]\nx = 1\ny: two = three\n# c\nlong =\n  one\n  # no\n\n  two\n[b c]\nz=%(x)s\n; c\nempty =\n"
    theirs = configparser.RawConfigParser()
    theirs.read_string(text)
    expected = {
        f"{s}.{key}": value.replace("\n\n", "\n").strip() for s in theirs.sections() for key, value in theirs[s].items()
    }
    assert told("INI", text)[0] == expected


@pytest.mark.parametrize(
    ("text", "type_"),
    [("1e-3", "number"), ("1.5e3", "number"), ("-1E+5", "number"), (".5", "number"), ("1_000", "number"), ("0x1F", "number"), ("on", "boolean"), ("No", "boolean"),
     ("~", "null"), ("", "null"), ("'1'", "string"), ("!!int '1'", "number"), ("!!str 1", "string"), ("!ENV 1", "string"), ("e3", "string"), ("1e", "string"),
     ("1:30", "number"), ("2024-01-01", "string"), ("nope", "string"), ("|\n  1", "string")],
)  # fmt: skip
def test_a_yaml_scalar_has_the_type_that_pyyaml_gives_it_but_that_a_power_is_a_number(text: str, type_: str) -> None:
    assert parse(f"a: {text}\n".encode(), "YAML").leaves[0].type == type_


TEMPLATES = ["{{- if .x }}\na: 1\n{{- end }}\n", "a: {{ .Values.x }}\n", "a: 1\n{% if x %}\nb: 2\n{% endif %}\n"]


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_template_is_recorded_as_one(text: str) -> None:
    with pytest.raises(Unreadable, match="template"):
        parse(text.encode(), "YAML")


def test_an_action_with_expressions_is_no_template() -> None:
    assert told("YAML", "a: ${{ x }}\nb: |\n  {{ y }}\n")[0] == {"a": "${{ x }}", "b": "{{ y }}\n"}


DEEP = 10_000
NESTS: dict[str, list[str]] = {
    "YAML": ["[" * DEEP, "[a, " * DEEP, "{a: " * DEEP, "- " * DEEP + "x", "? " * DEEP + "x", "".join(" " * i + "a:\n" for i in range(1300)), "[" * DEEP + "]" * DEEP, "- " * 400_000],
    "TOML": ["a = " + "[" * DEEP, "a = " + "[" * DEEP + "]" * DEEP, "a = " + "{b = " * DEEP, ".".join("a" * DEEP) + " = 1", "[" + ".".join("a" * 300_000) + "]\n"],
    "JSON": ["[" * DEEP, "[" * DEEP + "]" * DEEP, '{"a":' * DEEP, "[1," * DEEP, '{"a":' * DEEP + "1" + "}" * DEEP],
    "HCL": ["a = " + "[" * DEEP, "a {\n" * DEEP, "a {\n" * DEEP + "}\n" * DEEP, 'a = "' + "${" * DEEP, "a = " + "-" * DEEP + "1", "a = " + "!" * 300_000 + "b", "a = b" + ".c" * 300_000],
    "gin": ["a = " + "[" * DEEP, "a = " + "(" * DEEP + ")" * DEEP, "a = " + "-" * DEEP + "1", "a = " + "{'b': " * DEEP, "a = x" + ".y" * DEEP, "a = 1" + "+1" * DEEP, "a = " + "not " * 9_000 + "1"],
    "Jsonnet": ["[" * DEEP, "[" * DEEP + "]" * DEEP, "{a:" * DEEP + "1" + "}" * DEEP, "(" * DEEP + "1" + ")" * DEEP, "local a = " * DEEP + "1"],
    "INI": ["[" * DEEP, "[a]\n" * DEEP, "[a]\n" + "".join(" " * (i % 100) + "b = 1\n" for i in range(DEEP))],
    "dotenv": ["A=" + "${" * DEEP, "A='" * DEEP, 'A="\\' * DEEP],
    "properties": ["a." * DEEP + "=1", "\\" * 900_001, "a\\\n" * 300_000],
    "Dockerfile": ["ENV A=" + "${" * DEEP, "ENV A=\\\n" * DEEP, "ENV " + "\"'" * 200_000, "RUN " + "<<A " * DEEP],
}  # fmt: skip
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30))
LONG = f"{'k' * 900_000}:\n" + "".join(f"  a{i}: 1\n" for i in range(5_000))
ODD: list[str | bytes] = [
    BOMB, LONG, "a: &a [*a]\n", "a: &a {b: *a}\n", "a: *b\n", "a: &a {}\n" + "b: [" + "*a, " * 100_000 + "]\n", "x: &x {" + ", ".join(f"k{i}: 1" for i in range(9_000)) + "}\n"
    + "".join(f"y{i}: {{<<: *x}}\n" for i in range(9_000)), "a" * 999_000, "a: 1\n" * 190_000, "\n" * 999_000, " " * 999_000, "\t" * 999_000, "{{" * 400_000, '"' * 999_000, "'" * 999_000,
    "/*" * 400_000, "//" * 400_000, "#" * 999_000, "=" * 999_000, "a=" * 400_000, "[a" * 400_000, ": " * 400_000, "- " * 10 + "\n" * 9_000, "a = " + "9" * 900_000, "|||\n" * 200_000,
    "<<E\n" * 200_000, "-" * 999_000, "&a " * 300_000, "{a: 1" * 100_000, "a = [" + "1, " * 300_000 + "]\n", "a: [" + "1, " * 300_000 + "]\n", '{"a": [' + "1, " * 300_000 + "1]}",
    '{"a": [' + "{}, " * 200_000 + "1]}", "\\" * 999_000, "a.b=" + "x\\\n" * 200_000, "!" * 999_000, "*" * 999_000, "?\n" * 400_000, "\ufeff" * 9_000, "a \\\n" * 200_000,
    "1e5" * 300_000, "\"a\\\"" * 200_000, "'''" * 300_000, '"""' * 300_000, 'a = """' + "\\" * 900_000, "@'" * 400_000, "a {" * 300_000, "$" * 999_000, "%s" * 400_000,
    b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3_000, b"\xff\xfe" + "a: 1\n".encode("utf-16-le") * 9_000, b"\0" * 900_000, b"x" * 50_000_000, bytes(range(128, 256)) * 7_000,
]  # fmt: skip


def bounded(data: str | bytes, language: str) -> Settings | str:
    """Settings, or the reason, in a few seconds: what takes time by the square of a megabyte takes minutes."""
    begun = time.process_time()
    try:
        found: Settings | str = parse(data if isinstance(data, bytes) else data.encode(), language)
    except Unreadable as error:
        found = str(error)
    assert time.process_time() - begun < seconds(6), (language, data[:30], time.process_time() - begun)
    return found


def test_every_format_has_its_nests() -> None:
    assert set(NESTS) | {"JSON5", "JSONC"} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_nest_takes_long_or_ends_the_process(language: str) -> None:
    for text in NESTS.get(language, NESTS["JSON"]):
        bounded(text, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_odd_file_takes_long(language: str) -> None:
    for number, text in enumerate(ODD):
        found = bounded(text, language)
        if isinstance(found, Settings):
            assert len(found.leaves) <= MOST, number
            assert all(len(leaf.value) <= LONGEST and len(leaf.key) <= LONGEST_KEY for leaf in found.leaves)


def test_a_file_of_ten_thousand_settings_is_read_in_every_format() -> None:
    count = 10_000
    texts = {
        "YAML": "".join(f"a{i}: {i}\n" for i in range(count)), "TOML": "".join(f"a{i} = {i}\n" for i in range(count)),
        "JSON": json.dumps({f"a{i}": i for i in range(count)}), "INI": "[s]\n" + "".join(f"a{i} = {i}\n" for i in range(count)),
        "dotenv": "".join(f"a{i}={i}\n" for i in range(count)), "properties": "".join(f"a{i}={i}\n" for i in range(count)),
        "HCL": "".join(f"a{i} = {i}\n" for i in range(count)), "gin": "".join(f"a{i} = {i}\n" for i in range(count)),
        "Jsonnet": "{" + "".join(f"a{i}: {i},\n" for i in range(count)) + "}", "Dockerfile": "FROM a\n" + "".join(f"ENV a{i}={i}\n" for i in range(count)),
    }  # fmt: skip
    for language in LANGUAGES:
        found = bounded(texts.get(language, texts["JSON"]), language)
        assert isinstance(found, Settings), found
        assert len(found.leaves) == count
        assert found.leaves[-1].line == texts.get(language, texts["JSON"]).rstrip("}\n").count("\n") + 1


def test_more_settings_than_the_limit_are_reported_and_not_cut() -> None:
    for language, text in (
        ("YAML", "".join(f"a{i}: 1\n" for i in range(MOST + 1))),
        ("dotenv", "".join(f"a{i}=1\n" for i in range(MOST + 1))),
    ):
        with pytest.raises(Unreadable, match="more than 20,000 settings"):
            parse(text.encode(), language)


def test_a_hostile_file_is_recorded_with_its_reason_and_nothing_else_is_lost(repo: GitRepo) -> None:
    """Through collect: 50 MB, a picture that calls itself YAML, bombs, nests; one good file among them."""
    files: dict[str, str | bytes | None] = {
        "conf/good.yaml": "lr: 1\n", "conf/big.yaml": b"a: 1\n" * 10_000_000, "conf/medium.yaml": b"a: 1\n" * 250_000, "conf/picture.yaml": b"\x89PNG\r\n\x1a\n\0\0" * 9,
        "conf/bomb.yaml": BOMB, "conf/deep.yaml": "- " * 400_000, "conf/self.yaml": "a: &a [*a]\n", "conf/cut.toml": "a = [1,", "conf/cut.json5": "{a: 1", "conf/deep.gin": "a = " + "[" * DEEP,
        "conf/x.jsonnet": "{ a: ", "infra/x.tf": "a {", "conf/x.ini": "[a]\nno key but words\n= 1\n",
    }  # fmt: skip
    repo.commit(files)
    store = collect(repo.path).store
    with duckdb.connect(str(store), read_only=True) as con:
        ledger = con.sql("SELECT status, reason FROM analysed WHERE analyser = 'config_key'").fetchall()
        leaves = con.sql("SELECT key, value FROM config_key").fetchall()
    assert leaves == [("lr", "1")]
    assert sorted(status for status, _ in ledger) == sorted(["ok", "skipped"] + ["failed"] * 11)
    assert all(reason for status, reason in ledger if status != "ok")
    assert not any("worker process ended" in (reason or "") for _, reason in ledger)
