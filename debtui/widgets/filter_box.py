"""The one-line box for a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

_PAUSE = 0.15
"""Seconds without a key before the filter is applied, so that typing a word asks once."""


class FilterBox(Horizontal):
    """Applies what is typed after a short pause; enter keeps it, escape takes it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "drop", "drop the filter", show=False),
        Binding("down", "keep", "to the rows", show=False),
    ]
    DEFAULT_CSS = """
    FilterBox {
        height: 1; display: none; background: $surface;
        Static { width: 3; color: $text-accent; text-style: bold; }
        Input { width: 1fr; border: none; height: 1; padding: 0; background: $surface; }
        Input:focus { border: none; }
    }
    """

    class Changed(Message):
        """Another filter; `done` when the box is closed."""

        def __init__(self, text: str, done: bool) -> None:
            super().__init__()
            self.text = text
            self.done = done

    def __init__(self, hint: str) -> None:
        super().__init__()
        self._hint = hint
        self._pause: Timer | None = None
        self._told = ""

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(" / ", markup=False)
        yield Input(placeholder=self._hint, select_on_focus=False)

    @property
    def input(self) -> Input:
        """The field itself."""
        return self.query_one(Input)

    def open(self, text: str) -> None:
        """Show the box with a filter to change."""
        self.display = True
        self._told = text
        self.input.cursor_blink = False  # a blinking cursor wakes the program twice a second
        self.input.value = text
        self.input.cursor_position = len(text)
        self.input.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Wait for a pause in the typing."""
        event.stop()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self._apply)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep what was typed."""
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Close the box, keep the filter."""
        self._close(self.input.value)

    def action_drop(self) -> None:
        """Close the box, show everything again."""
        self._close("")

    def _apply(self) -> None:
        if self.display and self.input.value != self._told:
            self._told = self.input.value
            self.post_message(self.Changed(self._told, False))

    def _close(self, text: str) -> None:
        if self._pause is not None:
            self._pause.stop()
        self.display = False
        self.post_message(self.Changed(text, True))
