"""HCL (Terraform), by tree-sitter: attributes of blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from collectors.forms.config import DEEPEST, LONGEST, Directive, Leaf, join, listed
from collectors.spec import Unreadable

LANGUAGES = frozenset({"HCL"})
_TYPES = {"numeric_lit": "number", "bool_lit": "boolean", "null_lit": "null", "string_lit": "string"}


def read(text: str) -> Iterator[Leaf | Directive]:
    """Literal attributes as leaves `resource.type.name.attribute`; what is computed as opaque.

    A block that stands several times in its body is counted from `[0]`, as a list would be.
    """
    import tree_sitter_hcl
    from tree_sitter import Language, Parser

    root = Parser(Language(tree_sitter_hcl.language())).parse(text.encode()).root_node
    if root.has_error:
        raise Unreadable(f"not HCL: line {_first_error(root)}")
    for child in root.named_children:
        if child.type == "body":
            yield from _body(child, "", 0)
        elif child.type != "comment":
            yield from _value(child, "", child.start_point[0] + 1, 0)


def _first_error(node: Any) -> int:
    while not (node.is_error or node.is_missing):
        node = next((child for child in node.children if child.has_error), None) or node.children[0]
    return int(node.start_point[0]) + 1


def _body(body: Any, key: str, depth: int) -> Iterator[Leaf | Directive]:
    if depth > DEEPEST:
        raise Unreadable(f"nested more than {DEEPEST} deep")
    blocks = [(child, _block_key(child, key)) for child in body.named_children if child.type == "block"]
    times, met = Counter(name for _, name in blocks), Counter[str]()
    names = {block.id: name for block, name in blocks}
    for child in body.named_children:
        if child.type == "attribute":
            name, value = child.named_children[0], child.named_children[-1]
            below, line = join(key, _text(name)), child.start_point[0] + 1
            if key.startswith("variable.") and _text(name) == "type":
                yield Leaf(below, _text(value)[:LONGEST], "string", line, 0)  # a type's name, not a computed value
            else:
                yield from _value(value, below, line, depth + 1)
        elif child.type == "block":
            name = names[child.id]
            below = f"{name}[{met[name]}]" if times[name] > 1 else name
            met[name] += 1
            for inner in child.named_children:
                if inner.type == "body":
                    yield from _body(inner, below, depth + 1)


def _block_key(block: Any, key: str) -> str:
    for child in block.named_children:
        if child.type in {"identifier", "string_lit"}:
            key = join(key, _text(child).strip('"'))
    return key


def _value(node: Any, key: str, line: int, depth: int) -> Iterator[Leaf | Directive]:
    if depth > DEEPEST:
        raise Unreadable(f"nested more than {DEEPEST} deep")
    node = _inner(node)
    literal = _literal(node)
    items = [item for item in node.named_children if item.type in {"expression", "object_elem"}]
    if literal is not None:
        yield Leaf(key, literal[0][:LONGEST], literal[1], line, 0)
    elif node.type == "object":
        for item in items:
            name, value = (child for child in item.named_children if child.type == "expression")
            known = _literal(_inner(name)) or (_name(name), "")
            yield from _value(value, join(key, known[0]), item.start_point[0] + 1, depth + 1)
    elif node.type == "tuple":
        scalars = [_literal(_inner(item)) for item in items]
        if all(scalars):
            yield Leaf(key, listed(scalar for scalar in scalars if scalar)[:LONGEST], "list", line, 0)
        elif any(_inner(item).type in {"object", "tuple"} for item in items):
            for index, item in enumerate(items):
                yield from _value(item, f"{key}[{index}]", item.start_point[0] + 1, depth + 1)
        else:
            yield Directive("opaque", key, line)
    else:
        yield Directive("opaque", key, line)


def _inner(node: Any) -> Any:
    """The node itself, out of the expressions and brackets that only wrap it."""
    for _ in range(DEEPEST):
        named = [child for child in node.named_children if not child.type.endswith(("_start", "_end"))]
        wraps = node.type in {"expression", "collection_value", "template_expr", "literal_value"}
        if not wraps or len(named) != 1:
            return node
        node = named[0]
    return node


def _literal(node: Any) -> tuple[str, str] | None:
    """(text, type) of a literal; None for what is computed."""
    if node.type == "operation":  # the minus of a negative number
        inner = node.named_children[0]
        number = _inner(inner.named_children[0]) if inner.type == "unary_operation" else inner
        return (_text(node), "number") if number.type == "numeric_lit" and _text(node)[0] == "-" else None
    if node.type == "heredoc_template":
        if any(child.type in {"template_interpolation", "template_directive"} for child in node.named_children):
            return None
        return "\n".join(_text(node).split("\n")[1:-1]), "string"
    kind = _TYPES.get(node.type)
    if kind == "string":
        return re.sub(r'\\(["\\])', r"\1", _text(node)[1:-1]).replace("$${", "${").replace("%%{", "%{"), kind
    return (_text(node), kind) if kind else None


def _name(key: Any) -> str:
    """The bare word that a key is, or `?` for a computed one."""
    inner = _inner(key)
    return _text(inner) if inner.type == "variable_expr" and _text(key) == _text(inner) else "?"


def _text(node: Any) -> str:
    return str(node.text.decode("utf-8", "replace"))
