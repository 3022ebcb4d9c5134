"""A few fields in a box over the screen: what a team writes down while it looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from collectors.errors import DebtError
from debtui.widgets.prose import DIM, HEAD, text

if TYPE_CHECKING:
    from textual.app import ComposeResult


@dataclass(frozen=True)
class Field:
    """One line to fill in."""

    name: str
    label: str
    hint: str = ""
    """Shown while nothing is typed."""
    value: str = ""


class FormScreen(ModalScreen[None]):
    """Enter goes to the next field, and from the last one keeps what is written; escape drops it.

    `keep` gets the fields by name. Where it raises DebtError the words stand below the fields, and the form stays open.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "drop it"),
        Binding("ctrl+s", "keep", "keep it"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    FormScreen {
        align: center middle; background: $background 60%;
        VerticalScroll {
            width: 78; max-width: 96%; height: auto; max-height: 94%; padding: 1 2; background: $surface;
        }
        Static { height: auto; }
        Horizontal { height: 1; margin-top: 1; }
        Horizontal Static { width: 12; color: $text-muted; }
        Input { width: 1fr; border: none; height: 1; padding: 0 1; background: $boost; }
        Input:focus { border: none; background: $panel; }
        .trouble { color: $text-error; margin-top: 1; }
    }
    """

    def __init__(
        self, title: str, about: str, fields: Sequence[Field], keep: Callable[[Mapping[str, str]], None]
    ) -> None:
        super().__init__()
        self._title, self._about, self._fields, self._keep = title, about, fields, keep

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        with VerticalScroll(can_focus=False):
            yield Static(text(self._title, HEAD))
            yield Static(text(self._about, DIM))
            for field in self._fields:
                with Horizontal():
                    yield Static(text(field.label))
                    box = Input(value=field.value, placeholder=field.hint, id=f"field-{field.name}")
                    box.cursor_blink = False  # a blinking cursor wakes the program twice a second
                    yield box
            yield Static(classes="trouble")
            yield Static(text("⏎ next field, then keep   ^s keep   esc drop", DIM))

    def on_mount(self) -> None:
        """Begin with the first field."""
        self.query(Input).first().focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the next field; from the last one, keep."""
        event.stop()
        boxes = list(self.query(Input))
        index = boxes.index(event.input)
        if index + 1 < len(boxes):
            boxes[index + 1].focus()
        else:
            self.action_keep()

    def action_keep(self) -> None:
        """Hand the fields over; stay where they are refused."""
        told = {field.name: self.query_one(f"#field-{field.name}", Input).value for field in self._fields}
        try:
            self._keep(told)
        except DebtError as error:
            self.query_one(".trouble", Static).update(text(f"{error.message}; {error.hint}"))
            return
        self.dismiss()
