"""Parameters of Python functions that have a literal default: what a setting that is bound to one of them would be without it."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from collectors.fields import value_of
from collectors.forms.python import PythonFile, line, text
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "py_parameter",
    "One row per parameter with a literal default of a function of a Python file; those of __init__ belong to its class.",
    (
        Column("owner", "text", "name of the function, or of the class whose __init__ it is, without what is around it"),
        Column("key", "text", "name of the parameter"),
        Column("value", "text", "default, written as config_key has values, at most 500 characters; a constant of the file by its value"),
        Column("type", "word", "of the default: string, number, boolean, null or list"),
        Column("line", "int", "line of the parameter"),
    ),
)  # fmt: skip
_LONGEST = 500
_KINDS = {"default_parameter", "typed_default_parameter"}


def analyse(form: PythonFile) -> Iterator[Row]:
    """Rows in the order of the file."""
    constants = _constants(form)
    for function in form.get("function"):
        listed = function.child_by_field_name("parameters")
        owner = _owner(function)
        for parameter in listed.named_children if listed is not None and owner else ():
            if parameter.type in _KINDS:
                default = parameter.child_by_field_name("value")
                if default is not None and default.type == "identifier":
                    default = constants.get(text(default))
                value, kind = value_of(default)
                if value is not None:
                    yield owner, text(parameter.child_by_field_name("name")), value[:_LONGEST], kind, line(parameter)


def _constants(form: PythonFile) -> dict[str, Node | None]:
    """What the module gives its constants in upper case; None for what is assigned twice."""
    found: dict[str, Node | None] = {}
    for node in form.get("constant"):
        left = text(node.child_by_field_name("left"))
        if left.isupper():
            found[left] = None if left in found else node.child_by_field_name("right")
    return found


def _owner(function: Node) -> str:
    """The name that configuration calls a function by; empty for one within another function, which nobody outside can call."""
    name = text(function.child_by_field_name("name"))
    around = function.parent
    while around is not None and around.type not in {"class_definition", "function_definition"}:
        around = around.parent
    if around is not None and around.type == "function_definition":
        return ""
    return text(around.child_by_field_name("name")) if around is not None and name == "__init__" else name


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="python", analyse=analyse, languages=frozenset({"Python"}), kinds=frozenset({"code"}), needles=(b"def ",)
)  # fmt: skip
