"""Comments of a text by its language's syntax: which lines are code, comment or blank, and what the comments say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Syntax:
    """How a language writes comments."""

    line: tuple[str, ...] = ()
    block: tuple[tuple[str, str], ...] = ()
    strings: str = "\"'"
    """Characters that quote strings, in which comment marks mean nothing."""


_C = Syntax(("//",), (("/*", "*/"),))
_HASH = Syntax(("#",))
_MARKUP = Syntax((), (("<!--", "-->"),), "")
SYNTAX: dict[str, Syntax] = {
    **dict.fromkeys(("C", "C++", "CUDA", "Java", "Scala", "Kotlin", "Groovy", "JavaScript", "TypeScript", "Rust",
                     "Protocol Buffers", "Swift", "C#", "Dart", "SCSS", "LESS", "Objective-C", "JSON5", "JSONC", "Thrift"), _C),
    "Go": Syntax(("//",), (("/*", "*/"),), "\"'`"),
    **dict.fromkeys(("PHP", "Jsonnet"), Syntax(("//", "#"), (("/*", "*/"),))),
    "CSS": Syntax((), (("/*", "*/"),)),
    **dict.fromkeys(("Shell", "Fish", "YAML", "TOML", "Makefile", "Dockerfile", "R", "Perl", "Starlark", "dotenv", "gin", "CMake",
                     "Elixir", "Gherkin", "CODEOWNERS"), _HASH),
    "Ruby": Syntax(("#",), (("=begin", "=end"),)),
    "Julia": Syntax(("#",), (("#=", "=#"),), '"'),
    "PowerShell": Syntax(("#",), (("<#", "#>"),)),
    "HCL": Syntax(("#", "//"), (("/*", "*/"),)),
    "INI": Syntax(("#", ";"), (), ""),
    "properties": Syntax(("#", "!"), (), ""),
    "SQL": Syntax(("--",), (("/*", "*/"),), "'"),
    "Lua": Syntax(("--",), (("--[[", "]]"),)),
    "Haskell": Syntax(("--",), (("{-", "-}"),), '"'),
    "Clojure": Syntax((";",), (), '"'),
    "Erlang": Syntax(("%",), (), '"'),
    "OCaml": Syntax((), (("(*", "*)"),), '"'),
    "CoffeeScript": Syntax(("#",), (("###", "###"),)),
    **dict.fromkeys(("HTML", "XML", "Vue", "Svelte", "Markdown"), _MARKUP),
    "Jinja": Syntax((), (("{#", "#}"), ("<!--", "-->")), ""),
    "Batch": Syntax(("rem ", "REM ", "::"), (), ""),
    "TeX": Syntax(("%",), (), ""),
}  # fmt: skip
_HASH_LINE_ONLY = frozenset(
    {"Shell", "YAML", "Makefile", "Dockerfile", "TOML", "R", "Perl", "Ruby", "dotenv", "Fish", "CMake"}
)
_LINE_START_ONLY = frozenset({"properties"})


@cache
def _scanner(language: str) -> re.Pattern[str] | None:
    """One pattern that skips strings and finds comments, leftmost first."""
    syntax = SYNTAX.get(language)
    if syntax is None:
        return None
    pieces = [f"(?P<b{i}>{re.escape(start)}.*?(?:{re.escape(end)}|\\Z))" for i, (start, end) in enumerate(syntax.block)]
    # A hash begins a comment only at the start of a word: `${x#y}` and `a#b` are none.
    before = r"(?<![^\s;&|()])" if language in _HASH_LINE_ONLY else ""
    # Later in a line it is part of a value: `colour=#fff`, `greeting=Hello!`.
    before = r"(?m:^)[ \t\f]*" if language in _LINE_START_ONLY else before
    pieces += [f"(?P<l{i}>{before}{re.escape(mark)}[^\\n]*)" for i, mark in enumerate(syntax.line)]
    pieces += [rf"{q}(?:\\.|[^{q}\\\n])*{q}" for q in syntax.strings if q != "`"]
    if "`" in syntax.strings:
        pieces.append(r"`[^`]*`")
    return re.compile("|".join(pieces), re.DOTALL)


def comments(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, text) of each comment; nothing for languages whose syntax is not known. Not for Python: use its tree."""
    scanner = _scanner(language)
    if scanner is None:
        return
    for match in scanner.finditer(text):
        if match.lastgroup is not None:
            yield match.start(), match.end(), match.group()


def count(text: str, language: str) -> tuple[int, int, int]:
    """(code, comment, blank) lines. A line with code and a comment is code; a line inside a block comment is comment."""
    if text.startswith("#!"):
        text = f"x{text[2:]}"  # the line that names a script's interpreter is code, as cloc has it
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    blank = sum(1 for line in lines if not line.strip())
    covered = list(text)
    if not any(mark in text for mark in _marks(language)):
        return len(lines) - blank, 0, blank
    for start, end, comment in comments(text, language):
        covered[start:end] = re.sub(r"[^\n]", "\0", comment)
    commented = 0
    for row in "".join(covered).split("\n"):
        rest = row.strip()
        commented += bool(rest) and not rest.strip("\0 \t\r")
    return len(lines) - blank - commented, commented, blank


def _marks(language: str) -> tuple[str, ...]:
    syntax = SYNTAX.get(language, Syntax())
    return (*syntax.line, *(start for start, _ in syntax.block))
