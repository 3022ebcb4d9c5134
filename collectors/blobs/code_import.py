"""Imports of a file in JavaScript, TypeScript, Go, Java, Scala, C, C++ or CUDA."""

from __future__ import annotations

from collections.abc import Iterator

from collectors import imports
from collectors.imports import Import
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "code_import",
    "One row per import of what is not Python (see py_import), as it is written; nothing is resolved here.",
    (
        Column("line", "int", "line of the import"),
        Column("target", "text", "module, package, class or file named; .* behind it: everything in it"),
        Column("kind", "word", "relative (to the file; in C: quoted), absolute, or package: what the file says it is part of itself"),
        Column("type_checking", "bool", "only for the compiler, as TypeScript's `import type`"),
        Column("lazy", "bool", "stands inside a function"),
    ),
)  # fmt: skip


def analyse(form: list[Import]) -> Iterator[Row]:
    """Rows in the order of the file."""
    for found in form:
        yield found.line, found.target, found.kind, found.type_checking, found.lazy


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="imports", analyse=analyse, languages=frozenset(imports.by_name()), kinds=frozenset({"code"}),
    needles=(b"import", b"require", b"include", b"package", b"from"),
)  # fmt: skip
