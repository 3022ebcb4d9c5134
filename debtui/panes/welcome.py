"""In place of a pane while there is nothing to show: opening, the first run, no commits, a store that is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from debtui.widgets.bars import progress_text
from debtui.widgets.prose import DIM, HEAD, lines, notice, text

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from collectors.errors import DebtError
    from debtui.process import Event


class Welcome(VerticalScroll):
    """One designed message in the middle of the screen."""

    def __init__(self, content: Content) -> None:
        super().__init__()
        self._content = content

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(self._content)

    def say(self, content: Content) -> None:
        """Another message."""
        self.query_one(Static).update(content)


def opening(name: str) -> Content:
    """Before the store is open."""
    return text(f"opening the ledger of {name} …", DIM)


def first_run(name: str, event: Event | None = None, published: bool = False) -> Content:
    """What is going to happen, and how far it is."""
    phase = event.phase if event is not None else "starting"
    steps = [
        ("1", "the newest commit is read, file by file, and shown at once"),
        ("2", "then one point per month of the past, for the trends; the screen fills while you look around"),
        ("3", "everything is kept in one local file: the next start takes no time, and only what is new is read"),
    ]
    parts = [text(f"debtui has not read {name} yet", HEAD), Content("")]
    parts += [Content.assemble((f" {number}  ", "bold $text-accent"), told) for number, told in steps]
    parts += [
        Content(""),
        text("Nothing leaves this machine, nothing in the repository is run or changed.", DIM),
        Content(""),
    ]
    numbers = progress_text(event.done, event.total, event.rate, event.left) if event is not None else ""
    if event is not None and event.total:
        full = round(40 * min(event.done / event.total, 1))
        parts.append(Content.assemble(("━" * full, "bold $text-accent"), ("─" * (40 - full), DIM)))
    parts.append(Content.assemble(text(phase or "reading", "bold"), text(f"   {numbers}" if numbers else "", DIM)))
    if published:
        parts.append(text("opening …", DIM))
    parts += [
        Content(""),
        Content.assemble(
            (" x ", "bold $text-accent"),
            ("stop (what was read is kept)   ", DIM),
            (" q ", "bold $text-accent"),
            ("leave", DIM),
        ),
    ]
    return lines(parts)


def not_started(name: str, *, can: bool = True) -> Content:
    """The first run was stopped, or (`can` is false) this dashboard does not collect."""
    return notice(
        f"○ {name} has not been read",
        "There is nothing to show before the newest commit has been read.",
        "c reads it now; or run `debtui collect`"
        if can
        else "run `debtui collect`: it is shown here as soon as it is there",
    )


def no_commits(name: str) -> Content:
    """An empty repository."""
    return notice(
        f"○ {name} has no commit yet",
        "There is no history to read, so nothing can be measured. That is not the same as no debt.",
        "commit something, then press c",
    )


def broken(error: DebtError) -> Content:
    """Something went wrong that the user can mend."""
    return notice("✕ The ledger cannot be shown", error.message, error.hint or "c tries again")
