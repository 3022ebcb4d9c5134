"""Imports of a Python file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from collectors.forms.python import PythonFile, line, string_value, text
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "py_import",
    "One row per imported name.",
    (
        Column("line", "int", "line of the name"),
        Column("module", "text", "module as written, without leading dots; may be empty in a relative import"),
        Column("name", "text", "name taken from the module; * for all; null for `import module`"),
        Column("level", "int", "leading dots"),
        Column("type_checking", "bool", "stands under `if TYPE_CHECKING`"),
        Column("lazy", "bool", "stands inside a function"),
        Column("guarded", "bool", "the program goes on without it: stands in a try statement that catches ImportError"),
        Column("dynamic", "bool", "a literal name given to importlib.import_module or __import__"),
    ),
)


_DYNAMIC = {"importlib.import_module", "import_module", "__import__"}


def analyse(form: PythonFile) -> Iterator[Row]:
    """Statements in the order of the file, then calls."""
    for node in form.get("import"):
        place = _place(node)
        if node.type == "import_statement":
            for child in node.children_by_field_name("name"):
                yield line(child), _module(child), None, 0, *place, False
            continue
        if node.type == "future_import_statement":
            yield line(node), "__future__", None, 0, *place, False
            continue
        source = node.child_by_field_name("module_name")
        dots = text(source)
        module = dots.lstrip(". ")
        level = len(dots[: len(dots) - len(module)].replace(" ", "")) if dots.startswith(".") else 0
        names = node.children_by_field_name("name")
        for child in names:
            yield line(child), module, _module(child), level, *place, False
        if not names and any(child.type == "wildcard_import" for child in node.children):
            yield line(node), module, "*", level, *place, False
    if b"import_module" in form.data or b"__import__" in form.data:
        yield from _called(form)


def _called(form: PythonFile) -> Iterator[Row]:
    """Calls with a literal name; one that begins with dots counts from `package`, where that is the module's own."""
    for node in form.get("call"):
        arguments = node.child_by_field_name("arguments")
        if text(node.child_by_field_name("function")) not in _DYNAMIC or arguments is None:
            continue
        values = [child for child in arguments.named_children if child.type != "comment"]
        name = string_value(values[0]) if values else None
        if not name or not re.fullmatch(r"\.*[\w.]*\w", name):
            continue
        module = name.lstrip(".")
        level = len(name) - len(module)
        if level and not any(
            text(value).rpartition("=")[2].strip() in {"__package__", "__name__"} for value in values[1:]
        ):
            continue
        yield line(node), module, None, level, *_place(node), True


def _module(node: Node) -> str:
    inner = node.child_by_field_name("name") if node.type == "aliased_import" else node
    return text(inner).replace(" ", "")


def _place(node: Node) -> tuple[bool, bool, bool]:
    checking = lazy = guarded = False
    child, parent = node, node.parent
    while parent is not None:
        if parent.type in {"function_definition", "lambda"}:
            lazy = True
        elif parent.type == "if_statement" and child == parent.child_by_field_name("consequence"):
            condition = text(parent.child_by_field_name("condition"))
            checking = checking or condition.rpartition(".")[2] == "TYPE_CHECKING"
        elif parent.type == "try_statement":
            guarded = guarded or any(map(_catches, parent.named_children))
        elif parent.type == "with_statement":
            head = text(parent.named_children[0])
            guarded = guarded or ("suppress(" in head and "ImportError" in head)
        child, parent = parent, parent.parent
    return checking, lazy, guarded


def _catches(clause: Node) -> bool:
    """Whether a part of a try statement is an except clause that an ImportError ends in."""
    if clause.type != "except_clause":
        return False
    caught = [child for child in clause.named_children if child.type not in {"block", "comment"}]
    return not caught or bool(
        re.search(r"\b(ImportError|ModuleNotFoundError|Exception|BaseException)\b", text(caught[0]))
    )


COLLECTOR = BlobAnalyser(
    TABLE, version=3, form="python", analyse=analyse, languages=frozenset({"Python", "Jupyter Notebook"}),
    kinds=frozenset({"code", "test", "notebook", "tool-config", "generated"}), needles=(b"import",),
)  # fmt: skip
