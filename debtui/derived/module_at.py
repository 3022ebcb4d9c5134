"""Files of code as modules: what each is called when imported, and which package it is part of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived
from debtui.imports.base import Root, Tree, rules

if TYPE_CHECKING:
    import polars as pl

TREE = {
    "files": "SELECT path, component, kind, language FROM file_at WHERE"
    f" language IN ({', '.join(repr(name) for rule in rules() for name in sorted(rule.languages))}) ORDER BY path",
    "roots": "SELECT path, coalesce(import_root.kind, 'package') AS kind, coalesce(name, '') AS name, coalesce(target, '') AS target"
    " FROM file_at LEFT JOIN import_root USING (blob)"
    " WHERE file_at.kind = 'tool-config' AND (path GLOB '*package.json' AND coalesce(import_root.kind, 'package') = 'package'"
    " OR path GLOB '*go.mod' AND import_root.kind = 'module'"
    " OR (path GLOB '*tsconfig*.json' OR path GLOB '*jsconfig.json') AND import_root.kind IN ('base', 'alias'))"
    " ORDER BY path, line, target",
    "declared": "SELECT path, target FROM file_at JOIN code_import USING (blob) WHERE code_import.kind = 'package' ORDER BY path",
}
"""What a rule's Tree is made of."""


def trees(inputs: Mapping[str, pl.DataFrame], languages: frozenset[str]) -> Tree:
    """The part of the repository that a rule is about."""
    rows = inputs["files"].select("path", "kind", "language").iter_rows()
    return Tree(
        {path: kind for path, kind, language in rows if language in languages},
        [Root(*row) for row in inputs["roots"].select("path", "kind", "name", "target").iter_rows()],
        dict(inputs["declared"].select("path", "target").iter_rows()),
    )


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """By the rule of each language; see `debtui.imports`."""
    about = {row[0]: row[1:] for row in inputs["files"].select("path", "component", "language").iter_rows()}
    found = [one for rule in rules() for one in rule.modules(trees(inputs, rule.languages))]
    return [(*one, *about[one.path]) for one in sorted(found)]


DERIVED = Derived(
    name="module_at",
    version=2,
    doc="Modules of all languages whose imports are read; Python packages of nothing but tests are left out.",
    reads=("file_at", "import_root", "code_import"),
    inputs=TREE,
    columns=(
        Column("path", "path", "file"),
        Column("module", "text", "name as imported; files of one Go package share it"),
        Column("package", "text", "what is imported, built or shipped as a whole; empty for a script"),
        Column("root", "path", "directory that the name starts in"),
        Column("component", "text", "see path_class"),
        Column("language", "text", "see path_class"),
    ),
    compute=compute,
)
