"""Templates of Jinja, read and never run: where their parts are, and the calls with plain arguments in them."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

_OPENING = re.compile(r"\{\{|\{%|\{#")
_STRING = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
_TOKEN = re.compile(rf"{_STRING}|[\"'{{}}]|%\}}", re.DOTALL)
_CALL = re.compile(rf"{_STRING}|[\"']|(?<![\w.])(?:builtins\.)?(?P<name>[A-Za-z_]\w{{0,60}})\s*\(|[()]", re.DOTALL)
_RAW_END = re.compile(r"\{%-?\s*endraw\s*-?%\}")
_LONGEST = 20_000
"""Characters of the arguments of a call."""
_CONSTANTS = {"true": True, "false": False, "none": None}


class Part(NamedTuple):
    """One part of a template, what stands between its braces, and where that begins."""

    kind: Literal["expression", "statement", "comment"]
    start: int
    end: int
    inner: str
    at: int


class Call(NamedTuple):
    """A call in a part: its name, where it begins within the part, and the text between its brackets."""

    name: str
    start: int
    inside: str


class Computed:
    """Stands for an argument that is no literal."""


COMPUTED = Computed()


def parts(text: str) -> Iterator[Part]:
    """The parts of a template in order, what is raw left out. One that never ends is the last and reaches to the end.

    Braces within an expression are balanced, as Jinja does: `{{ config(meta={"a": {}}) }}` ends at its second pair.
    """
    at = 0
    while opening := _OPENING.search(text, at):
        start, opened = opening.start(), opening.group()
        if opened == "{#":
            at = _after(text.find("#}", start + 2), len(text))
            yield Part("comment", start, at, "", start)
            continue
        at = _end(text, start + 2, opened)
        within = text[start + 2 : max(at - 2, start + 2)]
        inner = within.strip("-+ \t\r\n")
        begins = start + 2 + len(within) - len(within.lstrip("-+ \t\r\n"))
        yield Part("expression" if opened == "{{" else "statement", start, at, inner, begins)
        if opened == "{%" and inner == "raw":
            ending = _RAW_END.search(text, at)
            at = ending.end() if ending else len(text)


def _after(found: int, length: int) -> int:
    return length if found < 0 else found + 2


def _end(text: str, at: int, opened: str) -> int:
    depth = 0
    while token := _TOKEN.search(text, at):
        sign, at = token.group(), token.end()
        if sign == "{":
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
        elif sign == "}" and opened == "{{" and text.startswith("}", at):
            return at + 1
        elif sign == "%}" and opened == "{%":
            return at
        elif sign in "\"'":  # a string that never ends
            break
    return len(text)


def calls(inner: str) -> list[Call]:
    """Calls by a plain name, those among the arguments of others too; texts are passed over."""
    open_: list[tuple[str, int, int]] = []
    found: list[tuple[int, int, int, str]] = []
    for token in _CALL.finditer(inner):
        sign = token.group()
        if sign in {'"', "'"}:  # a text that never ends
            break
        if sign == ")" and open_:
            name, start, at = open_.pop()
            found.append((start, at, token.start(), name))
        elif sign.endswith("("):
            open_.append((token.group("name") or "", token.start(), token.end()))
    found += [(start, at, len(inner), name) for name, start, at in open_]
    return [
        Call(name, start, inner[at : min(end, at + _LONGEST + 1)]) for start, at, end, name in sorted(found) if name
    ]


def arguments(inside: str) -> tuple[list[object], dict[str, object]] | None:
    """Arguments by place and by name, what is no literal as COMPUTED; None where they cannot be read.

    Expressions of Jinja are written like those of Python, but for true, false and none.
    """
    if len(inside) > _LONGEST:
        return None
    try:
        call = ast.parse(f"_({inside.strip()}\n)", mode="eval").body
        if not isinstance(call, ast.Call):
            return None
        named = {each.arg or "": _value(each.value) for each in call.keywords}
        return [_value(each) for each in call.args], named
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _value(node: ast.expr) -> object:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return _CONSTANTS.get(node.id, COMPUTED)
    if isinstance(node, ast.List | ast.Tuple):
        return [_value(each) for each in node.elts]
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return {key.value: _value(value) for key, value in pairs if isinstance(key, ast.Constant)}
    return COMPUTED


class Lines:
    """The line, from 1, of each place in a text."""

    def __init__(self, text: str) -> None:
        self._ends = [found.start() for found in re.finditer("\n", text)]

    def of(self, place: int) -> int:
        """The line that a place is on."""
        return bisect_right(self._ends, place - 1) + 1
