"""One row of evidence: everything known of it, and the code it points at, as it was at this commit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import work
from textual.containers import Container, VerticalScroll
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from collectors.errors import DebtError
from debtui import accepted
from debtui.panes.base import Level, View
from debtui.widgets.prose import code, notice, row_facts, row_sentence, text
from debtui.widgets.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from debtui.ledger import Ledger
    from debtui.measures.result import Evidence, Since
    from debtui.measures.spec import Measure
    from debtui.session import Query

_AROUND = 60
"""Lines of code above and below the line."""
_SOUGHT = 20_000
"""Rows looked through for the same row at another commit."""


class Rows(Protocol):
    """The list that the row stands in."""

    @property
    def measure(self) -> Measure:
        """What the rows are evidence of."""
        ...

    @property
    def query(self) -> Query:
        """Which rows, in which order."""
        ...

    def page(self, first: int, last: int) -> Sequence[Evidence]:
        """Rows first..last-1."""
        ...


class RowLevel(Level):
    """Facts, since when, and code; the last two come from workers."""

    HELP = """
Everything known of this row: whose it is and how that is known, since when it has been there without a break,
all columns of the measure, and the code around it at this commit. n and p go to the next and the previous
row; e opens the file, y copies its place. A accepts it until a day, with a reason and an owner: that stands in
debt/accepted.toml, for everybody who shares the repository.
"""
    ACTIONS: ClassVar[frozenset[str]] = frozenset({"back", "next", "previous", "edit", "copy", "accept"})

    class _Since(Message):
        def __init__(self, row: Evidence, told: Since | str) -> None:
            super().__init__()
            self.row, self.told = row, told

    class _Code(Message):
        def __init__(self, row: Evidence, told: Content, line: int) -> None:
            super().__init__()
            self.row, self.told, self.line = row, told, line

    class _Row(Message):
        def __init__(self, view: View, row: Evidence | None, index: int) -> None:
            super().__init__()
            self.view, self.row, self.index = view, row, index

    def __init__(self, ledger: Ledger, view: View, row: Evidence, rows: Rows, index: int, total: int) -> None:
        super().__init__(ledger, view)
        self._row: Evidence | None = row
        self._last = row
        self._rows, self._index, self._total = rows, index, total
        self._seq = view.moment.seq

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        with Container(classes="body"):
            with VerticalScroll(classes="facts", can_focus=False):
                yield Static(classes="sentence")
                yield Static(classes="grid")
            with Reader(classes="code"):
                yield Static()

    @property
    def crumb(self) -> str:
        """See Level."""
        return self._last.label

    @property
    def place(self) -> tuple[str, int | None] | None:
        """See Level."""
        row = self._row
        return (row.path, row.line) if row is not None and row.path is not None else None

    def take_focus(self) -> None:
        """See Level."""
        self.query_one(".code").focus()

    def why_not(self, action: str) -> str:
        """See Level."""
        if action in ("next", "previous") and self.view.moment.seq != self._seq:
            return "the list belongs to another commit; esc goes back to it"
        if action == "next" and self._index + 1 >= self._total:
            return "this is the last row"
        if action == "previous" and self._index == 0:
            return "this is the first row"
        if action == "accept" and self.ledger.session.root is None:
            return "there is no work tree to write debt/accepted.toml into"
        if action == "accept" and (self._row is None or not self.view.newest):
            return "only what is there at the newest commit can be lived with"
        return super().why_not(action)

    def act(self, action: str) -> None:
        """See Level."""
        if action in ("next", "previous"):
            self._fetch(self.view, self._index + (1 if action == "next" else -1))
        elif action == "accept" and self._row is not None:
            self._accept(self._row)

    def _accept(self, row: Evidence) -> None:
        from debtui.widgets.form import Field, FormScreen

        def keep(told: Mapping[str, str]) -> None:
            today = datetime.now(UTC).date()
            until = accepted.day(told["until"], today)
            made = accepted.accept(self.ledger.session.root, row, told["reason"], told["owner"], until, today)
            if self._row is row:
                self._show(replace(row, accepted=made.told))

        fields = (
            Field("reason", "why", "what makes it bearable until then"),
            Field("owner", "who", "who will look again", row.owner or ""),
            Field("until", "until", "2027-01-31, or 30d, 8w, 6m from today on", "3m"),
        )
        self.app.push_screen(
            FormScreen("Live with this finding for a while", f"{row.label}: {row.explanation}", fields, keep)
        )

    def redraw(self) -> None:
        """See Level."""
        if self.view.moment.seq == self._seq and self._row is not None:
            self._show(self._row)
        else:
            self._seek(self.view)

    def _show(self, row: Evidence) -> None:
        self._row = self._last = row
        self._facts("looking…")
        self.query_one(".code Static", Static).update(text("…"))
        self._ask_code(row, self.view)
        self._ask_since(row, self.view)
        self.post_message(self.Altered())

    def _facts(self, since: Since | str) -> None:
        if self._row is not None:
            self.query_one(".sentence", Static).update(row_sentence(self._rows.measure, self._row))
            self.query_one(".grid", Static).update(row_facts(self._row, since))

    @work(thread=True, exclusive=True, exit_on_error=False, group="row")
    def _fetch(self, view: View, index: int) -> None:
        try:
            rows = self._rows.page(index, index + 1)
        except DebtError:
            rows = ()
        if rows:
            self.post_message(self._Row(view, rows[0], index))

    @work(thread=True, exclusive=True, exit_on_error=False, group="row")
    def _seek(self, view: View) -> None:
        """The same row at another commit; fingerprints survive reformatting."""
        worker, session, measure = get_current_worker(), self.ledger.session, self._rows.measure
        found = None
        try:
            for first in range(0, _SOUGHT, 1_000):
                rows = session.page(measure, view.moment.seq, first, first + 1_000)
                found = next((row for row in rows if row.fingerprint == self._last.fingerprint), None)
                if found is not None or len(rows) < 1_000 or worker.is_cancelled:
                    break
        except DebtError:
            found = None
        self.post_message(self._Row(view, found, self._index))

    @work(thread=True, exclusive=True, exit_on_error=False, group="since")
    def _ask_since(self, row: Evidence, view: View) -> None:
        try:
            told: Since | str | None = self.ledger.session.since(self._rows.measure, view.moment.seq, row.fingerprint)
        except DebtError as error:
            told = f"not known: {error.message}"
        self.post_message(self._Since(row, told or "not known"))

    @work(thread=True, exclusive=True, exit_on_error=False, group="code")
    def _ask_code(self, row: Evidence, view: View) -> None:
        if row.path is None:
            told, line = (
                notice("○ No single place", "This row is about no single file.", "its columns tell what it is about"),
                0,
            )
        else:
            try:
                source = self.ledger.session.source(row.path, view.moment.seq, row.line, _AROUND)
                told = (
                    code(source, row.line)
                    if source.lines
                    else notice("◌ No code to show", source.note or "The file is empty.")
                )
                line = max((row.line or 1) - source.first_line, 0)
            except DebtError as error:
                told, line = notice("✕ The file could not be read", error.message, error.hint), 0
        self.post_message(self._Code(row, told, line))

    def on_row_level__since(self, message: _Since) -> None:
        """Draw it, unless another row is shown by now."""
        message.stop()
        if message.row is self._row:
            self._facts(message.told)

    def on_row_level__code(self, message: _Code) -> None:
        """Draw the code with the line in the upper third."""
        message.stop()
        if message.row is self._row:
            box = self.query_one(".code", Reader)
            self.query_one(".code Static", Static).update(message.told)
            self.call_after_refresh(box.scroll_to, y=max(message.line - box.size.height // 3, 0), animate=False)

    def on_row_level__row(self, message: _Row) -> None:
        """Another row, or the same one at another commit."""
        message.stop()
        if message.view is not self.view:
            return
        self._index = message.index
        if message.row is not None:
            self._show(message.row)
            return
        self._row = None
        told = notice(
            "○ Not there",
            "This row is not among the evidence at this commit.",
            "] and . go forward in time, H to the newest commit",
        )
        self.query_one(".sentence", Static).update(told)
        self.query_one(".grid", Static).update("")
        self.query_one(".code Static", Static).update("")
        self.post_message(self.Altered())
