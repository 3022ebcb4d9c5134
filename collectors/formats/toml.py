"""TOML: judged by tomllib, read by tree-sitter, which knows lines and how a number was written."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from collectors.forms.config import LONGEST, Entry, Leaf, check_depth, join
from collectors.spec import Format, Unreadable

# tomllib takes time by the square of the parts of a dotted key. Nothing here gives back what it took: a megabyte of
# blanks would be split in every way otherwise.
_LONG_KEY = re.compile(r"^[ \t]*+(?:\[{1,2}[ \t]*+)?(?:[\w\"'-]++[ \t]*+\.[ \t]*+){100}", re.MULTILINE)
_TYPES = {"integer": "number", "float": "number", "boolean": "boolean"}
_SKIPPED = frozenset({"[", "]", "[[", "]]", ",", "=", ".", "{", "}", "comment"})


@cache
def _parser() -> Any:
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_toml.language()))


def read(text: str) -> Iterator[Entry]:
    """Leaves of one document. A key given twice is no TOML."""
    if _LONG_KEY.search(text):
        raise Unreadable("nested too deeply")
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"not TOML: {error}"[:200]) from error
    except (RecursionError, ValueError) as error:  # ValueError: a number of thousands of digits
        raise Unreadable(f"not TOML: {type(error).__name__}") from error
    arrays: dict[str, int] = {}
    for node in _parser().parse(text.encode()).root_node.children:
        if node.type in {"table", "table_array_element"}:
            children = [child for child in node.children if child.type not in _SKIPPED]
            prefix = _header(_names(children[0]), arrays, node.type == "table_array_element")
            for child in children[1:]:
                yield from _pair(child, prefix, 1)
        elif node.type == "pair":
            yield from _pair(node, "", 0)


def _header(names: list[str], arrays: dict[str, int], element: bool) -> str:
    """The key that a table's header opens: below an array of tables it is the last one of them."""
    key = ""
    for place, name in enumerate(names, 1):
        key = join(key, name)
        if place == len(names) and element:
            arrays[key] = arrays.get(key, -1) + 1
        if key in arrays:
            key = f"{key}[{arrays[key]}]"
    return key


def _pair(node: Any, prefix: str, depth: int) -> Iterator[Entry]:
    if node.type != "pair":
        return
    key, value = (child for child in node.children if child.type not in _SKIPPED)
    for name in _names(key):
        prefix = join(prefix, name)
    yield from _value(value, prefix, depth + 1)


def _value(node: Any, key: str, depth: int) -> Iterator[Entry]:
    check_depth(depth)
    if node.type == "inline_table":
        for child in node.children:
            yield from _pair(child, key, depth)
        return
    line = node.start_point[0] + 1
    if node.type != "array":
        yield Leaf(key, _text(node)[:LONGEST], _TYPES.get(node.type, "string"), line)
        return
    items = [child for child in node.children if child.type not in _SKIPPED]
    if any(item.type in {"array", "inline_table"} for item in items):
        for index, item in enumerate(items):
            yield from _value(item, f"{key}[{index}]", depth + 1)
    else:
        raws = (_text(i) if i.type in _TYPES else json.dumps(_text(i), ensure_ascii=False) for i in items)
        yield Leaf(key, f"[{','.join(raws)}]"[:LONGEST], "list", line)


def _names(key: Any) -> list[str]:
    if key.type == "dotted_key":
        return [name for child in key.children if child.type not in _SKIPPED for name in _names(child)]
    return [_text(key)]


def _text(node: Any) -> str:
    raw = str(node.text.decode("utf-8", "replace"))
    if node.type not in {"string", "quoted_key"}:
        return raw
    if "\\" not in raw:
        quotes = 3 if raw.startswith(('"""', "'''")) else 1
        return raw[quotes:-quotes].removeprefix("\n" if quotes == 3 else "")
    return str(tomllib.loads(f"a = {raw}")["a"])


FORMAT = Format(frozenset({"TOML"}), read)
