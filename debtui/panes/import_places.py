"""Every place where one component or module imports another, with its code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Container
from textual.message import Message
from textual.widgets import Static

from collectors.errors import DebtError
from debtui.panes.base import Level, View
from debtui.panes.import_words import place_columns
from debtui.widgets.prose import code, notice
from debtui.widgets.reader import Reader
from debtui.widgets.virtual_table import TableSource, VirtualTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from debtui.ledger import Ledger
    from debtui.panes.import_facts import Import
    from debtui.widgets.lines import LineList

_AROUND = 40
"""Lines of code above and below an import."""


class ImportPlaces(Level):
    """Places above, the code of the one under the cursor below them."""

    HELP = """
Every import behind one cell of the matrix. The code follows the cursor; tab goes to the code, to scroll it; e opens the place in the
editor, y copies path:line.
"""
    ACTIONS: ClassVar[frozenset[str]] = frozenset({"back", "switch", "edit", "copy"})

    class _Code(Message):
        def __init__(self, place: Import, told: Content, line: int) -> None:
            super().__init__()
            self.place, self.told, self.line = place, told, line

    def __init__(self, ledger: Ledger, view: View, title: str, places: Sequence[Import]) -> None:
        super().__init__(ledger, view)
        self._title, self._places, self._seq = title, places, view.moment.seq

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        with Container(classes="body"):
            yield VirtualTable()
            with Reader(classes="code"):
                yield Static()

    @property
    def crumb(self) -> str:
        """See Level."""
        return self._title

    @property
    def _table(self) -> VirtualTable:
        return self.query_one(VirtualTable)

    @property
    def place(self) -> tuple[str, int | None] | None:
        """See Level."""
        one = self._table.row
        return (one.importer, one.line) if one is not None else None

    def take_focus(self) -> None:
        """See Level."""
        self._table.focus()

    def act(self, action: str) -> None:
        """See Level."""
        if action == "switch":
            reader = self.query_one(Reader)
            (self._table if reader.has_focus else reader).focus()

    def redraw(self) -> None:
        """See Level."""
        self._table.set_columns(place_columns(self.size.width))
        self._table.set_source(TableSource(self._places), keep=True)

    def on_resize(self) -> None:
        """More columns where there is room."""
        if self.ready:
            self._table.set_columns(place_columns(self.size.width))

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """The code follows the cursor."""
        message.stop()
        if self._table.row is not None:
            self._load(self._table.row)
        self.post_message(self.Altered())

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """To the code."""
        message.stop()
        self.query_one(Reader).focus()

    @work(thread=True, exclusive=True, exit_on_error=False, group="code")
    def _load(self, place: Import) -> None:
        try:
            source = self.ledger.session.source(place.importer, self._seq, place.line, _AROUND)
            told = (
                code(source, place.line)
                if source.lines
                else notice("◌ No code to show", source.note or "The file is empty.")
            )
            line = max(place.line - source.first_line, 0)
        except DebtError as error:
            told, line = notice("✕ The file could not be read", error.message, error.hint), 0
        self.post_message(self._Code(place, told, line))

    def on_import_places__code(self, message: _Code) -> None:
        """Draw the code with the line in the upper third."""
        message.stop()
        if message.place is self._table.row:
            box = self.query_one(".code", Reader)
            self.query_one(".code Static", Static).update(message.told)
            self.call_after_refresh(box.scroll_to, y=max(message.line - box.size.height // 3, 0), animate=False)
