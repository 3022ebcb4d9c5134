"""Base of the panes that list measures: results come one by one from a worker, and the list is drawn as they come."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from debtui.measures.change import change
from debtui.panes.base import Pane, View
from debtui.panes.preview import Preview
from debtui.widgets.filter_box import FilterBox
from debtui.widgets.marks import SIGNS, state
from debtui.widgets.measure_list import Entry, Heading, Item, MeasureList, Remark
from debtui.widgets.prose import colour, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from debtui.measures.spec import Measure
    from debtui.widgets.lines import LineList

_NOTHING = Remark("nothing here got worse in the quarter before this commit; w shows everything")
_NOTHING_MEASURED = Remark(
    "nothing here is measured at this commit, so nobody knows what got worse; w shows everything"
)


class Listing(Pane):
    """Measures with headline, trend and change; the one under the cursor beside them where there is room."""

    ACTIONS: ClassVar[frozenset[str]] = frozenset({"back", "filter", "detail", "sql_of"})

    class _Ready(Message):
        def __init__(self, view: View, entries: list[Entry], done: bool) -> None:
            super().__init__()
            self.view, self.entries, self.done = view, entries, done

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(classes="summary")
        with Horizontal():
            yield MeasureList()
            yield Preview()
        yield FilterBox("part of a measure's title or question")

    # What subclasses say

    def measures(self) -> Sequence[Measure]:
        """The measures listed."""
        raise NotImplementedError

    def items(self, entries: Sequence[Entry]) -> list[Item]:
        """The lines of the list, from one entry per measure."""
        raise NotImplementedError

    # What they share

    @property
    def _list(self) -> MeasureList:
        return self.query_one(MeasureList)

    def take_focus(self) -> None:
        """See Level."""
        self._list.focus()

    def redraw(self) -> None:
        """See Level."""
        self._filter = getattr(self, "_filter", "")
        self._entries = {measure.id: self._entry(measure, self.view, ask=False) for measure in self.measures()}
        self._draw_list()
        self._load(self.view, list(self.measures()))

    @work(thread=True, exclusive=True, exit_on_error=False, group="results")
    def _load(self, view: View, measures: list[Measure]) -> None:
        worker = get_current_worker()
        for measure in measures:
            if worker.is_cancelled:
                return
            entry = self._entry(measure, view, ask=True)
            self.post_message(self._Ready(view, [entry], measure is measures[-1]))

    def _entry(self, measure: Measure, view: View, *, ask: bool) -> Entry:
        seq, ledger = view.moment.seq, self.ledger
        result = ledger.result(measure, seq) if ask else ledger.known(measure, seq)
        if result is None:
            return Entry(measure)
        trend = [point.value for point in ledger.trend(measure) if point.seq <= seq]
        before = ledger.before(measure, view.moment)
        return Entry(measure, result, trend, change(measure, result.value, before.value if before else None))

    def on_listing__ready(self, message: _Ready) -> None:
        """Draw what has come, unless the view is another by now."""
        message.stop()
        if message.view is not self.view:
            return
        for entry in message.entries:
            self._entries[entry.measure.id] = entry
        self._draw_list()

    def _draw_list(self) -> None:
        wanted = self._filter.casefold()
        shown = [
            entry
            for entry in self._entries.values()
            if wanted in f"{entry.measure.title} {entry.measure.question} {entry.measure.catalogue}".casefold()
            and not (self.view.worse and entry.result is not None and entry.change.verdict != "worse")
        ]
        items = self.items(shown)
        if not any(isinstance(item, Entry) for item in items):
            unmeasured = all(entry.result and entry.result.status != "measured" for entry in self._entries.values())
            items = [
                Remark(f"no measure matches {self._filter!r}; esc in the filter shows all")
                if wanted
                else (_NOTHING_MEASURED if unmeasured else _NOTHING)
                if self.view.worse
                else self.nothing()
            ]
        self._list.show(items)
        self.query_one(".summary", Static).update(self._summary())
        self._show_preview()

    def nothing(self) -> Remark:
        """In place of a list that is empty without a filter."""
        return Remark("no measure of this section yet; one .sql file in debt/measures adds one")

    def _summary(self) -> Content:
        entries = self._entries.values()
        counts = Counter(state(entry.result) for entry in entries)
        parts = [Content(" ")]
        for key, (sign, word) in SIGNS.items():
            if counts[key]:
                told = "being computed" if key == "pending" else word
                parts.append(Content.styled(f"{sign} {counts[key]} {told}   ", colour(key)))
        worse = sum(entry.change.verdict == "worse" for entry in entries)
        if worse:
            parts.append(Content.styled(f"↑ {worse} got worse in a quarter", colour("fail")))
        elif any(entry.change.verdict != "unknown" for entry in entries):
            parts.append(Content.styled("none got worse in a quarter", colour("none")))
        if counts["unavailable"] and self.view.may_lack:
            parts.append(Content.styled("   r reads what this commit lacks", "$text-accent"))
        if self._filter:
            parts.append(Content.assemble(("   filter: ", "$text-accent"), text(self._filter)))
        return Content("").join(parts)

    def _show_preview(self) -> None:
        entry = self._list.entry
        preview = self.query_one(Preview)
        if entry is not None and self.screen.has_class("-wide"):
            preview.show(self.ledger, self.view, entry)

    def on_resize(self) -> None:
        """The preview appears on a wide screen."""
        if self._drawn is not None:
            self.call_after_refresh(self._show_preview)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """The preview follows the cursor."""
        message.stop()
        self._show_preview()

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """Go to the measure."""
        message.stop()
        if (entry := self._list.entry) is not None:
            from debtui.panes.measure import MeasureLevel

            self.post_message(self.Deeper(MeasureLevel(self.ledger, self.view, entry.measure)))

    def on_filter_box_changed(self, message: FilterBox.Changed) -> None:
        """Another filter."""
        message.stop()
        self._filter = message.text
        self._draw_list()
        if message.done:
            self.take_focus()

    def why_not(self, action: str) -> str:
        """See Level."""
        if action in ("detail", "sql_of") and self._list.entry is None:
            return "there is no measure under the cursor"
        return super().why_not(action)

    def act(self, action: str) -> None:
        """See Level."""
        entry = self._list.entry
        if action == "filter":
            self.query_one(FilterBox).open(self._filter)
        elif action == "detail" and entry is not None:
            from debtui.panes.detail import DetailLevel

            self.post_message(self.Deeper(DetailLevel(self.ledger, self.view, entry.measure)))
        elif action == "sql_of" and entry is not None:
            self.post_message(self.Query(entry.measure.sql))


class SectionListing(Listing):
    """The measures of one section."""

    FOLDER: ClassVar[str] = ""

    def measures(self) -> Sequence[Measure]:
        """See Listing."""
        return [measure for measure in self.ledger.measures if measure.folder == self.FOLDER]

    def items(self, entries: Sequence[Entry]) -> list[Item]:
        """See Listing."""
        return [Heading(" " + (entries[0].measure.section if entries else self.TITLE)), *entries]
