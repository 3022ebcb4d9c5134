"""What the screen shows of the collector, how far it is, what it has published, how it ended; and of what it has not read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from collectors.errors import DebtError
from debtui.panes import welcome
from debtui.panes.chrome import Chrome
from debtui.watching import mark
from debtui.widgets.bars import ProgressBar

if TYPE_CHECKING:
    from pathlib import Path

    from debtui.process import Event
    from debtui.target import Target

_GLANCE = 2.0
"""Seconds between two looks at the files of the repository and of its store."""


class Following(Chrome):
    """Starts the collector, follows what it says, and has the store opened anew when something is published.

    By whomever: a glance at the files tells, and whether the repository has moved on.
    """

    class _Behind(Message):
        def __init__(self, news: str) -> None:
            super().__init__()
            self.news = news

    def __init__(self, repository: str, config: Path | None, *, read_only: bool = False) -> None:
        super().__init__(repository, config, read_only=read_only)
        self._published: object = None
        self._compared = ""
        """The newest stored commit that HEAD was compared with."""
        self.own |= {"collect": self.collect, "cancel": self.collecting.stop}

    def reopen(self) -> None:
        """Look whether something newer has been published."""
        raise NotImplementedError

    def glance(self) -> None:
        """Begin to look, now and then, whether something is new."""
        if self.target is not None and self.target.published is not None:
            self._published = mark(self.target.published)
            self.set_interval(_GLANCE, self._glance)

    def _glance(self) -> None:
        target = self.target
        if target is None:
            return
        if target.published is not None and (seen := mark(target.published)) != self._published:
            self._published = seen
            if not self.collecting.running:  # else the collector says so itself
                self.reopen()
        opening = any(worker.group == "open" and not worker.is_finished for worker in self.workers)
        if self.collecting.running or opening or self.ledger is None or not self.ledger.moments:
            return  # what is stored is about to be another
        if target.head is not None:
            newest = self.ledger.moments[-1].commit_id
            if target.head.moved() or newest != self._compared:
                self._compared = newest
                self._compare(target, newest)

    @work(thread=True, exclusive=True, exit_on_error=False, group="news")
    def _compare(self, target: Target, newest: str) -> None:
        self.post_message(self._Behind(target.news(newest)))

    def on_following__behind(self, message: _Behind) -> None:
        """Say what is not stored, and which key reads it."""
        message.stop()
        can = message.news and self.collecting.possible
        self.news = f"{message.news}: {self.key_of('collect')} reads" if can else message.news
        self.draw_bars()

    def collect(self) -> None:
        """Read what is new, and in the past also what that commit lacks."""
        try:
            past = self.view is not None and not self.view.newest
            self.collecting.start(self.view.moment.seq if past and self.view else None)
        except DebtError as error:
            self.tell_error(error)
        self.draw_bars()

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
            self.news = self._compared = ""  # looked at anew with the next glance
            self.query_one(ProgressBar).display = False
            self.draw_bars()
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
