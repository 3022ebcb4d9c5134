"""A table of any length over pages that are fetched as they come into sight.

Textual's DataTable needs 50 s for the first frame of 100,000 rows, because it keeps and measures each of them.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from rich.segment import Segment
from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from collectors.errors import DebtError
from debtui.widgets.lines import LineList, fit, fit_path
from debtui.widgets.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PAGE = 200
_PAGES = 60
"""Pages kept: 12,000 rows, some 10 MB of evidence."""


class RowSource(Protocol):
    """Where rows come from. Both methods may block: they are called from a worker thread."""

    def count(self) -> int:
        """How many rows there are."""
        ...

    def page(self, first: int, last: int) -> Sequence[Any]:
        """Rows first..last-1."""
        ...


class TableSource:
    """Rows that are all there already."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def count(self) -> int:
        """How many there are."""
        return len(self._rows)

    def page(self, first: int, last: int) -> Sequence[Any]:
        """Some of them."""
        return self._rows[first:last]


@dataclass(frozen=True)
class Column:
    """One column: what it is called, how wide it is, and what it says of a row."""

    name: str
    """What the source orders by."""
    title: str
    width: int
    """Columns of the terminal; negative: so many parts of what is left."""
    cell: Callable[[Any], str]
    style: Callable[[Any], str] = lambda row: ""
    """Component style of the cell."""
    right: bool = False
    path: bool = False
    """Whether the end matters more than the beginning."""


