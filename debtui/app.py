"""The dashboard: it opens the session behind the first paint, keeps the moment, and leads every action to who does it."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, Literal

from textual import events, work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.message import Message

from collectors.errors import DebtError
from debtui import state
from debtui.actions import ACTIONS, Action, remapped, signs
from debtui.ledger import Ledger
from debtui.measures.spec import Measure
from debtui.panes import outside, welcome
from debtui.panes.base import Level, Pane, View, all_panes
from debtui.panes.collecting import Collecting
from debtui.panes.commands import Command, Commands
from debtui.panes.measure import MeasureLevel
from debtui.panes.offers import Offers
from debtui.panes.sql import Sql
from debtui.panes.stage import Stage
from debtui.process import Event
from debtui.session import Session
from debtui.widgets.bars import Bar, CrumbBar, KeyBar, ProgressBar, Tab, TabBar, TimeBar
from debtui.widgets.help_screen import HelpScreen
from debtui.widgets.keys import bindings
from debtui.widgets.safe import safe

PANES = all_panes()
ALL_ACTIONS = [*ACTIONS, *(Action(f"go.{p.slug()}", p.KEY, p.TITLE, f"Go to {p.TITLE}", "app", 100) for p in PANES)]


class DebtApp(App[None]):
    """The debt ledger of one repository, on the screen."""

    TITLE = "debtui"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[set[type[Commands]]] = {Commands}  # type: ignore[assignment]
    COMMAND_PALETTE_BINDING = "f24"  # the registry binds the palette, so that it can be remapped
    BINDINGS: ClassVar[list[BindingType]] = bindings(action for action in ALL_ACTIONS if action.scope != "list")  # type: ignore[assignment]
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]]] = [(0, "-narrow"), (120, "-wide")]  # type: ignore[misc]
    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]]] = [(0, "-low"), (22, "-high")]  # type: ignore[misc]

    class _Opened(Message):
        def __init__(self, ledger: Ledger | DebtError) -> None:
            super().__init__()
            self.ledger = ledger

    class _Heard(Message):
        def __init__(self, event: Event) -> None:
            super().__init__()
            self.event = event

    def __init__(
        self,
        open_session: Callable[[], Session],
        *,
        name: str,
        store_ready: bool,
        root: Path | None = None,
        collector: Sequence[str] | None = None,
        config: Path | None = None,
        memory: Path | None = None,
    ) -> None:
        """`open_session` is called in a worker after the first paint, and raises DebtError where it cannot open.

        `root` is the work tree (None: bare, nothing to edit); `collector` the command that collects, as
        `process.collect_command` makes it (None: this cannot collect); `config` and `memory` are the user's
        files for keys and for what is kept between runs, by default those of the XDG directories.
        """
        # Without ansi_color Textual answers NO_COLOR with shades of grey; given later it draws black on black.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self._open_session, self._name, self._store_ready, self._root = open_session, name, store_ready, root
        self._config, self._memory = config or state.config_file(), memory or state.state_file()
        self._state = state.State()
        self._actions = {action.id: action for action in ALL_ACTIONS}
        self._collecting = Collecting(collector, lambda event: self.post_message(self._Heard(event)) and None)
        self._interrupted = 0.0
        self.ledger: Ledger | None = None
        self.view: View | None = None
        self.stage = Stage()
        self.offers = Offers(self._actions, self.stage, self._collecting)
        self._own: dict[str, Callable[[], object]] = {
            "time.earlier": partial(self._step, commits=-1),
            "time.later": partial(self._step, commits=1),
            "time.month_earlier": partial(self._step, months=-1),
            "time.month_later": partial(self._step, months=1),
            "time.head": self._newest,
            "worse": self._worse,
            "back": self._back,
            "help": self._help,
            "copy": self._copy,
            "edit": self._edit,
            "collect": self._collect,
            "cancel": self._collecting.stop,
            "palette": self.action_command_palette,
            "quit": self.exit,
        }

    # Start and end

    def compose(self) -> ComposeResult:
        yield TabBar([Tab(pane.slug(), pane.KEY, pane.TITLE, pane.SHORT) for pane in PANES])
        yield CrumbBar()
        yield TimeBar()
        yield self.stage
        yield ProgressBar()
        yield KeyBar()

    def on_mount(self) -> None:
        """Everything that can wait comes after the first paint."""
        self.screen.bindings_updated_signal.subscribe(
            self, lambda _: self.query_one(KeyBar).show(self.offers.entries(self.focused))
        )
        for number in (
            signal.SIGTERM,
            signal.SIGHUP,
        ):  # otherwise the terminal is left in mouse mode and without its text
            asyncio.get_running_loop().add_signal_handler(number, partial(self.exit, return_code=128 + number))
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._state = state.load(self._memory)
        if self._state.theme in self.available_themes and not self.ansi_color:
            self.theme = self._state.theme
        self._use_keys()
        if self._store_ready:
            self.stage.welcome.say(welcome.opening(self._name))
            self._open()
        else:
            self.stage.welcome.say(
                welcome.first_run(self._name) if self._collecting.possible else welcome.not_started(self._name)
            )
            self._collect()
        self._draw_bars()

    def _use_keys(self) -> None:
        try:
            self._actions.update(
                (a.id, a) for a in remapped(ALL_ACTIONS, state.user_keys(self._config), self._config.name)
            )
        except DebtError as error:
            self._tell(f"{error.message}: {error.hint}. The default keys are in use.", "warning")
        self.set_keymap({id_: action.keys for id_, action in self._actions.items()})

    def on_unmount(self) -> None:
        """Stop the collector with the dashboard, and keep where the user was."""
        self._collecting.stop()
        self._state.theme = self.theme
        if self.stage.open:
            self._state.panes[self._name] = self.stage.open
        state.save(self._state, self._memory)

    # The session

    @work(thread=True, exclusive=True, exit_on_error=False, group="open")
    def _open(self) -> None:
        try:
            if self.ledger is None:
                self.post_message(self._Opened(Ledger(self._open_session())))
            elif self.ledger.session.refresh():
                self.ledger.reload()
                self.post_message(self._Opened(self.ledger))
        except DebtError as error:
            self.post_message(self._Opened(error))

    def on_debt_app__opened(self, message: _Opened) -> None:
        """Show what is in the store, at the same moment as before where there was one."""
        if isinstance(message.ledger, DebtError):
            if self.view is None:
                self.stage.welcome.say(welcome.broken(message.ledger))
            self._tell(message.ledger.message, "error")
            return
        first, self.ledger = self.ledger is None, message.ledger
        moments = self.ledger.moments
        if not moments:
            self.ledger = None
            self.stage.welcome.say(welcome.no_commits(self._name))
            self._draw_bars()
            return
        at = len(moments) - 1
        if self.view is not None and not self.view.newest:
            same = (m.seq for m in moments if self.view and m.commit_id == self.view.moment.commit_id)
            at = next(same, at)
        self.view = View(moments[at], at == len(moments) - 1, self.view.worse if self.view else False)
        if self.stage.open:
            self.stage.show(self.view, force=True)
        else:
            self._go(self._state.panes.get(self._name, PANES[0].slug()))
        self._draw_bars()
        if first and self._store_ready:
            self._collect()  # what is new since the last time, while the stored state is already on the screen

    # The collector

    def _collect(self) -> None:
        try:
            self._collecting.start()
        except DebtError as error:
            self._tell(f"{error.message}: {error.hint}", "error")
        self.refresh_bindings()

    def on_debt_app__heard(self, message: _Heard) -> None:
        """Draw the progress, show what is published, and say how it ended."""
        event = message.event
        if event.kind == "progress":
            if self._collecting.worth_drawing(event):
                bar = self.query_one(ProgressBar)
                bar.display = self.view is not None
                bar.show(event.phase, event.done, event.total, event.rate, event.left)
                if self.view is None:
                    self.stage.welcome.say(welcome.first_run(self._name, event))
            return
        if event.kind == "published":
            self._open()
            return
        self._collecting.ended()
        self.query_one(ProgressBar).display = False
        self.refresh_bindings()
        if event.kind == "done":
            self._open()
            return
        if event.kind == "error":
            self._tell(f"{event.message}. {event.hint}".strip(), "error")
        else:
            self._tell("stopped; everything that was read is kept", "information")
        if self.view is None:
            error = DebtError(event.message, event.hint)
            self.stage.welcome.say(welcome.broken(error) if event.message else welcome.not_started(self._name))

    # Where and when

    def _go(self, slug: str) -> None:
        if self.ledger is None or self.view is None:
            return
        kind = next((pane for pane in PANES if pane.slug() == slug), PANES[0])
        new: Pane | None = None if kind.slug() in self.stage.trails else kind(self.ledger, self.view)
        self.stage.go(kind, new, self.view)
        self._draw_bars()

    def _move(self, seq: int, *, worse: bool | None = None) -> None:
        if self.ledger is None or self.view is None:
            return
        moment = self.ledger.moments[seq]
        view = View(moment, seq == len(self.ledger.moments) - 1, self.view.worse if worse is None else worse)
        if view != self.view:
            self.view = view
            self.stage.show(view)
            self._draw_bars()

    def _draw_bars(self) -> None:
        self.query_one(TabBar).choose(self.stage.open)
        self.query_one(CrumbBar).show([self._name, *(level.crumb for level in self.stage.trail)])
        moments = self.ledger.moments if self.ledger else ()
        self.offers.know(self.ledger, self.view)
        self.query_one(TimeBar).show(
            self.view.moment if self.view else None, len(moments), bool(self.view and self.view.worse)
        )
        self.refresh_bindings()

    def on_level_deeper(self, message: Level.Deeper) -> None:
        """Something lies below."""
        self.stage.push(message.level)
        self._draw_bars()

    def on_level_query(self, message: Level.Query) -> None:
        """Show a query in the SQL pane."""
        self._go(Sql.slug())
        self.call_after_refresh(lambda: self.query_one(Sql).load(message.sql))

    def on_level_altered(self) -> None:
        """What can be done has changed, perhaps what the crumbs say too."""
        self._draw_bars()

    def on_bar_clicked(self, message: Bar.Clicked) -> None:
        """A click on a bar does what the key would."""
        name, _, rest = message.action.partition(".")
        if name == "crumb" and self.view is not None:
            self.stage.cut(max(int(rest) - 1, 0), self.view)
            self._draw_bars()
        elif name == "seq":
            self._move(int(rest))
        elif why := self.offers.why_not(message.action):
            self._tell(why, "information")
        elif message.action == "open" and self.focused is not None:
            self.focused.action_act("open")  # type: ignore[attr-defined]
        else:
            self.action_act(message.action)

    # Actions

    def action_act(self, name: str) -> None:
        """Do an action of the registry: what concerns the whole screen here, the rest where the user is."""
        if name.startswith("go."):
            self._go(name.removeprefix("go."))
        elif (own := self._own.get(name)) is not None:
            own()
        elif self.stage.able is not None:
            self.stage.able.act(name)

    def _step(self, *, commits: int = 0, months: int = 0) -> None:
        if self.ledger is not None and self.view is not None:
            seq = self.view.moment.seq
            self._move(self.ledger.step_month(seq, months) if months else self.ledger.step(seq, commits))

    def _newest(self) -> None:
        if self.ledger is not None:
            self._move(len(self.ledger.moments) - 1)

    def _worse(self) -> None:
        if self.view is not None:
            self._move(self.view.moment.seq, worse=not self.view.worse)

    def _back(self) -> None:
        level, depth = self.stage.able, len(self.stage.trail)
        if level is None or self.view is None or level.back():
            return
        if depth > 1:
            self.stage.cut(depth - 2, self.view)
            self._draw_bars()
        else:
            self._go(PANES[0].slug())

    def _help(self) -> None:
        level = self.stage.level
        told = (
            level.HELP
            if level is not None
            else "debtui reads a git repository and shows its debts, each with its evidence."
        )
        title = level.crumb if level is not None else "debtui"
        self.push_screen(
            HelpScreen(title, told, [(a, self.offers.why_not(a.id)) for a in self.offers.actions() if a.rank < 101])
        )

    def _copy(self) -> None:
        if (place := self.stage.able and self.stage.able.place) is not None:
            self._try(lambda: outside.copy(self, *place))

    def _edit(self) -> None:
        view = self.view
        if (place := self.stage.able and self.stage.able.place) is not None and view is not None:
            self._try(lambda: outside.edit(self, self._root, *place, newest=view.newest))

    def _try(self, do: Callable[[], str]) -> None:
        try:
            if told := do():
                self._tell(told)
        except DebtError as error:
            self._tell(f"{error.message}. {error.hint}".rstrip(". "), "warning")

    def _tell(self, told: str, severity: Literal["information", "warning", "error"] = "information") -> None:
        self.notify(safe(told), severity=severity, markup=False, timeout=6 if severity == "information" else 12)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """False: not offered here. None: offered, but not now, and a key press is answered with the reason."""
        if action != "act" or not self.is_mounted:
            return True
        name = str(parameters[0])
        return False if not self.offers.offered(name) else None if self.offers.why_not(name) else True

    def on_key(self, event: events.Key) -> None:
        """Say why a key that is offered here does nothing now."""
        for action in self.offers.actions():
            if event.key in action.keys.split(",") and (why := self.offers.why_not(action.id)):
                self._tell(why)

    def action_help_quit(self) -> None:
        """ctrl+c: twice leaves, as everybody tries."""
        now, self._interrupted = time.monotonic(), time.monotonic() - self._interrupted
        if self._interrupted < 3:
            self.exit()
        self._interrupted = now
        self._tell("ctrl+c again, or q, leaves")

    def commands(self) -> Iterable[Command]:
        """What the palette offers: actions, measures, themes."""
        for action in self.offers.actions():
            if action.scope != "list" and not self.offers.why_not(action.id):
                yield Command(
                    f"{action.help}  ({signs(action.keys)})", action.label, partial(self.action_act, action.id)
                )
        yield Command("Change the colours (theme)", "one of the themes of Textual", self.search_themes)
        for measure in self.ledger.measures if self.ledger else ():
            yield Command(
                f"{measure.catalogue} {safe(measure.title)}",
                safe(measure.question),
                partial(self._open_measure, measure),
            )

    def _open_measure(self, measure: Measure) -> None:
        if self.ledger is not None and self.view is not None:
            self._go(next((p.slug() for p in PANES if getattr(p, "FOLDER", "") == measure.folder), PANES[0].slug()))
            self.stage.cut(0, self.view)
            self.stage.push(MeasureLevel(self.ledger, self.view, measure))
            self._draw_bars()
