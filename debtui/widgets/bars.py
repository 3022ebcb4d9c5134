"""The one-line bars above the body: the panes, where we are, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from debtui.widgets.lines import fit, ink
from debtui.widgets.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from debtui.measures.result import Moment


@dataclass(frozen=True)
class Part:
    """A piece of a bar; a click on one with an action does it."""

    text: str
    style: str = ""
    action: str = ""


class Bar(Widget):
    """One line of parts, drawn by hand so that what it says fits whatever the width is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bar--key",
        "bar--name",
        "bar--chosen",
        "bar--dim",
        "bar--strong",
        "bar--past",
    }
    DEFAULT_CSS = """
    Bar {
        height: 1; background: $surface; color: $text;
        .bar--key { color: $text-accent; text-style: bold; }
        .bar--name { color: $text; }
        .bar--chosen { color: $text-primary; text-style: bold reverse; }
        .bar--dim { color: $text-muted; }
        .bar--strong { color: $text-primary; text-style: bold; }
        .bar--past { color: $text-warning; text-style: bold; }
    }
    """

    class Clicked(Message):
        """A part with an action was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def parts(self, width: int) -> Sequence[Part]:
        """What to say in so many columns."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width, base = self.size.width, self.rich_style
        if y:
            return Strip.blank(width, base)
        segments = [Segment(part.text, ink(self, part.style) if part.style else None) for part in self.parts(width)]
        return Strip(segments).adjust_cell_length(width).apply_style(base)

    def on_click(self, event: events.Click) -> None:
        """Do what the part under the mouse is for."""
        left = 0
        for part in self.parts(self.size.width):
            right = left + cell_len(part.text)
            if left <= event.x < right and part.action:
                self.post_message(self.Clicked(part.action))
                return
            left = right


@dataclass(frozen=True)
class Tab:
    """A pane's place in the bar."""

    name: str
    key: str
    title: str
    short: str


class TabBar(Bar):
    """The panes with their keys; short names, then only the key, where the titles do not fit."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._tabs: Sequence[Tab] = ()
        self.chosen = ""

    def show(self, tabs: Sequence[Tab]) -> None:
        """Other panes."""
        self._tabs = tabs
        self.refresh()

    def choose(self, name: str) -> None:
        """Show which pane is open."""
        if name != self.chosen:
            self.chosen = name
            self.refresh()

    def parts(self, width: int) -> Sequence[Part]:
        """See Bar."""
        parts: list[Part] = []
        for named, gap in (
            ([tab.title for tab in self._tabs], " "),
            ([tab.short for tab in self._tabs], ""),  # eleven panes in 80 columns
            ([tab.short if tab.name == self.chosen else "" for tab in self._tabs], ""),
        ):
            parts = []
            for tab, name in zip(self._tabs, named, strict=True):
                action = f"go.{tab.name}"
                if tab.name == self.chosen:
                    parts.append(Part(f" {tab.key} {name} ", "bar--chosen", action))
                else:
                    parts.append(Part(f" {tab.key} ", "bar--key", action))
                    parts.append(Part(f"{name}{gap}" if name else "", "bar--name", action))
            if sum(cell_len(part.text) for part in parts) <= width:
                return parts
        return parts


class CrumbBar(Bar):
    """The way from the repository to what is on the screen; each step leads back to it."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._crumbs: Sequence[str] = ()

    def show(self, crumbs: Sequence[str]) -> None:
        """Draw another way."""
        told = [safe(crumb) for crumb in crumbs]
        if told != self._crumbs:
            self._crumbs = told
            self.refresh()

    def parts(self, width: int) -> Sequence[Part]:
        """See Bar."""
        if not self._crumbs:
            return []
        last = len(self._crumbs) - 1
        room = width - 2 - 3 * last
        lengths = [cell_len(crumb) for crumb in self._crumbs]
        while sum(lengths) > room and max(lengths) > 6:  # the longest gives way first
            lengths[lengths.index(max(lengths))] -= 1
        parts = [Part(" ")]
        for i, (crumb, length) in enumerate(zip(self._crumbs, lengths, strict=True)):
            parts.append(Part(fit(crumb, length), "bar--strong" if i == last else "bar--name", f"crumb.{i}"))
            if i < last:
                parts.append(Part(" › ", "bar--dim"))
        return parts


