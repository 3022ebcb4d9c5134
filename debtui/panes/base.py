"""What stands in the body of the screen: panes, found by their folder, and the levels that `enter` opens below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from debtui.widgets.reporting import Reporting

if TYPE_CHECKING:
    from debtui.ledger import Ledger
    from debtui.measures.result import Moment


@dataclass(frozen=True)
class View:
    """Everything that the whole screen agrees on."""

    moment: Moment
    newest: bool
    worse: bool = False
    """Show only what got worse in the quarter before the moment."""
    collects: bool = True
    """Whether more can be read; not of a snapshot."""

    @property
    def may_lack(self) -> bool:
        """Whether `r` may read something that this commit lacks."""
        return not self.newest and self.collects


class Level(Reporting):
    """One step on the way down. It redraws when the view changes, and only while it is in sight."""

    HELP: ClassVar[str] = ""
    """What there is to see and do, for `?`."""
    ACTIONS: ClassVar[frozenset[str]] = frozenset({"back"})
    """Actions of scope `level` in the registry that it offers."""

    class Deeper(Message):
        """Something lies below: put this level on top."""

        def __init__(self, level: Level) -> None:
            super().__init__()
            self.level = level

    class Query(Message):
        """Show this SQL where it can be changed and run."""

        def __init__(self, sql: str) -> None:
            super().__init__()
            self.sql = sql

    class Altered(Message):
        """What can be done here has changed."""

    def __init__(self, ledger: Ledger, view: View) -> None:
        super().__init__()
        self.ledger = ledger
        self.view = view
        self.ready = False
        """Whether there is something to draw on; before that it can do nothing."""
        self._drawn: View | None = None

    @property
    def crumb(self) -> str:
        """Its name in the breadcrumbs."""
        raise NotImplementedError

    @property
    def place(self) -> tuple[str, int | None] | None:
        """Path and line under the cursor, for the editor and the clipboard."""
        return None

    def on_mount(self) -> None:
        """Draw as soon as there is something to draw on."""
        self.ready = True
        self.show(self.view)
        self.take_focus()
        self.post_message(self.Altered())

    def show(self, view: View) -> None:
        """Draw another view; the one that is drawn already costs nothing."""
        if view != self._drawn:
            self.view = self._drawn = view
            self.redraw()

    def forget(self) -> None:
        """The store has changed: draw anew when next shown."""
        self._drawn = None

    def back(self) -> bool:
        """Take one step back within the level; false when the step leads out of it."""
        return False

    def redraw(self) -> None:
        """Ask for what `self.view` needs, and draw it."""

    def take_focus(self) -> None:
        """Give the focus to what the keys are meant for."""

    def why_not(self, action: str) -> str:
        """Why an action that is offered here does nothing now; empty: it does."""
        if action in ("edit", "copy") and self.place is None:
            return "there is no file under the cursor"
        return ""

    def act(self, action: str) -> None:
        """Do an action of scope `level` that is no concern of the whole screen."""


class Pane(Level):
    """A numbered place of the screen. `KEY` makes it one; subclasses without are bases of others."""

    KEY: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    SHORT: ClassVar[str] = ""
    """At most seven letters, for 80 columns."""
    ORDER: ClassVar[int] = 50

    @classmethod
    def slug(cls) -> str:
        """Its name in actions and in the state kept between runs."""
        return cls.__name__.lower()

    @property
    def crumb(self) -> str:
        """See Level."""
        return self.TITLE


def all_panes() -> list[type[Pane]]:
    """Every pane of this folder, in the order of the screen."""
    from debtui import panes
    from debtui.discover import subclasses_in

    kinds = subclasses_in(panes, Pane)
    return sorted((kind for kind in kinds if kind.KEY), key=lambda kind: kind.ORDER)
