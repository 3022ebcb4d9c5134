"""Imports between the modules of the repository, by grimp's rules: importer to imported, one edge per pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """Paths of importer and imported. An edge is `type_checking` (or `lazy`) only if every import behind it is."""
    path_of: dict[tuple[str, str], str] = {}
    anywhere: dict[str, list[str]] = {}
    about: dict[str, tuple[str, str, bool]] = {}
    for path, module, root in inputs["modules"].select("path", "module", "root").iter_rows():
        path_of[root, module] = path
        anywhere.setdefault(module, []).append(path)
        about[path] = (root, module, path.endswith("__init__.py"))

    def find(root: str, name: str) -> str | None:
        found = path_of.get((root, name))
        if found is None and len(places := anywhere.get(name, [])) == 1:
            found = places[0] if name.count(".") or "/" not in places[0] else None
        return found

    edges: dict[tuple[str, str], tuple[int, bool, bool]] = {}
    columns = ("path", "line", "module", "name", "level", "type_checking", "lazy")
    for path, line, module, name, level, checking, lazy in inputs["imports"].select(columns).iter_rows():
        root, own, package = about[path]
        base = _absolute(own, package, module, level)
        if base is None:
            continue
        target = find(root, f"{base}.{name}" if base else name) if name and name != "*" else None
        target = target or (find(root, base) if base else None)
        if target is None or target == path:
            continue
        before = edges.get((path, target))
        edges[path, target] = (line, checking, lazy) if before is None else (
            min(before[0], line), before[1] and checking, before[2] and lazy
        )  # fmt: skip
    return [(importer, imported, *rest) for (importer, imported), rest in sorted(edges.items())]


def _absolute(own: str, package: bool, module: str, level: int) -> str | None:
    if level == 0:
        return module
    parts = own.split(".")
    keep = len(parts) - level + (1 if package else 0)
    if keep < 0:
        return None
    return ".".join([*parts[:keep], *([module] if module else [])])


DERIVED = Derived(
    name="import_edge_at",
    version=1,
    doc="Which module imports which; both are files of kind code.",
    reads=("module_at", "file_at", "py_import"),
    inputs={
        "modules": "SELECT path, module, root FROM module_at ORDER BY path",
        "imports": "SELECT module_at.path, line, py_import.module, name, level, type_checking, lazy"
        " FROM module_at JOIN file_at USING (path) JOIN py_import USING (blob) ORDER BY module_at.path, line",
    },
    columns=(
        Column("importer", "path", "file that imports"),
        Column("imported", "path", "file that is imported"),
        Column("line", "int", "first line of the import"),
        Column("type_checking", "bool", "only under `if TYPE_CHECKING`: does not exist when the program runs"),
        Column("lazy", "bool", "only inside functions"),
    ),
    compute=compute,
)
