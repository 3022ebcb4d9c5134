"""DVC's stages as a file of its own says them: `foreach` and `matrix` made out, `${...}` filled in from the `vars` of the same file.

DVC also fills in from params.yaml and from files that `vars` names. They are not at hand: what they hold is not known. Numbers and
booleans are told as they are written, `0.10` too, which DVC would call `0.1`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from collectors.dataflow import Opaque
from collectors.trees import Tree

MOST = 1_000
"""Stages that one `foreach` or `matrix` makes."""
AXES = 20
LONGEST = 4_000
"""Characters of a text that is filled in, and of what it becomes."""
_TEMPLATE = re.compile(r"(?<!\\)\$\{([^}]*)\}")
_NAME = re.compile(r"[^.\[\]]+(?:\.[^.\[\]]+|\[[^.\[\]]+\])*")


@dataclass(frozen=True)
class Values:
    """What the templates of a stage may name."""

    variables: tuple[Tree, ...] = ()
    """Items of `vars`."""
    own: Mapping[str, Tree] = field(default_factory=dict)
    """`item` and `key` of one turn of a `foreach` or `matrix`; they come first."""

    def find(self, name: str) -> Tree:
        """What a dotted name stands for; nothing where that is not told here."""
        if not _NAME.fullmatch(name):
            return Tree()
        first, *rest = name.replace("[", ".").replace("]", "").split(".")
        starts = [self.own[first]] if first in self.own else [part.get(first) for part in self.variables]
        return next((found for start in starts if (found := _below(start, rest))), Tree())

    def of(self, tree: Tree) -> Tree:
        """The tree, or the one that it is a template for: `${models}`; nothing where that is not told here."""
        if tree.text is None or "${" not in tree.text:
            return tree
        if exact := _TEMPLATE.fullmatch(tree.text.strip()):
            return self.find(exact[1].strip())
        filled = self.fill(tree.text)
        return Tree(tree.line, filled) if filled is not None else Tree()

    def fill(self, text: str) -> str | None:
        """The text with its templates filled in; None where it names what is not known here, or becomes too long."""
        filled = self.partly(text)
        return None if _TEMPLATE.search(filled) or len(filled) > LONGEST else filled.replace("\\${", "${")

    def partly(self, text: str) -> str:
        """The text with those templates filled in that are known."""
        if "${" not in text or len(text) > LONGEST:
            return text
        parts, start, size = [], 0, 0
        for match in _TEMPLATE.finditer(text):
            told = self.find(match[1].strip()).text
            size += len(told or "")
            if told is not None and size <= LONGEST:
                parts += [text[start : match.start()], told]
                start = match.end()
        return "".join((*parts, text[start:]))


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage that DVC runs."""

    name: str
    """As DVC names it: `train`, `train@us`, `train@cnn-1`."""
    tree: Tree
    values: Values


def stages(document: Tree) -> Iterator[Stage | Opaque]:
    """Every stage of a dvc.yaml, in its order. A group whose items are not told is one stage, `train@*`."""
    shared = document.get("vars").items
    for name, tree in document.get("stages").entries.items():
        values = Values((*shared, *tree.get("vars").items))
        if tree.get("foreach"):
            yield from _group(name, tree.get("do"), values, "foreach", _turns(values, tree.get("foreach")))
        elif tree.get("matrix"):
            yield from _group(name, tree, values, "matrix", _combined(values, tree.get("matrix")))
        elif tree.get("cmd"):
            yield Stage(name, tree, values)


def _group(
    name: str, tree: Tree, values: Values, what: str, turns: Iterator[tuple[str, dict[str, Tree]]] | None
) -> Iterator[Stage | Opaque]:
    if not tree.get("cmd"):
        return
    variables = (*values.variables, *tree.get("vars").items)
    if turns is None:
        yield Opaque(tree.line, what, f"the items of the stage {name} stand elsewhere"[:300])
        turns = iter([("*", {"item": Tree(), "key": Tree()})])
    told = dict(itertools.islice(turns, MOST + 1))
    for key, own in itertools.islice(told.items(), MOST):
        yield Stage(f"{name}@{key}", tree, Values(variables, own))
    if len(told) > MOST:
        yield Opaque(tree.line, what, f"the stage {name} makes more than {MOST:,}"[:300])


def _turns(values: Values, written: Tree) -> Iterator[tuple[str, dict[str, Tree]]] | None:
    """Of a `foreach` the key of each turn, and what its templates may name."""
    held = values.of(written)
    if held.entries:
        return ((key, {"key": Tree(text=key), "item": values.of(item)}) for key, item in held.entries.items())
    items = [values.of(item) for item in held.items]
    if not items or not all(items):
        return None
    composite = any(item.text is None for item in items)
    return ((str(place) if composite else item.text or "", {"item": item}) for place, item in enumerate(items))


def _combined(values: Values, written: Tree) -> Iterator[tuple[str, dict[str, Tree]]] | None:
    """Of a `matrix` every combination of its axes."""
    axes = {axis: [values.of(item) for item in values.of(held).items] for axis, held in written.entries.items()}
    if not axes or len(axes) > AXES or not all(items and all(items) for items in axes.values()):
        return None
    numbered = [list(enumerate(items)) for items in axes.values()]
    return (_combination(list(axes), chosen) for chosen in itertools.product(*numbered))


def _combination(axes: list[str], chosen: tuple[tuple[int, Tree], ...]) -> tuple[str, dict[str, Tree]]:
    parts = [
        f"{axis}{place}" if item.text is None else item.text for axis, (place, item) in zip(axes, chosen, strict=True)
    ]
    key = "-".join(parts)
    item = Tree(entries={axis: tree for axis, (_, tree) in zip(axes, chosen, strict=True)})
    return key, {"key": Tree(text=key), "item": item}


def _below(tree: Tree, names: list[str]) -> Tree:
    for name in names:
        if name.isdecimal() and len(name) < 7 and int(name) < len(tree.items):
            tree = tree.items[int(name)]
        else:
            tree = tree.get(name)
    return tree
