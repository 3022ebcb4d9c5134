"""Where a Python file decides by order: what is compared with what by less or greater."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.forms.python import PythonFile, line, text
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "py_comparison",
    "One row per comparison by <, <=, > or >= of a Python file; of a chain one for each operator.",
    (
        Column("left_side", "text", "text left of the operator, at most 80 characters"),
        Column("operator", "word", "<, <=, > or >="),
        Column("right_side", "text", "text right of it, at most 80 characters"),
        Column("line", "int", "line of the comparison"),
    ),
)
_ORDER = {"<", "<=", ">", ">="}


def analyse(form: PythonFile) -> Iterator[Row]:
    """Rows in the order of the file."""
    for node in form.get("comparison"):
        sides = node.children
        for left, operator, right in zip(sides[::2], sides[1::2], sides[2::2], strict=False):
            if operator.type in _ORDER:
                yield text(left)[:80], operator.type, text(right)[:80], line(node)


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="python", analyse=analyse, languages=frozenset({"Python", "Jupyter Notebook"}),
    kinds=frozenset({"code", "notebook"}),
)  # fmt: skip
