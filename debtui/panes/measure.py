"""One measure: its headline, its trend, and every row of evidence behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Container, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from debtui.measures.change import change
from debtui.panes.base import Level, View
from debtui.panes.columns import evidence_columns
from debtui.panes.detail import DetailLevel
from debtui.panes.row import RowLevel
from debtui.session import Query, Session
from debtui.widgets.chart import Plot, TrendChart
from debtui.widgets.filter_box import FilterBox
from debtui.widgets.prose import DIM, detail, headline, lines, notice, text, why_empty
from debtui.widgets.reader import Reader
from debtui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from collectors.errors import DebtError
    from debtui.ledger import Ledger
    from debtui.measures.result import Evidence, Result, TrendPoint
    from debtui.measures.spec import Measure
    from debtui.widgets.lines import LineList


@dataclass(frozen=True)
class EvidenceSource:
    """The rows of a measure at a moment, as asked for."""

    session: Session
    measure: Measure
    seq: int
    query: Query

    def count(self) -> int:
        """How many rows there are."""
        return self.session.count(self.measure, self.seq, self.query)

    def page(self, first: int, last: int) -> Sequence[Evidence]:
        """Some of them."""
        return self.session.page(self.measure, self.seq, first, last, self.query)


class MeasureLevel(Level):
    """Evidence, with trend and meaning beside it where there is room."""

    HELP = """
