"""What the screen shows of the collector: how far it is, what it has published, how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.errors import DebtError
from debtui.panes import welcome
from debtui.panes.chrome import Chrome
from debtui.widgets.bars import ProgressBar

if TYPE_CHECKING:
    from pathlib import Path

    from debtui.process import Event


class Following(Chrome):
    """Starts the collector, follows what it says, and has the store opened anew when something is published."""

    def __init__(self, repository: str, config: Path | None) -> None:
        super().__init__(repository, config)
        self.own |= {"collect": self.collect, "cancel": self.collecting.stop}

    def reopen(self) -> None:
        """Look whether something newer has been published."""
        raise NotImplementedError

    def collect(self) -> None:
        """Read what is new, and in the past also what that commit lacks."""
        try:
            past = self.view is not None and not self.view.newest
            self.collecting.start(self.view.moment.seq if past and self.view else None)
        except DebtError as error:
            self.tell_error(error)
        self.refresh_bindings()

    def on_chrome_heard(self, message: Chrome.Heard) -> None:
        """Draw the progress, show what is published, and say how it ended."""
        event = message.event
        if event.kind == "progress":
            if self.collecting.worth_drawing(event):
                self._draw_progress(event)
        elif event.kind == "published":
            self.reopen()
        else:
            self.collecting.ended()
            self.query_one(ProgressBar).display = False
            self.refresh_bindings()
            self._draw_end(event)

    def _draw_progress(self, event: Event) -> None:
        bar = self.query_one(ProgressBar)
        bar.display = self.view is not None
        bar.show(event.phase, event.done, event.total, event.rate, event.left)
        if self.view is None:
            self.stage.welcome.say(welcome.first_run(self.repository, event))

    def _draw_end(self, event: Event) -> None:
        if event.kind == "done":
            self.reopen()
        elif event.kind == "stopped":
            self.tell("stopped; everything that was read is kept")
            if self.view is None:
                self.stage.welcome.say(welcome.not_started(self.repository))
        elif self.view is None:
            self.stage.welcome.say(welcome.broken(DebtError(event.message, event.hint)))
        else:
            self.tell_error(DebtError(event.message, event.hint))
