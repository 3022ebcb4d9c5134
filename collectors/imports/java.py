"""Imports of Java: classes, their static members, and whole packages; and the package that a file is part of."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.imports import Import, at, captured
from collectors.languages import java

NAMES = frozenset({"Java"})
QUERY = """
    (package_declaration [(scoped_identifier) (identifier)] @target) @import
    (import_declaration [(scoped_identifier) (identifier)] @target) @import
"""


def read(data: bytes, language: str) -> Iterator[Import]:
    """See the package."""
    for node, written in captured(java.DIALECT, QUERY, data):
        target = "".join(written.split())
        if node.type == "package_declaration":
            yield Import(at(node), target, "package")
        else:
            every = any(child.type == "asterisk" for child in node.children)
            yield Import(at(node), f"{target}.*" if every else target, "absolute")
