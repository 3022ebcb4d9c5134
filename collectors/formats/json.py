"""JSON, by tree-sitter, which knows lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from collectors.forms.config import DEEPEST, LONGEST, Leaf, join
from collectors.spec import Unreadable

LANGUAGES = frozenset({"JSON"})


def read(text: str) -> Iterator[Leaf]:
    """Leaves. Comments and trailing commas are forgiven, as the tools that write `.json` so forgive them."""
    import tree_sitter_json
    from tree_sitter import Language, Parser

    try:
        json.loads(text)
    except ValueError as error:
        if not re.search(r"^\s*//|/\*|,\s*[}\]]", text, re.MULTILINE):
            raise Unreadable(f"not JSON: {error}"[:200]) from error
    except RecursionError as error:
        raise Unreadable("nested too deeply") from error
    tree = Parser(Language(tree_sitter_json.language())).parse(text.encode())
    for child in tree.root_node.named_children:
        if child.type != "comment":
            yield from _json_node(child, "", 0)


def _json_node(node: Any, key: str, depth: int) -> Iterator[Leaf]:
    if depth > DEEPEST:
        raise Unreadable(f"nested more than {DEEPEST} deep")
    line = node.start_point[0] + 1
    if node.type == "object":
        for pair in node.named_children:
            if pair.type == "pair":
                name = pair.child_by_field_name("key").text.decode("utf-8", "replace").strip('"')
                yield from _json_node(pair.child_by_field_name("value"), join(key, name), depth + 1)
    elif node.type == "array" and any(item.type in {"object", "array"} for item in node.named_children):
        for index, item in enumerate(node.named_children):
            yield from _json_node(item, f"{key}[{index}]", depth + 1)
    else:
        raw = node.text.decode("utf-8", "replace")
        kind = {"number": "number", "true": "boolean", "false": "boolean", "null": "null", "array": "list"}.get(
            node.type, "string"
        )
        yield Leaf(key, (raw[1:-1] if kind == "string" else raw)[:LONGEST], kind, line, 0)
