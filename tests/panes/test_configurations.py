"""Configurations on the screen: files, what a program gets from one, and how two differ."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from debtui.app import DebtApp
from debtui.panes.words import matches
from tests.driving import line_with, play, press, screen, toasts
from tests.fakes import FakeSession


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ("", True),
        ("LR", True),
        ("optim lr", True),
        ("optim momentum", False),
        ("!lr", False),
        ("optim !x", True),
        ("!", False),
    ],
)
def test_a_filter_is_words_that_must_and_words_that_must_not_occur(wanted: str, fits: bool) -> None:
    assert matches(wanted, "optimizer.lr 0.1 conf/train.yaml") is fits


def test_entries_come_first_and_open_as_what_a_program_gets() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "3", "f")
        assert "2 entries, 40 other files" in screen(app)
        assert "hydra" in line_with(app, "❯ conf/train.yaml")
        await press(pilot, "slash", *"part_39", "enter")
        assert "0 entries, 1 other files" in screen(app)
        await press(pilot, "slash", "escape", "enter")
        assert "202 settings, 2 only a run can tell" in screen(app)

    play(scene)


def test_the_cursor_on_a_setting_shows_who_had_a_say_in_it_and_who_set_it_last() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "3", "f", "enter", "slash", *"name", "enter")
        for _ in range(50):  # git is asked once the cursor rests
            await pilot.pause(0.1)
            if "by Ada L." in screen(app):
                break
        drawn = screen(app)
        assert "3?" in line_with(app, "❯")
        assert "▶ 3. torch.optim.Adam 3  conf/train.yaml:3" in drawn
        assert "by Ada L., before that 0.1" in drawn

    play(scene, size=(80, 30))


def test_a_configuration_is_compared_with_itself_at_an_earlier_commit() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "3", "f", "enter", "b", "enter")
        assert "1 changed, 1 only known when the program runs, 201 unchanged" in screen(app)
        assert "413 → 419" in line_with(app, "~ optimizer.lr")
        await press(pilot, "comma")
        assert "413 → 418" in line_with(app, "~ optimizer.lr")
        await press(pilot, "u", "end")
        assert "group_9.key_99" in screen(app)
        await press(pilot, "u", "escape", "escape")
        assert "202 settings" in screen(app)

    play(scene)


def test_side_by_side_from_120_columns_and_below_each_other_on_less() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "3", "f", "enter", "m")
        assert "conf/train.yaml  " not in screen(app).split("compare conf/train.yaml with")[1]
        await press(pilot, "enter")
        assert "5 removed" in screen(app)
        assert "conf/train.yaml  →  conf/eval.yaml" in screen(app)
        titles = line_with(app, "    setting")
        wide = app.size.width >= 120
        assert ("conf/train.yaml" in titles and "conf/eval.yaml" in titles) is wide
        assert ("left → right" in titles) is not wide
        assert "… 197 unchanged" in screen(app)

    for columns in (80, 119, 120, 160):
        play(scene, size=(columns, 30))


def test_two_sides_that_are_the_same_say_so() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "3", "f", "enter", "m", "down", "enter")
        assert "All 202 settings are the same on both sides" in screen(app)
        await press(pilot, "u")
        assert "group_0.key_0" in screen(app)

    play(scene)


def test_a_filter_that_hides_everything_says_so() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "3", "f", "enter", "slash", *"zzz", "enter")
        assert "No setting matches" in screen(app)
        await press(pilot, "slash", "escape")
        assert "group_0.key_0" in screen(app)

    play(scene)


def test_at_a_commit_without_the_file_there_is_nothing_and_nothing_breaks() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "3", "f", "enter", "comma", "comma", "comma")
        assert "Not there" in screen(app)
        await press(pilot, "m", "b", "slash")
        assert "there is nothing to show at this commit" in toasts(app)
        await press(pilot, "H")
        assert "202 settings" in screen(app)
        assert "fault of debtui" not in toasts(app)

    play(scene, session=FakeSession(commits=4))


def test_a_repository_without_configuration_says_so() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "3", "f")
        assert "No configuration" in screen(app)

    play(scene, session=FakeSession(rows=0))


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_hostile_configurations_steer_nothing(size: tuple[int, int]) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        for keys in (
            ("3", "f", "down", "down"),
            ("enter",),
            ("end", "b"),
            ("enter", "u"),
            ("escape", "escape", "m", "enter", "end"),
        ):
            await press(pilot, *keys)
            drawn = screen(app)
            assert not {character for character in drawn if not character.isprintable() and character != "\n"}
        assert "fault of debtui" not in toasts(app)

    play(scene, session=FakeSession(hostile=True), size=size)