class VirtualTable(LineList):
    """Rows of a `RowSource` under a header; the old rows stay until the first page of a new source is there."""

    HEADER_LINES = 1

    class Counted(Message):
        """A source has said how many rows it has."""

        def __init__(self, table: VirtualTable, total: int) -> None:
            super().__init__()
            self.table = table
            self.total = total

    class Failed(Message):
        """A source could not answer."""

        def __init__(self, table: VirtualTable, error: DebtError) -> None:
            super().__init__()
            self.table = table
            self.error = error

    class Sorted(Message):
        """The header of a column was clicked."""

        def __init__(self, table: VirtualTable, column: str) -> None:
            super().__init__()
            self.table = table
            self.column = column

    class _Fetched(Message):
        def __init__(self, source: RowSource, number: int, rows: Sequence[Any], total: int | None) -> None:
            super().__init__()
            self.source, self.number, self.rows, self.total = source, number, rows, total

    class _Refused(Message):
        def __init__(self, source: RowSource, error: DebtError) -> None:
            super().__init__()
            self.source, self.error = source, error

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.columns: Sequence[Column] = ()
        self.order = ("", False)
        """Name of the column that the rows are ordered by, and whether downwards."""
        self.total = 0
        self._source: RowSource | None = None
        self._wanted: RowSource | None = None
        self._keep = False
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._asked: set[int] = set()
        self._widths: tuple[int, list[int]] = (0, [])

    @property
    def line_count(self) -> int:
        """See LineList."""
        return self.total

    @property
    def source(self) -> RowSource | None:
        """Where the rows that are shown come from."""
        return self._source

    @property
    def row(self) -> Any | None:
        """The row under the cursor; None while it is not fetched."""
        return self.row_at(self.cursor)

    def row_at(self, index: int) -> Any | None:
        """A row that has been fetched; None otherwise."""
        number, offset = divmod(index, PAGE)
        page = self._pages.get(number)
        return page[offset] if page is not None and offset < len(page) else None

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Change the columns; rows stay."""
        if [(c.name, c.width) for c in columns] != [(c.name, c.width) for c in self.columns]:
            self._widths = (0, [])
        self.columns = columns
        self.refresh()

    def set_source(self, source: RowSource, *, keep: bool = False) -> None:
        """Show other rows as soon as the first of them are there; `keep` leaves the cursor at its line."""
        self._wanted, self._keep = source, keep
        self._asked = set()
        self._begin(source, self.cursor // PAGE if keep else 0)

    def clear(self) -> None:
        """No rows, and no answer awaited."""
        self._source = self._wanted = None
        self._pages.clear()
        self.total = 0
        self.relayout(keep=False)

    @work(thread=True, exclusive=True, exit_on_error=False, group="begin")
    def _begin(self, source: RowSource, number: int) -> None:
        try:
            total = source.count()
            number = min(number, max(total - 1, 0) // PAGE)
            rows = source.page(number * PAGE, (number + 1) * PAGE) if total else ()
        except DebtError as error:
            self.post_message(self._Refused(source, error))
        else:
            self.post_message(self._Fetched(source, number, rows, total))

    @work(thread=True, exit_on_error=False, group="page")
    def _fetch(self, source: RowSource, number: int) -> None:
        if get_current_worker().is_cancelled or source is not self._source:
            return
        try:
            rows = source.page(number * PAGE, (number + 1) * PAGE)
        except DebtError as error:
            self.post_message(self._Refused(source, error))
        else:
            self.post_message(self._Fetched(source, number, rows, None))

    def on_virtual_table__fetched(self, message: _Fetched) -> None:
        """Draw what has come, unless something else is wanted by now."""
        message.stop()
        if message.total is not None:
            if message.source is not self._wanted:
                return
            self._source, self.total = message.source, message.total
            self._pages.clear()
            self._pages[message.number] = message.rows
            self.relayout(keep=self._keep)
            self.post_message(self.Counted(self, self.total))
            self.post_message(self.Moved(self, self.cursor))
        elif message.source is self._source:
            self._asked.discard(message.number)
            self._pages[message.number] = message.rows
            while len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
            if self._in_sight(message.number):
                self.refresh()
            if self.cursor // PAGE == message.number:
                self.post_message(self.Moved(self, self.cursor))

    def on_virtual_table__refused(self, message: _Refused) -> None:
        """Tell of an error, unless something else is wanted by now."""
        message.stop()
        if message.source in (self._wanted, self._source):
            self.post_message(self.Failed(self, message.error))

    def draw_header(self, line: int, width: int) -> list[Segment]:
        """See LineList."""
        segments = []
        for column, columns in zip(self.columns, self._layout(width), strict=True):
            title = safe(column.title)
            if column.name and column.name == self.order[0]:
                title = f"{title} {'▾' if self.order[1] else '▴'}"
            segments.append(Segment(fit(title, columns, right=column.right) + " ", self.style_of("line--heading")))
        return [Segment("  "), *segments]

    def draw(self, line: int, width: int, chosen: bool) -> list[Segment]:
        """See LineList."""
        pointer = self.pointer(chosen)
        row = self._row_or_ask(line)
        if row is None:
            return [pointer, Segment("·" * min(12, width - 2), self.style_of("line--dim"))]
        segments = [pointer]
        for column, columns in zip(self.columns, self._layout(width), strict=True):
            text = safe(column.cell(row))
            text = fit_path(text, columns) if column.path else fit(text, columns, right=column.right)
            style = column.style(row)
            segments.append(Segment(text + " ", self.style_of(style) if style else None))
        return segments

    def header_clicked(self, x: int) -> None:
        """Order by the column whose title was clicked."""
        left = 2
        for column, width in zip(self.columns, self._layout(self._widths[0]), strict=True):
            if left <= x <= left + width and column.name:
                self.post_message(self.Sorted(self, column.name))
            left += width + 1

    def _row_or_ask(self, line: int) -> Any | None:
        number, offset = divmod(line, PAGE)
        page = self._pages.get(number)
        if page is None:
            self._want(number)
            return None
        self._pages.move_to_end(number)
        if offset == PAGE // 2:  # whoever comes so far will most likely go on
            self._want(number + 1)
        return page[offset] if offset < len(page) else None

    def _want(self, number: int) -> None:
        missing = number not in self._pages and number not in self._asked and number * PAGE < self.total
        if self._source is not None and missing:
            self._asked.add(number)
            self._fetch(self._source, number)

    def _in_sight(self, number: int) -> bool:
        top = self.scroll_offset.y
        return number * PAGE < top + self.size.height and (number + 1) * PAGE > top

    def _layout(self, width: int) -> list[int]:
        """Widths of the columns; what is left goes to those that take what they get."""
        if self._widths[0] != width or len(self._widths[1]) != len(self.columns):
            fixed = sum(max(column.width, 0) + 1 for column in self.columns)
            parts = sum(-column.width for column in self.columns if column.width < 0)
            left = max(width - 2 - fixed, 0)
            widths = [c.width if c.width > 0 else max(-c.width * left // parts, 4) for c in self.columns]
            self._widths = (width, widths)
        return self._widths[1]
