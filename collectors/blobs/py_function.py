"""Functions and methods of a Python file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tree_sitter import Node

from collectors.forms.python import PythonFile, docstring_of, line, text
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "py_function",
    "One row per function or method, nested ones included.",
    (
        Column("name", "text", "qualified: Class.method, outer.inner"),
        Column("line", "int", "line of the def"),
        Column("end_line", "int", "line of its last statement"),
        Column("lines", "int", "lines from def to its last statement"),
        Column("complexity", "int", "cyclomatic complexity as radon counts it, nested functions apart"),
        Column("parameters", "int", "parameters but self and cls"),
        Column("annotated", "int", "those with an annotation"),
        Column("returns_annotated", "bool", "its result has an annotation"),
        Column("docstring", "bool", "its body begins with a docstring"),
        Column("public", "bool", "no part of its name begins with an underscore, and it is not nested in a function"),
        Column("method", "bool", "defined in a class body"),
        Column(
            "overload", "bool", "an @overload, or a setter or deleter of a property: documented at its first definition"
        ),
    ),
)
_PARAMETERS = {"identifier", "typed_parameter", "default_parameter", "typed_default_parameter", "list_splat_pattern",
               "dictionary_splat_pattern", "tuple_pattern"}  # fmt: skip
_NOT_BRANCHES = {"with_statement", "assert_statement"}  # radon counts assert as a branch; McCabe's own count does not


def analyse(form: PythonFile) -> Iterator[Row]:
    """Rows in the order of the file."""
    branches = _branches(form)
    for node in form.get("function"):
        owner, names, nested = _scope(node)
        name = text(node.child_by_field_name("name"))
        parameters, annotated = _parameters(node, owner == "class")
        start, end = line(node), int(node.end_point[0]) + 1
        public = not nested and not any(part.startswith("_") for part in (*names, name))
        yield (
            ".".join((*names, name)), start, end, end - start + 1, 1 + branches[node.id], parameters, annotated,
            node.child_by_field_name("return_type") is not None, docstring_of(node) is not None, public, owner == "class",
            _overload(node),
        )  # fmt: skip


def _scope(node: Node) -> tuple[str, tuple[str, ...], bool]:
    """(what it stands in, names around it, whether a function is among them)."""
    names: list[str] = []
    owner = ""
    nested = False
    parent = node.parent
    while parent is not None:
        if parent.type in {"function_definition", "class_definition"}:
            kind = "class" if parent.type == "class_definition" else "function"
            owner = owner or kind
            nested = nested or kind == "function"
            names.append(text(parent.child_by_field_name("name")))
        parent = parent.parent
    return owner, tuple(reversed(names)), nested


def _branches(form: PythonFile) -> Counter[int]:
    """Decision points per function: if, elif, loops, except, boolean operators, ternaries, comprehensions, cases."""
    counted: Counter[int] = Counter()
    for node in form.get("branch"):
        if node.type in _NOT_BRANCHES:
            continue
        weight = 1
        if node.type in {"for_statement", "while_statement"} and node.child_by_field_name("alternative") is not None:
            weight = 2  # the else of a loop is a path of its own
        parent = node.parent
        while parent is not None and parent.type != "function_definition":
            parent = parent.parent
        if parent is not None:
            counted[parent.id] += weight
    return counted


def _parameters(node: Node, method: bool) -> tuple[int, int]:
    listed = node.child_by_field_name("parameters")
    found = [child for child in listed.named_children if child.type in _PARAMETERS] if listed is not None else []
    if method and found and text(found[0]).split(":")[0].strip() in {"self", "cls"}:
        found = found[1:]
    return len(found), sum(1 for child in found if child.type in {"typed_parameter", "typed_default_parameter"})


def _overload(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.type != "decorated_definition":
        return False
    decorators = [text(child).lstrip("@ ") for child in parent.children if child.type == "decorator"]
    return any(d.rpartition(".")[2] in {"overload", "setter", "deleter"} for d in decorators)


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="python", analyse=analyse, languages=frozenset({"Python", "Jupyter Notebook"}),
    kinds=frozenset({"code", "test", "notebook"}), needles=(b"def ",),
)  # fmt: skip
