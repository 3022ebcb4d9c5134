"""The dashboard: it opens the session behind the first paint, keeps the moment, and follows the collector."""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import work
from textual.message import Message

from collectors.errors import DebtError, MustCollect
from debtui import state
from debtui.panes import welcome
from debtui.panes.base import Level, Pane, View, all_panes
from debtui.panes.following import Following
from debtui.widgets.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from debtui.ledger import Ledger
    from debtui.measures.result import Moment
    from debtui.measures.spec import Measure
    from debtui.target import Target
    from debtui.widgets.bars import Bar

_ASKING = ("result", "results", "row")
"""Groups of workers that ask about one moment."""


class DebtApp(Following):
    """The debt ledger of one repository, on the screen."""

    TITLE = "debtui"
    CSS_PATH = "app.tcss"

    class _Found(Message):
        def __init__(self, answer: Target | DebtError, panes: Sequence[type[Pane]]) -> None:
            super().__init__()
            self.answer, self.panes = answer, panes

    class _Opened(Message):
        def __init__(self, answer: Ledger | DebtError) -> None:
            super().__init__()
            self.answer = answer

    def __init__(
        self,
        find: Callable[[], Target],
        *,
        name: str,
        config: Path | None = None,
        memory: Path | None = None,
        read_only: bool = False,
    ) -> None:
        """`find` is called in a worker after the first paint; what it raises ends the program with status 2.

        `config` and `memory` are the user's files for keys and for what is kept between runs; None: in the XDG
        directories. With `read_only` nothing but the screen is ever changed: no collect, no editor, no clipboard, nothing kept.
        """
        super().__init__(name, config, read_only=read_only)
        self._find = find
        self._memory = memory or state.state_file()
        self._state = state.State()
        self.own |= {
            "time.earlier": partial(self._step, commits=-1),
            "time.later": partial(self._step, commits=1),
            "time.month_earlier": partial(self._step, months=-1),
            "time.month_later": partial(self._step, months=1),
            "time.head": partial(self._step, commits=sys.maxsize),
            "worse": self._worse,
            "back": self._back,
        }

    def on_mount(self) -> None:
        """Everything that can wait comes after the first paint."""
        for number in (signal.SIGTERM, signal.SIGHUP):  # else the terminal stays in mouse mode, without its text
            asyncio.get_running_loop().add_signal_handler(number, partial(self.exit, return_code=128 + number))
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._state = state.load(self._memory)
        if self._state.theme in self.available_themes and not self.ansi_color:
            self.theme = self._state.theme
        self._look()

    @work(thread=True, exit_on_error=False)
    def _look(self) -> None:
        try:
            self.post_message(self._Found(self._find(), all_panes()))
        except DebtError as error:
            self.post_message(self._Found(error, ()))

    def on_debt_app__found(self, message: _Found) -> None:
        """Open the store of the repository, or begin to fill it; without a repository there is nothing to stay for."""
        if isinstance(message.answer, DebtError):
            told = ": ".join(filter(None, (message.answer.message, message.answer.hint)))
            self.exit(return_code=2, message=Text(f"debtui: {safe(told)}"))
            return
        self.use_panes(message.panes)
        self.target = message.answer
        self.repository = self.target.name
        self.collecting.command = None if self.read_only else self.target.collector
        if self.target.ready():
            self._open(self.target)
        elif self.collecting.possible:
            self.stage.welcome.say(welcome.first_run(self.repository))
            self.collect()
        else:
            self.stage.welcome.say(welcome.not_started(self.repository, can=False))
        self.draw_bars()
        self.glance()

    def on_unmount(self) -> None:
        """Stop the collector with the dashboard, and keep where the user was."""
        self.collecting.stop()
        if self.read_only:
            return
        self._state.theme = self.theme
        if self.stage.open and self.target is not None:
            self._state.panes[self.target.place] = self.stage.open
        state.save(self._state, self._memory)

    @work(thread=True, exclusive=True, exit_on_error=False, group="open")
    def _open(self, target: Target) -> None:
        try:
            if self.ledger is None:
                from debtui.ledger import Ledger

                self.post_message(self._Opened(Ledger(target.open())))
            elif self.ledger.session.refresh():
                self.ledger.reload()
                self.post_message(self._Opened(self.ledger))
        except DebtError as error:
            self.post_message(self._Opened(error))

    def reopen(self) -> None:
        """Look whether something newer has been published."""
        if self.target is not None:
            self._open(self.target)

    def on_debt_app__opened(self, message: _Opened) -> None:
        """Show what is in the store, at the same commit as before where there was one."""
        answer = message.answer
        if isinstance(answer, DebtError):
            if self.view is None:
                self.stage.welcome.say(welcome.broken(answer))
                if isinstance(answer, MustCollect) and self.collecting.possible and not self.collecting.running:
                    self.collect()
            else:
                self.tell_error(answer)
        elif not answer.moments:
            self.stage.welcome.say(welcome.no_commits(self.repository))
        else:
            first, self.ledger = self.ledger is None, answer
            self._show_newly(answer)
            if first and not self.collecting.running:
                self.collect()  # what is new since the last time, while what is stored is on the screen already
        self.draw_bars()

    def _show_newly(self, ledger: Ledger) -> None:
        last, old = len(ledger.moments) - 1, self.view
        at = last
        if old is not None and not old.newest:
            at = next((m.seq for m in ledger.moments if m.commit_id == old.moment.commit_id), last)
        closed = self.read_only or (self.target is not None and self.target.closed)
        self.view = View(ledger.moments[at], at == last, old is not None and old.worse, not closed)
        if self.stage.open:
            self.stage.show(self.view, force=True)
        else:
            self.go(self._state.panes.get(self.target.place, "") if self.target else "")

    # Where and when

    def go(self, slug: str) -> None:
        """Open a pane, the first one where there is none of that name."""
        if self.ledger is not None and self.view is not None:
            kind = next((pane for pane in self.panes if pane.slug() == slug), self.panes[0])
            new: Pane | None = None if kind.slug() in self.stage.trails else kind(self.ledger, self.view)
            self.stage.go(kind, new, self.view)
            self.draw_bars()

    def open_measure(self, measure: Measure) -> None:
        """Go to a measure, below the pane of its section."""
        if self.ledger is not None and self.view is not None:
            self.go(next((pane.slug() for pane in self.panes if getattr(pane, "FOLDER", "") == measure.folder), ""))
            self.stage.cut(0, self.view)
            from debtui.panes.measure import MeasureLevel

            self.stage.push(MeasureLevel(self.ledger, self.view, measure))
            self.draw_bars()

    def visit(self, moment: Moment) -> None:
        """Show another commit of the mainline."""
        self._move(moment.seq)

    def _move(self, seq: int, *, worse: bool | None = None) -> None:
        if self.ledger is None or self.view is None:
            return
        newest = seq == len(self.ledger.moments) - 1
        view = replace(
            self.view, moment=self.ledger.moments[seq], newest=newest, worse=self.view.worse if worse is None else worse
        )
        if view != self.view:
            if any(worker.group in _ASKING and not worker.is_finished for worker in self.workers):
                self.ledger.session.interrupt()  # nobody will see those answers; the new ones need not wait for them
            self.view = view
            self.stage.show(view)
            self.draw_bars()

    def _step(self, *, commits: int = 0, months: int = 0) -> None:
        if self.ledger is not None and self.view is not None:
            seq = self.view.moment.seq
            self._move(self.ledger.step_month(seq, months) if months else self.ledger.step(seq, commits))

    def _worse(self) -> None:
        if self.view is not None:
            self._move(self.view.moment.seq, worse=not self.view.worse)

    def _back(self) -> None:
        if self.stage.able is None or self.view is None or self.stage.able.back():
            return
        if len(self.stage.trail) > 1:
            self.stage.cut(len(self.stage.trail) - 2, self.view)
            self.draw_bars()
        else:
            self.go(self.panes[0].slug())

    def on_level_deeper(self, message: Level.Deeper) -> None:
        """Something lies below."""
        self.stage.push(message.level)
        self.draw_bars()

    def on_level_query(self, message: Level.Query) -> None:
        """Show a query where it can be changed."""
        from debtui.panes.sql import Sql

        self.go(Sql.slug())
        self.call_after_refresh(lambda: self.query_one(Sql).load(message.sql))

    def on_level_altered(self) -> None:
        """What can be done has changed, perhaps what the crumbs say too."""
        self.draw_bars()

    def on_bar_clicked(self, message: Bar.Clicked) -> None:
        """A click on a bar: up the trail, to a moment, or what a key would do."""
        name, _, rest = message.action.partition(".")
        if name == "crumb":
            if self.view is not None:
                self.stage.cut(max(int(rest) - 1, 0), self.view)
                self.draw_bars()
        elif name == "seq":
            self._move(int(rest))
        else:
            self.clicked(message.action)


def run(find: Callable[[], Target], name: str, *, read_only: bool = False) -> int:
    """Show the dashboard of what is found behind its first paint, until the user leaves; returns the exit status."""
    app = DebtApp(find, name=name, read_only=read_only)
    app.run()
    return app.return_code or 0
