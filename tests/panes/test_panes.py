"""Every pane of the folder, whatever it is: named, described, one key each, and drawn in every state."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from textual.pilot import Pilot

from debtui.app import DebtApp
from debtui.panes.base import Pane, all_panes
from tests.driving import play, press, screen, toasts
from tests.fakes import FakeSession

PANES = all_panes()


def test_panes_are_found_in_the_order_of_the_screen_and_the_reserved_number_is_free() -> None:
    assert [pane.KEY for pane in PANES] == ["1", "2", "3", "4", "5", "6", "7", "8", "0", "s", "t"]
    assert "9" not in {pane.KEY for pane in PANES}


@pytest.mark.parametrize("pane", PANES, ids=[pane.slug() for pane in PANES])
def test_a_pane_is_named_for_80_columns_and_explains_itself(pane: type[Pane]) -> None:
    assert len(pane.SHORT) <= 7
    assert pane.TITLE
    assert len(pane.HELP.split()) > 10
    module = inspect.getmodule(pane)
    assert module is not None
    assert (module.__doc__ or "").startswith(f"Pane {pane.KEY}: ")


def test_the_titles_fit_80_columns() -> None:
    assert sum(len(pane.SHORT) + 3 for pane in PANES) + 1 <= 80


@pytest.mark.parametrize("session", [{}, {"hostile": True}, {"commits": 1}, {"rows": 0}], ids=str)
def test_every_pane_is_drawn_in_every_state(session: dict[str, Any]) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        for pane in PANES:
            app.go(pane.slug())
            await press(pilot, "down", "enter", "w", "comma", "escape", "H", "w")
            drawn = screen(app)
            assert not {character for character in drawn if not character.isprintable() and character != "\n"}
            assert "fault of debtui" not in toasts(app)

    play(scene, session=FakeSession(**{"rows": 2_000, **session}))  # the retro compares all rows of two moments
