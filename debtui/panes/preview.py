"""Beside a list, on a wide screen: the measure under the cursor, without going there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from debtui.widgets.chart import Plot, TrendChart
from debtui.widgets.prose import HEAD, detail, headline, lines, text, why_empty

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from debtui.ledger import Ledger
    from debtui.panes.base import View
    from debtui.widgets.measure_list import Entry


class Preview(Vertical):
    """Headline, trend and meaning of one measure."""

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(classes="headline")
        yield TrendChart()
        with VerticalScroll(can_focus=False):
            yield Static(classes="detail")

    def show(self, ledger: Ledger, view: View, entry: Entry) -> None:
        """Draw another measure, or the same one with more known of it."""
        measure, result = entry.measure, entry.result
        told: list[Content] = [text(measure.title, HEAD)]
        if result is not None:
            told.append(
                headline(result, entry.change, counts=False)
                if result.status == "measured"
                else why_empty(result, past=view.may_lack)
            )
        self.query_one(".headline", Static).update(lines(told))
        plot = Plot(
            ledger.known_trend(measure), measure.headline.unit, measure.headline.threshold, view.moment.committed
        )
        self.query_one(TrendChart).show(plot)
        self.query_one(".detail", Static).update(detail(measure))
        self.query_one(VerticalScroll).scroll_home(animate=False)
