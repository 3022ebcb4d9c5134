"""What surrounds the body: the bars, the keys and what they may do, the palette and the help."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import App, ComposeResult
from textual.command import CommandPalette
from textual.message import Message

from collectors.errors import DebtError
from debtui import state
from debtui.actions import ACTIONS, Action, remapped, signs
from debtui.panes import welcome
from debtui.panes.collecting import Collecting
from debtui.panes.commands import Command, Commands
from debtui.panes.offers import Offers
from debtui.panes.stage import Stage
from debtui.widgets.bars import CrumbBar, KeyBar, ProgressBar, Tab, TabBar, TimeBar
from debtui.widgets.help_screen import HelpScreen
from debtui.widgets.keys import bindings
from debtui.widgets.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from textual import events
    from textual.binding import BindingType

    from debtui.ledger import Ledger
    from debtui.measures.spec import Measure
    from debtui.panes.base import Pane, View
    from debtui.process import Event
    from debtui.target import Target

_ABOUT = "debtui reads a git repository and shows its debts, each with its evidence."


class Chrome(App[None]):
    """An app whose actions all come from the registry; what they do, the subclass says in `own`."""

    COMMANDS: ClassVar = {Commands}
    COMMAND_PALETTE_BINDING = "f24"  # the registry binds the palette, so that it can be remapped
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(action for action in ACTIONS if action.scope != "list")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012  Textual declares it without ClassVar
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high")]  # noqa: RUF012  likewise

    class Heard(Message):
        """The collector has said something."""

        def __init__(self, event: Event) -> None:
            super().__init__()
            self.event = event

    def __init__(self, repository: str, config: Path | None, *, read_only: bool = False) -> None:
        # Without ansi_color Textual answers NO_COLOR with shades of grey; given later it draws black on black.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.animation_level = "none"  # home and end would take a second, over SSH more
        self.repository = repository
        self.read_only = read_only
        self.news = ""
        """What has happened in the repository and is not stored."""
        self.target: Target | None = None
        self.ledger: Ledger | None = None
        self.view: View | None = None
        self.panes: Sequence[type[Pane]] = ()
        self.stage = Stage(welcome.opening(repository))
        self.collecting = Collecting(self._hear)
        self.own: dict[str, Callable[[], object]] = {
            "help": self._help,
            "palette": self.action_command_palette,
            "quit": self.exit,
            "copy": self._copy,
            "edit": self._edit,
        }
        """What is done here and not by the level in sight."""
        self._config = config or state.config_file()
        self._actions = {action.id: action for action in ACTIONS}
        self._offers = Offers(self._actions, self.stage, self.collecting, read_only=read_only)
        self._asked_to_quit = float("-inf")

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield TabBar()
        yield CrumbBar()
        yield TimeBar()
        yield self.stage
        yield ProgressBar()
        yield KeyBar()

    def use_panes(self, panes: Sequence[type[Pane]]) -> None:
        """Show the panes that were found, and take the user's own keys; where those cannot be right, say so."""
        self.panes = panes
        go = [Action(f"go.{p.slug()}", p.KEY, p.TITLE, f"Go to {p.TITLE}", "app", 100) for p in panes]
        self._actions.update((action.id, action) for action in go)
        keys: Mapping[str, object] = {}
        try:
            keys = state.user_keys(self._config)
            self._actions.update((a.id, a) for a in remapped([*ACTIONS, *go], keys, self._config.name))
        except DebtError as error:
            self.tell_error(DebtError(error.message, f"{error.hint}. The default keys are in use".lstrip(". ")))
            keys = {}
        self.set_keymap({name: self._actions[name].keys for name in keys})
        for action in go:
            self.bind(self._actions[action.id].keys, f"act('{action.id}')", description=action.label)
        self.query_one(TabBar).show(
            [Tab(p.slug(), self._actions[f"go.{p.slug()}"].keys.split(",")[0], p.TITLE, p.SHORT) for p in panes]
        )
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._draw_keys())
        self._draw_keys()

    def key_of(self, name: str) -> str:
        """The first key of an action, as it is printed."""
        return signs(self._actions[name].keys.split(",")[0])

    def go(self, slug: str) -> None:
        """Open a pane."""
        raise NotImplementedError

    def open_measure(self, measure: Measure) -> None:
        """Go to a measure."""
        raise NotImplementedError

    # Drawing

    def draw_bars(self) -> None:
        """Say again where we are, when, and what can be done."""
        moments = self.ledger.moments if self.ledger else ()
        self.query_one(TabBar).choose(self.stage.open)
        self.query_one(CrumbBar).show([self.repository, *(level.crumb for level in self.stage.trail)])
        worse = self.view is not None and self.view.worse
        news = "" if self.collecting.running else self.news
        self.query_one(TimeBar).show(self.view.moment if self.view else None, len(moments), worse, news)
        self._offers.know(self.ledger, self.view)
        self.refresh_bindings()

    def _draw_keys(self) -> None:
        if not isinstance(self.screen, HelpScreen | CommandPalette):
            self.query_one(KeyBar).show(self._offers.entries(self.focused))

    def tell(self, told: str, severity: Literal["information", "warning", "error"] = "information") -> None:
        """A toast, of data that is never markup."""
        self.notify(safe(told), severity=severity, markup=False, timeout=5 if severity == "information" else 12)

    def tell_error(self, error: DebtError) -> None:
        """A toast with what is wrong and what to do."""
        self.tell(". ".join(part.rstrip(".") for part in (error.message, error.hint) if part), "warning")

    # Actions

    def action_act(self, name: str) -> None:
        """Do an action of the registry: what concerns the whole screen here, the rest where the user is."""
        if name.startswith("go."):
            self.go(name.removeprefix("go."))
        elif (own := self.own.get(name)) is not None:
            own()
        elif self.stage.able is not None:
            self.stage.able.act(name)

    def clicked(self, name: str) -> None:
        """Do what a bar's part is for, as its key would."""
        if why := self._offers.why_not(name):
            self.tell(why)
        elif (act := getattr(self.focused, "action_act", None)) is not None and self._actions[name].scope == "list":
            act(name)
        else:
            self.action_act(name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """False: not offered here. None: offered, but not now, and a key press is answered with the reason."""
        if action != "act":
            return True
        name = str(parameters[0])
        return False if not self._offers.offered(name) else None if self._offers.why_not(name) else True

    def on_key(self, event: events.Key) -> None:
        """Say why a key that is offered here does nothing now."""
        for action in self._offers.actions():
            if event.key in action.keys.split(",") and (why := self._offers.why_not(action.id)):
                self.tell(why)

    def action_help_quit(self) -> None:
        """Leave by ctrl+c twice, as everybody tries."""
        if time.monotonic() - self._asked_to_quit < 3:
            self.exit()
        self._asked_to_quit = time.monotonic()
        self.tell("ctrl+c again, or q, leaves")

    def commands(self) -> Iterable[Command]:
        """What the palette offers: actions, themes, measures."""
        for action in self._offers.actions():
            if action.scope != "list" and not self._offers.why_not(action.id):
                told = f"{action.help}  ({signs(action.keys)})"
                yield Command(told, action.label, partial(self.action_act, action.id))
        yield Command("Change the colours (theme)", "one of the themes of Textual", self.search_themes)
        for measure in self.ledger.measures if self.ledger else ():
            title = f"{measure.catalogue} {safe(measure.title)}"
            yield Command(title, safe(measure.question), partial(self.open_measure, measure))

    def _help(self) -> None:
        level = self.stage.level
        told = (level.crumb, level.HELP) if level is not None else ("debtui", _ABOUT)
        self.push_screen(HelpScreen(*told, [(a, self._offers.why_not(a.id)) for a in self._offers.actions()]))

    # Out of the screen

    def copy_to_clipboard(self, text: str) -> None:
        """See App; what a read-only dashboard copies in its own fields can be pasted there, and nowhere else."""
        if self.read_only:
            self._clipboard = text
        else:
            super().copy_to_clipboard(text)

    def _copy(self) -> None:
        place = self.stage.able.place if self.stage.able else None
        if place is not None:
            from debtui.panes import outside

            self._try(partial(outside.copy, self, *place))

    def _edit(self) -> None:
        place = self.stage.able.place if self.stage.able else None
        if place is not None and self.view is not None and self.target is not None:
            from debtui.panes import outside

            self._try(partial(outside.edit, self, self.target.root, *place, newest=self.view.newest))

    def _try(self, do: Callable[[], str]) -> None:
        try:
            if told := do():
                self.tell(told)
        except DebtError as error:
            self.tell_error(error)

    def _hear(self, event: Event) -> None:
        self.post_message(self.Heard(event))  # from the collector's thread