The number, how it changed, and the evidence behind it, worst first. enter shows a row with its owner, since
when it has been there, and the code. / filters: words that must occur, !word, column:word, column>number. o
orders by the next column, O turns the order round; a click on a column's title does the same. d says why it
matters and what to do; S shows the query.
"""
    ACTIONS: ClassVar[frozenset[str]] = frozenset(
        {"back", "filter", "sort", "reverse", "detail", "sql_of", "edit", "copy"}
    )

    class _Ready(Message):
        def __init__(self, view: View, result: Result, before: TrendPoint | None) -> None:
            super().__init__()
            self.view, self.result, self.before = view, result, before

    def __init__(self, ledger: Ledger, view: View, measure: Measure) -> None:
        super().__init__(ledger, view)
        self.measure = measure
        self._result: Result | None = None
        self._before: TrendPoint | None = None
        self._text = ""
        self._order = ("", False)
        self._extras: tuple[str, ...] = ()
        self._placeless = True

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(classes="headline")
        with Container(classes="body"):
            yield VirtualTable()
            yield TrendChart()
            with VerticalScroll(classes="beside", can_focus=False):
                yield Static(detail(self.measure), classes="detail")
        with Reader(classes="notice"):
            yield Static()
        yield FilterBox("word  !without  column:word  column>90")

    @property
    def crumb(self) -> str:
        """See Level."""
        return self.measure.title

    @property
    def _table(self) -> VirtualTable:
        return self.query_one(VirtualTable)

    @property
    def place(self) -> tuple[str, int | None] | None:
        """See Level."""
        row = self._table.row if self._table.display else None
        return (row.path, row.line) if row is not None and row.path is not None else None

    def take_focus(self) -> None:
        """See Level."""
        (self._table if self._table.display else self.query_one(".notice")).focus()

    def redraw(self) -> None:
        """See Level."""
        self._say("…")
        self._load(self.view)

    @work(thread=True, exclusive=True, exit_on_error=False, group="result")
    def _load(self, view: View) -> None:
        before = self.ledger.before(self.measure, view.moment)
        self.post_message(self._Ready(view, self.ledger.result(self.measure, view.moment.seq), before))

    def on_measure_level__ready(self, message: _Ready) -> None:
        """Draw the headline, then ask for the rows."""
        message.stop()
        if message.view is not self.view:
            return
        self._result, self._before = message.result, message.before
        told = self.measure.headline
        points = self.ledger.known_trend(self.measure)
        chart = self.query_one(TrendChart)
        chart.set_class(sum(point.value is not None for point in points) < 2, "flat")
        chart.show(Plot(points, told.unit, told.threshold, self.view.moment.committed))
        self._set_columns()
        if message.result.total_rows:
            self._ask(keep=True)
        else:
            self._table.clear()
            self._show_notice()
            self._say_rows(0)

    @property
    def _limits(self) -> str:
        told = [f"filter {self._text!r}" if self._text else "", "only what got worse" if self.view.worse else ""]
        return ", ".join(part for part in told if part)

    def _ask(self, *, keep: bool) -> None:
        worse_than = None
        if self.view.worse:
            before = self.ledger.quarter_before(self.view.moment)
            worse_than = before.seq if before else None
        query = Query(self._text, worse_than, *self._order)
        self._table.order = self._order
        self._table.set_source(
            EvidenceSource(self.ledger.session, self.measure, self.view.moment.seq, query), keep=keep
        )

    def on_virtual_table_counted(self, message: VirtualTable.Counted) -> None:
        """Rows have come: say how many, or why there are none."""
        message.stop()
        first = self._table.row_at(self._table.cursor)
        if first is not None and tuple(first.extra) != self._extras:
            self._extras = tuple(first.extra)
            self._set_columns()
        if message.total:
            self._switch(rows=True)
        else:
            self._show_notice()
        self._say_rows(message.total)

    def on_virtual_table_failed(self, message: VirtualTable.Failed) -> None:
        """The rows could not be had, most often because the filter cannot be read."""
        message.stop()
        self._show_notice(message.error)
        self._say_rows(0)

    def on_virtual_table_sorted(self, message: VirtualTable.Sorted) -> None:
        """Order by a column; once more turns it round."""
        message.stop()
        name, down = self._order
        self._sort(message.column, not down if name == message.column else message.column == "value")

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """What can be opened in an editor depends on the row."""
        message.stop()
        if (self.place is None) != self._placeless:
            self._placeless = not self._placeless
            self.post_message(self.Altered())

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """Go to the row."""
        message.stop()
        row, source = self._table.row, self._table.source
        if row is not None and isinstance(source, EvidenceSource):
            self.post_message(
                self.Deeper(RowLevel(self.ledger, self.view, row, source, message.line, self._table.total))
            )

    def on_filter_box_changed(self, message: FilterBox.Changed) -> None:
        """Another filter."""
        message.stop()
        if message.text != self._text:
            self._text = message.text
            self._ask(keep=False)
        if message.done:
            self.take_focus()

    def why_not(self, action: str) -> str:
        """See Level."""
        nothing = self._result is not None and not self._result.total_rows
        if action in ("filter", "sort", "reverse") and nothing:
            return "there are no rows"
        return super().why_not(action)

    def act(self, action: str) -> None:
        """See Level."""
        if action == "filter":
            self.query_one(FilterBox).open(self._text)
        elif action == "detail":
            self.post_message(self.Deeper(DetailLevel(self.ledger, self.view, self.measure)))
        elif action == "sql_of":
            self.post_message(self.Query(self.measure.sql))
        elif action == "sort":
            names = ["", *(column.name for column in self._table.columns if column.name != "severity")]
            following = names[(names.index(self._order[0]) + 1) % len(names)]
            self._sort(following, following == "value")
        elif action == "reverse":
            self._sort(self._order[0] or "value", not self._order[1])

    def _sort(self, name: str, down: bool) -> None:
        self._order = (name, down if name else False)
        self._ask(keep=False)

    def on_resize(self) -> None:
        """More columns on a wide screen."""
        self._set_columns()

    def _set_columns(self) -> None:
        room = self._table.size.width or self.app.size.width
        self._table.set_columns(evidence_columns(self.measure, self._extras, room))

    def _show_notice(self, error: DebtError | None = None) -> None:
        told = why_empty(self._result, past=self.view.may_lack) if self._result else text("…")
        if error is not None:
            told = notice("✕ No answer", error.message, error.hint)
        elif self._limits and self._result and self._result.total_rows:
            hidden = f"{self._result.total_rows:,} rows are hidden by {self._limits}."
            told = notice("○ No row matches", hidden, "/ changes the filter, w shows everything again")
        self.query_one(".notice Static", Static).update(told)
        self._switch(rows=False)

    def _switch(self, *, rows: bool) -> None:
        had = self.has_focus_within
        self.query_one(".body").display = rows
        self._table.display = rows
        self.query_one(".notice").display = not rows
        if had and not self.query_one(FilterBox).display:
            self.take_focus()
        self.post_message(self.Altered())

    def _say_rows(self, total: int) -> None:
        result = self._result
        if result is None:
            return
        told = headline(result, change(self.measure, result.value, self._before.value if self._before else None))
        second = text(self.measure.question, DIM)
        if self._limits and result.total_rows:
            second = text(f"{total:,} of {result.total_rows:,} rows: {self._limits}", "$text-accent")
        self.query_one(".headline", Static).update(lines([told, second]))

    def _say(self, told: str) -> None:
        if self._result is None:
            self.query_one(".headline", Static).update(lines([text(told), text(self.measure.question, DIM)]))
