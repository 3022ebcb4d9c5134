"""Rows of signs in columns, the newest on the right: what each step did to each of many things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from rich.style import Style

from debtui.format import safe
from debtui.widgets.lines import LineList, fit

if TYPE_CHECKING:
    from textual import events

_CELL = 2
"""Columns of the terminal for one sign."""


@dataclass(frozen=True)
class Band:
    """One row. Without signs it is a heading, where the cursor does not stand."""

    name: str
    signs: Sequence[tuple[str, str]] = ()
    """Sign and component style of each column, the oldest first."""
    columns: Sequence[str] = ()
    """What each column is called."""
    item: Any = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class HeatMap(LineList):
    """Bands with a cursor on one sign of one of them; arrow keys move it."""

    HEADER_LINES = 1

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._bands: Sequence[Band] = ()
        self.back = 0
        """How many columns the cursor stands left of the newest."""

    @property
    def line_count(self) -> int:
        """See LineList."""
        return len(self._bands)

    @property
    def band(self) -> Band | None:
        """The row under the cursor."""
        band = self._bands[self.cursor] if self._bands else None
        return band if band is not None and band.signs else None

    @property
    def column(self) -> int:
        """The column under the cursor, from the oldest; -1 where there is none."""
        return len(self.band.signs) - 1 - min(self.back, len(self.band.signs) - 1) if self.band is not None else -1

    def set_bands(self, bands: Sequence[Band], *, keep: bool = False) -> None:
        """Other rows; with `keep` the cursor stays where it was."""
        self._bands = bands
        if not keep:
            self.back = 0
        self.relayout(keep=keep)

    def stop(self, line: int, step: int) -> int:
        """See LineList."""
        for way in (step, -step):
            place = line
            while 0 <= place < len(self._bands):
                if self._bands[place].signs:
                    return place
                place += way
        return line

    def action_act(self, name: str) -> None:
        """See LineList."""
        if name in ("left", "right") and self.band is not None:
            self._go(self.back + (1 if name == "left" else -1))
        else:
            super().action_act(name)

    def _go(self, back: int) -> None:
        most = len(self.band.signs) - 1 if self.band is not None else 0
        back = min(max(back, 0), most)
        if back != self.back:
            self.back = back
            self.refresh()
            self.post_message(self.Moved(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Choose the sign under the mouse, too."""
        names, shown = self._room(self.scrollable_content_region.width)
        x = event.get_content_offset_capture(self).x - 2 - names
        if 0 <= x < shown * _CELL:
            self._go(self._first_back(shown) + shown - 1 - x // _CELL)
        super().on_click(event)

    def _room(self, width: int) -> tuple[int, int]:
        """Columns of the terminal for names, and how many signs there is room for."""
        most = max((len(band.signs) for band in self._bands), default=0)
        names = max(min(max((len(band.name) for band in self._bands), default=0) + 1, width - 2 - _CELL * most), 18)
        return names, max(min((width - 2 - names) // _CELL, most), 1)

    def _first_back(self, shown: int) -> int:
        """How many of the newest columns lie right of what is in sight."""
        return max(0, self.back - shown + 1)

    def draw_header(self, line: int, width: int) -> list[Segment]:
        """See LineList."""
        names, shown = self._room(width)
        told = self.band.columns[self.column] if self.band is not None and self.band.columns else ""
        at = shown - 1 - (self.back - self._first_back(shown))
        name = safe(told)
        left = max(min(at * _CELL, width - 2 - names - len(name)), 0)
        return [
            Segment("  " + fit("", names)), Segment(" " * left),
            Segment(fit(name, max(width - 2 - names - left, 0)), self.style_of("line--heading")),
        ]  # fmt: skip

    def draw(self, line: int, width: int, chosen: bool) -> list[Segment]:
        """See LineList."""
        band = self._bands[line]
        names, shown = self._room(width)
        if not band.signs:
            return [Segment("  "), Segment(fit(safe(band.name), width - 2), self.style_of("line--heading"))]
        segments = [self.pointer(chosen), Segment(fit(safe(band.name), names))]
        first = self._first_back(shown)
        last = len(band.signs) - first
        signs = list(band.signs[max(last - shown, 0) : max(last, 0)])
        segments.append(Segment(" " * _CELL * (shown - len(signs))))
        for place, (sign, style) in enumerate(signs, max(last - shown, 0)):
            ink = self.style_of(style)
            if chosen and place == self.column:
                ink += Style(reverse=True)
            segments += [Segment(sign, ink), Segment(" " * (_CELL - 1))]
        return segments
