"""Which actions there are where the user is, and why some do nothing now; footer, palette and help ask here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from debtui.actions import Action, signs
from debtui.widgets.bars import KeyBar
from debtui.widgets.lines import LineList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.widget import Widget

    from debtui.ledger import Ledger
    from debtui.panes.base import View
    from debtui.panes.collecting import Collecting
    from debtui.panes.stage import Stage

_NOT_YET = "nothing has been read yet"


class Offers:
    """Looks at the stage, the collector and the view; changes none of them."""

    def __init__(self, actions: Mapping[str, Action], stage: Stage, collecting: Collecting, *, read_only: bool) -> None:
        self._actions, self._stage, self._collecting, self._read_only = actions, stage, collecting, read_only
        self._view: View | None = None
        self._ledger: Ledger | None = None

    def know(self, ledger: Ledger | None, view: View | None) -> None:
        """The moment is another."""
        self._ledger, self._view = ledger, view

    def offered(self, name: str) -> bool:
        """Whether there is such an action where the user is."""
        action, level = self._actions[name], self._stage.able
        if action.scope == "level":
            return level is not None and name in level.ACTIONS
        if name == "cancel":
            return self._collecting.running
        if name == "collect":
            return not self._collecting.running
        return True

    def why_not(self, name: str) -> str:
        """Why an action does nothing now; empty: it does."""
        action = self._actions.get(name)
        if action is None or action.scope == "list":
            return ""
        if self._read_only and action.outward:
            return "this dashboard is read-only"
        if name == "collect" and not self._collecting.possible:
            return "this store is only shown, not collected"
        if (name.startswith(("time.", "go.")) or name == "worse") and self._view is None:
            return _NOT_YET
        if name in ("time.later", "time.month_later", "time.head") and self._view and self._view.newest:
            return "this is the newest commit"
        if name in ("time.earlier", "time.month_earlier") and self._view and self._view.moment.seq == 0:
            return "this is the first commit"
        if name == "worse" and self._ledger and self._view and self._ledger.quarter_before(self._view.moment) is None:
            return "there is no commit a quarter before this one"
        level = self._stage.able
        return level.why_not(name) if level is not None and action.scope == "level" else ""

    def actions(self) -> Iterator[Action]:
        """All that is offered, most useful first."""
        for action in sorted(self._actions.values(), key=lambda action: action.rank):
            if action.scope == "list" or self.offered(action.id):
                yield action

    def entries(self, focused: Widget | None) -> list[KeyBar.Entry]:
        """For the footer: one entry per action, or per group of them, with the first key of each."""
        found: dict[str, KeyBar.Entry] = {}
        for action in self.actions():
            if action.rank >= 100 or (action.scope == "list" and not isinstance(focused, LineList)):
                continue
            key = signs(action.keys.split(",")[0])
            name = action.group or action.id
            why = self.why_not(action.id)
            if name in found:
                first = found[name]
                key, why = f"{first.keys} {key}", why and first.why_not
            found[name] = KeyBar.Entry(key, action.label, action.id if name not in found else found[name].action, why)
        return list(found.values())
