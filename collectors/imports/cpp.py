"""Includes of C, C++ and CUDA: quoted ones are relative, those in angle brackets absolute."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.imports import Import, at, captured
from collectors.languages import cpp

NAMES = frozenset({"C++", "C", "CUDA"})
QUERY = "(preproc_include path: [(string_literal) (system_lib_string)] @target) @import"


def read(data: bytes, language: str) -> Iterator[Import]:
    """See the package. Includes of every branch of an #if count."""
    for node, written in captured(cpp.DIALECT, QUERY, data):
        yield Import(at(node), written.strip('"<>'), "relative" if written.startswith('"') else "absolute")
