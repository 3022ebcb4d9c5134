"""A tree as a list of lines: a branch is asked for when it is unfolded, and nothing is unfolded twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.segment import Segment

from debtui.format import safe
from debtui.widgets.lines import LineList, fit

T = TypeVar("T")


@dataclass(frozen=True)
class Words:
    """What a line says: the name in front, facts behind it, and what asks for attention at its end."""

    name: str
    facts: str = ""
    warning: str = ""
    strong: bool = False


@dataclass
class _Line(Generic[T]):
    item: T
    depth: int
    open: bool = False


class TreeList(LineList, Generic[T]):
    """Lines that unfold. `below` tells what stands below an item, `words` how it is drawn, `key` which items are one."""

    def __init__(
        self, below: Callable[[T], Sequence[T]], words: Callable[[T], Words], key: Callable[[T], str], *, id: str | None = None  # noqa: A002
    ) -> None:  # fmt: skip
        super().__init__(id=id)
        self._below, self._words, self._key = below, words, key
        self._lines: list[_Line[T]] = []

    @property
    def line_count(self) -> int:
        """See LineList."""
        return len(self._lines)

    @property
    def item(self) -> T | None:
        """What the cursor stands on."""
        return self._lines[self.cursor].item if self._lines else None

    def set_items(self, items: Sequence[T], *, keep: bool = False) -> None:
        """The first level. With `keep` what was unfolded is unfolded again, as far as it is still there."""
        opened = self._opened() if keep else set()
        at = self._path(self.cursor) if keep and self._lines else ()
        self._lines = [_Line(item, 0) for item in items]
        place = 0
        while place < len(self._lines):
            if not self._lines[place].open and self._path(place) in opened:
                self._unfold(place)
            place += 1
        self.relayout(keep=keep)
        if at:
            self.move_to(next((n for n in range(len(self._lines)) if self._path(n) == at), 0))

    def toggle(self, line: int) -> bool:
        """Unfold a line, or fold it again; false where nothing stands below it, or stands unfolded elsewhere."""
        if self._lines[line].open:
            last = self._end(line)
            del self._lines[line + 1 : last]
            self._lines[line].open = False
        elif self.elsewhere(line) is not None or not self._unfold(line):
            return False
        self.relayout()
        return True

    def elsewhere(self, line: int) -> int | None:
        """Where the same item is unfolded already."""
        key = self._key(self._lines[line].item)
        found = (n for n, other in enumerate(self._lines) if n != line and other.open and self._key(other.item) == key)
        return next(found, None)

    def _unfold(self, line: int) -> bool:
        owner = self._lines[line]
        below = [_Line(item, owner.depth + 1) for item in self._below(owner.item)]
        self._lines[line + 1 : line + 1] = below
        owner.open = bool(below)
        return owner.open

    def _end(self, line: int) -> int:
        depth = self._lines[line].depth
        return next((n for n in range(line + 1, len(self._lines)) if self._lines[n].depth <= depth), len(self._lines))

    def _path(self, line: int) -> tuple[str, ...]:
        found: list[str] = []
        depth = self._lines[line].depth + 1
        for place in range(line, -1, -1):
            if self._lines[place].depth < depth:
                depth = self._lines[place].depth
                found.append(self._key(self._lines[place].item))
            if not depth:
                break
        return tuple(reversed(found))

    def _opened(self) -> set[tuple[str, ...]]:
        return {self._path(line) for line, each in enumerate(self._lines) if each.open}

    def draw(self, line: int, width: int, chosen: bool) -> list[Segment]:
        """See LineList."""
        each = self._lines[line]
        words = self._words(each.item)
        again = not each.open and self.elsewhere(line) is not None
        sign = "▾ " if each.open else "↑ " if again else "▸ " if self._below(each.item) else "  "
        indent = min(each.depth * 2, max(width // 3, 0))
        room = max(width - indent - 4, 8)
        warning = safe(words.warning)[: room // 3]
        name_room = max(room - len(warning) - (1 if warning else 0), 4)
        name = safe(words.name)
        facts = f"  {safe(words.facts)}" if words.facts else ""
        said = fit(name, min(len(name), name_room))
        return [
            self.pointer(chosen),
            Segment(" " * indent),
            Segment(sign, self.style_of("line--accent")),
            Segment(said, self.style_of("line--strong") if words.strong else None),
            Segment(fit(facts, name_room - len(said)), self.style_of("line--dim")),
            Segment(f" {warning}" if warning else "", self.style_of("mark--warn")),
        ]
