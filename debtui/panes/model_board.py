"""The lower half of the Models pane: what each release did to each metric, how much noise there is, and what watches over the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from collectors.errors import DebtError
from debtui.panes import model_facts, model_words
from debtui.panes.base import Level
from debtui.panes.model_facts import Metric, Models, Release, Watch
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


class ModelBoard(Vertical, Reporting):
    """One of three views: the map of releases, the metrics with their noise, and what is watched."""

    class _Ready(Message):
        def __init__(self, view: View, models: Models | None, error: DebtError | None) -> None:
            super().__init__()
            self.view, self.models, self.error = view, models, error

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        """The filter."""
        self._which = 0
        self._ledger: Ledger | None = None
        self._view: View | None = None
        self._models: Models | None = None
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
        """The map of releases."""
        return self.query_one(HeatMap)

    @property
    def table(self) -> VirtualTable:
        """The list of metrics, or of what is watched."""
        return self.query_one(VirtualTable)

    @property
    def target(self) -> Widget:
        """What the keys are meant for."""
        return next((widget for widget in (self.map, self.table) if widget.display), self.query_one(Reader))

    @property
    def path(self) -> str | None:
        """The record that tells what is under the cursor."""
        row = self.table.row if self.table.display else None
        return row.row.path if isinstance(row, Watch) else None

    def show(self, ledger: Ledger, view: View) -> None:
        """Ask for another moment; what was drawn stays until the answer is there."""
        self._ledger, self._view = ledger, view
        self._load(ledger, view)

    def filter(self, told: str) -> None:
        """Show only models, metrics and subjects whose name has all these words."""
        if told != self.text:
            self.text = told
            self._draw(keep=False)

    def why_not(self, action: str) -> str:
        """Why an action does nothing now; empty: it does."""
        if action in ("view", "filter") and not (self._models and (self._models.releases or self._models.watched)):
            return "nothing is recorded of models here"
        return ""

    def act(self, action: str) -> None:
        """Show the next view."""
        if action == "view":
            self._which = (self._which + 1) % len(model_words.VIEWS)
            self._draw(keep=False)

    @work(thread=True, exclusive=True, exit_on_error=False, group="models")
    def _load(self, ledger: Ledger, view: View) -> None:
        models, error = None, None
        try:
            models = model_facts.load(ledger.session, view.moment.seq)
        except DebtError as failed:
            error = failed
        self.post_message(self._Ready(view, models, error))

    def on_model_board__ready(self, message: _Ready) -> None:
        """Draw it, unless the view is another by now."""
        message.stop()
        if message.view is self._view:
            first = self._models is None
            self._models, self._error = message.models, message.error
            if first and self._models is not None and not self._models.metrics and self._models.watched:
                self._which = model_words.VIEWS.index("watched")
            self._draw(keep=True)

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """From a sign to what may have caused it; from what is watched to its measure."""
        message.stop()
        level = self._below()
        if level is not None:
            self.post_message(Level.Deeper(level))

    def _below(self) -> Level | None:
        if self._ledger is None or self._view is None:
            return None
        row = self.table.row if self.table.display else None
        if isinstance(row, Watch):
            from debtui.panes.measure import MeasureLevel

            return MeasureLevel(self._ledger, self._view, row.measure)
        metric, release = self._chosen() if self.map.display else (row, self._newest(row))
        if isinstance(metric, Metric) and release is not None and release.run and release.previous_run:
            from debtui.panes.cause import CauseLevel

            return CauseLevel(self._ledger, self._view, metric, release)
        return None

    def _newest(self, metric: object) -> Release | None:
        """The release that made a metric worse last; else the newest one."""
        if not isinstance(metric, Metric) or self._models is None:
            return None
        numbers = sorted(metric.cells)
        worse = [number for number in numbers if metric.cells[number].verdict == "worse"]
        return self._models.release(metric.model, (worse or numbers)[-1])

    def _chosen(self) -> tuple[Metric | None, Release | None]:
        band = self.map.band
        if band is None or self._models is None:
            return None, None
        return band.item, self._models.releases[band.item.model][self.map.column]

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """What is known of what the cursor stands on."""
        message.stop()
        self._tell()
        self.post_message(Level.Altered())

    # Drawing

    def on_resize(self) -> None:
        """More columns where there is room."""
        if self._models is not None and self.table.display:
            self._draw(keep=True)

    def _draw(self, *, keep: bool) -> None:
        models, view = self._models, model_words.VIEWS[self._which]
        had = self.has_focus_within
        words = self.text.casefold().split()
        rows: list[Metric] | list[Watch] = []
        if models is not None:
            named = [
                one for one in models.metrics if all(word in f"{one.model} {one.name}".casefold() for word in words)
            ]
            seen = [
                one
                for one in models.watched
                if all(word in f"{one.row.subject} {one.measure.title}".casefold() for word in words)
            ]
            rows = seen if view == "watched" else named
            if view == "releases":
                self.map.set_bands(model_words.bands(models, named), keep=keep)
            else:
                if not keep:
                    self.table.clear()  # its rows are of another kind until the new ones are there
                self.table.set_columns(model_words.columns(view, self.size.width))
                self.table.set_source(TableSource(rows), keep=keep)
        self.map.display = view == "releases" and bool(rows)
        self.table.display = view != "releases" and bool(rows)
        self.query_one(".notice").display = not rows
        if not rows:
            self.query_one(".notice Static", Static).update(self._why_empty(view))
        self.query_one(".head", Static).update(model_words.head(view, models, len(rows), self.text))
        self._tell()
        if had and not self.target.has_focus:
            self.target.focus()
        self.post_message(Level.Altered())

    def _tell(self) -> None:
        """Two lines about what the cursor stands on."""
        about = self.query_one(".about", Static)
        told: list[str] = []
        if self.map.display:
            metric, release = self._chosen()
            told = model_words.about_cell(metric, release) if metric and release else []
        elif self.table.display and self.table.row is not None:
            told = model_words.about_row(self.table.row)
        about.display = bool(told)
        about.update(Content("\n").join(text(f" {line}", DIM) for line in told))

    def _why_empty(self, view: str) -> Content:
        if self._models is None and self._error is None:
            return notice("… Reading the records of models", "Releases, metrics and what watches over them.")
        if self._error is not None:
            return notice("◌ Not measured", self._error.message, self._error.hint)
        if self.text:
            return notice("○ Nothing matches", f"Nothing here has {self.text!r}.", "/ changes the filter, v the view")
        return notice(*model_words.nothing(view, self._models))
