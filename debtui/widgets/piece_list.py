"""Things of a line and some sentences each, wrapped to the width; the cursor goes from thing to thing."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message

from debtui.widgets.lines import LineList, fit
from debtui.widgets.safe import safe

if TYPE_CHECKING:
    from textual import events

_SIGNS = {"better": "↓", "worse": "↑", "fail": "■", "warn": "▲", "none": "·", "ok": "●"}


class Thing(Protocol):
    """What is listed."""

    @property
    def head(self) -> str:
        """Its line."""
        ...

    @property
    def body(self) -> Sequence[str]:
        """Sentences below it."""
        ...

    @property
    def state(self) -> str:
        """Key of its sign."""
        ...


@dataclass(frozen=True)
class _Line:
    text: str
    thing: int
    first: bool
    last: bool


class PieceList(LineList):
    """Left and right lead to other pages."""

    class Turned(Message):
        """To the page before (-1) or after (1)."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self) -> None:
        super().__init__()
        self._things: Sequence[Thing] = ()
        self._lines: list[_Line] = []
        self._width = 0

    @property
    def index(self) -> int | None:
        """Which thing is under the cursor; None: there is none."""
        return self._lines[self.cursor].thing if self.cursor < len(self._lines) else None

    @property
    def line_count(self) -> int:
        """See LineList."""
        return len(self._lines)

    def show(self, things: Sequence[Thing]) -> None:
        """List other things, from the first one on."""
        self._things = things
        self._wrap()
        self.relayout(keep=False)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew, and stay with the thing under the cursor."""
        if event.size.width != self._width:
            index = self.index
            self._wrap()
            self.relayout()
            if index is not None:
                self.move_to(next(n for n, line in enumerate(self._lines) if line.thing == index))

    def _wrap(self) -> None:
        self._width = self.size.width
        room = max(self._width - 6, 20)
        self._lines = []
        for index, thing in enumerate(self._things):
            told = [*_wrapped(thing.head, room), *(line for text in thing.body for line in _wrapped(text, room - 2))]
            heads = len(_wrapped(thing.head, room))
            for at, text in enumerate(told):
                self._lines.append(_Line(text, index, at < heads, at == len(told) - 1))
            self._lines.append(_Line("", index, False, True))

    def stop(self, line: int, step: int) -> int:
        """See LineList: the first line of a thing."""
        index = self._lines[line].thing
        return next(n for n, one in enumerate(self._lines) if one.thing == index)

    def covers(self, line: int) -> int:
        """See LineList: to the empty line after the thing."""
        if line >= len(self._lines):
            return 1
        index = self._lines[line].thing
        return sum(one.thing == index for one in self._lines[line:])

    def draw(self, line: int, width: int, chosen: bool) -> list[Segment]:
        """See LineList."""
        one = self._lines[line]
        thing = self._things[one.thing]
        begins = line == 0 or self._lines[line - 1].thing != one.thing
        sign = _SIGNS.get(thing.state, "·") if begins else " "
        ink = self.style_of(f"mark--{thing.state}")
        words = self.style_of("line--strong") if one.first else self.style_of("line--dim")
        pointer = self.pointer(chosen) if begins else Segment("  ")
        indent = "" if one.first else "  "
        return [pointer, Segment(f"{sign} ", ink), Segment(fit(indent + one.text, max(width - 4, 0)), words)]

    def action_act(self, name: str) -> None:
        """See LineList."""
        if name in ("left", "right"):
            self.post_message(self.Turned(-1 if name == "left" else 1))
        else:
            super().action_act(name)


def _wrapped(text: str, width: int) -> list[str]:
    told = safe(text)
    # Wide characters fill two columns, and textwrap counts one.
    return textwrap.wrap(told, width if cell_len(told) <= len(told) else width // 2) or [""]
