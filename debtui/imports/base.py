"""What a language's rule gets and answers: files of the repository as modules, and the file that an import means.

"Looks like": nothing is built or run, so generated files, class paths and include paths outside the repository are unknown.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from debtui import imports


class Module(NamedTuple):
    """One file as a module. Files of one name in one root are one module, as those of a Go package."""

    path: str
    module: str
    """Name as imported."""
    package: str
    """What is built, shipped or imported as a whole; empty for a script."""
    root: str
    """Directory that the name starts in."""


class Written(NamedTuple):
    """One import as it is written; in Python's, leading dots stand before the target."""

    target: str
    name: str | None = None
    """What is taken from the target, in Python."""
    relative: bool = False


class Root(NamedTuple):
    """A name that imports may begin with; see the table import_root."""

    path: str
    kind: str
    name: str
    target: str

    @property
    def directory(self) -> str:
        """Where the file lies."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True)
class Tree:
    """What there is to know of the files of a rule's languages."""

    files: Mapping[str, str]
    """Kind of each file, by path."""
    roots: Sequence[Root]
    declared: Mapping[str, str]
    """The package that a file says it is part of, by path."""


Resolver = Callable[[str, Written], str | None]
"""From the file that imports, and what it says, to the file that is meant; None: no file of the repository, or not to be told which."""


@dataclass(frozen=True)
class Rule:
    """How one family of languages names its modules. Each module of this folder but `base` defines RULE."""

    languages: frozenset[str]
    modules: Callable[[Tree], Iterable[Module]]
    resolver: Callable[[Tree, Sequence[Module]], Resolver]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by module name."""
    found = []
    for info in sorted(pkgutil.iter_modules(imports.__path__), key=lambda info: info.name):
        if info.name == "base":
            continue
        module = importlib.import_module(f"{imports.__name__}.{info.name}")
        rule = getattr(module, "RULE", None)
        if not isinstance(rule, Rule):
            raise TypeError(f"{module.__file__}: RULE must be a Rule, it is {rule!r}")
        found.append(rule)
    return tuple(found)


def nearest(candidates: Iterable[str], importer: str) -> str | None:
    """The one candidate that shares most directories with the importer; None for none, or for several equally near."""
    here = importer.split("/")[:-1]
    ranked = sorted((-_shared(path.split("/")[:-1], here), path) for path in candidates)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def above(directory: str) -> Iterable[str]:
    """The directory and those around it, innermost first; the empty one is the repository's root."""
    while directory:
        yield directory
        directory = directory.rpartition("/")[0]
    yield ""


def joined(*parts: str) -> str | None:
    """A path from parts, `.` and `..` resolved; None where it leads out of the repository."""
    found: list[str] = []
    for part in "/".join(filter(None, parts)).split("/"):
        if part == "..":
            if not found:
                return None
            found.pop()
        elif part not in {"", "."}:
            found.append(part)
    return "/".join(found)


def below(directory: str, path: str) -> str:
    """A path as seen from a directory around it."""
    return path[len(directory) + 1 :] if directory else path


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
