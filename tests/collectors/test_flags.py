"""Flags in every language that is read: what asks for one, what defines one, what passes one on; and what no file can bring down."""

from __future__ import annotations

import importlib
import time
from typing import Any

import pytest

from collectors import flags, languages
from collectors.forms import code
from collectors.languages import Definition, Read
from collectors.registry import analysers
from collectors.spans import Spans
from collectors.spec import Unreadable


def reads(language: str, text: str) -> list[tuple[Any, ...]]:
    return [
        (r.key, r.mechanism, r.line, r.boolean, r.then_lines, r.else_lines, r.function)
        for r in code.parse(text.encode(), language).reads()
    ]


def found(language: str, text: str) -> list[Read]:
    return list(code.parse(text.encode(), language).reads())


def keys(language: str, text: str) -> list[str]:
    return [read.key for read in found(language, text)]


READS: list[tuple[str, str, list[tuple[Any, ...]]]] = [
    ("TypeScript", 'const on: boolean = await client.isEnabled("new-cart", ctx);\nif (on) {\n  a();\n  b();\n} else {\n  c();\n}\n',
     [("new-cart", "sdk", 1, True, 2, 1, "")]),
    ("TypeScript", 'const View = () => { const n = <div>{useFlag("in-tsx") ? <A/> : <B/>}</div>; return n; };\n',
     [("in-tsx", "sdk", 1, True, 1, 1, "View")]),
    ("TypeScript", "class K { m() { return import.meta.env.VITE_USE_X; } }\n", [("VITE_USE_X", "env", 1, True, None, None, "m")]),
    ("TypeScript", 'enum Flags { Cart = "cart-v2" }\nif (ld.variation(Flags.Cart, user, false)) return 1;\n', [("cart-v2", "sdk", 2, True, 1, 0, "")]),
    ("JavaScript", 'if (process.env.USE_A === "1") { a() }\nif (process.env.MODE === "fast") { b() }\nconst url = process.env["API_URL"];\n',
     [("USE_A", "env", 1, True, 1, 0, ""), ("MODE", "env", 2, False, 1, 0, ""), ("API_URL", "env", 3, False, None, None, "")]),
    ("JavaScript", "const { newCart, oldCart: old } = useFlags();\n", [
        ("newCart", "sdk", 1, True, None, None, ""), ("oldCart", "sdk", 1, True, None, None, "")]),
    ("JavaScript", 'function f() {\n  if (!posthog.isFeatureEnabled("beta")) return 1;\n  return 2;\n}\n', [("beta", "sdk", 2, True, 1, 1, "f")]),
    ("Go", 'package x\nfunc (a *T) F() {\n\tif on, err := c.BoolVariation("kk", ctx, false); on {\n\t\tg()\n\t} else {\n\t\th()\n\t\ti()\n\t}\n}\n',
     [("kk", "sdk", 3, True, 1, 2, "F")]),
    ("Go", 'package x\nconst Ranker = "new-ranker"\nfunc F() {\n\tok := client.BooleanValue(ctx, Ranker, false, e)\n\tif ok {\n\t\tg()\n\t}\n}\n',
     [("new-ranker", "sdk", 4, True, 1, 0, "F")]),
    ("Go", 'package x\nfunc F() bool { return os.Getenv("USE_B") == "true" }\nfunc G() string { return os.Getenv("ADDR") }\n',
     [("USE_B", "env", 2, True, None, None, "F"), ("ADDR", "env", 3, False, None, None, "G")]),
    ("Java", 'class A { static final String FLAG = "k-1";\n void f() { if (client.isEnabled(FLAG)) { g(); } else h();\n'
             '  if ("true".equals(System.getenv("Q"))) { a(); } } }\n',
     [("k-1", "sdk", 2, True, 1, 1, "f"), ("Q", "env", 3, True, 1, 0, "f")]),
    ("C++", 'void A::f() {\n  auto v = c->BoolVariation(ctx, "k-1", false);\n  if (v) { a(); }\n  if (absl::GetFlag(FLAGS_use_x)) { b(); }\n'
            '  const char* home = std::getenv("HOME");\n}\n',
     [("k-1", "sdk", 2, True, 1, 0, "A::f"), ("use_x", "absl", 4, True, 1, 0, "A::f"), ("HOME", "env", 5, False, None, None, "A::f")]),
    ("Python", "from os import getenv as env\nif env('A') == '1': x()\n", [("A", "env", 2, True, 1, 0, "")]),
    ("Python", "from os import getenv\nx = getenv('LOCAL_RANK', 0), getenv('USE_GPU', 0), getenv('BLOCKING', 0), getenv('GPU', 'on')\n", [
        ("LOCAL_RANK", "env", 2, False, None, None, ""), ("USE_GPU", "env", 2, True, None, None, ""),
        ("BLOCKING", "env", 2, True, None, None, ""), ("GPU", "env", 2, True, None, None, "")]),
    ("Python", "import os as o\nfrom waffle import flag_is_active\no.environ['USE_B']\nif flag_is_active(request, 'waf'): x()\n",
     [("USE_B", "env", 3, True, None, None, ""), ("waf", "sdk", 4, True, 1, 0, "")]),
    ("Python", "FLAG = 'new-ranker'\nclass C:\n    F = 'in-class'\n    def m(self):\n        if client.is_enabled(FLAG):\n            return 1\n"
               "        a()\n        return client.is_enabled(C.F)\n",
     [("new-ranker", "sdk", 5, True, 1, 2, "C.m"), ("in-class", "sdk", 8, True, None, None, "C.m")]),
    ("Python", "def f(cfg, args):\n    if cfg.model.use_x and not self.config.enable_y or args.no_z:\n        a()\n    elif settings.USE_Q:\n        b()\n",
     [("use_x", "config", 2, True, 1, 1, "f"), ("enable_y", "config", 2, True, 1, 1, "f"), ("no_z", "option", 2, True, 1, 1, "f"),
      ("USE_Q", "settings", 4, True, 1, 0, "f")]),
    ("Python", "if cfg.is_path(): a()\nif cfg.use_dir is None: a()\nif cfg.size: a()\nif config.feature_view: a()\n", []),
    ("Python", "x = 1 if FLAGS.use_absl else 2\nUSE_X = True\nif USE_X: a()\nUSE_Y = load()\nif USE_Y: a()\n",
     [("use_absl", "absl", 1, True, 1, 1, ""), ("USE_X", "constant", 3, True, 1, 0, "")]),
    ("Python", "getattr(settings, 'USE_G', False)\napp.config.get('USE_H')\n",
     [("USE_G", "settings", 1, True, None, None, ""), ("USE_H", "settings", 2, True, None, None, "")]),
    ("Python", "tag = os.environ.get('BUILD')\nif tag: x()\nif os.environ.get('OUT'): f(os.environ['OUT'])\n",
     [("BUILD", "env", 1, False, 1, 0, ""), ("OUT", "env", 3, False, 1, 0, ""), ("OUT", "env", 3, False, None, None, "")]),
]  # fmt: skip
DEFINITIONS: list[tuple[str, str, list[tuple[Any, ...]]]] = [
    ("TypeScript", 'const USE_FAST = true;\nprogram.option("-q, --quick", "be quick").option("--name <name>");\n',
     [("USE_FAST", "constant", "true", True, None), ("name", "option", None, False, None), ("quick", "option", None, True, None)]),
    ("Go", 'package x\nvar v = flag.Bool("use-x", false, "h")\nfunc f() { flag.BoolVar(&c.fast, "fast", true, "u"); g(*v, *v) }\n'
           'var target = cmd.Flags().StringP("out", "o", "", "h")\nvar d = &cli.BoolFlag{Name: "dry-run", Value: true}\n',
     [("use_x", "goflag", "false", True, 2), ("fast", "goflag", "true", True, None), ("out", "goflag", None, False, None),
      ("dry_run", "goflag", None, True, None)]),
    ("Java", 'class A { static final boolean USE_X = true;\n @Option(names = {"-y", "--use-y"}) private boolean useY = false;\n'
             ' @Parameter(names="--zz") String z; void f() { g(useY); } }\n',
     [("USE_X", "constant", "true", True, None), ("use_y", "option", None, True, 1), ("zz", "option", None, False, None)]),
    ("C++", 'ABSL_FLAG(bool, use_x, false, "help; with");\nDEFINE_bool(use_y, true, "h"\n  "more");\nDEFINE_string(name, "a", "h");\n'
            "constexpr bool USE_Z = true;\nint f() { return FLAGS_use_y; }\n",
     [("use_x", "absl", "false", True, None), ("use_y", "gflags", "true", True, 1), ("name", "gflags", '"a"', False, None),
      ("USE_Z", "constant", "true", True, None)]),
    ("Python", "@gin.configurable\ndef g(use_gin=False, n=3): return use_gin\n"
               "def main(fast: bool = typer.Option(False), quiet: Annotated[bool, typer.Option()] = False): pass\n",
     [("g.use_gin", "gin", "False", True, 1), ("fast", "click", "False", True, 0), ("quiet", "click", "False", True, 0)]),
]  # fmt: skip
WRAPPED = {
    "Python": "def ask(key):\n    return client.is_enabled(key)\ndef f():\n    ask('one-hop')\n    is_feature_on('far')\n    other('none')\n",
    "TypeScript": 'function ask(key: string) { return ld.variation(key, u, false); }\nask("one-hop"); isFeatureOn("far"); other("none");\n',
    "JavaScript": 'const ask = (key) => ld.variation(key, u, false);\nask("one-hop"); isFeatureOn("far"); other("none");\n',
    "Go": 'package x\nfunc ask(key string) bool { return u.IsEnabled(key) }\nfunc f() { ask("one-hop"); isFeatureOn("far"); other("none") }\n',
    "Java": 'class A { boolean ask(String key) { return u.isEnabled(key); }\nvoid f() { ask("one-hop"); isFeatureOn("far"); other("none"); } }\n',
    "C++": 'bool ask(std::string key) { return c->BoolVariation(ctx, key, false); }\nvoid f() { ask("one-hop"); isFeatureOn("far"); other("none"); }\n',
}
PER_LANGUAGE = sorted(languages.names() - {"Jupyter Notebook"})
DEEP = (
    "if (a) {",
    "f(",
    "[",
    "a ? b : ",
    "x => ",
    "else if (a) ",
    "((",
    "if a {\n",
    "{",
    "a.b(",
    '"',
    "`${",
    "/*",
    "#if A\n",
    "template<",
)


