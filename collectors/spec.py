"""What a collector declares: the tables it fills, and how it fills them.

These few types are all that the store and the collectors share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collectors.gitstream import Repository

Row = tuple[object, ...]
Type = Literal["int", "float", "bool", "text", "prose", "name", "key", "owners", "word", "time", "path", "blob"]
"""`text` comes from outside and is cleaned; so are `prose` (sentences, which may name people), a `name` of a person, a `key` (a
name or an address that only ties tables together) and `owners` (names with spaces between), which also follow the setting
`people`. A `word` is one of few that debtui or git made. `time` is a naive UTC datetime. `path` is text that keeps every byte (see `gitstream.decode_path`)
and is exempt from cleaning; `blob` is a git object id as hex, which the store turns into a small integer."""


@dataclass(frozen=True)
class Column:
    """One column: its name, its type and, in one sentence, what it means."""

    name: str
    type: Type
    doc: str


@dataclass(frozen=True)
class Table:
    """One table of facts, named in the singular. Of a blob analyser's table the store adds `blob` in front."""

    name: str
    doc: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Batch:
    """Rows for one table, in the order of its columns."""

    table: Table
    rows: list[Row]


class Unreadable(Exception):
    """Raised by a form or an analyser that cannot read a blob; the text says why. Recorded, never fatal."""


@dataclass(frozen=True)
class BlobAnalyser:
    """Turns one blob, in the form it asks for, into rows. Pure: same bytes, language and version, same rows.

    A blob is analysed once for ever; raise `version` when `analyse` changes its answer.
    """

    table: Table
    version: int
    form: str
    """Name of the module in `collectors/forms` whose `parse(data, language)` makes what `analyse` gets."""
    analyse: Callable[[Any], Iterable[Row]]
    languages: frozenset[str] | None = None
    """Languages read; None: every one."""
    kinds: frozenset[str] | None = None
    """File kinds read (see `collectors.kinds`); None: every one."""
    history: bool = False
    """Read every blob of the mainline's history, even when only one commit is asked for. Must be cheap."""
    past: frozenset[str] = frozenset()
    """Kinds of files of which every version in history is read once months of the past are collected: its values are followed
    over time."""
    needles: tuple[bytes, ...] = ()
    """A blob that holds none of these bytes has no rows and is not parsed; empty: always parse."""

    @property
    def name(self) -> str:
        """It is called like its table."""
        return self.table.name

    def wants(self, language: str, kind: str) -> bool:
        """Whether it reads files of this language and kind."""
        return (self.languages is None or language in self.languages) and (self.kinds is None or kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Format:
    """One format of configuration. `read` takes the text, yields leaves and directives (see `collectors.forms.config`), and raises
    Unreadable for what is none of this format."""

    languages: frozenset[str]
    read: Callable[[str], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class DeclaredTable:
    """What the settings say of plain tables outside the history, where their columns do not tell."""

    files: str
    """Glob of their names, as the records' tables hold them: `**` crosses directories."""
    kind: str
    """The table of `collectors.records` that their rows are of."""
    columns: tuple[tuple[str, str], ...]
    """(column, what it means)."""


@dataclass(frozen=True)
class Reading:
    """What a source may look at, and what is stored already."""

    repo: Repository
    tip: str
    """The commit that the mainline ends in."""
    since: str | None = None
    """The tip of the last collect where today's mainline continues it; None: read from the beginning."""
    next_seq: int = 0
    """Position on the mainline of the first commit after `since`."""
    exports: tuple[Path, ...] = field(default=())
    tables: tuple[DeclaredTable, ...] = ()
    """What the settings say of plain tables among the exports: the first that fits a file has it."""


@dataclass(frozen=True)
class Source:
    """Reads one thing that is no blob. Equal `state` texts mean nothing to do."""

    name: str
    version: int
    tables: tuple[Table, ...]
    state: Callable[[Reading], str]
    collect: Callable[[Reading], Iterator[Batch]]
    appends: bool = False
    """Whether, with `reading.since` set, `collect` yields only what is new. Otherwise its tables are replaced."""
    outside: bool = False
    """Reads what lies outside the history: when that changes, it says something else about the past too."""
    streams: bool = False
    """May yield more than memory should hold: what it yields is stored while it is being read, and never read ahead."""
