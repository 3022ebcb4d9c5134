"""Pane 7: what models do in the world, and what watches over them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container, Vertical
from textual.widgets import Static

from debtui.panes.listing import Listing
from debtui.panes.model_board import ModelBoard
from debtui.panes.preview import Preview
from debtui.widgets.filter_box import FilterBox
from debtui.widgets.measure_list import Entry, Heading, Item, MeasureList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from debtui.measures.spec import Measure
    from debtui.widgets.lines import LineList

_FOLDERS = ("models", "monitoring")


class ModelsInTheWorld(Listing):
    """The measures of two sections, and below (or beside) them what is recorded of models."""

    KEY = "7"
    TITLE = "Models"
    SHORT = "ML"
    ORDER = 70
    HELP = """
Above the measures of models and of their monitoring, below what is recorded. The first view is a map: a row for each metric of
each model (and for parts of the examples), a column for each release, the newest on the right: + better, − worse, · within the
metric's own noise, ? cannot be told. Arrow keys go from sign to sign; enter leads from a sign to what may have caused it: all that
differs between the two runs, most suspicious first. v shows the metrics with their noise and the smallest change that two runs can tell,
then what is watched: bias, drift, correlations, ages of tables, silent failures, tests and steps, each with its past; enter
opens the measure. / filters models, metrics and subjects; tab, or going on past the end of a list, leads to the other list.
"""
    ACTIONS: ClassVar[frozenset[str]] = Listing.ACTIONS | {"view", "switch", "edit", "copy"}
    _lower = False
    """Whether the records had the focus last."""

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(classes="summary")
        with Container(classes="body"):
            with Vertical(classes="measures"):
                yield MeasureList()
                yield Preview()
            yield ModelBoard()
        yield FilterBox("part of a model, a metric or a subject")

    def measures(self) -> Sequence[Measure]:
        """See Listing."""
        return [measure for folder in _FOLDERS for measure in self.ledger.measures if measure.folder == folder]

    def items(self, entries: Sequence[Entry]) -> list[Item]:
        """See Listing."""
        items: list[Item] = []
        for section, of_it in groupby(entries, key=lambda entry: entry.measure.section):
            items += [Heading(f" {section}"), *of_it]
        return items

    @property
    def _board(self) -> ModelBoard:
        return self.query_one(ModelBoard)

    @property
    def place(self) -> tuple[str, int | None] | None:
        """See Level."""
        path = self._board.path
        return (path, None) if path is not None else None

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
        """Go on into the other list: down from the measures, up from the records."""
        message.stop()
        if (message.list is self._list) == (message.step > 0):
            self.act("switch")

    def on_filter_box_changed(self, message: FilterBox.Changed) -> None:
        """The filter is about the records: the measures are few."""
        message.stop()
        message.prevent_default()  # the base would filter measures
        self._board.filter(message.text)
        if message.done:
            self._lower = True
            self.take_focus()

    def why_not(self, action: str) -> str:
        """See Level."""
        return self._board.why_not(action) or super().why_not(action)

    def act(self, action: str) -> None:
        """See Level."""
        if action == "filter":
            self.query_one(FilterBox).open(self._board.text)
        elif action == "switch":
            self._lower = not self._lower
            self.take_focus()
        elif action == "view":
            self._board.act(action)
        else:
            super().act(action)
