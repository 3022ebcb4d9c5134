"""What a measure means: why it matters, what to do, how it is computed and where that comes from."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from debtui.ledger import Ledger
from debtui.measures.spec import Measure
from debtui.panes.base import Level, View
from debtui.widgets.chart import Plot, TrendChart
from debtui.widgets.prose import detail


class DetailLevel(Level):
    """Trend and text, over the whole width."""

    HELP = "The trend of the number, then all that its measure says of itself, and the query that computed it. S opens that query for changes."
    ACTIONS: ClassVar[frozenset[str]] = frozenset({"back", "sql_of"})

    class _Ready(Message):
        def __init__(self, sql: str) -> None:
            super().__init__()
            self.sql = sql

    def __init__(self, ledger: Ledger, view: View, measure: Measure) -> None:
        super().__init__(ledger, view)
        self.measure = measure

    @property
    def crumb(self) -> str:
        return "What it means"

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield TrendChart()
            yield Static(detail(self.measure), classes="detail")

    def take_focus(self) -> None:
        self.query_one(VerticalScroll).focus()

    def redraw(self) -> None:
        measure = self.measure
        plot = Plot(self.ledger.trend(measure), measure.headline.unit, measure.headline.threshold, self.view.moment.committed)
        self.query_one(TrendChart).show(plot)
        self._load()

    @work(thread=True, exclusive=True, exit_on_error=False, group="sql")
    def _load(self) -> None:
        self.post_message(self._Ready(self.ledger.session.sql_of(self.measure)))

    def on_detail_level__ready(self, message: _Ready) -> None:
        """The query has come."""
        message.stop()
        self.query_one(".detail", Static).update(detail(self.measure, message.sql))

    def act(self, action: str) -> None:
        if action == "sql_of":
            self.post_message(self.Query(self.ledger.session.sql_of(self.measure)))
