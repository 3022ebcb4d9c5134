"""One configuration as a program gets it: its settings, and who had a say in the one under the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from collectors.errors import DebtError
from debtui.configdiff import layout
from debtui.panes.base import Level, View
from debtui.panes.words import matches
from debtui.resolve.base import Composition, Opaque, Resolved
from debtui.widgets.filter_box import FilterBox
from debtui.widgets.prose import DIM, HEAD, lines, notice, text
from debtui.widgets.reader import Reader
from debtui.widgets.settings import chain
from debtui.widgets.virtual_table import Column, TableSource, VirtualTable

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from debtui.ledger import Ledger
    from debtui.session import LastSet
    from debtui.widgets.lines import LineList

_PAUSE = 0.2
"""Seconds that the cursor must rest before git is asked who set a setting last."""


@dataclass(frozen=True)
class _Row:
    """A setting, or a place that only a run could tell."""

    leaf: Resolved | None
    place: Opaque | None = None

    @property
    def key(self) -> str:
        return self.leaf.key if self.leaf else "?"

    @property
    def value(self) -> str:
        return layout.shown(self.leaf) if self.leaf else self.place.reason if self.place else ""

    @property
    def where(self) -> str:
        return layout.place(self.leaf) if self.leaf else f"{self.place.path}:{self.place.line}" if self.place else ""

    @property
    def sign(self) -> str:
        if self.leaf is None:
            return "?"
        layers = str(len(self.leaf.chain)) if len(self.leaf.chain) > 1 else ""
        return layers + ("?" if self.leaf.opaque else "=" if self.leaf.restates else "")


class ConfigLevel(Level):
    """The settings of one file, composed where it is an entry."""

    HELP = """
