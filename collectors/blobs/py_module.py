"""A Python file as a module."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.forms.python import PythonFile, docstring_of
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "py_module",
    "One row per Python file.",
    (
        Column("docstring", "bool", "begins with a docstring"),
        Column("statements", "int", "statements at the top level, the docstring included"),
    ),
)


def analyse(form: PythonFile) -> Iterator[Row]:
    """One row."""
    statements = sum(1 for child in form.root.named_children if child.type != "comment")
    yield docstring_of(form.root) is not None, statements


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="python", analyse=analyse, languages=frozenset({"Python"}), kinds=frozenset({"code", "test"})
)
