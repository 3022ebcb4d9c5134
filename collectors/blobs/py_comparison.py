"""Where a Python file decides by order: what is compared with what by less or greater."""

from __future__ import annotations

import re
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
        Column("drawn", "bool", "a side is a random number, or a name that some line of the file gives one"),
    ),
)
_ORDER = {"<", "<=", ">", ">="}
_RANDOM = r"\b(?:random|randn?|rand_like|random_sample|uniform|bernoulli)\s*[.(]"
_DRAW = re.compile(_RANDOM)
_GIVEN = re.compile(rf"\b(\w+)[ \t]*=(?!=)[^=\n]*{_RANDOM}".encode())


def analyse(form: PythonFile) -> Iterator[Row]:
    """Rows in the order of the file."""
    nodes = form.get("comparison")
    names = {name.decode("utf-8", "replace") for name in _GIVEN.findall(form.data)} if nodes else set()
    for node in nodes:
        sides = node.children
        for left, operator, right in zip(sides[::2], sides[1::2], sides[2::2], strict=False):
            if operator.type in _ORDER:
                both = text(left)[:80], text(right)[:80]
                drawn = any(side in names or _DRAW.search(side) for side in both)
                yield both[0], operator.type, both[1], line(node), drawn


COLLECTOR = BlobAnalyser(
    TABLE, version=2, form="python", analyse=analyse, languages=frozenset({"Python", "Jupyter Notebook"}),
    kinds=frozenset({"code", "notebook"}),
)  # fmt: skip
