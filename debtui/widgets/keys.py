"""Bindings made from the action registry, so that keys, footer, help and palette cannot disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from debtui.actions import ACTIONS, Action

if TYPE_CHECKING:
    from collections.abc import Iterable


def bindings(actions: Iterable[Action]) -> list[Binding]:
    """One binding per action, all led to `action_act`."""
    return [Binding(action.keys, f"act('{action.id}')", action.label, id=action.id) for action in actions]


LIST_BINDINGS = bindings(action for action in ACTIONS if action.scope == "list")
