"""TOML, by the standard library; the lines of its keys by a look at each row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from collectors.forms.config import DEEPEST, LONGEST, Leaf, join
from collectors.spec import Unreadable

LANGUAGES = frozenset({"TOML"})


def read(text: str) -> Iterator[Leaf]:
    """Leaves in the order of the file; tomllib refuses a key given twice."""
    import tomllib

    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unreadable(f"not TOML: {error}"[:200]) from error
    yield from _values(document, "", _toml_lines(text), 0)


def _toml_lines(text: str) -> dict[str, int]:
    """Line of each key: a table header sets the prefix, `key =` at the start of a line is a key below it."""
    lines: dict[str, int] = {}
    prefix = ""
    arrays: dict[str, int] = {}
    for number, row in enumerate(text.split("\n"), 1):
        stripped = row.strip()
        if match := re.match(r"\[\[\s*(.+?)\s*\]\]", stripped):
            name = _plain(match.group(1))
            arrays[name] = arrays.get(name, -1) + 1
            prefix = f"{name}[{arrays[name]}]"
        elif match := re.match(r"\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$", stripped):
            prefix = _plain(match.group(1))
        elif match := re.match(
            r"""((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""", stripped
        ):
            lines.setdefault(join(prefix, _plain(match.group(1))), number)
    return lines


def _plain(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in re.findall(r""""[^"]*"|'[^']*'|[^.]+""", name))


def _values(value: Any, key: str, lines: dict[str, int], depth: int, at: int = 1) -> Iterator[Leaf]:
    line = lines.get(key, at)
    if depth > DEEPEST:
        raise Unreadable(f"nested more than {DEEPEST} deep")
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _values(item, join(key, str(name)), lines, depth + 1, line)
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for index, item in enumerate(value):
            yield from _values(item, f"{key}[{index}]", lines, depth + 1, line)
    else:
        yield Leaf(key, _scalar(value)[:LONGEST], _type(value), line, 0)


def _scalar(value: Any) -> str:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return json.dumps(value) if isinstance(value, bool) or value is None else str(value)


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return {int: "number", float: "number", list: "list", type(None): "null"}.get(type(value), "string")
