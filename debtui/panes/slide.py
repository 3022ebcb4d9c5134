"""A page for a shared screen: one heading, one large number, a few things, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Digits, Static

from debtui.widgets.prose import DIM, text

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from debtui.panes.retro_pages import Page

_LINES = 3
"""Lines of the screen for each thing: its head, its first sentence, and air."""


class SlideScreen(ModalScreen[int]):
    """Pages without bars and keys; arrow keys turn them, esc or v leaves with the number of the page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,v", "leave", "leave"),
        Binding("right,space,pagedown,enter,n,l,down,j", "turn(1)", "next page"),
        Binding("left,backspace,pageup,p,h,up,k", "turn(-1)", "page before"),
        Binding("home,g", "turn(-99)", "first page"),
        Binding("end,G", "turn(99)", "last page"),
    ]
    DEFAULT_CSS = """
    SlideScreen {
        background: $background; align: center middle;
        Vertical { width: 88%; max-width: 120; height: 100%; padding: 1 0; }
        .title { height: auto; text-style: bold; color: $text-primary; }
        Digits { height: 3; width: auto; color: $text-accent; margin: 1 0 0 0; }
        .things { height: 1fr; margin-top: 1; }
        .foot { height: 1; }
    }
    """

    def __init__(self, told: str, pages: Sequence[Page], at: int) -> None:
        super().__init__()
        self._told, self._pages, self._at = told, pages, at

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        with Vertical():
            yield Static(classes="title")
            yield Digits()
            yield Static(classes="things")
            yield Static(classes="foot")

    def on_mount(self) -> None:
        """Show the page."""
        self._show()

    def on_resize(self) -> None:
        """As many things as fit."""
        self._show()

    def _show(self) -> None:
        page = self._pages[self._at]
        self.query_one(".title", Static).update(text(" ".join(page.title.upper())))
        self.query_one(Digits).update(page.number)
        room = max((self.app.size.height - 10) // _LINES, 1)
        parts: list[Content] = []
        for piece in page.pieces[:room]:
            parts += [text(piece.head, "bold"), text(piece.body[0], DIM) if piece.body else Content(""), Content("")]
        if len(page.pieces) > room:
            parts.append(text(f"and {len(page.pieces) - room} more", DIM))
        things = self.query_one(".things", Static)
        things.update(Content("\n").join(parts) if parts else text(page.empty))
        dots = "".join("●" if n == self._at else "○" for n in range(len(self._pages)))
        self.query_one(".foot", Static).update(text(f"{dots}   {self._told}", DIM))

    def action_turn(self, step: int) -> None:
        """To another page; the ends hold."""
        self._at = min(max(self._at + step, 0), len(self._pages) - 1)
        self._show()

    def action_leave(self) -> None:
        """Back to the pane, at this page."""
        self.dismiss(self._at)
