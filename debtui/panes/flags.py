"""Pane 4: switches and experimental paths that look abandoned, and the life of every flag."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container, Vertical
from textual.widgets import Static

from debtui.panes.flag_lives import FlagLives
from debtui.panes.listing import SectionListing
from debtui.panes.preview import Preview
from debtui.widgets.filter_box import FilterBox
from debtui.widgets.measure_list import MeasureList

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from debtui.widgets.lines import LineList


class Flags(SectionListing):
    """Its measures, and below (or beside) them the lives of the flags."""

    KEY = "4"
    TITLE = "Flags"
    SHORT = "Flags"
    ORDER = 40
    FOLDER = "flags"
    HELP = """
Above the measures of this section, below the life of every flag that production code names: when it came, when
the set of its places last changed, since when it is stale by AP-6's rule (a switch over 40 days old, unchanged for 56 days),
when it was removed. enter on a flag shows its places with their code and the commits of its life. tab, or going
on past the end of a list, leads to the other list. v shows life lines, the survival curve (Kaplan-Meier) and the inventory per
quarter; a shows removed flags too; / filters the flags: words of key, path and mechanism, !word, life_days>365, stale_days>90,
places>1, switch:true; o orders by staleness, age, places and key, O turns that round; w shows only what became
stale within a quarter; e opens and y copies the first place of a flag. d and S are about the measure under the cursor.
"""
    ACTIONS: ClassVar[frozenset[str]] = SectionListing.ACTIONS | {
        "view", "removed", "switch", "sort", "reverse", "edit", "copy",
    }  # fmt: skip
    _lower = False
    """Whether the flags had the focus last."""

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(classes="summary")
        with Container(classes="body"):
            with Vertical(classes="measures"):
                yield MeasureList()
                yield Preview()
            yield FlagLives()
        yield FilterBox("word  !without  mechanism:env  stale_days>90  switch:true")

    @property
    def _lives(self) -> FlagLives:
        return self.query_one(FlagLives)

    @property
    def place(self) -> tuple[str, int | None] | None:
        """See Level."""
        found = self._lives.flag
        return (found.path, found.line) if found is not None and found.path is not None else None

    def take_focus(self) -> None:
        """See Level."""
        (self._lives.target if self._lower else self._list).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember which list the user is in."""
        if self._lives in event.widget.ancestors_with_self or event.widget is self._list:
            self._lower = event.widget is not self._list

    def redraw(self) -> None:
        """See Level."""
        super().redraw()
        self._lives.show(self.ledger, self.view)

    def on_line_list_left(self, message: LineList.Left) -> None:
        """Go on into the other list: down from the measures, up from the flags."""
        message.stop()
        if (message.list is self._list) == (message.step > 0):
            self.act("switch")

    def on_filter_box_changed(self, message: FilterBox.Changed) -> None:
        """The filter is about flags: the measures are few."""
        message.stop()
        message.prevent_default()  # the base would filter measures
        self._lives.filter(message.text)
        if message.done:
            self._lower = True
            self.take_focus()

    def why_not(self, action: str) -> str:
        """See Level."""
        return self._lives.why_not(action) or super().why_not(action)

    def act(self, action: str) -> None:
        """See Level."""
        if action == "filter":
            self.query_one(FilterBox).open(self._lives.text)
        elif action == "switch":
            self._lower = not self._lower
            self.take_focus()
        elif action in ("view", "removed", "sort", "reverse"):
            self._lives.act(action)
        else:
            super().act(action)
