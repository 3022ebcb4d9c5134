"""Classes of a Python file."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from collectors.forms.python import PythonFile, docstring_of, line, text
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "py_class",
    "One row per class, nested ones included.",
    (
        Column("name", "text", "qualified: Outer.Inner"),
        Column("line", "int", "line of the class statement"),
        Column("end_line", "int", "line of its last statement"),
        Column("bases", "text", "base classes as written, with commas between"),
        Column("abstract", "bool", "derives from ABC or Protocol, has ABCMeta, or holds an abstract method"),
        Column("docstring", "bool", "its body begins with a docstring"),
        Column("public", "bool", "no part of its name begins with an underscore, and it is not nested in a function"),
        Column("methods", "int", "functions in its body"),
    ),
)
_ABSTRACT = {"ABC", "ABCMeta", "Protocol"}


def analyse(form: PythonFile) -> Iterator[Row]:
    """Rows in the order of the file."""
    for node in form.get("class"):
        names, nested = _names(node)
        arguments = node.child_by_field_name("superclasses")
        listed = (
            [text(child) for child in arguments.named_children if child.type != "comment"]
            if arguments is not None
            else []
        )
        bases = [base for base in listed if "=" not in base]
        words = {base.partition("[")[0].rpartition("=")[2].rpartition(".")[2].strip() for base in listed}
        body = node.child_by_field_name("body")
        members = body.named_children if body is not None else []
        methods = [child for child in members if child.type in {"function_definition", "decorated_definition"}]
        abstract = bool(words & _ABSTRACT) or any("abstractmethod" in _decorators(child) for child in methods)
        public = not nested and not any(name.startswith("_") for name in names)
        yield (
            ".".join(names), line(node), int(node.end_point[0]) + 1, ", ".join(bases), abstract,
            docstring_of(node) is not None, public, len(methods),
        )  # fmt: skip


def _names(node: Node) -> tuple[list[str], bool]:
    names, nested = [], False
    current: Node | None = node
    while current is not None:
        if current.type in {"class_definition", "function_definition"}:
            names.append(text(current.child_by_field_name("name")))
            nested = nested or current.type == "function_definition"
        current = current.parent
    return names[::-1], nested


def _decorators(node: Node) -> str:
    return " ".join(text(child) for child in node.children if child.type == "decorator")


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="python", analyse=analyse, languages=frozenset({"Python", "Jupyter Notebook"}),
    kinds=frozenset({"code", "test", "notebook"}), needles=(b"class ",),
)  # fmt: skip
