"""All that a front end sees of the data: panes, commands, exports and the gate talk to a Session and to nothing below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from debtui.measures.spec import Measure, Severity

Status = Literal["measured", "unavailable", "failed"]


@dataclass(frozen=True)
class Moment:
    """A commit of the mainline. `seq` counts from 0, the oldest."""

    seq: int
    commit_id: str
    committed: datetime
    """UTC, without tzinfo."""
    author: str
    subject: str


@dataclass(frozen=True)
class Result:
    """What one measure says at one moment. Without status `measured`, `value` is None and there are no rows."""

    measure: Measure
    moment: Moment
    status: Status
    value: float | None = None
    severity: Severity = "none"
    total_rows: int = 0
    unread_files: int = 0
    """Files at that commit which the measure should have read and could not (or not yet)."""
    reason: str = ""
    """Why it is unavailable or failed."""
    hint: str = ""
    """What would make it measured."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Rows by severity."""


@dataclass(frozen=True)
class Evidence:
    """One row behind a number: a place, what is wrong there, and whose it is."""

    measure: str
    subject: str
    path: str | None
    line: int | None
    value: float | None
    explanation: str
    severity: Severity
    fingerprint: str
    owner: str | None
    owner_basis: str
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Since:
    """From which mainline commit on a row has been there without a break."""

    moment: Moment
    basis: Literal["exact", "month", "at-least"]


@dataclass(frozen=True)
class TrendPoint:
    """One stored point of a trend. `value` is None where the measure was not measured: a gap, never a zero."""

    seq: int
    commit_id: str
    committed: datetime
    value: float | None
    status: Status


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


class Session(Protocol):
    """Answers at any moment. Every method may block (call it from a worker thread) and is safe to call from several threads."""

    name: str
    """What the repository is called: the last part of its path."""

    def measures(self) -> Sequence[Measure]: ...
    def measure(self, name: str) -> Measure:
        """By id or catalogue id (any case). Raises DebtError that names the nearest one."""
        ...

    def moments(self) -> Sequence[Moment]:
        """The whole mainline, oldest first; empty while nothing has been collected."""
        ...

    def result(self, measure: Measure, seq: int) -> Result: ...
    def count(self, measure: Measure, seq: int, query: Query = ...) -> int: ...
    def page(self, measure: Measure, seq: int, first: int, last: int, query: Query = ...) -> Sequence[Evidence]:
        """Rows first..last-1 (from 0) in the order asked for."""
        ...

    def trend(self, measure: Measure) -> Sequence[TrendPoint]:
        """The stored points, oldest first: fast, never computed here."""
        ...

    def since(self, measure: Measure, seq: int, fingerprint: str) -> Since | None: ...
    def source(self, path: str, seq: int, line: int | None, around: int = ...) -> Source: ...
    def sql(self, text: str, limit: int = ...) -> Table:
        """One SELECT, read-only, at the moment last set by nobody: the newest. Raises DebtError."""
        ...

    def sql_of(self, measure: Measure) -> str: ...
    def status(self) -> Sequence[tuple[str, str]]:
        """What was read, what was not and why, as (topic, sentence)."""
        ...

    def refresh(self) -> bool:
        """Look whether a newer store has been published, and switch to it. True when it has."""
        ...

    def interrupt(self) -> None:
        """Stop the queries that are running; their callers get DebtError."""
        ...
