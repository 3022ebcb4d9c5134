"""All that a front end sees of the data: panes, commands, exports and the gate talk to a Session and to nothing below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from collectors.errors import DebtError
from debtui.measures.result import Evidence, Judged, Moment, Result, Since, TrendPoint
from debtui.measures.spec import Measure

if TYPE_CHECKING:
    from pathlib import Path

    from debtui.resolve.base import Composition


@dataclass(frozen=True)
class Source:
    """Lines of a file at a commit, around a line of interest."""

    path: str
    language: str
    first_line: int
    lines: Sequence[str]
    note: str = ""
    """Why there is nothing to show, when there is not."""


@dataclass(frozen=True)
class Table:
    """A rectangular answer: of the SQL pane, of status lists."""

    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    truncated: bool = False


class NotMeasured(DebtError):
    """What a question reads has not been read at this moment; the hint says what would help."""


@dataclass(frozen=True)
class Query:
    """Which rows of a measure a front end wants, in which order.

    `text` follows the filter grammar: words that must occur, `!word` that must not, `column:word`,
    `column>number` (also `<`, `>=`, `<=`), where a column is one of the contract or an extra one.
    """

    text: str = ""
    worse_than: int | None = None
    """Only rows that are new, or whose value has got worse, since this seq."""
    order_by: str = ""
    """A column; empty: worst first."""
    descending: bool = False


@dataclass(frozen=True)
class LastSet:
    """Since when a file has said what it says of a setting."""

    moment: Moment
    before: str | None
    """What it said before; None: nothing."""
    exact: bool
    """False: an older version could not be read; it may have been said earlier."""


class Session(Protocol):
    """Answers at any moment. Every method may block (call it from a worker thread) and is safe to call from several threads."""

    name: str
    """What the repository is called: the last part of its path."""

    @property
    def root(self) -> Path | None:
        """The work tree, where a team's own files are written; None: there is none."""
        ...

    @property
    def names_chosen(self) -> bool:
        """Whether the team has written down that people are called by their names."""
        ...

    def measures(self) -> Sequence[Measure]:
        """Every measure, in the order of the screen."""
        ...

    def measure(self, name: str) -> Measure:
        """By id or catalogue id (any case). Raises DebtError that names the nearest one."""
        ...

    def moments(self) -> Sequence[Moment]:
        """The whole mainline, oldest first; empty while nothing has been collected."""
        ...

    def result(self, measure: Measure, seq: int) -> Result:
        """The headline and what there is to say about it."""
        ...

    def judged(self, seq: int) -> Sequence[Judged]:
        """Every measure, with the rows that ask for attention: at the newest commit as it is stored, else evaluated."""
        ...

    def count(self, measure: Measure, seq: int, query: Query = ...) -> int:
        """How many rows the query has."""
        ...

    def page(self, measure: Measure, seq: int, first: int, last: int, query: Query = ...) -> Sequence[Evidence]:
        """Rows first..last-1 (from 0) in the order asked for."""
        ...

    def trend(self, measure: Measure) -> Sequence[TrendPoint]:
        """The stored points, oldest first: fast, never computed here."""
        ...

    def rules(self, measure: Measure) -> str:
        """Changes when anything does that the measure's numbers depend on but the repository: numbers of other rules do not compare."""
        ...

    def since(self, measure: Measure, seq: int, fingerprint: str) -> Since | None:
        """From when on a row has been there; None where it is not there now."""
        ...

    def until(self, measure: Measure, seq: int, fingerprint: str) -> Since | None:
        """With which commit after a moment a row went that was there then; None where it is still there, or was not."""
        ...

    def source(self, path: str, seq: int, line: int | None, around: int = ...) -> Source:
        """Lines of a file at a moment."""
        ...

    def configurations(self, seq: int) -> Sequence[tuple[str, str]]:
        """(path, system) of every configuration file: entries first; system is empty for a file that is no entry."""
        ...

    def configuration(self, path: str, seq: int) -> Composition:
        """A configuration file at a moment, composed where it is an entry. Raises DebtError where it cannot be read."""
        ...

    def changes_of(self, paths: Sequence[str], seq: int) -> Sequence[Moment]:
        """Mainline commits that made an earlier state of one of these files than that of a moment, newest first."""
        ...

    def last_set(self, path: str, key: str, seq: int) -> LastSet | None:
        """The commit that gave a file's setting its value; None where the file has no such setting then."""
        ...

    def view_count(self, view: str, seq: int, text: str = ...) -> int:
        """How many rows a view or derived table has that match a filter. Raises NotMeasured, DebtError."""
        ...

    def view_page(self, view: str, seq: int, first: int, last: int, query: Query = ...) -> Table:
        """Rows first..last-1 of a view or derived table (`worse_than` means nothing here); by its columns in their order
        where the query names none. Raises NotMeasured, DebtError."""
        ...

    def sql(self, text: str, seq: int | None = None, limit: int = ...) -> Table:
        """One SELECT, read-only, at a moment (None: the newest). Raises DebtError."""
        ...

    def compute_trend(self, measure: Measure, step: str) -> Sequence[TrendPoint]:
        """Points by month or (at most 100, evenly spaced) by commit; what is not stored is computed."""
        ...

    def status(self) -> Sequence[tuple[str, str]]:
        """What was read, what was not and why, as (topic, sentence)."""
        ...

    def refresh(self) -> bool:
        """Look whether a newer store has been published, and switch to it. True when it has."""
        ...

    def interrupt(self) -> None:
        """Stop the queries that are running; their callers get DebtError."""
        ...


def view_rows(session: Session, view: str, seq: int, most: int) -> Sequence[dict[str, Any]]:
    """The first rows of a view or derived table at a moment, by the names of their columns. Raises NotMeasured, DebtError."""
    table = session.view_page(view, seq, 0, most)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]
