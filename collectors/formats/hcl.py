"""HCL: attributes of blocks, `resource.kind.name.attribute`. What is computed is opaque; a module's source is an include."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from collectors.forms.config import LONGEST, Directive, Entry, Leaf, check_depth, join
from collectors.spec import Format, Unreadable

_LARGEST = 200_000
"""A megabyte of quotation marks takes the parser six seconds."""
_TYPES = {"numeric_lit": "number", "bool_lit": "boolean", "null_lit": "null"}
_BRACKET = re.compile(r"[\[({]|[\])}]")
# The grammar knows 1.5e-3 but not 1e-3: such a number is parsed as another one of the same length, and read from the file.
_POWER = re.compile(rb"(?<![\w.])\d+[eE][-+]?\d+(?!\w)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


@cache
def _parser() -> Any:
    import tree_sitter_hcl
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_hcl.language()))


def read(text: str) -> Iterator[Entry]:
    """Leaves of one file."""
    if len(text) > _LARGEST:
        raise Unreadable(f"larger than {_LARGEST:,} characters, of HCL")
    depth = 0
    for match in _BRACKET.finditer(text):
        depth = depth + 1 if match.group() in "[({" else max(0, depth - 1)
        if depth > 300:
            raise Unreadable("brackets nested too deeply")
    data = text.encode()
    root = _parser().parse(_POWER.sub(lambda m: b"1" * len(m.group()), data)).root_node
    if root.has_error:
        raise Unreadable(f"not HCL: line {_error_line(root)}")
    reader = _Reader(data)
    for node in root.named_children:
        if node.type == "body":
            yield from reader.body(node, "", 0)
        elif node.type == "object":
            yield from reader.object(node, "", 0)


def _error_line(root: Any) -> int:
    node = root
    while not node.is_error and not node.is_missing:
        broken = next((child for child in node.children if child.has_error or child.is_missing), None)
        if broken is None:
            break
        node = broken
    return int(node.start_point[0]) + 1


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def body(self, body: Any, key: str, depth: int) -> Iterator[Entry]:
        check_depth(depth)
        heads = Counter(self._head(node) for node in body.named_children if node.type == "block")
        met: Counter[str] = Counter()
        for node in body.named_children:
            if node.type == "attribute":
                name, value = node.named_children[0], node.named_children[-1]
                if not (key.startswith("variable.") and self._raw(name) == "type"):  # a constraint, no setting
                    yield from self.expression(value, join(key, self._raw(name)), depth + 1)
            elif node.type == "block":
                head = self._head(node)
                below = join(key, f"{head}[{met[head]}]" if heads[head] > 1 else head)
                met[head] += 1
                for child in node.named_children:
                    if child.type == "body":
                        for entry in self.body(child, below, depth + 1):
                            yield entry
                            if (
                                head.startswith("module.")
                                and isinstance(entry, Leaf)
                                and entry.key == f"{below}.source"
                            ):
                                yield Directive("include", entry.value, entry.line)

    def _head(self, block: Any) -> str:
        return ".".join(self._string(n) for n in block.named_children if n.type in {"identifier", "string_lit"})

    def expression(self, node: Any, key: str, depth: int) -> Iterator[Entry]:
        check_depth(depth)
        line = node.start_point[0] + 1
        inner = _inner(node)
        told = self._literal(inner)
        if told is not None:
            yield Leaf(key, told[0][:LONGEST], told[1], line)
        elif inner.type == "object":
            yield from self.object(inner, key, depth)
        elif inner.type == "tuple":
            items = [child for child in inner.named_children if child.type == "expression"]
            literals = [self._literal(_inner(item)) for item in items]
            if all(literals):
                raws = (json.dumps(v, ensure_ascii=False) if t == "string" else v for v, t in filter(None, literals))
                yield Leaf(key, f"[{','.join(raws)}]"[:LONGEST], "list", line)
            else:
                for index, item in enumerate(items):
                    yield from self.expression(item, f"{key}[{index}]", depth + 1)
        else:
            yield Directive("opaque", key, line)

    def object(self, node: Any, key: str, depth: int) -> Iterator[Entry]:
        check_depth(depth)
        for element in node.named_children:
            name, value = element.child_by_field_name("key"), element.child_by_field_name("val")
            if name is not None and value is not None:
                literal = self._literal(_inner(name))
                yield from self.expression(value, join(key, literal[0] if literal else self._raw(name)), depth + 1)

    def _literal(self, node: Any) -> tuple[str, str] | None:
        """(text, type) of a literal; None for what is computed."""
        if node.type in _TYPES:
            return self._raw(node), _TYPES[node.type]
        if node.type == "string_lit":
            return self._string(node), "string"
        if node.type == "heredoc_template":
            parts = [
                child for child in node.named_children if child.type not in {"heredoc_start", "heredoc_identifier"}
            ]
            if all(part.type == "template_literal" for part in parts):
                return "".join(self._raw(part) for part in parts).strip("\n"), "string"
        if node.type == "unary_operation" and self._raw(node).startswith("-") and len(node.named_children) == 1:
            number = self._literal(_inner(node.named_children[0]))
            return (f"-{number[0]}", "number") if number and number[1] == "number" else None
        return None

    def _string(self, node: Any) -> str:
        if node.type != "string_lit":
            return self._raw(node)
        text = "".join(self._raw(child) for child in node.named_children if child.type == "template_literal")
        return re.sub(r"\\([\s\S])", lambda m: _ESCAPES.get(m[1], m[1]), text) if "\\" in text else text

    def _raw(self, node: Any) -> str:
        return self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _inner(node: Any) -> Any:
    """What an expression holds where it holds one thing."""
    while (
        node.type in {"expression", "collection_value", "literal_value", "template_expr", "operation"}
        and len(node.named_children) == 1
    ):
        node = node.named_children[0]
    return node


FORMAT = Format(frozenset({"HCL"}), read)