@pytest.mark.parametrize(("language", "text", "expected"), READS)
def test_reads_are_found_with_their_branches(language: str, text: str, expected: list[tuple[Any, ...]]) -> None:
    assert reads(language, text) == expected


@pytest.mark.parametrize(("language", "text", "expected"), DEFINITIONS)
def test_definitions_are_found(language: str, text: str, expected: list[tuple[Any, ...]]) -> None:
    listed: list[Definition] = list(code.parse(text.encode(), language).definitions())
    assert [(d.key, d.mechanism, d.default, d.boolean, d.uses) for d in listed] == expected


@pytest.mark.parametrize(("language", "text"), WRAPPED.items())
def test_calls_of_a_function_that_passes_its_parameter_on_are_reads(language: str, text: str) -> None:
    program = code.parse(text.encode(), language)
    assert list(program.wrappers()) == ["ask"]
    assert [(read.key, read.via) for read in program.reads()] == [
        ("one-hop", None),
        ("far", "isFeatureOn" if "isF" in text else "is_feature_on"),
    ]


@pytest.mark.parametrize("language", PER_LANGUAGE)
def test_ten_thousand_levels_bring_no_language_down(language: str) -> None:
    for piece in DEEP:
        data = (piece * 10_000 + "\n" * 2_000).encode()  # enough lines not to look minified
        begun = time.monotonic()
        try:
            program = code.parse(data, language)
        except Unreadable as reason:
            refused = str(reason)
            program = None
        if program is None:
            assert "nested" in refused or "too long" in refused
            continue
        assert not list(program.reads()) + list(program.definitions()) + list(program.wrappers())
        assert time.monotonic() - begun < 20, piece


