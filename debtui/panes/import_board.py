"""The lower half of the Dependencies pane: the matrix of who imports whom, components with fan-in and fan-out, cycles and where to cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from collectors.errors import DebtError
from debtui.panes import import_facts, import_words
from debtui.panes.base import Level
from debtui.panes.import_facts import Component, Imports, Knot, Matrix
from debtui.widgets.heat_map import HeatMap
from debtui.widgets.prose import DIM, notice, text
from debtui.widgets.reader import Reader
from debtui.widgets.reporting import Reporting
from debtui.widgets.virtual_table import TableSource, VirtualTable

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from debtui.ledger import Ledger
    from debtui.panes.base import View
    from debtui.widgets.lines import LineList


class ImportBoard(Vertical, Reporting):
    """One of three views of the same imports."""

    class _Ready(Message):
        def __init__(self, view: View, found: Imports | None, matrix: Matrix | None, error: DebtError | None) -> None:
            super().__init__()
            self.view, self.found, self.matrix, self.error = view, found, matrix, error

    def __init__(self) -> None:
        super().__init__()
        self._which = 0
        self._within = ""
        """The component whose modules the matrix is of."""
        self._ledger: Ledger | None = None
        self._view: View | None = None
        self._found: Imports | None = None
        self._matrix: Matrix | None = None
        self._error: DebtError | None = None

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(classes="head")
        yield HeatMap()
        yield VirtualTable()
        with Reader(classes="notice"):
            yield Static()
        yield Static(classes="about")

    @property
    def map(self) -> HeatMap:
        """The matrix."""
        return self.query_one(HeatMap)

    @property
    def table(self) -> VirtualTable:
        """The list of components, or of cycles."""
        return self.query_one(VirtualTable)

    @property
    def target(self) -> Widget:
        """What the keys are meant for."""
        return next((widget for widget in (self.map, self.table) if widget.display), self.query_one(Reader))

    @property
    def place(self) -> tuple[str, int | None] | None:
        """The import under the cursor: the first of a cell, the one to cut of a cycle."""
        if self.map.display and (cell := self._cell()) is not None and self._matrix is not None:
            found = self._matrix.cells.get(cell, ())
            return (found[0].importer, found[0].line) if found else None
        row = self.table.row if self.table.display else None
        return (row.path, row.line) if isinstance(row, Knot) and row.path else None

    def show(self, ledger: Ledger, view: View) -> None:
        """Ask for another moment; what was drawn stays until the answer is there."""
        self._ledger, self._view = ledger, view
        self._load(ledger, view, self._within)

    def why_not(self, action: str) -> str:
        """Why an action does nothing now; empty: it does."""
        if action == "view" and not (self._found and self._found.module_of):
            return "no module is read here"
        return ""

    def act(self, action: str) -> None:
        """Show the next view."""
        if action == "view":
            self._which = (self._which + 1) % len(import_words.VIEWS)
            self._draw(keep=False)

    def back(self) -> bool:
        """From the modules of a component to the components."""
        if not self._within or import_words.VIEWS[self._which] != "matrix" or not self.has_focus_within:
            return False
        self._into("")
        return True

    def _into(self, within: str) -> None:
        self._within = within
        if self._ledger is not None and self._view is not None:
            self._load(self._ledger, self._view, within)

    @work(thread=True, exclusive=True, exit_on_error=False, group="imports")
    def _load(self, ledger: Ledger, view: View, within: str) -> None:
        found, matrix, error = None, None, None
        try:
            same = self._found is not None and self._found_at is view
            found = self._found if same else import_facts.load(ledger.session, view.moment.seq)
            if found is not None:
                matrix = found.matrix(within)
                _ = found.components  # counted here, and not on the screen's thread
        except DebtError as failed:
            error = failed
        self.post_message(self._Ready(view, found, matrix, error))

    _found_at: View | None = None
    """The view that the imports are of."""

    def on_import_board__ready(self, message: _Ready) -> None:
        """Draw it, unless the view is another by now."""
        message.stop()
        if message.view is self._view:
            same = (
                self._matrix is not None and message.matrix is not None and self._matrix.within == message.matrix.within
            )
            self._found, self._matrix, self._error, self._found_at = (
                message.found,
                message.matrix,
                message.error,
                message.view,
            )
            self._draw(keep=same)

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """Into a component, to the places of a cell, or to the import to cut."""
        message.stop()
        if self._ledger is None or self._view is None or self._matrix is None:
            return
        if self.map.display and (cell := self._cell()) is not None:
            row, column = cell
            if row == column and not self._matrix.within:
                self._into(self._matrix.names[row])
            elif found := self._matrix.cells.get(cell):
                self._go(f"{self._matrix.names[row]} imports {self._matrix.names[column]}", found)
        elif isinstance(one := self.table.row, Component):
            self._which = import_words.VIEWS.index("matrix")
            self._into(one.name)
        elif isinstance(one, Knot) and one.path and self._found is not None:
            found = [each for each in self._found.imports if (each.importer, each.line) == (one.path, one.line)]
            self._go(f"cut {one.cut}", found)

    def _go(self, title: str, found: object) -> None:
        from debtui.panes.import_places import ImportPlaces

        if self._ledger is not None and self._view is not None and found:
            self.post_message(Level.Deeper(ImportPlaces(self._ledger, self._view, title, found)))  # type: ignore[arg-type]

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """What is known of what the cursor stands on."""
        message.stop()
        self._tell()
        self.post_message(Level.Altered())

    def on_resize(self) -> None:
        """More columns where there is room."""
        if self._found is not None and self.table.display:
            self._draw(keep=True)

    # Drawing

    def _cell(self) -> tuple[int, int] | None:
        return (self.map.cursor, self.map.column) if self.map.band is not None else None

    def _draw(self, *, keep: bool) -> None:
        view, found, matrix = import_words.VIEWS[self._which], self._found, self._matrix
        had = self.has_focus_within
        shown = 0
        if found is not None and matrix is not None:
            if view == "matrix":
                shown = len(matrix.names)
                self.map.set_bands(import_words.bands(matrix), keep=keep)
                if not keep:
                    self.map.back = max(shown - 1, 0)  # the first row begins on the diagonal
            else:
                rows = import_words.listed(view, found)
                shown = len(rows)
                if not keep:
                    self.table.clear()  # its rows are of another kind until the new ones are there
                self.table.set_columns(import_words.columns(view, self.size.width))
                self.table.set_source(TableSource(rows), keep=keep)
        self.map.display = view == "matrix" and bool(shown)
        self.table.display = view != "matrix" and bool(shown)
        self.query_one(".notice").display = not shown
        if not shown:
            self.query_one(".notice Static", Static).update(self._why_empty(view))
        self.query_one(".head", Static).update(import_words.head(view, found, matrix, shown))
        self._tell()
        if had and not self.target.has_focus:
            self.target.focus()
        self.post_message(Level.Altered())

    def _tell(self) -> None:
        about = self.query_one(".about", Static)
        told: list[str] = []
        if self.map.display and self._matrix is not None and (cell := self._cell()) is not None:
            told = import_words.about_cell(self._matrix, *cell)
        elif self.table.display and isinstance(row := self.table.row, Component | Knot):
            told = import_words.about_row(row)
        about.display = bool(told)
        about.update(Content("\n").join(text(f" {line}", DIM) for line in told))

    def _why_empty(self, view: str) -> Content:
        if self._error is not None:
            return notice("◌ Not measured", self._error.message, self._error.hint)
        if self._found is None:
            return notice("… Reading the imports", "Who imports whom, and which of it goes in circles.")
        return notice(*import_words.nothing(view, self._found))
