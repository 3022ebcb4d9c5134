"""Imports between the modules of the repository, by each language's rule: importer to imported, one edge per pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived
from debtui.derived.module_at import TREE, trees
from debtui.imports.base import Module, Resolver, Written, rules

if TYPE_CHECKING:
    import polars as pl


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """Paths of importer and imported. An edge is `type_checking` (or `lazy`) only if every import behind it is."""
    known: dict[str, list[Module]] = {}
    language_of: dict[str, str] = {}
    for *module, language in inputs["modules"].select("path", "module", "package", "root", "language").iter_rows():
        known.setdefault(language, []).append(Module(*module))
        language_of[module[0]] = language
    resolve: dict[str, Resolver] = {}
    for rule in rules():
        if modules := sorted(one for name in rule.languages for one in known.get(name, ())):
            resolver = rule.resolver(trees(inputs, rule.languages), modules)
            resolve |= dict.fromkeys(rule.languages, resolver)
    edges: dict[tuple[str, str], tuple[int, bool, bool]] = {}
    columns = ("path", "line", "target", "name", "relative", "type_checking", "lazy")
    for path, line, target, name, relative, checking, lazy in inputs["imports"].select(columns).iter_rows():
        found = resolve[language_of[path]](path, Written(target, name, relative))
        if found is None or found == path:
            continue
        before = edges.get((path, found))
        edges[path, found] = (line, checking, lazy) if before is None else (
            min(before[0], line), before[1] and checking, before[2] and lazy
        )  # fmt: skip
    return [(importer, imported, *rest) for (importer, imported), rest in sorted(edges.items())]


DERIVED = Derived(
    name="import_edge_at",
    version=2,
    doc="Which module imports which; both are files of module_at. A Go package is stood for by its first file.",
    reads=("module_at", "file_at", "py_import", "code_import", "import_root"),
    inputs=TREE
    | {
        "modules": "SELECT path, module, package, root, language FROM module_at ORDER BY path",
        "imports": "SELECT path, line, repeat('.', level) || py_import.module AS target, name, false AS relative, type_checking, lazy"
        " FROM module_at JOIN file_at USING (path) JOIN py_import USING (blob)"
        " UNION ALL SELECT path, line, target, NULL, code_import.kind = 'relative', type_checking, lazy"
        " FROM module_at JOIN file_at USING (path) JOIN code_import USING (blob) WHERE code_import.kind <> 'package'"
        " ORDER BY path, line",
    },
    columns=(
        Column("importer", "path", "file that imports"),
        Column("imported", "path", "file that is imported"),
        Column("line", "int", "first line of the import"),
        Column("type_checking", "bool", "only for the type checker or the compiler: does not exist when the program runs"),
        Column("lazy", "bool", "only inside functions"),
    ),
    compute=compute,
)  # fmt: skip
