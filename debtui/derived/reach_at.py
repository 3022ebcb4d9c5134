"""How far a change can travel: what each module reaches through imports, and the cycles that it is part of.

Propagation cost is the density of the visibility matrix, its diagonal included (MacCormack et al. 2006): the mean over
modules of the share of modules that they reach. Computed within each top-level package, with and without imports that
exist only for the type checker.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per module of a package."""
    packages: dict[tuple[str, str], list[str]] = {}
    name_of: dict[str, str] = {}
    for path, module, root, package in inputs["modules"].select("path", "module", "root", "package").iter_rows():
        name_of[path] = module
        if package:
            packages.setdefault((root, package), []).append(path)
    home = {path: key for key, paths in packages.items() for path in paths}
    edges: dict[tuple[str, str], list[tuple[str, str, int, bool]]] = {}
    for importer, imported, line, checking in (
        inputs["edges"].select("importer", "imported", "line", "type_checking").iter_rows()
    ):
        if home.get(importer) is not None and home.get(importer) == home.get(imported):
            edges.setdefault(home[importer], []).append((importer, imported, line, checking))
    return [row for key, paths in sorted(packages.items()) for row in _package(paths, edges.get(key, []), name_of)]


def _package(
    paths: list[str], edges: list[tuple[str, str, int, bool]], name_of: Mapping[str, str]
) -> Iterable[tuple[object, ...]]:
    import rustworkx

    number = {path: i for i, path in enumerate(paths)}
    graphs = []
    for typing in (False, True):
        graph = rustworkx.PyDiGraph(multigraph=False)
        graph.add_nodes_from(paths)
        graph.add_edges_from([(number[a], number[b], line) for a, b, line, checking in edges if typing or not checking])
        graphs.append(graph)
    cycles = [
        {i: group for group in rustworkx.strongly_connected_components(g) if len(group) > 1 for i in group}
        for g in graphs
    ]
    for path, i in number.items():
        reach = [(len(rustworkx.descendants(g, i) | {i})) / len(paths) for g in graphs]
        way = _shortest_cycle(graphs[0], i) if i in cycles[0] else []
        told = " → ".join(name_of[paths[node]] for node in [*way, *way[:1]]) or None
        line = graphs[0].get_edge_data(way[0], way[1]) if len(way) > 1 else None
        yield path, len(paths), reach[0], reach[1], len(cycles[0].get(i, ())), len(cycles[1].get(i, ())), told, line


def _shortest_cycle(graph: object, start: int) -> list[int]:
    """A shortest way from a module back to itself, the start named once."""
    before: dict[int, int] = {}
    todo = deque([start])
    while todo:
        node = todo.popleft()
        for successor in sorted(graph.successor_indices(node)):  # type: ignore[attr-defined]
            if successor == start:
                way = [node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if successor not in before:
                before[successor] = node
                todo.append(successor)
    return []


DERIVED = Derived(
    name="reach_at",
    version=1,
    doc="Reach and cycles of every module of a package.",
    reads=("module_at", "import_edge_at"),
    inputs={
        "modules": "SELECT path, module, root, package FROM module_at ORDER BY path",
        "edges": "SELECT importer, imported, line, type_checking FROM import_edge_at ORDER BY importer, imported",
    },
    columns=(
        Column("path", "path", "file"),
        Column("modules", "int", "modules of its package"),
        Column("reach", "float", "share of them that it reaches, itself included, when the program runs"),
        Column("reach_typing", "float", "likewise with imports for the type checker"),
        Column("cycle_size", "int", "modules in its import cycle; 0: in none"),
        Column("cycle_size_typing", "int", "likewise with imports for the type checker"),
        Column("cycle", "text", "a shortest cycle through it"),
        Column("line", "int", "line of the import that starts that cycle"),
    ),
    compute=compute,
)
