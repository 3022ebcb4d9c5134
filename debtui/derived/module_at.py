"""Python files as modules: what each is called when imported, and which top-level package it is part of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """A file whose directories all have an `__init__.py`, up to one that has none, is part of a package.

    Packages that hold nothing but tests are left out; tests inside a package of code are modules of it, as grimp has it.
    """
    files = [
        (path, component) for path, component, _ in inputs["files"].select("path", "component", "kind").iter_rows()
    ]
    code = {path for path, kind in inputs["files"].select("path", "kind").iter_rows() if kind == "code"}
    packages = {path.rpartition("/")[0] for path, _ in files if path.rpartition("/")[2] == "__init__.py"}
    rows: list[Row] = []
    for path, component in files:
        directory, _, name = path.rpartition("/")
        top = directory
        while top in packages and top.rpartition("/")[0] in packages:
            top = top.rpartition("/")[0]
        inside = directory in packages and directory != ""
        root = top.rpartition("/")[0] if inside else directory
        stem = path[len(root) + 1 if root else 0 :].removesuffix(".py")
        module = stem.removesuffix("/__init__").replace("/", ".") if inside else name.removesuffix(".py")
        rows.append((path, module, module.partition(".")[0] if inside else "", root, component))
    ours = {(row[3], row[2]) for row in rows if row[0] in code}
    return [row for row in rows if (row[3], row[2]) in ours and (row[2] or row[0] in code)]


DERIVED = Derived(
    name="module_at",
    version=1,
    doc="Python modules; packages of nothing but tests are left out.",
    reads=("file_at",),
    inputs={
        "files": "SELECT path, component, kind FROM file_at WHERE language = 'Python' AND path LIKE '%.py' ORDER BY path"
    },
    columns=(
        Column("path", "path", "file"),
        Column("module", "text", "dotted name as imported"),
        Column("package", "text", "top-level package; empty for a script"),
        Column("root", "path", "directory that the dotted name starts in"),
        Column("component", "text", "see path_class"),
    ),
    compute=compute,
)
