"""The lower half of the Flags pane: life lines, the survival curve or the inventory, of all flags at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from collectors.errors import DebtError
from debtui.measures.change import QUARTER
from debtui.panes import flag_facts, flag_words
from debtui.panes.base import Level
from debtui.panes.flag_facts import Counts, Flag, FlagSource
from debtui.session import Query
from debtui.widgets.chart import Chart
from debtui.widgets.flag_charts import InventoryPlot, Quarter, Step, SurvivalPlot
from debtui.widgets.lifeline import LEGEND, lifeline, scale
from debtui.widgets.prose import DIM, notice, text
from debtui.widgets.reader import Reader
from debtui.widgets.reporting import Reporting
from debtui.widgets.virtual_table import Column, VirtualTable

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widget import Widget

    from debtui.ledger import Ledger
    from debtui.panes.base import View
    from debtui.widgets.lines import LineList

_ORDERS = (("stale_days", True), ("life_days", True), ("places", True), ("key", False))
"""What `sort` goes through: longest stale, oldest, most places, by name."""
_NUMBER = 7


class FlagLives(Vertical, Reporting):
    """One of three views of the same flags; the first is a list with a line for each life."""

    class _Ready(Message):
        def __init__(
            self,
            view: View,
            counts: Counts | None,
            steps: tuple[Step, ...],
            quarters: tuple[Quarter, ...],
            error: DebtError | None,
        ) -> None:
            super().__init__()
            self.view, self.counts, self.steps, self.quarters, self.error = view, counts, steps, quarters, error

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        """The filter."""
        self._which = 0
        self._removed = False
        self._order = _ORDERS[0]
        self._ledger: Ledger | None = None
        self._view: View | None = None
        self._answer: FlagLives._Ready | None = None
        self._error: DebtError | None = None
        self._placeless = True

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(classes="head")
        yield VirtualTable()
        yield Chart()
        with Reader(classes="told"):
            yield Static()
        with Reader(classes="notice"):
            yield Static()
        yield Static(text(f" {LEGEND}", DIM), classes="legend")

    @property
    def table(self) -> VirtualTable:
        """The list of lives."""
        return self.query_one(VirtualTable)

    @property
    def flag(self) -> Flag | None:
        """The flag under the cursor, where the list is in sight."""
        return self.table.row if self._lists and self.table.display else None

    @property
    def target(self) -> Widget:
        """What the keys are meant for."""
        shown = (self.table, *self.query(Reader))
        return next((widget for widget in shown if widget.display), self.table)

    @property
    def _lists(self) -> bool:
        return self._which == 0

    def show(self, ledger: Ledger, view: View) -> None:
        """Ask for another moment; what was drawn stays until the answer is there."""
        self._ledger, self._view = ledger, view
        self._set_columns()
        self._ask(keep=True)
        self._load(ledger, view)
        self._draw()

    def filter(self, told: str) -> None:
        """Show only flags that match."""
        if told != self.text:
            self.text = told
            self._ask(keep=False)

    def why_not(self, action: str) -> str:
        """Why an action does nothing now; empty: it does."""
        if action in ("filter", "sort", "reverse", "removed") and not self._lists:
            return "this is about the list of lives; v shows it"
        counts = self._answer.counts if self._answer else None
        if action == "removed" and counts is not None and not counts.removed and not self._removed:
            return "no flag was ever removed"
        return ""

    def act(self, action: str) -> None:
        """Do an action of the list of lives."""
        if action == "view":
            self._which = (self._which + 1) % len(flag_words.VIEWS)
            self._draw()
            return
        if action == "removed":
            self._removed = not self._removed
        elif action == "sort":
            names = [name for name, _ in _ORDERS]
            self._order = _ORDERS[(names.index(self._order[0]) + 1) % len(_ORDERS)]
        elif action == "reverse":
            self._order = (self._order[0], not self._order[1])
        self._ask(keep=False)

    # The list

    def _ask(self, *, keep: bool) -> None:
        if self._ledger is None or self._view is None:
            return
        own = ["" if self._removed else "alive:true", f"stale_days<={QUARTER.days}" if self._view.worse else ""]
        query = Query(" ".join(filter(None, [*own, self.text])), None, *self._order)
        self.table.order = self._order
        self.table.set_source(FlagSource(self._ledger.session, self._view.moment.seq, query), keep=keep)

    def on_virtual_table_counted(self, message: VirtualTable.Counted) -> None:
        """Rows have come."""
        message.stop()
        self._error = None
        self._draw()

    def on_virtual_table_failed(self, message: VirtualTable.Failed) -> None:
        """They could not be had: not measured here, or a filter that cannot be read."""
        message.stop()
        self._error = message.error
        self._draw()

    def on_virtual_table_sorted(self, message: VirtualTable.Sorted) -> None:
        """Order by a column; once more turns it round."""
        message.stop()
        name, down = self._order
        self._order = (message.column, not down if name == message.column else message.column != "key")
        self._ask(keep=False)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """What can be opened in an editor depends on the flag."""
        message.stop()
        placeless = self.flag is None or self.flag.path is None
        if placeless != self._placeless:
            self._placeless = placeless
            self.post_message(Level.Altered())

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """Go to the flag."""
        message.stop()
        found, source = self.flag, self.table.source
        if found is not None and isinstance(source, FlagSource) and self._ledger and self._view:
            from debtui.panes.flag import FlagLevel

            level = FlagLevel(self._ledger, self._view, found.key, source, message.line, self.table.total)
            self.post_message(Level.Deeper(level))

    def on_resize(self) -> None:
        """Life lines take what is left."""
        self._set_columns()

    def _set_columns(self) -> None:
        if self._ledger is not None and self._view is not None and self.size.width:
            begin, end = self._ledger.moments[0].committed, self._view.moment.committed
            self.table.set_columns(columns(begin, end, self.size.width - 1))

    # What is not listed

    @work(thread=True, exclusive=True, exit_on_error=False, group="flags")
    def _load(self, ledger: Ledger, view: View) -> None:
        session, seq = ledger.session, view.moment.seq
        counts: Counts | None = None
        error: DebtError | None = None
        steps: tuple[Step, ...] = ()
        quarters: tuple[Quarter, ...] = ()
        try:
            steps, quarters = flag_facts.survival(session, seq), flag_facts.quarters(session, seq)
            counts = flag_facts.counts(session, seq)
        except DebtError as failed:
            error = failed
        self.post_message(self._Ready(view, counts, steps, quarters, error))

    def on_flag_lives__ready(self, message: _Ready) -> None:
        """Draw it, unless the view is another by now."""
        message.stop()
        if message.view is self._view:
            self._answer = message
            self._draw()
            self.post_message(Level.Altered())

    # Drawing

    def _draw(self) -> None:
        answer, view = self._answer, self._view
        if view is None:
            return
        had = self.has_focus_within
        counts = answer.counts if answer else None
        rows = self._lists and self._error is None and bool(self.table.total)
        charted = not self._lists and answer is not None and bool(answer.steps)
        self.table.display = self.query_one(".legend").display = rows
        self.query_one(Chart).display = self.query_one(".told").display = charted
        self.query_one(".notice").display = not rows and not charted
        if charted and answer is not None:
            self._draw_chart(answer, view)
        elif not rows:
            self.query_one(".notice Static", Static).update(self._why_empty(counts))
        shown = self.table.total if rows else 0
        told = flag_words.head(
            flag_words.VIEWS[self._which], counts, shown, self.text,
            removed=self._removed, worse=view.worse, error=answer.error.message if answer and answer.error else "",
        )  # fmt: skip
        self.query_one(".head", Static).update(told)
        if had and not self.target.has_focus:
            self.target.focus()
        self.post_message(Level.Altered())

    def _draw_chart(self, answer: _Ready, view: View) -> None:
        chart, told = self.query_one(Chart), self.query_one(".told Static", Static)
        if flag_words.VIEWS[self._which] == "survival":
            chart.show(SurvivalPlot(answer.steps, flag_facts.reached(answer.steps)))
            told.update(flag_words.about_survival(answer.steps))
        else:
            chart.show(InventoryPlot(answer.quarters, view.moment.committed))
            told.update(flag_words.about_inventory(answer.quarters))

    def _why_empty(self, counts: Counts | None) -> Content:
        if self._answer is None and self._error is None and self.table.source is None:
            return notice("… Reading the flags", "Their lives are read from the store.")
        limits = [f"filter {self.text!r}" if self.text else "", "w (stale for less than a quarter)" * self._worse]
        told = ", ".join(filter(None, limits)) if self._lists else ""
        error = self._error if self._lists else self._answer.error if self._answer else None
        return flag_words.why_no_flags(error, counts, told, past=self._past, removed=self._removed)

    @property
    def _worse(self) -> bool:
        return self._view is not None and self._view.worse

    @property
    def _past(self) -> bool:
        return self._view is not None and self._view.may_lack


def columns(begin: datetime, end: datetime, room: int) -> list[Column]:
    """Key, life, and three numbers, in so many columns of the terminal; more of both where there is room."""
    more = [Column("mechanism", "how", 10, lambda row: row.mechanism, lambda row: "line--dim")] if room >= 90 else []
    if room >= 110:
        more.append(Column("introduced", "came", 10, lambda row: f"{row.introduced:%Y-%m-%d}", lambda row: "line--dim"))
    left = room - 2 - 3 * (_NUMBER + 1) - sum(column.width + 1 for column in more) - 2
    key = min(max(left * 9 // 20, 10), 40)
    line = max(left - key, 4)
    return [
        Column("key", "flag", key, lambda row: row.key, lambda row: "" if row.alive else "line--dim"),
        Column("", scale(begin, end, line), line, lambda row: lifeline(row.life, begin, end, line), _ink),
        Column("life_days", "days", _NUMBER, lambda row: f"{row.life_days:,}", right=True),
        Column(
            "stale_days", "stale", _NUMBER, _stale, lambda row: "mark--warn" if row.stale_since else "line--dim", True
        ),
        Column("places", "places", _NUMBER, lambda row: f"{row.places:,}", right=True),
        *more,
    ]


def _stale(row: Flag) -> str:
    return f"{row.stale_days:,}" if row.stale_days is not None else "·" if row.alive else "removed"


def _ink(row: Flag) -> str:
    return "mark--warn" if row.stale_since else "" if row.alive else "line--dim"
