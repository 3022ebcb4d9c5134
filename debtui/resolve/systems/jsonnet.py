"""Jsonnet is a program: evaluated where that is possible; else its literals are known, and what it computes is opaque.

The extra `jsonnet` evaluates (`collectors/evaluation.py`), where the texts of the files are at hand: a revision's, or those on disk.
"""

from __future__ import annotations

from collections.abc import Sequence

from collectors.forms.config import Leaf, Settings
from debtui.resolve.base import Composition, Files, Opaque, Resolved, Step, System, alone


def is_root(files: Files, path: str) -> bool:
    """A file that is evaluated by itself; libraries are imported by others."""
    return path.endswith(".jsonnet")


def resolve(files: Files, root: str, given: Sequence[str] = ()) -> Composition:
    """What the file evaluates to; where that cannot be told the literals of the file itself, each import told as opaque."""
    own = files[root]
    found = None if files.evaluate is None else files.evaluate(root)
    if isinstance(found, Settings):
        written = {leaf.key: leaf for leaf in own.leaves}
        return Composition(
            root, "jsonnet", tuple(_evaluated(root, leaf, written.get(leaf.key)) for leaf in found.leaves)
        )
    told = [] if found is None else [Opaque(root, 1, f"jsonnet cannot evaluate it: {found}")]
    told += [
        Opaque(root, said.line, f"what jsonnet makes of the import {said.target} is only known when it is evaluated")
        for said in own.directives
        if said.kind == "import"
    ]
    return Composition(root, "jsonnet", alone(files, root).leaves, tuple(told))


def _evaluated(root: str, leaf: Leaf, written: Leaf | None) -> Resolved:
    """A setting at the line where the file itself names it; what only an import or an expression makes stands at line 1."""
    same = written is not None and (written.value, written.type) == (leaf.value, leaf.type)
    how = "the file itself" if same else "evaluated"
    step = Step(root, 1 if written is None else written.line, leaf.value, leaf.type, how, leaf.key)
    return Resolved(leaf.key, leaf.value, leaf.type, (step,))


SYSTEM = System("jsonnet", "Jsonnet, evaluated with the extra `jsonnet`; without it its literals", is_root, resolve)
