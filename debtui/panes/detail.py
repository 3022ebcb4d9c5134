"""What a measure means: why it matters, what to do, how it is computed and where that comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.message import Message
from textual.widgets import Static

from debtui.panes.base import Level, View
from debtui.widgets.chart import Plot, TrendChart
from debtui.widgets.prose import detail
from debtui.widgets.reader import Reader

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from debtui.ledger import Ledger
    from debtui.measures.spec import Measure


class DetailLevel(Level):
    """Trend and text, over the whole width."""

    HELP = """
The trend of the number with its thresholds, then all that its measure says of itself, and the query that
computed it. S opens that query where it can be changed and run.
"""
    ACTIONS: ClassVar[frozenset[str]] = frozenset({"back", "sql_of"})

    class _Ready(Message):
        def __init__(self, plot: Plot) -> None:
            super().__init__()
            self.plot = plot

    def __init__(self, ledger: Ledger, view: View, measure: Measure) -> None:
        super().__init__(ledger, view)
        self.measure = measure

    @property
    def crumb(self) -> str:
        """See Level."""
        return "what it means"

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        with Reader():
            yield TrendChart()
            yield Static(detail(self.measure, self.measure.sql), classes="detail")

    def take_focus(self) -> None:
        """See Level."""
        self.query_one(Reader).focus()

    def redraw(self) -> None:
        """See Level."""
        self._load(self.view)

    @work(thread=True, exclusive=True, exit_on_error=False, group="trend")
    def _load(self, view: View) -> None:
        headline = self.measure.headline
        points = self.ledger.trend(self.measure)
        self.post_message(self._Ready(Plot(points, headline.unit, headline.threshold, view.moment.committed)))

    def on_detail_level__ready(self, message: _Ready) -> None:
        """The trend has come."""
        message.stop()
        self.query_one(TrendChart).show(message.plot)

    def act(self, action: str) -> None:
        """See Level."""
        if action == "sql_of":
            self.post_message(self.Query(self.measure.sql))
