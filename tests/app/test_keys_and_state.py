"""Keys that a user may choose, and what is kept between runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from collectors.errors import DebtError
from debtui import state
from debtui.actions import ACTIONS, Action, remapped
from debtui.app import DebtApp
from debtui.panes.base import all_panes
from tests.driving import play, press, screen, toasts

ALL_ACTIONS = [
    *ACTIONS,
    *(Action(f"go.{p.slug()}", p.KEY, p.TITLE, f"Go to {p.TITLE}", "app", 100) for p in all_panes()),
]


def test_no_two_actions_share_a_key() -> None:
    keys = [key for action in ALL_ACTIONS for key in action.keys.split(",")]
    assert len(keys) == len(set(keys))


def test_every_action_has_words_for_the_footer_and_for_the_help() -> None:
    for action in ALL_ACTIONS:
        assert 0 < len(action.label) <= 14
        assert action.help[0].isupper()
        assert not action.help.endswith(".")


def test_an_unknown_action_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(DebtError) as error:
        remapped(ACTIONS, {"filtre": "f"}, "config.toml")
    assert "no action 'filtre'" in error.value.message
    assert error.value.hint == "did you mean filter?"


def test_a_key_that_would_mean_two_things_is_refused() -> None:
    with pytest.raises(DebtError, match="the key w would mean both filter and worse"):
        remapped(ACTIONS, {"filter": "w"}, "config.toml")


def test_two_actions_can_swap_their_keys() -> None:
    swapped = {a.id: a.keys for a in remapped(ACTIONS, {"filter": "w", "worse": "slash"}, "config.toml")}
    assert (swapped["filter"], swapped["worse"]) == ("w", "slash")


@pytest.mark.parametrize("value", [3, "", " , ", None])
def test_a_key_must_be_a_key(value: object) -> None:
    with pytest.raises(DebtError, match="filter needs a key"):
        remapped(ACTIONS, {"filter": value}, "config.toml")


def test_a_remapped_key_works_and_is_what_footer_and_help_show() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        assert "i filter" in screen(app)
        await press(pilot, "8", "i", *"admit")
        await pilot.pause(0.3)
        await press(pilot, "enter")
        assert "Debt that the authors admit" in screen(app)
        assert "Hotspots" not in screen(app)

    play(scene, keys='[keys]\nfilter = "i"\n"time.earlier" = "less_than_sign"\ntime.later = "greater_than_sign"\n')


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('[keys]\nfiltr = "v"\n', "did you mean filter?"),
        ('[keys]\nfilter = "w"\n', "would mean both"),
        ("[keys\n", "config.toml"),
        ("keys = 3\n", "keys is no table"),
    ],
)
def test_wrong_keys_are_told_and_the_default_ones_stay(keys: str, said: str) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        assert said in toasts(app)
        assert "default keys are in use" in toasts(app)
        await press(pilot, "8", "slash")
        assert app.focused is not None
        assert type(app.focused).__name__ == "Input"

    play(scene, keys=keys)


def test_the_state_is_written_whole_and_a_broken_one_is_a_new_one(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "state.json"
    state.save(state.State("nord", {"/r": "flags"}), file)
    assert state.load(file) == state.State("nord", {"/r": "flags"})
    assert [path.name for path in file.parent.iterdir()] == ["state.json"]
    for broken in ("", "[]", "{", json.dumps({"panes": 3}), "\xff"):
        file.write_text(broken, "latin-1")
        assert state.load(file) == state.State()


def test_a_home_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    state.save(state.State(), blocked / "state.json")
    assert state.load(blocked / "state.json") == state.State()


def test_files_lie_where_the_xdg_variables_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_STATE_HOME", "relative/is/ignored")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert state.config_file() == tmp_path / "c/debtui/config.toml"
    assert state.state_file() == tmp_path / ".local/state/debtui/state.json"


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    program = "import sys, debtui.app; print(' '.join(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "textual.app" in loaded
    assert not loaded & {"duckdb", "polars", "git", "plotext", "rustworkx", "numpy", "yaml", "debtui.stored"}
