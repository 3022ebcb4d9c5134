"""Help for what has the focus: its own words, then every key that does something there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from debtui.actions import Action, signs
from debtui.widgets.prose import DIM, HEAD, lines, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class HelpScreen(ModalScreen[None]):
    """Text in a box over the screen; any of the usual keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter,backspace", "dismiss", "close"),
        Binding("j", "scroll('down')", show=False),
        Binding("k", "scroll('up')", show=False),
    ]
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle; background: $background 60%;
        VerticalScroll {
            width: 84; max-width: 96%; height: auto; max-height: 94%; padding: 1 2;
            background: $surface; scrollbar-size-vertical: 1;
        }
        Static { height: auto; }
    }
    """

    def __init__(self, title: str, told: str, actions: Sequence[tuple[Action, str]]) -> None:
        super().__init__()
        self._title, self._told, self._actions = title, told, actions

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        with VerticalScroll():
            yield Static(self._content())

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(VerticalScroll).focus()

    def action_scroll(self, way: str) -> None:
        """One line up or down."""
        box = self.query_one(VerticalScroll)
        box.scroll_relative(y=1 if way == "down" else -1, animate=False)

    def _content(self) -> Content:
        parts = [text(self._title, HEAD), text(" ".join(self._told.split())), Content("")]
        for heading, scopes in (("Here", ("level",)), ("In lists", ("list",)), ("Everywhere", ("app",))):
            listed = [(action, why) for action, why in self._actions if action.scope in scopes]
            if listed:
                parts.append(Content.styled(heading, HEAD))
            for action, why in listed:
                keys = Content.styled(f"{signs(action.keys):>14}  ", "bold $text-accent")
                told = Content.assemble(action.help, (f" — not now: {why}" if why else "", DIM))
                parts.append(Content("").join([keys, told]))
        parts += [
            Content(""),
            Content.styled("Filter: word  !without  column:word  column>90   ·   esc closes this", DIM),
        ]
        return lines(parts)
