"""Pane s: one SELECT over everything that was collected, read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.message import Message
from textual.widgets import Static

from collectors.errors import DebtError
from debtui.panes.base import Pane
from debtui.widgets.prose import DIM, notice, text
from debtui.widgets.virtual_table import Column, TableSource, VirtualTable

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widgets import TextArea

    from debtui.session import Table

_FIRST = """\
SELECT name, count(*) AS changes
FROM change_at JOIN person USING (person)
WHERE NOT bot
GROUP BY name
ORDER BY changes DESC"""
_LIMIT = 10_000


class Sql(Pane):
    """A query above, its answer below."""

    KEY = "s"
    TITLE = "SQL"
    SHORT = "SQL"
    ORDER = 100
    HELP = """
One SELECT over the store, at the moment that the bar above names, read-only and without access to anything
outside it. F5 or ctrl+r runs it, tab moves between query and answer. docs/tables.md lists tables and views;
those that end in _at are as of the commit.
"""
    ACTIONS: ClassVar[frozenset[str]] = frozenset({"back", "run"})

    class _Answer(Message):
        def __init__(self, sql: str, answer: Table | DebtError) -> None:
            super().__init__()
            self.sql, self.answer = sql, answer

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        from textual.widgets import TextArea  # 6 ms that the first paint need not wait for

        area = TextArea(_FIRST, show_line_numbers=False, highlight_cursor_line=False)
        area.cursor_blink = False
        yield area
        yield Static(text(" F5 or ctrl+r runs the query", DIM), classes="answer")
        yield VirtualTable()

    @property
    def _area(self) -> TextArea:
        return self.query_one("TextArea")  # type: ignore[return-value]

    def take_focus(self) -> None:
        """See Level."""
        self._area.focus()

    def load(self, sql: str) -> None:
        """Put a query into the editor, without running it."""
        self._area.text = sql
        self._area.focus()

    def act(self, action: str) -> None:
        """See Level."""
        if action == "run" and self._area.text.strip():
            self._told = self._area.text
            self.query_one(".answer", Static).update(text(" running…", DIM))
            self._run_query(self._told, self.view.moment.seq)

    def back(self) -> bool:
        """From the editor to the answer; false when there is nothing to step back from."""
        if self._area.has_focus:
            self.query_one(VirtualTable).focus()
            return True
        return False

    @work(thread=True, exclusive=True, exit_on_error=False, group="sql")
    def _run_query(self, sql: str, seq: int) -> None:
        try:
            answer: Table | DebtError = self.ledger.session.sql(sql, seq, _LIMIT)
        except DebtError as error:
            answer = error
        self.post_message(self._Answer(sql, answer))

    def on_sql__answer(self, message: _Answer) -> None:
        """Draw the answer of the query that was asked last."""
        message.stop()
        if message.sql != self._told:
            return
        table, said = self.query_one(VirtualTable), self.query_one(".answer", Static)
        if isinstance(message.answer, DebtError):
            table.clear()
            said.update(notice(" ✕ The query failed", message.answer.message, message.answer.hint))
            return
        answer = message.answer
        count = f" {len(answer.rows):,} row{'' if len(answer.rows) == 1 else 's'}"
        said.update(text(count + (f", the first of more than {_LIMIT:,}" if answer.truncated else ""), DIM))
        table.set_columns([_column(i, name, answer) for i, name in enumerate(answer.columns)])
        table.set_source(TableSource(answer.rows))


def _column(index: int, name: str, answer: Table) -> Column:
    sample = [row[index] for row in answer.rows[:100]]
    width = min(max([len(name), *(len(_cell(value)) for value in sample)]) + 1, 40)
    number = any(isinstance(value, int | float) for value in sample)
    return Column("", name, width, lambda row: _cell(row[index]), right=number)


def _cell(value: object) -> str:
    return "∅" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
