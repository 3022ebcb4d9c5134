"""How far a change can travel: what each module reaches through imports, and the cycles that it is part of.

Propagation cost is the density of the visibility matrix, its diagonal included (MacCormack et al. 2006): the mean over
modules of the share of modules that they reach. Computed within each package (of Python: top-level package), with and
without imports that exist only for the type checker.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui import digraph
from debtui.derived.base import Derived
from debtui.digraph import Edge

if TYPE_CHECKING:
    import polars as pl


@dataclass
class _Package:
    paths: list[str] = field(default_factory=list)
    """The file that stands for each module."""
    names: list[str] = field(default_factory=list)
    edges: dict[Edge, tuple[str, int, bool]] = field(default_factory=dict)
    """(importing file, line, whether it is only for the type checker)."""


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per module of a package."""
    packages: dict[tuple[str, str], _Package] = {}
    number: dict[tuple[str, str, str], int] = {}
    home: dict[str, tuple[_Package, int]] = {}
    for path, module, root, package in inputs["modules"].select("path", "module", "root", "package").iter_rows():
        if package:
            found = packages.setdefault((root, package), _Package())
            # Python's a/b.py beside a/b/__init__.py are two; the files of a Go package are one.
            key = (root, package, module if path.endswith(".go") else path)
            if key not in number:
                number[key] = len(found.paths)
                found.paths.append(path)
                found.names.append(module)
            home[path] = (found, number[key])
    columns = ("importer", "imported", "line", "type_checking")
    for importer, imported, line, checking in inputs["edges"].select(columns).iter_rows():
        (one, a), (other, b) = home.get(importer, (None, 0)), home.get(imported, (None, 0))
        if one is None or one is not other or a == b:
            continue
        before = one.edges.get((a, b))
        if before is None or (before[2] and not checking):
            one.edges[a, b] = (importer, line, checking)
    return [row for _, package in sorted(packages.items()) for row in _rows(package)]


def _rows(package: _Package) -> Iterable[tuple[object, ...]]:
    size, names = len(package.paths), package.names
    running = [edge for edge, (_, _, checking) in package.edges.items() if not checking]
    groups = digraph.components(size, running)
    reach = reach_typing = digraph.reach(size, running, groups)
    groups_typing = groups
    if len(running) < len(package.edges):
        groups_typing = digraph.components(size, package.edges)
        reach_typing = digraph.reach(size, list(package.edges), groups_typing)
    cycle_size = {node: len(group) for group in groups if len(group) > 1 for node in group}
    cycle_size_typing = {node: len(group) for group in groups_typing if len(group) > 1 for node in group}
    about: dict[int, tuple[object, ...]] = {}
    for group, edges in digraph.within(groups, running):
        ways = digraph.shortest_cycles(group, edges)
        cut = digraph.cut(group, edges, ways.values())
        path, line, _ = package.edges[cut.edge]
        told = (" → ".join(names[node] for node in cut.edge), path, line, cut.frees)
        knot = min(names[node] for node in group)
        for node in group:
            way = ways.get(node, [])
            cycle = " → ".join(names[step] for step in [*way, *way[:1]]) or None
            about[node] = (cycle, package.edges[way[0], way[1]][1] if way else None, knot, *told)
    for node, path in enumerate(package.paths):
        yield (
            path, size, reach[node] / size, reach_typing[node] / size, cycle_size.get(node, 0), cycle_size_typing.get(node, 0),
            *about.get(node, (None,) * 7),
        )  # fmt: skip


DERIVED = Derived(
    name="reach_at",
    version=2,
    doc="Reach and cycles of every module of a package.",
    reads=("module_at", "import_edge_at"),
    inputs={
        "modules": "SELECT path, module, root, package FROM module_at ORDER BY path",
        "edges": "SELECT importer, imported, line, type_checking FROM import_edge_at ORDER BY importer, imported",
    },
    columns=(
        Column("path", "path", "file; of a Go package its first one"),
        Column("modules", "int", "modules of its package"),
        Column("reach", "float", "share of them that it reaches, itself included, when the program runs"),
        Column("reach_typing", "float", "likewise with imports for the type checker"),
        Column("cycle_size", "int", "modules in its import cycle; 0: in none"),
        Column("cycle_size_typing", "int", "likewise with imports for the type checker"),
        Column("cycle", "text", "a shortest cycle through it; null too where the component is too large to search"),
        Column("line", "int", "line of the import that starts that cycle"),
        Column("knot", "text", "the first module, by name, of all that are in cycles with each other"),
        Column("cut", "text", "the import among these whose removal takes most of them out of cycles: importer → imported"),
        Column("cut_path", "path", "file of that import"),
        Column("cut_line", "int", "its line"),
        Column("cut_frees", "int", "modules that are in no cycle without it; 0: no single import frees one"),
    ),
    compute=compute,
)  # fmt: skip
