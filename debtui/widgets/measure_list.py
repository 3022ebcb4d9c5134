"""Measures with their headlines, under headings: two lines each, the first for the number, the second for the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment

from debtui.measures.spec import Measure
from debtui.session import Result
from debtui.widgets.lines import LineList, fit
from debtui.widgets.marks import Change, delta, mark, quantity, state
from debtui.widgets.safe import safe
from debtui.widgets.spark import spark


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
    change: Change = Change(None, "unknown")
    """Since a quarter before."""


Item = Heading | Remark | Entry


class MeasureList(LineList):
    """Entries under headings; the cursor stops at entries only."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._items: Sequence[Item] = ()
        self._lines: list[tuple[int, int]] = []

    def show(self, items: Sequence[Item], *, keep: bool = True) -> None:
        """Draw other items; the cursor stays on its measure, wherever that stands now."""
        chosen = self.entry.measure.id if self.entry else ""
        self._items = items
        self._lines = [(i, part) for i, item in enumerate(items) for part in range(2 if isinstance(item, Entry) else 1)]
        if keep:
            same = (n for n, (i, part) in enumerate(self._lines) if not part and self._is(items[i], chosen))
            self.cursor = next(same, self.cursor)
        self.relayout(keep=keep)

    @property
    def line_count(self) -> int:
        return len(self._lines)

    @property
    def entry(self) -> Entry | None:
        """What the cursor stands on."""
        if self.cursor >= len(self._lines):
            return None
        item = self._items[self._lines[self.cursor][0]]
        return item if isinstance(item, Entry) else None

    def stop(self, line: int, step: int) -> int:
        for way in (step, -step):
            at = line
            while 0 <= at < len(self._lines):
                index, part = self._lines[at]
                if isinstance(self._items[index], Entry):
                    return at - part
                at += 1 if way > 0 else -1
        return line

    def covers(self, line: int) -> int:
        return 2 if line < len(self._lines) and isinstance(self._items[self._lines[line][0]], Entry) else 1

    def draw(self, line: int, width: int, chosen: bool) -> list[Segment]:
        index, part = self._lines[line]
        item = self._items[index]
        if isinstance(item, Heading):
            return [Segment(fit(safe(item.text), width), self.style_of("line--heading"))]
        if isinstance(item, Remark):
            return [Segment("  " + fit(safe(item.text), width - 2), self.style_of("line--dim"))]
        return self._second(item, width) if part else self._first(item, width, chosen)

    def _first(self, entry: Entry, width: int, chosen: bool) -> list[Segment]:
        key, measure = state(entry.result), entry.measure
        value = quantity(entry.result.value, measure.headline.unit) if entry.result and entry.result.value is not None else ""
        changed = delta(measure, entry.change)
        spark_width = min(24, max(0, width - 66)) if width < 90 else 24
        left = 2 + 8
        right = 1 + max(14, cell_len(value)) + 1 + spark_width + 1 + 15
        title = max(width - left - right, 8)
        way = self.style_of(f"mark--{entry.change.verdict}") if entry.change.verdict in ("worse", "better") else None
        return [
            Segment("❯ " if chosen else "  ", self.style_of("line--accent")),
            Segment(fit(mark(key), 8), self.style_of(f"mark--{key}")),
            Segment(fit(safe(measure.title), title), self.style_of("line--strong")),
            Segment(" " + fit(safe(value), max(14, cell_len(value)), right=True), self.style_of(f"mark--{key}")),
            Segment(" " + spark(entry.trend, spark_width), self.style_of("line--dim")),
            Segment(" " + fit(changed, 15), way or self.style_of("line--dim")),
        ]

    def _second(self, entry: Entry, width: int) -> list[Segment]:
        result, measure = entry.result, entry.measure
        told = measure.question
        if result is not None and result.status != "measured":
            told = f"{'not measured' if result.status == 'unavailable' else 'failed'}: {result.reason}"
        tag = f"{measure.catalogue} {measure.grade}"
        room = width - 10
        style = self.style_of("line--dim")
        return [Segment(" " * 10), Segment(fit(safe(told), room - len(tag) - 1) + " ", style), Segment(tag, style)]

    @staticmethod
    def _is(item: Item, measure: str) -> bool:
        return isinstance(item, Entry) and item.measure.id == measure
