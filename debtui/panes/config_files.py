"""Configuration files at a moment: entries that a program may be started with first, each with whose rules compose it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.message import Message
from textual.widgets import Static

from collectors.errors import DebtError
from debtui.panes.base import Level, View
from debtui.panes.words import matches
from debtui.widgets.filter_box import FilterBox
from debtui.widgets.prose import DIM, HEAD, lines, notice, text
from debtui.widgets.reader import Reader
from debtui.widgets.virtual_table import Column, TableSource, VirtualTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from debtui.ledger import Ledger
    from debtui.widgets.lines import LineList

File = tuple[str, str]
"""(path, system); system is empty for a file that is no entry."""


class ConfigFilesLevel(Level):
    """A list of files; one of them is opened, or chosen to be compared with."""

    HELP = """
The configuration files at this commit. First those that a program may be started with: entries of Hydra, gin,
Kedro, Compose, Helm, Kustomize, dotenv, and files that name the file they begin from. enter shows what a program
gets from one, without running anything, and who had a say in each setting.
"""
    ACTIONS: ClassVar[frozenset[str]] = frozenset({"back", "filter", "edit", "copy"})

    class _Ready(Message):
        def __init__(self, view: View, files: Sequence[File] | DebtError) -> None:
            super().__init__()
            self.view, self.files = view, files

    def __init__(
        self, ledger: Ledger, view: View, than: str = "", choose: Callable[[str], Level] | None = None
    ) -> None:
        """With `choose` the file that is opened is compared with `than`, by the level that `choose` makes of it."""
        super().__init__(ledger, view)
        self._than, self._choose = than, choose
        self._files: Sequence[File] = ()
        self._text = ""

    @property
    def crumb(self) -> str:
        """See Level."""
        return "compare with" if self._choose else "files"

    @property
    def place(self) -> tuple[str, int | None] | None:
        """See Level."""
        row = self._table.row if self._table.display else None
        return (row[0], None) if row is not None else None

    @property
    def _table(self) -> VirtualTable:
        return self.query_one(VirtualTable)

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(text("reading configuration files…", DIM), classes="headline")
        yield VirtualTable()
        with Reader(classes="notice"):
            yield Static()
        yield FilterBox("part of a path, or a system: hydra, !test")

    def take_focus(self) -> None:
        """See Level."""
        (self._table if self._table.display else self.query_one(".notice")).focus()

    def redraw(self) -> None:
        """See Level."""
        self._table.set_columns([
            Column("", "file", -4, lambda row: row[0], path=True),
            Column("", "composed by", 12, lambda row: row[1] or "—", lambda row: "" if row[1] else "line--dim"),
        ])  # fmt: skip
        self._load(self.view)

    @work(thread=True, exclusive=True, exit_on_error=False, group="result")
    def _load(self, view: View) -> None:
        try:
            found: Sequence[File] | DebtError = self.ledger.session.configurations(view.moment.seq)
        except DebtError as error:
            found = error
        self.post_message(self._Ready(view, found))

    def on_config_files_level__ready(self, message: _Ready) -> None:
        """Draw what has come, unless the view is another by now."""
        message.stop()
        if message.view is not self.view:
            return
        if isinstance(message.files, DebtError):
            self._files = ()
            self._say(notice("✕ No answer", message.files.message, message.files.hint))
            return
        self._files = [file for file in message.files if file[0] != self._than or not self._choose]
        self._draw(keep=True)

    def _draw(self, *, keep: bool) -> None:
        shown = [file for file in self._files if matches(self._text, f"{file[0]} {file[1]}")]
        if not shown:
            self._say(
                notice("○ No file matches", f"{len(self._files):,} files are hidden by the filter {self._text!r}.")
                if self._files
                else notice("○ No configuration", "There is no configuration file at this commit that debtui reads.")
            )
            return
        entries = sum(bool(system) for _, system in shown)
        task = f"compare {self._than} with" if self._choose else "what programs get from their configuration"
        told = f"{entries:,} {'entry' if entries == 1 else 'entries'}, {len(shown) - entries:,} other files"
        limit = text(f"   filter: {self._text}", "$text-accent") if self._text else text("")
        self.query_one(".headline", Static).update(lines([text(task, HEAD), text(told, DIM) + limit]))
        self._switch(rows=True)
        self._table.set_source(TableSource(shown), keep=keep)

    def _say(self, told: Content) -> None:
        self.query_one(".notice Static", Static).update(told)
        self._switch(rows=False)

    def _switch(self, *, rows: bool) -> None:
        had = self.has_focus_within and not self.query_one(FilterBox).display
        self._table.display = rows
        self.query_one(".notice").display = not rows
        if had:
            self.take_focus()
        self.post_message(self.Altered())

    def on_virtual_table_counted(self, message: VirtualTable.Counted) -> None:
        """There is something under the cursor now."""
        message.stop()
        self.post_message(self.Altered())

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """Open the file, or compare with it."""
        message.stop()
        if (row := self._table.row) is not None:
            from debtui.panes.config_file import ConfigLevel

            level = self._choose(row[0]) if self._choose else ConfigLevel(self.ledger, self.view, row[0])
            self.post_message(self.Deeper(level))

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
        if action == "filter" and not self._files:
            return "there are no files"
        return super().why_not(action)

    def act(self, action: str) -> None:
        """See Level."""
        if action == "filter":
            self.query_one(FilterBox).open(self._text)
