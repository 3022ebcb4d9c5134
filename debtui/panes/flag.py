"""One flag: the commits of its life, what is said of its staleness, and every place that names it, with its code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Container, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from collectors.errors import DebtError
from debtui.panes import flag_facts, flag_words
from debtui.panes.base import Level, View
from debtui.panes.flag_facts import Flag, FlagSource, Place
from debtui.session import Query
from debtui.widgets.prose import code, notice
from debtui.widgets.reader import Reader
from debtui.widgets.virtual_table import Column, TableSource, VirtualTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from debtui.ledger import Ledger
    from debtui.measures.result import Evidence
    from debtui.widgets.lines import LineList

_AROUND = 60
"""Lines of code above and below a place."""
_STALENESS = "AP-6"
"""Catalogue id of the measure of flags that are not seen changing."""


class FlagLevel(Level):
    """Facts above, places below them, and the code of the place under the cursor."""

    HELP = """
When the flag came, last changed and went, with the commits that did it; what AP-6 says of it; and every place
that names it at this commit, those in tests last. The code follows the place under the cursor; tab goes to the
code, to scroll it. n and p go to the next and the previous flag; e opens the place in the editor, y copies
path:line. Of a removed flag the places are those just before it went.
"""
    ACTIONS: ClassVar[frozenset[str]] = frozenset({"back", "next", "previous", "switch", "edit", "copy"})

    class _Ready(Message):
        def __init__(
            self, view: View, key: str, index: int, flag: Flag | None, places: Sequence[Place],
            row: Evidence | DebtError | None, error: DebtError | None,
        ) -> None:  # fmt: skip
            super().__init__()
            self.view, self.key, self.index, self.flag, self.places = view, key, index, flag, places
            self.row, self.error = row, error

    class _Code(Message):
        def __init__(self, place: Place, told: Content, line: int) -> None:
            super().__init__()
            self.place, self.told, self.line = place, told, line

    def __init__(self, ledger: Ledger, view: View, key: str, source: FlagSource, index: int, total: int) -> None:
        """`source`, `index` and `total`: the list that it stands in, for the next and the previous flag."""
        super().__init__(ledger, view)
        self._key, self._source, self._index, self._total = key, source, index, total
        self._seq = view.moment.seq
        self._measure = next((m for m in ledger.measures if m.catalogue == _STALENESS), None)
        self._shown: Place | None = None

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        with Container(classes="body"):
            with Vertical(classes="about"):
                with VerticalScroll(classes="facts", can_focus=False):
                    yield Static(classes="sentence")
                    yield Static(classes="grid")
                yield VirtualTable()
            with Reader(classes="code"):
                yield Static()

    def on_mount(self) -> None:
        """Say what the list shows."""
        self._table.set_columns([
            Column("", "where", -3, _where, path=True),
            Column("", "what", 10, lambda place: place.role),
            Column("", "in", 5, lambda place: place.kind[:5], lambda place: "line--dim"),
            Column("", "default", -1, lambda place: place.default or "", lambda place: "line--dim"),
        ])  # fmt: skip

    @property
    def crumb(self) -> str:
        """See Level."""
        return self._key

    @property
    def _table(self) -> VirtualTable:
        return self.query_one(VirtualTable)

    @property
    def place(self) -> tuple[str, int | None] | None:
        """See Level."""
        return (self._shown.path, self._shown.line) if self._shown else None

    def take_focus(self) -> None:
        """See Level."""
        self._table.focus()

    def why_not(self, action: str) -> str:
        """See Level."""
        if action in ("next", "previous") and self.view.moment.seq != self._seq:
            return "the list was of another commit; esc goes back to it"
        if action == "next" and self._index + 1 >= self._total:
            return "this is the last flag of the list"
        if action == "previous" and not self._index:
            return "this is the first flag of the list"
        return super().why_not(action)

    def act(self, action: str) -> None:
        """See Level."""
        if action in ("next", "previous"):
            self._step(self.view, self._index + (1 if action == "next" else -1))
        elif action == "switch":
            reader = self.query_one(Reader)
            (self._table if reader.has_focus else reader).focus()

    def redraw(self) -> None:
        """See Level."""
        self._load(self.view, self._key, self._index)

    @work(thread=True, exclusive=True, exit_on_error=False, group="flag")
    def _step(self, view: View, index: int) -> None:
        try:
            found = self._source.page(index, index + 1)
        except DebtError:
            found = ()
        if found:
            self._answer(view, found[0].key, index)

    @work(thread=True, exclusive=True, exit_on_error=False, group="flag")
    def _load(self, view: View, key: str, index: int) -> None:
        self._answer(view, key, index)

    def _answer(self, view: View, key: str, index: int) -> None:
        session, seq = self.ledger.session, view.moment.seq
        flag: Flag | None = None
        places: Sequence[Place] = ()
        row: Evidence | DebtError | None = None
        error = None
        try:
            flag = flag_facts.flag(session, seq, key)
            places = flag_facts.places(session, seq, flag) if flag else ()
        except DebtError as failed:
            error = failed
        if flag is not None and flag.switch and self._measure is not None:
            try:
                query = Query(flag_facts.only("subject", key))
                row = next(iter(session.page(self._measure, seq, 0, 1, query)), None)
            except DebtError as failed:
                row = failed
        self.post_message(self._Ready(view, key, index, flag, places, row, error))

    def on_flag_level__ready(self, message: _Ready) -> None:
        """Draw the facts and the places; the code follows."""
        message.stop()
        if message.view is not self.view:
            return
        self._key, self._index, self._shown = message.key, message.index, None
        sentence, grid = self.query_one(".sentence", Static), self.query_one(".grid", Static)
        self.query_one(".code Static", Static).update("")
        if message.flag is None:
            sentence.update(_absent(message.error, past=self.view.may_lack))
            grid.update("")
            self._table.clear()
        else:
            sentence.update(flag_words.verdict(self._measure, message.row, message.flag))
            grid.update(flag_words.about_flag(message.flag, self.ledger.moments, message.places))
            self._table.set_source(TableSource(message.places))
        self._table.display = message.flag is not None
        self.post_message(self.Altered())

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """The code follows the cursor."""
        message.stop()
        place = self._table.row
        if place is not None and place is not self._shown:
            self._shown = place
            self._ask_code(place)
            self.post_message(self.Altered())

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """To the code."""
        message.stop()
        self.query_one(Reader).focus()

    @work(thread=True, exclusive=True, exit_on_error=False, group="code")
    def _ask_code(self, place: Place) -> None:
        try:
            source = self.ledger.session.source(place.path, place.seq, place.line, _AROUND)
            told = (
                code(source, place.line)
                if source.lines
                else notice("◌ No code to show", source.note or "The file is empty.")
            )
            line = max((place.line or 1) - source.first_line, 0)
        except DebtError as error:
            told, line = notice("✕ The file could not be read", error.message, error.hint), 0
        self.post_message(self._Code(place, told, line))

    def on_flag_level__code(self, message: _Code) -> None:
        """Draw the code with the line in the upper third."""
        message.stop()
        if message.place is self._shown:
            box = self.query_one(".code", Reader)
            self.query_one(".code Static", Static).update(message.told)
            self.call_after_refresh(box.scroll_to, y=max(message.line - box.size.height // 3, 0), animate=False)


def _where(place: Place) -> str:
    return place.path if place.line is None else f"{place.path}:{place.line}"


def _absent(error: DebtError | None, *, past: bool) -> Content:
    if error is not None:
        return notice("◌ Not measured", error.message, "r reads what this commit lacks" if past else error.hint)
    return notice(
        "○ Not there",
        "No production code has named this flag by this commit.",
        "] and . go forward in time, H to the newest commit",
    )
