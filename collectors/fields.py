"""Fields of dataclasses, attrs classes and pydantic models: which settings a class declares, and how far it checks them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from collectors.forms.python import PythonFile, literal, text


@dataclass(frozen=True, slots=True)
class Declared:
    """One setting that code declares."""

    node: Node
    key: str
    default: Node | None
    kind: str
    owner: str
    annotation: str
    constrained: bool


_ATTRS = {
    "attr.s", "attr.attrs", "attr.dataclass", "attr.define", "attr.frozen", "attr.mutable", "attrs.define", "attrs.frozen",
    "attrs.mutable", "define", "frozen", "mutable",
}  # fmt: skip
_MODELS = ("BaseModel", "BaseSettings", "SQLModel")
_FIELD_CALLS = {"Field", "field", "ib", "attrib", "attr"}
_NO_FIELD = re.compile(r"\b(?:ClassVar|KW_ONLY)\b")
_BOUNDS = re.compile(
    r"""\bLiteral\[ | \w*Enum\b | \b(?:Positive|Negative|NonNegative|NonPositive)(?:Int|Float)\b
    | \b(?:gt|ge|lt|le|multiple_of|min_length|max_length|min_items|max_items|pattern|regex)\s*=
    | \b(?:con(?:int|float|str|list|set|decimal|date|bytes)|Gt|Ge|Lt|Le|Interval|Len|in_|matches_re|min_len|max_len)\(
    | \bvalidators\.[gl][te]\(""",
    re.VERBOSE,
)
_LONGEST = 2000
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_VALIDATOR = re.compile(r"@\s*(?:\w+\.)?(?:field_)?validator\((.*)\)", re.DOTALL)
_ATTRS_VALIDATOR = re.compile(r"@\s*(\w+)\.validator\b")
_WHOLE = re.compile(r"@\s*(?:\w+\.)?(?:root|model)_validator\b")
_CHECKED = re.compile(r"\b(?:self|cls|values|data)(?:\.|\[[\"']|\.get\([\"'])(\w+)")


def fields(form: PythonFile) -> Iterator[Declared]:
    """Every field of the classes that are a schema, in the order of the file.

    A field counts as constrained where its type or its validator says which values are right: a class without a check is a type.
    """
    classes = form.get("class")
    enums = {_name(node) for node in classes if any(base.endswith(("Enum", "Flag")) for base in _bases(node))}
    models: set[str] = set()
    for node in classes:
        kind = _kind(node, models, form)
        body = node.child_by_field_name("body")
        if body is None:
            continue
        if kind == "pydantic":
            models.add(_name(node))
        checked = _validated(body)
        for statement in body.named_children:
            assignment = (
                statement.named_children[0]
                if statement.type == "expression_statement" and statement.named_children
                else None
            )
            if assignment is not None and assignment.type == "assignment":
                found = _field(assignment, kind, node, enums, checked)
                if found is not None:
                    yield found


def _field(node: Node, kind: str, owner: Node, enums: set[str], checked: set[str]) -> Declared | None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    key, annotation = text(left), text(node.child_by_field_name("type"))
    call = (
        right
        if right is not None and right.type == "call" and _last(right.child_by_field_name("function")) in _FIELD_CALLS
        else None
    )
    if left is None or left.type != "identifier" or _NO_FIELD.search(annotation):
        return None
    if not annotation and (kind != "attrs" or call is None):
        return None  # a constant of the class
    if kind in {"pydantic", "class"} and key.startswith("_"):
        return None  # private, never set from outside
    given = arguments(call) if call is not None else {}
    told = _STRING.sub("''", f"{annotation} {text(call)}"[:_LONGEST])
    own_check = "validator" in given and "instance_of" not in text(given["validator"])
    constrained = (
        own_check
        or key in checked
        or "*" in checked
        or bool(_BOUNDS.search(told) or enums & set(re.findall(r"\w+", annotation)))
    )
    annotation = shown(annotation or text(given.get("type")))
    default = right if call is None else given.get("default", given.get("0"))
    return Declared(node, key, default, kind, qualified(owner), annotation, constrained)


def _kind(node: Node, models: set[str], form: PythonFile) -> str:
    """dataclass, attrs or pydantic; class where this file does not tell: a base in another file may, or a model that is built on it."""
    for name in decorators(node):
        if name.rpartition(".")[2] == "dataclass" and name != "attr.dataclass":
            runtime = "pydantic" in name or any("pydantic.dataclasses" in text(found) for found in form.get("import"))
            return "pydantic" if runtime else "dataclass"
        if name in _ATTRS:
            return "attrs"
    bases = _bases(node)
    if any(base in models or base.rpartition(".")[2].endswith(_MODELS) for base in bases):
        return "pydantic"
    return "class"


def _validated(body: Node) -> set[str]:
    """Fields that a method of the class checks; `*` for all."""
    found: set[str] = set()
    for child in body.named_children:
        function = child.child_by_field_name("definition") if child.type == "decorated_definition" else child
        if function is None or function.type != "function_definition":
            continue
        heads = " ".join(text(part) for part in child.children if part.type == "decorator")
        if match := _VALIDATOR.search(heads):
            found.update(re.findall(r"[\"'](\w+|\*)[\"']", match[1]))
        found.update(_ATTRS_VALIDATOR.findall(heads))
        whole = _WHOLE.search(heads) or _name(function) in {"__post_init__", "__attrs_post_init__"}
        if whole and re.search(r"\b(?:raise|assert)\b", body_text := text(function)):
            found.update(_CHECKED.findall(body_text))
    return found


def arguments(call: Node) -> dict[str, Node]:
    """Arguments of a call by keyword, and positional ones by their number."""
    listed = call.child_by_field_name("arguments")
    found: dict[str, Node] = {}
    if listed is None or listed.type != "argument_list":
        return found
    place = 0
    for child in listed.named_children:
        value = child.child_by_field_name("value")
        if child.type == "keyword_argument" and value is not None:
            found[text(child.child_by_field_name("name"))] = value
        elif child.type not in {"keyword_argument", "comment"}:
            found[str(place)] = child
            place += 1
    return found


def decorators(node: Node) -> list[str]:
    """Names of a definition's decorators, without what they are called with."""
    around = node.parent
    if around is None or around.type != "decorated_definition":
        return []
    return [
        text(child).lstrip("@ ").partition("(")[0].strip() for child in around.children if child.type == "decorator"
    ]


def shown(annotation: str) -> str:
    """A type to be stored: what it is called with may hold a default, and a default may be a secret."""
    return _STRING.sub("''", annotation[:_LONGEST]) if "(" in annotation else annotation


def qualified(node: Node) -> str:
    """Name of a class with those around it: Outer.Inner."""
    names = []
    current: Node | None = node
    while current is not None:
        if current.type in {"class_definition", "function_definition"}:
            names.append(_name(current))
        current = current.parent
    return ".".join(reversed(names))


def value_of(node: Node | None) -> tuple[str, str] | tuple[None, None]:
    """(text, type) of a default; both None where there is none, or where it is computed."""
    return literal(node) or (None, None)


def _name(node: Node) -> str:
    return text(node.child_by_field_name("name"))


def _last(node: Node | None) -> str:
    return text(node).rpartition(".")[2]


def _bases(node: Node) -> list[str]:
    listed = node.child_by_field_name("superclasses")
    if listed is None:
        return []
    return [
        text(child).partition("[")[0]
        for child in listed.named_children
        if child.type in {"identifier", "attribute", "subscript"}
    ]