@pytest.mark.parametrize("language", PER_LANGUAGE)
def test_a_file_that_breaks_off_keeps_what_came_before(language: str) -> None:
    text = WRAPPED[language] if language in WRAPPED else WRAPPED["C++"]
    assert "one-hop" in keys(language, text + "\nvoid \xff (((")


def test_minified_files_are_refused() -> None:
    with pytest.raises(Unreadable, match="minified"):
        code.parse(b'a.isEnabled("k");' * 1000, "JavaScript")


def test_a_language_that_is_not_read_is_refused() -> None:
    with pytest.raises(Unreadable, match="Haskell"):
        code.parse(b"", "Haskell")


@pytest.mark.parametrize("language", ["JavaScript", "TypeScript", "Go", "Java", "C++"])
@pytest.mark.parametrize("name", sorted(flags.SDK_CALLS))
def test_the_lexical_reading_finds_what_the_tree_finds(language: str, name: str) -> None:
    lexical = next(a for a in analysers() if a.name == "flag_mention")
    for spelled in flags.spellings(name)[1:]:
        text = f'client.{spelled}(user, "key-1");\n'
        text = (
            f"package x\nfunc f() {{\n{text}}}\n"
            if language == "Go"
            else f"class A {{ void f() {{ {text} }} }};\n"
            if language != "TypeScript" and language != "JavaScript"
            else text
        )
        form = importlib.import_module("collectors.forms.bytes").parse(text.encode(), language)
        assert keys(language, text) == ["key-1"]
        assert ("key-1", "sdk") in list(lexical.analyse(form))


def test_spans_find_the_innermost() -> None:
    spans = Spans([(0, 100), (10, 50), (20, 30), (60, 90)])
    assert [spans.around(place) for place in (5, 15, 25, 30, 55, 60, 95, 100)] == [0, 1, 2, 1, 0, 3, 0, None]
    assert spans.outer == [None, 0, 1, 0]
