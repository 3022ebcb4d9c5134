"""Pane 5: what depends on what, and which boundaries have worn thin."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container, Vertical
from textual.widgets import Static

from debtui.panes.import_board import ImportBoard
from debtui.panes.listing import SectionListing
from debtui.panes.preview import Preview
from debtui.widgets.filter_box import FilterBox
from debtui.widgets.measure_list import MeasureList

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from debtui.widgets.lines import LineList


class Dependencies(SectionListing):
    """Its measures, and below (or beside) them who imports whom."""

    KEY = "5"
    TITLE = "Dependencies"
    SHORT = "Deps"
    ORDER = 50
    FOLDER = "dependencies"
    HELP = """
Above the measures of this section, below who imports whom: a row and a column for each component, the number of imports in each
cell, ■ on the diagonal. They are ordered so that imports lie left of the diagonal; what lies right of it closes a cycle.
Arrow keys go from cell to cell; enter on ■ shows the modules of that component in the same way (esc goes back), on a number every
place with its code. v shows the components with fan-in, fan-out and instability, then the cycles, each with the one import
whose removal takes most modules out of it. tab, or going on past the end of a list, leads to the other list. Imports for the
type checker alone are left out.
"""
    ACTIONS: ClassVar[frozenset[str]] = SectionListing.ACTIONS | {"view", "switch", "edit", "copy"}
    _lower = False
    """Whether the imports had the focus last."""

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(classes="summary")
        with Container(classes="body"):
            with Vertical(classes="measures"):
                yield MeasureList()
                yield Preview()
            yield ImportBoard()
        yield FilterBox("part of a measure's title or question")

    @property
    def _board(self) -> ImportBoard:
        return self.query_one(ImportBoard)

    @property
    def place(self) -> tuple[str, int | None] | None:
        """See Level."""
        return self._board.place

    def back(self) -> bool:
        """See Level."""
        return self._board.back() or super().back()

    def take_focus(self) -> None:
        """See Level."""
        (self._board.target if self._lower else self._list).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember which list the user is in."""
        if self._board in event.widget.ancestors_with_self or event.widget is self._list:
            self._lower = event.widget is not self._list

    def redraw(self) -> None:
        """See Level."""
        super().redraw()
        self._board.show(self.ledger, self.view)

    def on_line_list_left(self, message: LineList.Left) -> None:
        """Go on into the other list: down from the measures, up from the imports."""
        message.stop()
        if (message.list is self._list) == (message.step > 0):
            self.act("switch")

    def why_not(self, action: str) -> str:
        """See Level."""
        return self._board.why_not(action) or super().why_not(action)

    def act(self, action: str) -> None:
        """See Level."""
        if action == "switch":
            self._lower = not self._lower
            self.take_focus()
        elif action == "view":
            self._board.act(action)
        else:
            super().act(action)
