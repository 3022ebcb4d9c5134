"""Measures with their headlines, under headings: one line for the number, one for the question and the trend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment

from debtui.measures.change import UNKNOWN, Change
from debtui.widgets.lines import LineList, fit
from debtui.widgets.marks import SIGNS, delta, mark, quantity, state
from debtui.widgets.safe import safe
from debtui.widgets.spark import spark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from debtui.measures.result import Result
    from debtui.measures.spec import Measure

_VALUE = 14
_CHANGE = 14
"""Columns for the number and for what changed; what is left of 80 holds a title of 40."""
_NARROW = 60
"""Below so many columns the question gives way to the change."""


@dataclass(frozen=True)
class Heading:
    """A line that stands above others and cannot be chosen."""

    text: str


@dataclass(frozen=True)
class Remark:
    """A quiet line that cannot be chosen."""

    text: str


@dataclass(frozen=True)
class Entry:
    """One measure as far as it is known; without a result it is still being computed."""

    measure: Measure
    result: Result | None = None
    trend: Sequence[float | None] = ()
    change: Change = UNKNOWN
    """Since a quarter before."""


Item = Heading | Remark | Entry


class MeasureList(LineList):
    """Entries under headings; the cursor stops at entries only."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._items: Sequence[Item] = ()
        self._lines: list[tuple[int, int]] = []
        self._moved = False
        """Whether the user has moved the cursor; until then it stays at the top, however results sort themselves."""

    def show(self, items: Sequence[Item], *, keep: bool = True) -> None:
        """Draw other items; the cursor stays on its measure, wherever that stands now."""
        chosen = self.entry.measure.id if self.entry else ""
        self._items = items
        self._lines = [(i, part) for i, item in enumerate(items) for part in range(2 if isinstance(item, Entry) else 1)]
        if keep and self._moved:
            same = (n for n, (i, part) in enumerate(self._lines) if not part and self._is(items[i], chosen))
            self.cursor = next(same, self.cursor)
        self.relayout(keep=keep)

    def move_to(self, line: int, step: int = 1) -> None:
        """See LineList."""
        self._moved = True
        super().move_to(line, step)

    @property
    def line_count(self) -> int:
        """See LineList."""
        return len(self._lines)

    @property
    def entry(self) -> Entry | None:
        """What the cursor stands on."""
        if self.cursor >= len(self._lines):
            return None
        item = self._items[self._lines[self.cursor][0]]
        return item if isinstance(item, Entry) else None

    def stop(self, line: int, step: int) -> int:
        """See LineList."""
        for way in (step, -step):
            at = line
            while 0 <= at < len(self._lines):
                index, part = self._lines[at]
                if isinstance(self._items[index], Entry):
                    return at - part
                at += 1 if way > 0 else -1
        return line

    def covers(self, line: int) -> int:
        """See LineList."""
        return 2 if line < len(self._lines) and isinstance(self._items[self._lines[line][0]], Entry) else 1

    def draw(self, line: int, width: int, chosen: bool) -> list[Segment]:
        """See LineList."""
        index, part = self._lines[line]
        item = self._items[index]
        if isinstance(item, Heading):
            return [Segment(fit(safe(item.text), width), self.style_of("line--heading"))]
        if isinstance(item, Remark):
            return [Segment("  " + fit(safe(item.text), width - 2), self.style_of("line--dim"))]
        return self._second(item, width) if part else self._first(item, width, chosen)

    def _first(self, entry: Entry, width: int, chosen: bool) -> list[Segment]:
        key, measure, result = state(entry.result), entry.measure, entry.result
        value = quantity(result.value, measure.headline.unit) if result and result.value is not None else ""
        narrow = width < _NARROW
        marked = fit(SIGNS[key][0], 2) if narrow else fit(mark(key), 8)
        room = cell_len(value) if narrow else max(_VALUE, cell_len(value))
        title = max(width - 2 - len(marked) - room - 2 - (0 if narrow else _CHANGE), 8)
        return [
            self.pointer(chosen),
            Segment(marked, self.style_of(f"mark--{key}")),
            Segment(fit(safe(measure.title), title), self.style_of("line--strong")),
            Segment(" " + fit(safe(value), room, right=True) + " ", self.style_of(f"mark--{key}")),
            *([] if narrow else [self._changed(entry)]),
        ]

    def _second(self, entry: Entry, width: int) -> list[Segment]:
        result, measure = entry.result, entry.measure
        told = measure.question
        if result is not None and result.status != "measured":
            told = f"{'not measured' if result.status == 'unavailable' else 'failed'}: {result.reason}"
        tag = f"{measure.catalogue} {measure.grade}"
        style = self.style_of("line--dim")
        if width < _NARROW:
            bars = spark(entry.trend, max(width - 4 - _CHANGE - 10, 0))
            return [Segment("    "), self._changed(entry), Segment(f"{bars} {tag}", style)]
        room = max(_VALUE, min(32, width - 90))
        bars = spark(entry.trend, room) if entry.trend else " " * room
        question = max(width - 10 - room - 1 - _CHANGE, 8)
        return [Segment(" " * 10), Segment(fit(safe(told), question), style), Segment(bars + " " + tag, style)]

    def _changed(self, entry: Entry) -> Segment:
        way = f"mark--{entry.change.verdict}" if entry.change.verdict in ("worse", "better") else "line--dim"
        return Segment(fit(delta(entry.measure, entry.change), _CHANGE), self.style_of(way))

    @staticmethod
    def _is(item: Item, measure: str) -> bool:
        return isinstance(item, Entry) and item.measure.id == measure
