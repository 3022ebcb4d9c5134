"""The body of the screen: for each pane the way that was gone down in it, and only its lowest level in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container
from textual.content import Content

from debtui.panes.welcome import Welcome

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from debtui.panes.base import Level, Pane, View


class Stage(Container):
    """Keeps a trail of levels per pane, so that coming back to a pane finds it as it was left."""

    def __init__(self, first: Content) -> None:
        """`first` is what stands there before anything is known."""
        super().__init__()
        self._first = first
        self.trails: dict[str, list[Level]] = {}
        self.open = ""
        """Name of the pane in sight; empty while there is none."""

    def compose(self) -> ComposeResult:
        """Nothing but the welcome until a pane is opened."""
        yield Welcome(self._first)

    @property
    def trail(self) -> list[Level]:
        """The levels of the open pane, the pane itself first."""
        return self.trails.get(self.open, [])

    @property
    def level(self) -> Level | None:
        """What is in sight."""
        return self.trail[-1] if self.trail else None

    @property
    def able(self) -> Level | None:
        """What is in sight, once it can do something."""
        return self.level if self.level is not None and self.level.ready else None

    @property
    def welcome(self) -> Welcome:
        """The message in place of a pane."""
        return self.query_one(Welcome)

    def go(self, kind: type[Pane], make: Pane | None, view: View) -> None:
        """Open a pane, as it was left; the open one once more goes to its top. `make` is mounted if it is new."""
        name = kind.slug()
        if self.open == name:
            self.cut(0, view)
            return
        self._hide()
        self.open = name
        if name not in self.trails and make is not None:
            self.trails[name] = [make]
            self.mount(make)
        else:
            self._reveal(view)

    def push(self, level: Level) -> None:
        """Go one level down."""
        self._hide()
        self.trail.append(level)
        self.mount(level)

    def cut(self, depth: int, view: View) -> None:
        """Go back up until so many levels are left below the pane."""
        trail = self.trail
        if len(trail) <= depth + 1:
            return
        for level in trail[depth + 1 :]:
            level.remove()
        del trail[depth + 1 :]
        self._reveal(view)

    def show(self, view: View, *, force: bool = False) -> None:
        """Draw another view in what is in sight; the rest follows when it comes into sight."""
        for trail in self.trails.values():
            for level in trail:
                if force:
                    level.forget()
        if self.able is not None:
            self.able.show(view)
        elif self.level is not None:
            self.level.view = view  # drawn when it is mounted

    def _hide(self) -> None:
        self.welcome.display = False
        if self.level is not None:
            self.level.display = False

    def _reveal(self, view: View) -> None:
        level = self.level
        if level is not None:
            level.display = True
        self.show(view)
        if self.able is not None:
            self.able.take_focus()
