"""Pane t: what was read, what was not, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from collectors.errors import DebtError
from debtui.panes.base import Pane
from debtui.widgets.prose import HEAD, lines, notice, text
from debtui.widgets.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class Status(Pane):
    """Topics and sentences."""

    KEY = "t"
    TITLE = "Status"
    SHORT = "Status"
    ORDER = 110
    HELP = """
What debtui read of this repository, what it could not read and why, and which inputs would make more measures
possible.
"""

    class _Ready(Message):
        def __init__(self, told: Sequence[tuple[str, str]] | DebtError) -> None:
            super().__init__()
            self.told = told

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        with Reader():
            yield Static()

    def take_focus(self) -> None:
        """See Level."""
        self.query_one(Reader).focus()

    def redraw(self) -> None:
        """See Level."""
        self._load()

    @work(thread=True, exclusive=True, exit_on_error=False, group="status")
    def _load(self) -> None:
        try:
            told: Sequence[tuple[str, str]] | DebtError = self.ledger.session.status()
        except DebtError as error:
            told = error
        self.post_message(self._Ready(told))

    def on_status__ready(self, message: _Ready) -> None:
        """Draw the list."""
        message.stop()
        static = self.query_one(Static)
        if isinstance(message.told, DebtError):
            static.update(notice("✕ No status", message.told.message, message.told.hint))
            return
        parts: list[Content] = []
        topic = ""
        for name, sentence in message.told:
            if name != topic:
                parts += [Content(""), text(name, HEAD)] if parts else [text(name, HEAD)]
                topic = name
            parts.append(Content("  ") + text(sentence))
        static.update(lines(parts) if parts else notice("○ Nothing to say", "Nothing has been collected yet."))
