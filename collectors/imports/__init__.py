"""What each programming language but Python imports: one file per language, found by this folder.

A module here has NAMES (languages as `collectors.kinds` calls them) and `read(data, language)`, which yields an Import for each.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

from tree_sitter import Language as Grammar
from tree_sitter import Node, Query, QueryCursor

from collectors import dialect
from collectors.dialect import Dialect
from collectors.forms.python import line, text

Kind = Literal["relative", "absolute", "package"]


@dataclass(frozen=True, slots=True)
class Import:
    """One import, as it is written."""

    line: int
    target: str
    """Module, package, class or file named; `.*` behind it where everything in it is meant."""
    kind: Kind
    """relative to the file that says it, absolute, or the package that the file says it is part of itself."""
    type_checking: bool = False
    """Only for the compiler: does not exist when the program runs."""
    lazy: bool = False
    """Stands inside a function."""


class Language(Protocol):
    """What a module of this folder has."""

    NAMES: frozenset[str]

    def read(self, data: bytes, language: str) -> Iterator[Import]:
        """Imports in the order of the file. Raises Unreadable for what it refuses."""


@cache
def by_name() -> dict[str, Language]:
    """Every language that is read, by the name of `collectors.kinds`."""
    found: dict[str, Language] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        module: Language = importlib.import_module(f"{__name__}.{info.name}")
        found |= dict.fromkeys(module.NAMES, module)
    return found


@cache
def _query(grammar: Callable[[], object], written: str) -> Query:
    return Query(Grammar(grammar()), written)


def captured(tool: Dialect, query: str, data: bytes) -> Iterator[tuple[Node, str]]:
    """(the import, what stands for its target) of each match of a query with `@import` and `@target`, in the order of the file.

    The parse is the one that flags are read from.
    """
    tree = dialect.parse(tool, data)
    found = QueryCursor(_query(tree.grammar, query)).matches(tree.root)
    pairs = [(captures["import"][0], captures["target"][0]) for _, captures in found]
    for node, target in sorted(pairs, key=lambda pair: pair[1].start_byte):
        yield node, text(target)


def at(node: Node) -> int:
    """The line of an import."""
    return line(node)


def inside(node: Node, kinds: frozenset[str]) -> bool:
    """Whether a node stands inside one of these kinds."""
    parent = node.parent
    while parent is not None:
        if parent.type in kinds:
            return True
        parent = parent.parent
    return False
