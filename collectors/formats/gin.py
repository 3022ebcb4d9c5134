"""gin: bindings with their scopes, blocks, macros, includes and imports. `@references` and `%macros` stay text.

A literal is read by Python's own grammar, as gin reads it; nothing is evaluated.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from collectors.forms.config import (
    DEEPEST,
    LONGEST,
    Directive,
    Entry,
    Leaf,
    check_depth,
    join,
    last_wins,
    listed,
)
from collectors.spec import Format, Unreadable

_TOKEN = re.compile(
    r'''"""(?:[^"\\]|\\[\s\S]|"(?!""))*+"""|\'\'\'(?:[^'\\]|\\[\s\S]|'(?!''))*+\'\'\'|"(?:[^"\\\n]|\\[\s\S])*+"|'(?:[^'\\\n]|\\[\s\S])*+'
    |\#[^\n]*+|\\\n|[\[({]|[\])}]|\n|[^\[\](){}"'\#\\\n]++|[\s\S]''',
    re.VERBOSE,
)  # fmt: skip
_BINDING = re.compile(r"([A-Za-z_][\w./]*)[ \t]*=(?!=)\s*([\s\S]*)")
_BLOCK = re.compile(r"([A-Za-z_][\w./]*)[ \t]*:[ \t]*$")
_INCLUDE = re.compile(r"include[ \t]+[\"']([^\"']+)[\"']")
_IMPORT = re.compile(r"(?:import[ \t]+([\w.]+)|from[ \t]+([\w.]+)[ \t]+import[ \t]+(\w+))")
_QUOTED_OR_NAME = re.compile(
    r"(\"\"\"[\s\S]*?\"\"\"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')|([@%][\w./]+(?:\(\))?)"
)
_LARGEST_LITERAL = 50_000


def read(text: str) -> Iterator[Entry]:
    """Statements in their order; of a parameter that is bound twice the last binding is the setting."""
    yield from last_wins(_entries(text))


def _entries(text: str) -> Iterator[Entry]:
    prefix = ""
    for line, indented, statement in _statements(text):
        prefix = prefix if indented else ""
        if match := _BLOCK.fullmatch(statement):
            prefix = match[1]
        elif match := _BINDING.fullmatch(statement):
            yield from _value(match[2].strip(), join(prefix, match[1]), line)
        elif match := _INCLUDE.fullmatch(statement):
            yield Directive("include", match[1], line)
        elif match := _IMPORT.match(statement):
            yield Directive("import", match[1] or f"{match[2]}.{match[3]}", line)
        else:
            raise Unreadable(f"not gin: line {line}")


def _statements(text: str) -> Iterator[tuple[int, bool, str]]:
    """(line, indented, text without comments) of each statement; within brackets it goes on over the end of a line."""
    parts: list[str] = []
    line, begun, depth, fresh, indented = 1, 1, 0, True, False
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in {"'", '"'}:
            raise Unreadable(f"not gin: a string is not closed, line {line}")
        if token == "\n" and depth == 0:
            if statement := "".join(parts).strip():
                yield begun, indented, statement
            parts, fresh = [], True
        elif token[0] != "#":
            if fresh:
                indented, fresh = token[0] in " \t", False
            if not "".join(parts[-1:]).strip() and len(parts) < 2:
                begun = line
            depth += (token in "[({") - (token in "])}") if len(token) == 1 else 0
            if depth > DEEPEST:
                raise Unreadable(f"nested more than {DEEPEST} deep")
            depth = max(depth, 0)
            parts.append(" " if token == "\\\n" else token)
        line += token.count("\n")
    if depth:
        raise Unreadable(f"not gin: a bracket is not closed, line {begun}")
    if statement := "".join(parts).strip():
        yield begun, indented, statement


def _value(text: str, key: str, line: int) -> Iterator[Entry]:
    if text[:1] in {"@", "%"}:
        yield Leaf(key, text[:LONGEST], "string", line)
        return
    named = _QUOTED_OR_NAME.sub(lambda m: m[1] or repr(m[2]), text) if "@" in text or "%" in text else text
    try:
        if len(named) > _LARGEST_LITERAL:
            raise Unreadable(f"a value longer than {_LARGEST_LITERAL:,} characters, line {line}")
        source = f"({named}\n)"
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"not gin: line {line}") from error
    yield from _literal(tree, source.encode().split(b"\n"), key, line, 0)


def _literal(node: ast.expr, rows: list[bytes], key: str, line: int, depth: int) -> Iterator[Entry]:
    check_depth(depth)
    at = line + node.lineno - 1
    if isinstance(node, ast.Dict):
        for name, value in zip(node.keys, node.values, strict=True):
            label = str(name.value) if isinstance(name, ast.Constant) else ast.unparse(name) if name else "**"
            yield from _literal(value, rows, join(key, label), line, depth + 1)
    elif isinstance(node, ast.List | ast.Tuple | ast.Set):
        scalars = [told for item in node.elts if (told := _scalar(item, rows))]
        if len(scalars) == len(node.elts):
            yield Leaf(key, listed(value for value, _ in scalars), "list", at)
        else:
            for index, item in enumerate(node.elts):
                yield from _literal(item, rows, f"{key}[{index}]", line, depth + 1)
    elif told := _scalar(node, rows):
        yield Leaf(key, told[0][:LONGEST], told[1], at)
    else:
        yield Directive("opaque", key, at)


def _scalar(node: ast.expr, rows: list[bytes]) -> tuple[str, str] | None:
    """(text, type) of a literal, a number as it is written; None for what is computed."""
    number = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd) else node
    if not isinstance(number, ast.Constant):
        return None
    value = number.value
    if isinstance(value, int | float | complex) and not isinstance(value, bool):
        return rows[node.lineno - 1][node.col_offset : node.end_col_offset].decode("utf-8", "replace"), "number"
    if number is not node:
        return None
    return str(value), "null" if value is None else "boolean" if isinstance(value, bool) else "string"


FORMAT = Format(frozenset({"gin"}), read)
