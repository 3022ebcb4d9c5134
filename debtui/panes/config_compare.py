"""Two configurations: side by side where there is room, below each other where there is not; what is the same is folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from collectors.errors import DebtError
from debtui.configdiff import layout
from debtui.configdiff.compare import Change, Diff, compare
from debtui.configdiff.layout import Fold
from debtui.panes.base import Level, View
from debtui.widgets.prose import DIM, HEAD, lines, notice, text
from debtui.widgets.reader import Reader
from debtui.widgets.virtual_table import Column, TableSource, VirtualTable

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from debtui.ledger import Ledger
    from debtui.measures.result import Moment
    from debtui.resolve.base import Resolved
    from debtui.widgets.lines import LineList

_STYLES = {
    "changed": "mark--warn", "reordered": "line--dim", "moved": "line--accent", "added": "mark--ok",
    "removed": "mark--fail", "same": "line--dim",
}  # fmt: skip


class CompareLevel(Level):
    """The differences between another configuration and one at the moment shown."""

    HELP = """
What differs between two configurations as a program gets them, by what the values mean: 1 and 1.0 are the same, "1"
is not. ~ changed, ⇅ a list in another order, → under another key, + only on the right, - only on the left. What is
the same is folded to one line; u unfolds it. Below is who had the last say on either side. The right side follows
the commit shown: , . [ ] move it.
"""
    ACTIONS: ClassVar[frozenset[str]] = frozenset({"back", "edit", "copy", "unfold"})

    class _Ready(Message):
        def __init__(self, view: View, told: Diff | DebtError) -> None:
            super().__init__()
            self.view, self.told = view, told

    def __init__(self, ledger: Ledger, view: View, left: tuple[str, Moment | None], right: str) -> None:
        """`left` is a path at a moment, None for the one shown; `right` a path at the one shown."""
        super().__init__(ledger, view)
        self._left, self._right = left, right
        self._diff: Diff | None = None
        self._all = False

    @property
    def crumb(self) -> str:
        """See Level."""
        moment = self._left[1]
        return (
            f"against {self._right}"
            if moment is None
            else f"against {moment.committed:%Y-%m-%d} {moment.commit_id[:7]}"
        )

    @property
    def place(self) -> tuple[str, int | None] | None:
        """See Level."""
        row = self._table.row if self._table.display else None
        here = self._left[1] is None  # the left side of another commit is not in the work tree
        side = (row.right or (row.left if here else None)) if isinstance(row, Change) else None
        return (side.path, side.line) if side is not None and side.path else None

    @property
    def _table(self) -> VirtualTable:
        return self.query_one(VirtualTable)

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(text("comparing…", DIM), classes="headline")
        yield VirtualTable()
        with VerticalScroll(classes="sides", can_focus=False):
            yield Static()
        with Reader(classes="notice"):
            yield Static()

    def take_focus(self) -> None:
        """See Level."""
        (self._table if self._table.display else self.query_one(".notice")).focus()

    def redraw(self) -> None:
        """See Level."""
        self._set_columns()
        self._load(self.view)

    def on_resize(self) -> None:
        """Side by side on a wide screen."""
        self._set_columns()

    def _set_columns(self) -> None:
        columns = [
            Column("", "", 1, _sign, _style),
            Column("", "setting", -2, _name, lambda row: "line--dim" if isinstance(row, Fold) else ""),
        ]
        if self.app.size.width >= 120:
            left, right = self._titles()
            columns += [
                Column("", left, -2, lambda row: _value(row, left=True), _left_style),
                Column("", right, -2, lambda row: _value(row, left=False), _style),
            ]  # fmt: skip
        else:
            columns.append(Column("", "left → right", -3, _both, _style))
        self._table.set_columns(columns)

    def _titles(self) -> tuple[str, str]:
        path, moment = self._left
        now = self.view.moment
        if moment is None:
            return path, self._right
        return tuple(f"{m.committed:%Y-%m-%d} {m.commit_id[:9]}" for m in (moment, now))  # type: ignore[return-value]

    @work(thread=True, exclusive=True, exit_on_error=False, group="result")
    def _load(self, view: View) -> None:
        path, moment = self._left
        session, seq = self.ledger.session, view.moment.seq
        try:
            left = session.configuration(path, seq if moment is None else moment.seq)
            told: Diff | DebtError = compare(left.leaves, session.configuration(self._right, seq).leaves)
        except DebtError as error:
            told = error
        self.post_message(self._Ready(view, told))

    def on_compare_level__ready(self, message: _Ready) -> None:
        """Draw what has come, unless the view is another by now."""
        message.stop()
        if message.view is not self.view:
            return
        self._diff = None if isinstance(message.told, DebtError) else message.told
        if isinstance(message.told, DebtError):
            self._say(notice("✕ Nothing to compare", message.told.message, message.told.hint))
        else:
            self._set_columns()
            self._draw(message.told, keep=True)

    def _draw(self, diff: Diff, *, keep: bool) -> None:
        left, right = self._titles()
        head = Content.assemble(text(left, HEAD), text("  →  ", DIM), text(right, HEAD))
        self.query_one(".headline", Static).update(lines([head, text(layout.summary(diff), DIM)]))
        if not diff.differs and not self._all:
            same = f"All {diff.counts['same']:,} settings are the same on both sides."
            self._say(notice("○ Nothing differs", same, "u shows them, esc goes back"))
            return
        rows = diff.changes if self._all else tuple(layout.folded(diff))
        self._switch(rows=True)
        self._table.set_source(TableSource(rows), keep=keep)

    def on_virtual_table_counted(self, message: VirtualTable.Counted) -> None:
        """There is something under the cursor now."""
        message.stop()
        self.post_message(self.Altered())

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Show who had the last say on either side."""
        message.stop()
        row = self._table.row
        told = Content("")
        if isinstance(row, Fold):
            told = text("⏎ or u unfolds what is the same", DIM)
        elif isinstance(row, Change):
            told = lines([text(layout.name(row), HEAD), _side("left ", row.left), _side("right", row.right)])
        self.query_one(".sides Static", Static).update(told)
        self.post_message(self.Altered())

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """Unfold what is the same."""
        message.stop()
        if isinstance(self._table.row, Fold):
            self.act("unfold")

    def why_not(self, action: str) -> str:
        """See Level."""
        if action == "unfold" and self._diff is None:
            return "there is nothing to compare at this commit"
        return super().why_not(action)

    def act(self, action: str) -> None:
        """See Level."""
        if action == "unfold" and self._diff is not None:
            self._all = not self._all
            self._draw(self._diff, keep=False)

    def _say(self, told: Content) -> None:
        self.query_one(".notice Static", Static).update(told)
        self._switch(rows=False)

    def _switch(self, *, rows: bool) -> None:
        had = self.has_focus_within
        self._table.display = rows
        self.query_one(".sides").display = rows
        self.query_one(".notice").display = not rows
        if had:
            self.take_focus()
        self.post_message(self.Altered())


