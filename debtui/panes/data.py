"""Pane 6: where data comes from and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container, Vertical
from textual.widgets import Static

from debtui.panes.data_tree import DataTree
from debtui.panes.listing import SectionListing
from debtui.panes.preview import Preview
from debtui.widgets.filter_box import FilterBox
from debtui.widgets.measure_list import MeasureList

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from debtui.widgets.lines import LineList


class DataDependencies(SectionListing):
    """Its measures, and below (or beside) them the tree of what data is made of."""

    KEY = "6"
    TITLE = "Data"
    SHORT = "Data"
    ORDER = 60
    FOLDER = "data"
    HELP = """
Above the measures of this section, below a tree: each model, output and last dataset, and step by step what it is made
of. enter unfolds a line and folds it again; ↑ stands before what is unfolded elsewhere, and enter goes there, so
that no cycle goes on for ever. v turns the tree round: from each source to what it feeds, those with most at stake
first, with the number of models, outputs and consumers that would fall without it. Below the tree: where the node under the
cursor is declared, what nobody has declared of it, and who would feel its loss. / filters the first level by name, kind and
owner; tab, or going on past the end of a list, leads to the other list; e opens and y copies the place of a node.
"""
    ACTIONS: ClassVar[frozenset[str]] = SectionListing.ACTIONS | {"view", "switch", "edit", "copy"}
    _lower = False
    """Whether the tree had the focus last."""

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(classes="summary")
        with Container(classes="body"):
            with Vertical(classes="measures"):
                yield MeasureList()
                yield Preview()
            yield DataTree()
        yield FilterBox("part of a name, a kind or an owner")

    @property
    def _tree(self) -> DataTree:
        return self.query_one(DataTree)

    @property
    def place(self) -> tuple[str, int | None] | None:
        """See Level."""
        found = self._tree.node
        return (found.path, found.line) if found is not None else None

    def take_focus(self) -> None:
        """See Level."""
        (self._tree.target if self._lower else self._list).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember which list the user is in."""
        if self._tree in event.widget.ancestors_with_self or event.widget is self._list:
            self._lower = event.widget is not self._list

    def redraw(self) -> None:
        """See Level."""
        super().redraw()
        self._tree.show(self.ledger, self.view)

    def on_line_list_left(self, message: LineList.Left) -> None:
        """Go on into the other list: down from the measures, up from the tree."""
        message.stop()
        if (message.list is self._list) == (message.step > 0):
            self.act("switch")

    def on_filter_box_changed(self, message: FilterBox.Changed) -> None:
        """The filter is about the tree: the measures are few."""
        message.stop()
        message.prevent_default()  # the base would filter measures
        self._tree.filter(message.text)
        if message.done:
            self._lower = True
            self.take_focus()

    def why_not(self, action: str) -> str:
        """See Level."""
        return self._tree.why_not(action) or super().why_not(action)

    def act(self, action: str) -> None:
        """See Level."""
        if action == "filter":
            self.query_one(FilterBox).open(self._tree.text)
        elif action == "switch":
            self._lower = not self._lower
            self.take_focus()
        elif action == "view":
            self._tree.act(action)
        else:
            super().act(action)
