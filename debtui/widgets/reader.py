"""Text that is scrolled with the same keys as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll

from debtui.actions import ACTIONS
from debtui.widgets.keys import bindings

if TYPE_CHECKING:
    from textual.binding import BindingType


class Reader(VerticalScroll):
    """A scrolling box with the keys of the registry's lists; nothing in it can be opened."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(a for a in ACTIONS if a.scope == "list" and a.id != "open")]
    DEFAULT_CSS = "Reader { scrollbar-size-vertical: 1; }"

    def action_act(self, name: str) -> None:
        """Do a list action of the registry."""
        page = max(self.scrollable_content_region.height - 1, 1)
        steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page}
        if name in steps:
            self.scroll_relative(y=steps[name], animate=False)
        elif name in ("first", "last"):
            self.scroll_to(y=0 if name == "first" else self.max_scroll_y, animate=False)
