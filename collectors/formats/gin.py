"""gin-config: bindings, macros, and the files and modules that a file asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from collectors.forms.config import LONGEST, Directive, Leaf
from collectors.spec import Unreadable

LANGUAGES = frozenset({"gin"})
_TOKEN = re.compile(
    r'''(?P<string>[rbuRBU]{0,2}(?:"""(?:\\.|[^\\])*?"""|\'\'\'(?:\\.|[^\\])*?\'\'\'|"(?!"")(?:\\.|[^"\\\n])*"|'(?!\'\')(?:\\.|[^'\\\n])*'))'''
    r"|(?P<comment>\#[^\n]*)|(?P<joined>\\\r?\n)|(?P<line>\n)|(?P<open>[\[({])|(?P<close>[\])}])|(?P<blank>[^\S\n]+)"
    r"|(?P<unclosed>[\"'])|(?P<other>[^\s\[\](){}\"'#\\]+|\\)",
    re.DOTALL,
)
_NAME = r"[A-Za-z_]\w*"
_KEY = rf"(?:{_NAME}/)*{_NAME}(?:\.{_NAME})*"
_STATEMENT = re.compile(
    rf"(?:include\s*(?P<file>['\"].*)|(?:import|from)\s+(?P<module>{_NAME}(?:\.{_NAME})*)(?:\s+import\s+(?P<part>{_NAME}))?"
    rf"(?:\s+as\s+{_NAME})?|(?P<key>{_KEY})\s*=(?P<value>.*)|(?P<block>{_KEY})\s*:)\s*\Z",
    re.DOTALL,
)
_NUMBER = re.compile(r"-?(?:0[xXoObB][\w]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?)")


@dataclass(slots=True)
class _Statement:
    line: int
    indented: bool
    pieces: list[str] = field(default_factory=list)


def read(text: str) -> Iterator[Leaf | Directive]:
    """One leaf for each binding `scope/module.function.parameter` and each macro; references and macros as values stay text.

    A list, tuple or dictionary is one leaf, as it is written but without comments and line ends. What gin writes as its
    operative config is read in the same way.
    """
    block = ""
    for statement in _statements(text):
        match = _STATEMENT.match("".join(statement.pieces))
        if match is None:
            raise Unreadable(f"not gin: line {statement.line}")
        block = block if statement.indented else ""
        file, module, part, key, value, header = match.group("file", "module", "part", "key", "value", "block")
        if file is not None:
            yield Directive("include", _text(file), statement.line)
        elif module is not None:
            yield Directive("import", f"{module}.{part}" if part else module, statement.line)
        elif header is not None:
            block = header
        elif not value.strip():
            raise Unreadable(f"not gin: line {statement.line}")
        else:
            value = _bare(value.strip())
            yield Leaf(
                f"{block}.{key}" if block else key, _text(value)[:LONGEST], _type(value), statement.line, 0
            )  # fmt: skip


def _statements(text: str) -> Iterator[_Statement]:
    """Logical lines: brackets and a backslash join lines, comments are left out."""
    line, depth, fresh, indented = 1, 0, True, False
    statement: _Statement | None = None
    for match in _TOKEN.finditer(text):
        kind, token = str(match.lastgroup), match.group()
        if kind == "unclosed":
            raise Unreadable(f"not gin: a string of line {line} is not closed")
        if kind == "line" and depth == 0:
            if statement:
                yield statement
            statement, fresh, indented = None, True, False
        elif kind in {"string", "open", "close", "other"}:
            statement = statement or _Statement(line, indented)
            statement.pieces.append(token)
            depth = max(0, depth + (kind == "open") - (kind == "close"))
            fresh = False
        elif fresh:
            indented = kind == "blank"
        elif statement and statement.pieces[-1] != " " and kind != "comment":
            statement.pieces.append(" ")
        line += token.count("\n")
    if statement:
        if depth:
            raise Unreadable(f"not gin: a bracket of line {statement.line} is not closed")
        yield statement


def _bare(value: str) -> str:
    """A value out of the brackets that only group it, as gin writes long strings: without a comma they make no tuple."""
    if value[0] != "(" or value[-1] != ")" or not value[1:-1].strip():
        return value
    depth = 0
    for match in _TOKEN.finditer(value):
        depth += (match.lastgroup == "open") - (match.lastgroup == "close")
        comma = depth == 1 and match.lastgroup == "other" and "," in match.group()
        if comma or (depth == 0 and match.end() < len(value)):
            return value
    return value[1:-1].strip()


def _type(value: str) -> str:
    if value[0] in "[(":
        return "list"
    if value in {"True", "False"}:
        return "boolean"
    if value == "None":
        return "null"
    return "number" if _NUMBER.fullmatch(value) else "string"


def _text(value: str) -> str:
    """The value as it is written; of strings, what stands between the quotes, neighbours joined as Python joins them."""
    pieces, end = [], 0
    for match in re.finditer(_TOKEN, value):
        if match.lastgroup == "string":
            pieces.append(_unquoted(match.group()))
        elif match.lastgroup != "blank":
            return value
        end = match.end()
    return "".join(pieces) if pieces and end == len(value) else value


def _unquoted(text: str) -> str:
    text = text.lstrip("rbuRBU")
    quotes = 3 if text[:3] in {'"""', "'''"} else 1
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), text[quotes:-quotes], flags=re.DOTALL)
