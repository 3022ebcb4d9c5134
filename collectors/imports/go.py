"""Imports of Go: paths of packages."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.imports import Import, at, captured
from collectors.languages import go

NAMES = frozenset({"Go"})
QUERY = "(import_spec path: [(interpreted_string_literal) (raw_string_literal)] @target) @import"


def read(data: bytes, language: str) -> Iterator[Import]:
    """See the package."""
    for node, written in captured(go.DIALECT, QUERY, data):
        target = written.strip('"`')
        yield Import(at(node), target, "relative" if target.startswith("./") else "absolute")