class TimeBar(Bar):
    """The moment that everything on the screen is about, and where it lies in the history."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._moment: Moment | None = None
        self._count = 0
        self._worse = False
        self._news = ""

    def show(self, moment: Moment | None, count: int, worse: bool, news: str = "") -> None:
        """Another moment of so many; `worse`: whether only what got worse is shown; `news`: what is not stored yet."""
        if (moment, count, worse, news) != (self._moment, self._count, self._worse, self._news):
            self._moment, self._count, self._worse, self._news = moment, count, worse, news
            self.refresh()

    def parts(self, width: int) -> Sequence[Part]:
        """See Bar."""
        if self._moment is None:
            return [Part(" nothing has been read yet", "bar--dim")]
        moment, newest = self._moment, self._moment.seq == self._count - 1
        head = Part(" ● newest " if newest else " ◀ the past ", "bar--strong" if newest else "bar--past", "time.head")
        when = Part(f"{moment.committed:%Y-%m-%d} {moment.commit_id[:8]} ", "bar--name" if newest else "bar--past")
        flag = Part(" ▼ only worse " if self._worse else "", "bar--past", "worse")
        news = Part(f" ▲ {self._news} " if self._news else "", "bar--past", "collect")
        place = f" {moment.seq + 1:,}/{self._count:,} " if width >= 60 else ""
        used = sum(cell_len(part.text) for part in (head, when, flag, news)) + len(place)
        track = min(24, (width - used) // 3) if width - used >= 30 else 0
        subject = fit(safe(moment.subject), max(width - used - track - 1, 0))
        parts = [head, when, Part(subject + " ", "bar--dim"), flag, news]
        if track:
            at = round((track - 1) * moment.seq / max(self._count - 1, 1))
            for i in range(track):
                seq = round((self._count - 1) * i / (track - 1))
                parts.append(Part("●" if i == at else "─", "bar--strong" if i == at else "bar--dim", f"seq.{seq}"))
        return [*parts, Part(place, "bar--dim")]


class KeyBar(Bar):
    """The keys that do something now, most useful first, as many as fit, and how many more there are."""

    @dataclass(frozen=True)
    class Entry:
        """Keys and what they do; `why_not` says why they do nothing now."""

        keys: str
        label: str
        action: str
        why_not: str = ""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._entries: Sequence[KeyBar.Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Other keys."""
        if list(entries) != list(self._entries):
            self._entries = entries
            self.refresh()

    def parts(self, width: int) -> Sequence[Part]:
        """See Bar."""
        parts: list[Part] = []
        used = 0
        for i, entry in enumerate(self._entries):
            rest = len(self._entries) - i
            more = f" …+{rest} ?"
            length = cell_len(entry.keys) + cell_len(entry.label) + 3
            reserve = 0 if rest == 1 else cell_len(more)
            if used + length + reserve > width:
                parts.append(Part(more, "bar--dim", "help"))
                break
            off = bool(entry.why_not)
            parts.append(Part(f" {entry.keys}", "bar--dim" if off else "bar--key", entry.action))
            parts.append(Part(f" {entry.label} ", "bar--dim" if off else "bar--name", entry.action))
            used += length
        return parts


class ProgressBar(Bar):
    """What the collector is doing; drawn when it says something, never by a timer."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._told: tuple[str, int, int, float, float | None] = ("", 0, 0, 0.0, None)

    def show(self, phase: str, done: int, total: int, rate: float, left: float | None) -> None:
        """Other numbers."""
        self._told = (phase, done, total, rate, left)
        self.refresh()

    def parts(self, width: int) -> Sequence[Part]:
        """See Bar."""
        phase, done, total, rate, left = self._told
        numbers = progress_text(done, total, rate, left)
        room = max(width - cell_len(numbers) - cell_len(phase) - 14, 0)
        cells = min(room, 40)
        full = min(cells, round(cells * done / total)) if total else 0
        return [
            Part(f" {safe(phase) or 'starting'} ", "bar--strong"),
            Part("━" * full, "bar--key"),
            Part("─" * (cells - full), "bar--dim"),
            Part(f" {numbers} ", "bar--name"),
            Part(" x", "bar--key", "cancel"),
            Part(" stop ", "bar--name", "cancel"),
        ]


def progress_text(done: int, total: int, rate: float, left: float | None) -> str:
    """`1,204 of 8,000 · 350/s · 19 s left`, as far as it is known."""
    told = [f"{done:,} of {total:,}" if total else f"{done:,}" if done else ""]
    told.append(f"{rate:,.0f}/s" if rate >= 1 else "")
    if left is not None:
        told.append(f"{left:.0f} s left" if left < 90 else f"{left / 60:.0f} min left")
    return " · ".join(part for part in told if part)