What a program gets from this file, composed by the rules of its system without running anything. Before a key
stands how many files had a say in it, where it was more than one; = its last say repeats what was said before; ?
only a run can tell. Below, or beside, is who had a say in the setting under the cursor, from first to last, and who
set it last. m compares with another file, b with itself at an earlier commit; e opens the file that had the last say.
"""
    ACTIONS: ClassVar[frozenset[str]] = frozenset({"back", "filter", "edit", "copy", "compare", "before"})

    class _Ready(Message):
        def __init__(self, view: View, told: Composition | DebtError) -> None:
            super().__init__()
            self.view, self.told = view, told

    class _Since(Message):
        def __init__(self, leaf: Resolved, told: LastSet | None) -> None:
            super().__init__()
            self.leaf, self.told = leaf, told

    def __init__(self, ledger: Ledger, view: View, path: str) -> None:
        super().__init__(ledger, view)
        self.path = path
        self._whole: Composition | None = None
        self._text = ""
        self._pause: Timer | None = None

    @property
    def crumb(self) -> str:
        """See Level."""
        return self.path

    @property
    def place(self) -> tuple[str, int | None] | None:
        """See Level."""
        row = self._row
        if row is None:
            return None
        last = row.leaf or row.place
        return (last.path, last.line) if last is not None and last.path else None

    @property
    def _table(self) -> VirtualTable:
        return self.query_one(VirtualTable)

    @property
    def _row(self) -> _Row | None:
        return self._table.row if self._table.display else None

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(text("composing…", DIM), classes="headline")
        with Container(classes="body"):
            yield VirtualTable()
            with VerticalScroll(classes="chain", can_focus=False):
                yield Static()
        with Reader(classes="notice"):
            yield Static()
        yield FilterBox("part of a key, a value or a path; !without")

    def take_focus(self) -> None:
        """See Level."""
        (self._table if self._table.display else self.query_one(".notice")).focus()

    def redraw(self) -> None:
        """See Level."""
        self._set_columns()
        self._load(self.view)

    def on_resize(self) -> None:
        """More columns on a wide screen."""
        self._set_columns()

    def _set_columns(self) -> None:
        columns = [
            Column("", "", 3, lambda row: row.sign, lambda row: "mark--warn" if "?" in row.sign else "line--dim", right=True),
            Column("", "setting", -3, lambda row: row.key),
            Column("", "value", -3, lambda row: row.value, lambda row: "line--strong"),
        ]  # fmt: skip
        if self.app.size.width < 120:  # beside the table the chain says where
            columns.append(Column("", "set in", -2, lambda row: row.where, lambda row: "line--dim", path=True))
        self._table.set_columns(columns)

    @work(thread=True, exclusive=True, exit_on_error=False, group="result")
    def _load(self, view: View) -> None:
        try:
            told: Composition | DebtError = self.ledger.session.configuration(self.path, view.moment.seq)
        except DebtError as error:
            told = error
        self.post_message(self._Ready(view, told))

    def on_config_level__ready(self, message: _Ready) -> None:
        """Draw what has come, unless the view is another by now."""
        message.stop()
        if message.view is not self.view:
            return
        if isinstance(message.told, DebtError):
            self._whole = None
            self.query_one(".headline", Static).update(text(self.path, HEAD))
            self._say(notice("○ Not there", message.told.message, "] and . go forward in time, H to the newest commit"))
            return
        self._whole = message.told
        self._draw(keep=True)

    def _draw(self, *, keep: bool) -> None:
        whole = self._whole
        if whole is None:
            return
        rows = [_Row(leaf) for leaf in whole.leaves] + [_Row(None, place) for place in whole.opaque]
        shown = [row for row in rows if matches(self._text, f"{row.key} {row.value} {row.where}")]
        how = "as it stands" if whole.system == "file" else f"composed by {whole.system}"
        told = f"{len(whole.leaves):,} settings"
        if whole.unknown:
            told += f", {whole.unknown:,} only a run can tell"
        limit = text(f"   {len(shown):,} match {self._text}", "$text-accent") if self._text else text("")
        head = Content.assemble(text(whole.root, HEAD), text(f"  {how}", DIM))
        self.query_one(".headline", Static).update(lines([head, text(told, DIM) + limit]))
        if not shown:
            hidden = f"{len(rows):,} settings are hidden by the filter {self._text!r}."
            self._say(notice("○ No setting matches", hidden) if rows else notice("○ Empty", "This file says nothing."))
            return
        self._switch(rows=True)
        self._table.set_source(TableSource(shown), keep=keep)

    def on_virtual_table_counted(self, message: VirtualTable.Counted) -> None:
        """There is something under the cursor now."""
        message.stop()
        self.post_message(self.Altered())

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Show who had a say in the setting under the cursor."""
        message.stop()
        self._show_chain(None)
        if self._pause is not None:
            self._pause.stop()
        row = self._row
        if row is not None and row.leaf is not None and row.leaf.path:
            self._pause = self.set_timer(_PAUSE, self._ask_since)

    def _show_chain(self, last: LastSet | None) -> None:
        row = self._row
        box = self.query_one(".chain Static", Static)
        if row is None:
            box.update("")
        elif row.leaf is None:
            box.update(notice("? Only a run can tell", row.value, row.where))
        else:
            leaf = row.leaf
            steps = [
                (layout.shown(Resolved(leaf.key, s.value, s.type, (s,))), f"{s.path}:{s.line}" if s.path else "", s.how)
                for s in leaf.chain
            ]
            remarks = ["the last say repeats what was said before"] if leaf.restates else []
            remarks += [leaf.opaque] if leaf.opaque else []
            wide = self.app.size.width >= 120
            box.update(chain(leaf.key, layout.shown(leaf), steps, remarks, last, most=50 if wide else 5))

    def _ask_since(self) -> None:
        row = self._row
        if row is not None and row.leaf is not None:
            self._find_since(row.leaf, self.view)

    @work(thread=True, exclusive=True, exit_on_error=False, group="since")
    def _find_since(self, leaf: Resolved, view: View) -> None:
        step = leaf.chain[-1]
        try:
            told = self.ledger.session.last_set(step.path, step.key or leaf.key, view.moment.seq)
        except DebtError:
            told = None
        self.post_message(self._Since(leaf, told))

    def on_config_level__since(self, message: _Since) -> None:
        """Draw it, unless another setting is under the cursor by now."""
        message.stop()
        row = self._row
        if row is not None and row.leaf is message.leaf:
            self._show_chain(message.told)

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """There is nothing below a setting; its file opens in the editor."""
        message.stop()

    def on_filter_box_changed(self, message: FilterBox.Changed) -> None:
        """Another filter."""
        message.stop()
        if message.text != self._text:
            self._text = message.text
            self._draw(keep=False)
        if message.done:
            self.take_focus()

    def why_not(self, action: str) -> str:
        """See Level."""
        if action in ("filter", "compare", "before") and self._whole is None:
            return "there is nothing to show at this commit"
        return super().why_not(action)

    def act(self, action: str) -> None:
        """See Level."""
        if action == "filter":
            self.query_one(FilterBox).open(self._text)
        elif action == "compare":
            from debtui.panes.config_compare import CompareLevel
            from debtui.panes.config_files import ConfigFilesLevel

            def choose(other: str) -> Level:
                return CompareLevel(self.ledger, self.view, (self.path, None), other)

            self.post_message(self.Deeper(ConfigFilesLevel(self.ledger, self.view, self.path, choose)))
        elif action == "before" and self._whole is not None:
            from debtui.panes.config_commits import CommitsLevel

            paths = {step.path for leaf in self._whole.leaves for step in leaf.chain if step.path} | {self.path}
            self.post_message(self.Deeper(CommitsLevel(self.ledger, self.view, self.path, sorted(paths))))

    def _say(self, told: Content) -> None:
        self.query_one(".notice Static", Static).update(told)
        self._switch(rows=False)

    def _switch(self, *, rows: bool) -> None:
        had = self.has_focus_within and not self.query_one(FilterBox).display
        self.query_one(".body").display = rows
        self._table.display = rows
        self.query_one(".notice").display = not rows
        if had:
            self.take_focus()
        self.post_message(self.Altered())
