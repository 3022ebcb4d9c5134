"""The commits that changed a configuration, to choose one to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.message import Message
from textual.widgets import Static

from collectors.errors import DebtError
from debtui.panes.base import Level, View
from debtui.widgets.prose import DIM, HEAD, lines, notice, text
from debtui.widgets.reader import Reader
from debtui.widgets.virtual_table import Column, TableSource, VirtualTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from debtui.ledger import Ledger
    from debtui.measures.result import Moment
    from debtui.widgets.lines import LineList


class CommitsLevel(Level):
    """Commits before the one shown, newest first."""

    HELP = """
The commits that changed one of the files that had a say in this configuration. enter compares what a program
got as of the commit under the cursor with what it gets now.
"""
    ACTIONS: ClassVar[frozenset[str]] = frozenset({"back"})

    class _Ready(Message):
        def __init__(self, view: View, told: Sequence[Moment] | DebtError) -> None:
            super().__init__()
            self.view, self.told = view, told

    def __init__(self, ledger: Ledger, view: View, path: str, paths: Sequence[str]) -> None:
        super().__init__(ledger, view)
        self.path, self._paths = path, paths

    @property
    def crumb(self) -> str:
        """See Level."""
        return "compare with itself"

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(classes="headline")
        yield VirtualTable()
        with Reader(classes="notice"):
            yield Static()

    def take_focus(self) -> None:
        """See Level."""
        table = self.query_one(VirtualTable)
        (table if table.display else self.query_one(".notice")).focus()

    def redraw(self) -> None:
        """See Level."""
        self.query_one(VirtualTable).set_columns([
            Column("", "as of", 10, lambda moment: f"{moment.committed:%Y-%m-%d}"),
            Column("", "commit", 9, lambda moment: moment.commit_id[:9], lambda moment: "line--dim"),
            Column("", "by", 14, lambda moment: moment.author),
            Column("", "subject", -1, lambda moment: moment.subject),
        ])  # fmt: skip
        self._load(self.view)

    @work(thread=True, exclusive=True, exit_on_error=False, group="result")
    def _load(self, view: View) -> None:
        try:
            told: Sequence[Moment] | DebtError = self.ledger.session.changes_of(self._paths, view.moment.seq)
        except DebtError as error:
            told = error
        self.post_message(self._Ready(view, told))

    def on_commits_level__ready(self, message: _Ready) -> None:
        """Draw what has come, unless the view is another by now."""
        message.stop()
        if message.view is not self.view:
            return
        table, box = self.query_one(VirtualTable), self.query_one(".notice")
        told = notice("○ No earlier commit", "None of its files was changed before this commit.", "esc goes back")
        if isinstance(message.told, DebtError):
            told = notice("✕ No answer", message.told.message, message.told.hint)
        rows = () if isinstance(message.told, DebtError) else message.told
        had = self.has_focus_within
        table.display, box.display = bool(rows), not rows
        self.query_one(".notice Static", Static).update(told)
        count = f"{len(rows):,} earlier {'commit' if len(rows) == 1 else 'commits'} changed {len(self._paths):,} files of it"
        self.query_one(".headline", Static).update(
            lines([text(f"compare {self.path} with itself as of", HEAD), text(count, DIM)])
        )
        table.set_source(TableSource(rows))
        if had:
            self.take_focus()

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """Compare with that commit."""
        message.stop()
        moment = self.query_one(VirtualTable).row
        if moment is not None:
            from debtui.panes.config_compare import CompareLevel

            self.post_message(self.Deeper(CompareLevel(self.ledger, self.view, (self.path, moment), self.path)))
