"""A scrolling list that draws only the lines in sight; the base of every list on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from debtui.widgets.keys import LIST_BINDINGS
from debtui.widgets.reporting import Reporting

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly so many columns: padded, or cut with an ellipsis."""
    if width <= 0:
        return ""
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…"
    return " " * (width - length) + text if right else text + " " * (width - length)


def fit_path(text: str, width: int) -> str:
    """A path in so many columns; its end says more than its beginning, so the beginning is cut."""
    if width <= 0 or cell_len(text) <= width:
        return fit(text, width)
    text = text[-width:]
    while cell_len(text) > width - 1:
        text = text[1:]
    return fit("…" + text, width)


def ink(widget: Widget, name: str) -> Style:
    """A component's style without its background, which would hide that of the line it stands on."""
    full = widget.get_component_rich_style(name)
    return Style(color=full.color, bold=full.bold, italic=full.italic, underline=full.underline, reverse=full.reverse)


class LineList(ScrollView, Reporting, can_focus=True):
    """Lines with a cursor on one of them. Subclasses say how many lines there are and draw each."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--cursor",
        "line--heading",
        "line--dim",
        "line--strong",
        "line--accent",
        "mark--fail",
        "mark--warn",
        "mark--ok",
        "mark--none",
        "mark--unavailable",
        "mark--failed",
        "mark--pending",
        "mark--worse",
        "mark--better",
    }
    BINDINGS: ClassVar[list[object]] = [*LIST_BINDINGS]  # type: ignore[assignment]
    DEFAULT_CSS = """
    LineList {
        overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; background: $background;
        .line--heading { color: $text-primary; text-style: bold; }
        .line--dim { color: $text-muted; }
        .line--strong { text-style: bold; }
        .line--accent { color: $text-accent; }
        .line--cursor { background: $panel; }
        .mark--fail, .mark--failed, .mark--worse { color: $text-error; }
        .mark--warn { color: $text-warning; }
        .mark--ok, .mark--better { color: $text-success; }
        .mark--none, .mark--unavailable, .mark--pending { color: $text-muted; }
        &:focus .line--cursor { background: $primary 40%; }
    }
    """
    HEADER_LINES = 0
    """Lines above the list that do not scroll."""

    class Opened(Message):
        """Enter, or a second click, on a line."""

        def __init__(self, sender: LineList, line: int) -> None:
            super().__init__()
            self.list = sender
            self.line = line

        @property
        def control(self) -> LineList:
            """The list, for `on` selectors."""
            return self.list

    class Moved(Message):
        """The cursor stands on another line."""

        def __init__(self, sender: LineList, line: int) -> None:
            super().__init__()
            self.list = sender
            self.line = line

        @property
        def control(self) -> LineList:
            """The list, for `on` selectors."""
            return self.list

    class Left(Message):
        """The cursor was to go one further than the first (`step` -1) or the last line (`step` 1)."""

        def __init__(self, sender: LineList, step: int) -> None:
            super().__init__()
            self.list = sender
            self.step = step

        @property
        def control(self) -> LineList:
            """The list, for `on` selectors."""
            return self.list

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.cursor = 0
        self._paints: dict[str, Style] = {}

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def draw(self, line: int, width: int, chosen: bool) -> list[Segment]:
        """The segments of one line, at most so many columns wide."""
        raise NotImplementedError

    def draw_header(self, line: int, width: int) -> list[Segment]:
        """The segments of a line above the list."""
        return []

    def stop(self, line: int, step: int) -> int:
        """The line nearest to `line`, looking in the direction of `step`, where the cursor may stand."""
        return line

    def covers(self, line: int) -> int:
        """How many lines below this one belong to it and are lit with it."""
        return 1

    def pointer(self, chosen: bool) -> Segment:
        """The sign before a line: of two lists on one screen, only that of the focus is full."""
        return Segment(("❯ " if self.has_focus else "› ") if chosen else "  ", self.style_of("line--accent"))

    def style_of(self, name: str) -> Style:
        """A component style without its background, which the line's own background must not hide."""
        if (known := self._paints.get(name)) is None:
            known = self._paints[name] = ink(self, name)
        return known

    def notify_style_update(self) -> None:
        """Forget styles of another theme."""
        super().notify_style_update()
        self._paints.clear()

    def relayout(self, *, keep: bool = True) -> None:
        """Take note that the lines have changed."""
        count = self.line_count
        self.virtual_size = Size(0, count + self.HEADER_LINES)
        wanted = self.cursor if keep else 0
        self.cursor = self.stop(min(max(wanted, 0), max(count - 1, 0)), 1) if count else 0
        if not keep:
            self.scroll_to(y=0, animate=False, force=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        if y < self.HEADER_LINES:
            return Strip(self.draw_header(y, width)).adjust_cell_length(width, base).apply_style(base)
        line = y - self.HEADER_LINES + self.scroll_offset.y
        if line >= self.line_count:
            return Strip.blank(width, base)
        chosen = self.cursor <= line < self.cursor + self.covers(self.cursor)
        if chosen:
            base += self.get_component_rich_style("line--cursor")
        return Strip(self.draw(line, width, chosen)).adjust_cell_length(width).apply_style(base)

    def move_to(self, line: int, step: int = 1) -> None:
        """Put the cursor on a line, or the nearest one where it may stand, and bring it into sight."""
        count = self.line_count
        if not count:
            return
        line = self.stop(min(max(line, 0), count - 1), step)
        if line == self.cursor:
            return
        old, self.cursor = self.cursor, line
        self._bring_into_sight()
        for changed in (old, line):
            top = changed + self.HEADER_LINES - self.scroll_offset.y
            self.refresh(Region(0, top, self.size.width, self.covers(changed)))
        self.post_message(self.Moved(self, line))

    def _bring_into_sight(self) -> None:
        visible = max(self.scrollable_content_region.height - self.HEADER_LINES, 1)
        top, last = self.scroll_offset.y, self.cursor + self.covers(self.cursor) - 1
        if self.cursor < top:
            above = self.cursor if self.stop(0, 1) < self.cursor else 0  # the first stop shows the heading above it
            self.scroll_to(y=above, animate=False, force=True, immediate=True)
        elif last >= top + visible:
            self.scroll_to(y=last - visible + 1, animate=False, force=True, immediate=True)

    def action_act(self, name: str) -> None:
        """Do a list action of the registry."""
        page = max(self.scrollable_content_region.height - self.HEADER_LINES - 1, 1)
        moves = {
            "up": (self.cursor - 1, -1),
            "down": (self.cursor + self.covers(self.cursor), 1),
            "page_up": (self.cursor - page, -1),
            "page_down": (self.cursor + page, 1),
            "first": (0, 1),
            "last": (self.line_count - 1, -1),
        }
        if name in moves:
            before = self.cursor
            self.move_to(*moves[name])
            if name in ("up", "down") and self.cursor == before:
                self.post_message(self.Left(self, moves[name][1]))
        elif name == "open" and self.line_count:
            self.post_message(self.Opened(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Choose the line under the mouse; a click on the chosen line opens it."""
        y = event.get_content_offset_capture(self).y
        if y < self.HEADER_LINES:
            self.header_clicked(event.get_content_offset_capture(self).x)
            return
        line = y - self.HEADER_LINES + self.scroll_offset.y
        if line >= self.line_count:
            return
        if self.cursor <= line < self.cursor + self.covers(self.cursor):
            self.post_message(self.Opened(self, self.cursor))
        else:
            self.move_to(line)

    def header_clicked(self, x: int) -> None:
        """A click above the list."""