def _sign(row: Change | Fold) -> str:
    return layout.SIGNS[row.kind] if isinstance(row, Change) else " "


def _style(row: Change | Fold) -> str:
    return _STYLES[row.kind] if isinstance(row, Change) else "line--dim"


def _name(row: Change | Fold) -> str:
    return layout.name(row) if isinstance(row, Change) else f"… {row.count:,} unchanged"


def _left_style(row: Change | Fold) -> str:
    return "line--dim" if isinstance(row, Fold) else _STYLES["removed"] if row.kind == "removed" else ""


def _value(row: Change | Fold, *, left: bool) -> str:
    if isinstance(row, Fold):
        return ", ".join(row.sections) if left else ""
    return layout.shown(row.left if left else row.right)


def _both(row: Change | Fold) -> str:
    return layout.said(row) if isinstance(row, Change) else _value(row, left=True)


def _side(name: str, leaf: Resolved | None) -> Content:
    if leaf is None:
        return Content.assemble(text(name, DIM), text("  not set", DIM))
    kind = "" if leaf.type in {"string", "list"} else f" ({leaf.type})"
    place = text(layout.place(leaf), "$text-accent")
    return Content.assemble(text(name, DIM), "  ", text(layout.shown(leaf), "bold"), text(kind, DIM), "  ", place)
