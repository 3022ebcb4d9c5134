"""From a drop to its cause: everything that differs between two runs, most suspicious first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from collectors.errors import DebtError
from debtui.panes.base import Level, View
from debtui.widgets.prose import DIM, notice, text
from debtui.widgets.reader import Reader
from debtui.widgets.virtual_table import Column, TableSource, VirtualTable

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from debtui.blame.drop import Ran
    from debtui.blame.suspects import Found, Suspect
    from debtui.ledger import Ledger
    from debtui.panes.model_facts import Metric, Release


class CauseLevel(Level):
    """The two runs above, the differences below them, the reason of the one under the cursor at the bottom."""

    HELP = """
Everything that differs between the run of this release and that of the one before it. First what the runs themselves record, then
settings that the program names, packages that it imports, flags and code within its reach, nearest first; then the rest. That
something differs does not make it the cause. The last two lines tell the reason and the commit; e opens the file, y copies its place.
On the command line: debtui blame METRIC --run A --run B.
"""
    ACTIONS: ClassVar[frozenset[str]] = frozenset({"back", "edit", "copy"})

    class _Ready(Message):
        def __init__(self, view: View, found: Found | None, error: DebtError | None) -> None:
            super().__init__()
            self.view, self.found, self.error = view, found, error

    def __init__(self, ledger: Ledger, view: View, metric: Metric, release: Release) -> None:
        super().__init__(ledger, view)
        self._metric, self._release = metric, release

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        with Container(classes="body"):
            with VerticalScroll(classes="facts", can_focus=False):
                yield Static()
            yield VirtualTable()
            with Reader(classes="notice"):
                yield Static()
            yield Static(classes="about")

    @property
    def crumb(self) -> str:
        """See Level."""
        return f"{self._metric.name} in {self._release.model} {self._release.version}"

    @property
    def _table(self) -> VirtualTable:
        return self.query_one(VirtualTable)

    @property
    def _suspect(self) -> Suspect | None:
        return self._table.row if self._table.display else None

    @property
    def place(self) -> tuple[str, int | None] | None:
        """See Level."""
        one = self._suspect
        return (one.path, one.line) if one is not None and one.path else None

    def take_focus(self) -> None:
        """See Level."""
        (self._table if self._table.display else self.query_one(".notice", Reader)).focus()

    def redraw(self) -> None:
        """See Level."""
        self.query_one(".facts Static", Static).update(
            notice("… Comparing the two runs", "And the commits that they ran on.")
        )
        self._table.display = False
        self._load(self.view)

    @work(thread=True, exclusive=True, exit_on_error=False, group="cause")
    def _load(self, view: View) -> None:
        from debtui.blame import drop, suspects

        found, error = None, None
        session, seq, release = self.ledger.session, view.moment.seq, self._release
        try:
            asked = drop.find(
                session, seq, self._metric.metric, model=release.model, earlier=release.previous_run, later=release.run, part=self._metric.slice
            )  # fmt: skip
            found = suspects.suspects(session, seq, asked)
        except DebtError as failed:
            error = failed
        self.post_message(self._Ready(view, found, error))

    def on_cause_level__ready(self, message: _Ready) -> None:
        """Draw it, unless the view is another by now."""
        message.stop()
        if message.view is not self.view:
            return
        found, had = message.found, self.has_focus_within
        listed = found is not None and bool(found.suspects)
        self._table.display, self.query_one(".notice", Reader).display = listed, not listed
        self.query_one(".facts Static", Static).update(_about(found) if found else Content(""))
        if found is not None and listed:
            self._table.set_columns(_columns(self.size.width))
            self._table.set_source(TableSource(found.suspects))
        elif message.error is not None:
            self.query_one(".notice Static", Static).update(
                notice("◌ Not compared", message.error.message, message.error.hint)
            )
        else:
            self.query_one(".notice Static", Static).update(
                notice("○ Nothing differs", "Nothing that is recorded of the two runs differs.")
            )
        if had:
            self.take_focus()
        self._tell()
        self.post_message(self.Altered())

    def on_resize(self) -> None:
        """More columns where there is room."""
        if self.ready:
            self._table.set_columns(_columns(self.size.width))

    def on_line_list_moved(self, message: VirtualTable.Moved) -> None:
        """The reason follows the cursor."""
        message.stop()
        self._tell()
        self.post_message(self.Altered())

    def _tell(self) -> None:
        one, about = self._suspect, self.query_one(".about", Static)
        about.display = one is not None
        if one is None:
            return
        by = one.commit
        last = (
            f"{by.commit_id[:9]} {by.committed:%Y-%m-%d} {by.author}: {by.subject}"
            if by
            else "no commit is named for it"
        )
        about.update(Content("\n").join([text(f" {one.reason}"), text(f" {last}", DIM)]))


def _about(found: Found) -> Content:
    drop = found.drop
    part = f" [{drop.slice}]" if drop.slice else ""
    lines = [
        text(f"{drop.metric}{part}  {drop.before.value:.4g} → {drop.after.value:.4g}: {drop.verdict}", "bold"),
        text(f"from {_ran(drop.before)}", DIM),
        text(f"to   {_ran(drop.after)}", DIM),
        text(
            f"{found.commits:,} commits in between touch {found.files:,} files; {len(found.suspects):,} differences, most suspicious first"
        ),
        *(text(f"! {note}", "$text-warning") for note in found.notes),
    ]
    return Content("\n").join(lines)


def _ran(ran: Ran) -> str:
    when = f"{ran.started:%Y-%m-%d %H:%M}" if ran.started else "at an unknown time"
    return f"{ran.run}, {when}" + (f", on {ran.commit_id[:9]}" if ran.commit_id else "")


def _columns(room: int) -> list[Column]:
    return [
        Column("", "kind", 11, lambda one: one.kind, lambda one: "line--dim"),
        Column("", "what", -3, lambda one: one.what, path=True),
        Column("", "was", -1, lambda one: one.was if one.was is not None else "—", lambda one: "line--dim"),
        Column("", "is", -1, lambda one: one.now if one.now is not None else "—"),
        *([Column("", "why suspicious", -3, lambda one: one.reason, lambda one: "line--dim")] if room >= 110 else []),
    ]
