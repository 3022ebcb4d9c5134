"""Where each programming language reads and defines flags: one file per language, found by this folder.

A module here has NAMES (languages as `collectors.kinds` calls them), MENTIONS (see Mention) and `parse(data, language)`, which
returns a Program. Grammars are imported at the first parse.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple, Protocol

from collectors import flags


@dataclass(frozen=True, slots=True)
class Read:
    """One place that asks for a flag."""

    start: int
    """Byte at which it begins."""
    key: str
    mechanism: str
    line: int
    default: str | None
    boolean: bool
    then_lines: int | None
    """Lines of code of the branch taken; None where nothing was seen to hang on it."""
    else_lines: int | None
    function: str
    """Qualified name of the function around it; empty outside of any."""
    via: str | None = None
    """Name of the function that was called with the key, where only other files can tell whether it asks for a flag."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One place that defines a flag."""

    start: int
    key: str
    mechanism: str
    line: int
    default: str | None
    boolean: bool
    uses: int | None
    """Other places of the file that name it; None where that cannot be told from one file."""


def in_order(reads: Iterable[Read]) -> list[Read]:
    """Reads in the order of the file. A variable whose value is taken elsewhere in it is no switch: the condition asks whether it is set."""
    found = sorted(reads, key=lambda read: (read.start, read.key))
    taken = {read.key for read in found if read.mechanism == "env" and not read.boolean and read.then_lines is None}
    return [
        replace(read, boolean=False) if read.key in taken and not flags.looks_like_switch(read.key, read.default) else read for read in found
    ]  # fmt: skip


class Mention(NamedTuple):
    """A lexical pattern whose first group is a key. Searched where one of the needles is in the file."""

    mechanism: str
    needles: tuple[bytes, ...]
    pattern: re.Pattern[bytes]


class Program(Protocol):
    """A parsed file, as far as flags go."""

    def reads(self) -> Iterable[Read]:
        """Reads in the order of the file."""

    def definitions(self) -> Iterable[Definition]:
        """Definitions in the order of the file."""

    def wrappers(self) -> Iterable[str]:
        """Names of functions that pass a parameter on as the key of a flag."""


class Language(Protocol):
    """What a module of this folder has."""

    NAMES: frozenset[str]
    MENTIONS: tuple[Mention, ...]

    def parse(self, data: bytes, language: str) -> Program:
        """Raises Unreadable for what it refuses."""


@cache
def by_name() -> dict[str, Language]:
    """Every language that is read, by the name of `collectors.kinds`."""
    found: dict[str, Language] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        module: Language = importlib.import_module(f"{__name__}.{info.name}")
        found |= dict.fromkeys(module.NAMES, module)
    return found


def names() -> frozenset[str]:
    """Names of every language that is read."""
    return frozenset(by_name())
