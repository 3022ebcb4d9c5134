"""Jsonnet is a program: what stands in it as a literal is known, what imports and expressions make of it is opaque."""

from __future__ import annotations

from collections.abc import Sequence

from debtui.resolve.base import Composition, Files, Opaque, System, alone


def is_root(files: Files, path: str) -> bool:
    """A file that is evaluated by itself; libraries are imported by others."""
    return path.endswith(".jsonnet")


def resolve(files: Files, root: str, given: Sequence[str] = ()) -> Composition:
    """The literals of the file itself; each import is told as opaque."""
    told = tuple(
        Opaque(root, said.line, f"what jsonnet makes of the import {said.target} is only known when it is evaluated")
        for said in files[root].directives
        if said.kind == "import"
    )
    return Composition(root, "jsonnet", alone(files, root).leaves, told)


SYSTEM = System("jsonnet", "Jsonnet's literals; the rest only an evaluation knows", is_root, resolve)
