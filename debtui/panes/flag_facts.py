"""What the Flags pane asks of a session: lives of flags, places that name one, survival, inventory. Every call may block."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collectors.errors import DebtError
from debtui.session import NotMeasured, Query
from debtui.widgets.flag_charts import Quarter, Step
from debtui.widgets.lifeline import Life

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from debtui.session import Session, Table

_MOST = 10_000
"""Rows of a view that is asked for as a whole: places of one flag, ages, quarters."""


@dataclass(frozen=True)
class Flag:
    """One row of flag_life_at."""

    key: str
    mechanism: str
    language: str
    switch: bool
    alive: bool
    places: int
    files: int
    path: str | None
    line: int | None
    first_seq: int
    changed_seq: int
    gone_seq: int | None
    introduced: datetime
    changed: datetime
    gone: datetime | None
    stale_since: datetime | None
    life_days: int
    unchanged_days: int
    stale_days: int | None

    @property
    def life(self) -> Life:
        """What its life line is drawn from."""
        return Life(self.introduced, self.changed, self.stale_since, self.gone)


@dataclass(frozen=True)
class Place:
    """Where a flag is named; `seq` is the commit at which it is."""

    path: str
    line: int | None
    seq: int
    role: str
    """read, definition, or named: seen in the text alone."""
    kind: str
    default: str | None = None


@dataclass(frozen=True)
class Counts:
    """How many flags there are at a moment."""

    alive: int
    removed: int
    stale: int | None
    """None where the files of that commit have not been read."""


@dataclass(frozen=True)
class FlagSource:
    """Lives of flags, as many as match, in the order asked for."""

    session: Session
    seq: int
    query: Query

    def count(self) -> int:
        """See RowSource."""
        return self.session.view_count("flag_life_at", self.seq, self.query.text)

    def page(self, first: int, last: int) -> Sequence[Flag]:
        """See RowSource."""
        table = self.session.view_page("flag_life_at", self.seq, first, last, self.query)
        return [_flag(row) for row in _named(table)]


def counts(session: Session, seq: int) -> Counts:
    """Of the whole moment, whatever is filtered."""
    alive, removed = (
        session.view_count("flag_history_at", seq, text) for text in ("alive:true sure:true", "alive:false sure:true")
    )
    try:
        return Counts(alive, removed, session.view_count("flag_life_at", seq, "stale_days>=0"))
    except NotMeasured:
        return Counts(alive, removed, None)


def flag(session: Session, seq: int, key: str) -> Flag | None:
    """One flag; None where production code has not named it by then."""
    return next(iter(FlagSource(session, seq, Query(only("key", key))).page(0, 1)), None)


def only(column: str, value: str) -> str:
    """A filter for exactly one text."""
    return shlex.quote(f"{column}={value}")


def places(session: Session, seq: int, found: Flag) -> list[Place]:
    """Every place of a flag: in production code, then in tests; of a removed one those at the last commit that had it."""
    text = only("key", found.key)
    at = seq if found.gone_seq is None else found.gone_seq - 1
    known = [
        Place(row["path"], row["line"], seq, row["role"], row["kind"], row["default"])
        for row in _named(session.view_page("flag_place_at", seq, 0, _MOST, Query(text)))
    ]
    mentions = _named(session.view_page("flag_mention_at", seq, 0, _MOST, Query(text)))
    told = {place.path for place in known}
    silent = sorted({row["path"] for row in mentions if row["to_seq"] == found.gone_seq} - told)
    read = [place for path in silent for place in _in_text(session, path, at, found.key)]
    return sorted([*known, *read], key=lambda place: (place.kind == "test", place.path, place.line or 0))


def _in_text(session: Session, path: str, seq: int, key: str) -> Iterator[Place]:
    """The lines of a file that name a key; the file without a line where none can be told."""
    pattern = re.compile(r"(?<!\w)" + re.escape(key).replace("_", "[-_]") + r"(?!\w)")
    try:
        source = session.source(path, seq, 1, 1_000_000)
    except DebtError:
        source = None
    lines: list[int | None] = (
        [n for n, text in enumerate(source.lines, source.first_line) if pattern.search(text)] if source else []
    )
    for line in lines or [None]:
        yield Place(path, line, seq, "named", "code")


def survival(session: Session, seq: int) -> tuple[Step, ...]:
    """The product-limit estimate of all flags."""
    table = session.view_page("flag_survival_at", seq, 0, _MOST)
    return tuple(
        Step(row["age_days"], row["removed"], row["survival"], row["lower"], row["upper"]) for row in _named(table)
    )


def quarters(session: Session, seq: int) -> tuple[Quarter, ...]:
    """What came and went, oldest first."""
    table = session.view_page("flag_quarter_at", seq, 0, _MOST)
    return tuple(
        Quarter(row["quarter"], int(row["added"]), int(row["removed"]), int(row["inventory"])) for row in _named(table)
    )


def reached(steps: Sequence[Step], column: str = "survival") -> int | None:
    """The age at which half of the flags are gone, by the estimate or one of its bounds; None: not reached."""
    for step in steps:
        value = getattr(step, column)
        if (value is not None and value <= 0.5 + 1e-9) or (value is None and step.survival == 0):
            return step.age_days
    return None


def removed_median(steps: Sequence[Step]) -> int | None:
    """The median life of removed flags alone."""
    total, seen = sum(step.removed for step in steps), 0
    for step in steps:
        seen += step.removed
        if total and 2 * seen >= total:
            return step.age_days
    return None


def _named(table: Table) -> Iterator[dict[str, Any]]:
    return (dict(zip(table.columns, row, strict=True)) for row in table.rows)


def _flag(row: dict[str, Any]) -> Flag:
    return Flag(**{name: row[name] for name in Flag.__dataclass_fields__})
