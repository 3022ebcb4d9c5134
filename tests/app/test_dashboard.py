"""The dashboard as a user meets it, on a fake session."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from collectors.errors import DebtError
from debtui.app import DebtApp
from debtui.panes.measure import MeasureLevel
from debtui.target import Target
from debtui.widgets.virtual_table import VirtualTable
from tests.driving import PLACES, line_with, play, press, screen, settle, toasts
from tests.fakes import FakeSession

ENDS = {"quit", "edit", "palette"}
"""Actions that leave the screen, tested by themselves."""


def test_the_overview_answers_the_five_questions_or_says_what_it_would_take() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        drawn = screen(app)
        for number in range(1, 6):
            assert f"Q{number} " in drawn
        assert "◌ not measured. It would take" in drawn
        assert "Import" not in line_with(app, "Q3")

    play(scene, size=(80, 40))


@pytest.mark.parametrize(("place", "way"), PLACES, ids=[place for place, _ in PLACES])
def test_every_key_of_every_screen_can_be_pressed(place: str, way: tuple[str, ...]) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, *way)
        depth, keys = len(app.stage.trail), []
        for key, active in app.screen.active_bindings.items():
            elsewhere = key in {pane.KEY for pane in app.panes} and place != "overview"  # the same everywhere
            ends = active.binding.id in ENDS or key.startswith(("ctrl+q", "ctrl+c", "ctrl+z", "f24"))
            if not ends and not elsewhere:
                keys.append(key)
        assert len(keys) > 14
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
            assert app.is_running
            if len(app.screen_stack) > 1:
                await pilot.press("escape")
            elif len(app.stage.trail) != depth:
                app.go(app.panes[0].slug())
                await press(pilot, *way)
        await settle(pilot)

    play(scene)


def test_enter_goes_deeper_and_escape_comes_back_to_the_same_line() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8", "down")
        chosen = line_with(app, "❯")
        await press(pilot, "enter", "down", "down", "enter")
        assert "shopper › Code › " in screen(app)
        assert "services/ranking" in line_with(app, "›")
        await press(pilot, "escape")
        assert app.query_one(VirtualTable).cursor == 2
        await press(pilot, "escape")
        assert line_with(app, "❯") == chosen

    play(scene)


def test_a_pane_is_found_as_it_was_left_and_its_key_pressed_again_goes_to_its_top() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8", "enter", "3", "8")
        assert isinstance(app.stage.level, MeasureLevel)
        await press(pilot, "8")
        assert app.stage.level is not None
        assert app.stage.level.crumb == "Code"

    play(scene)


def test_evidence_can_be_filtered_while_typing_and_the_filter_taken_back() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8", "enter", "slash", *"value", "greater_than_sign", "3", "9", "8")
        await pilot.pause(0.3)
        await settle(pilot)
        assert app.query_one(VirtualTable).total == 2
        await press(pilot, "enter")
        assert "2 of 240 rows: filter 'value>398'" in screen(app)
        await press(pilot, "slash", "escape")
        assert app.query_one(VirtualTable).total == 240

    play(scene)


def test_a_filter_that_cannot_be_read_is_answered_with_a_hint_not_a_crash() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8", "enter", "slash", *"size", "greater_than_sign", "3", "enter")
        assert "there is no column 'size'" in screen(app)
        assert "did you mean value?" in screen(app)
        await press(pilot, "slash", "escape")
        assert app.query_one(VirtualTable).total == 240

    play(scene)


def test_a_filter_that_hides_every_row_says_how_many_it_hides() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8", "enter", "slash", *"nothing", "enter")
        assert "No row matches" in screen(app)
        assert "240 rows are hidden by filter 'nothing'" in screen(app)

    play(scene)


def test_only_what_got_worse_can_be_shown_in_lists_and_in_evidence() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4")
        assert "Flags always on" in screen(app)
        await press(pilot, "w")
        assert "▼ only worse" in screen(app)
        assert "Flags always on" not in screen(app)
        assert "Flags that look dead" in screen(app)
        await press(pilot, "enter")
        assert app.stage.level is not None
        assert app.stage.level.query_one(VirtualTable).total == 60
        await press(pilot, "w")
        assert app.stage.level.query_one(VirtualTable).total == 240

    play(scene)


def test_the_moment_can_be_stepped_by_commits_and_months_and_back_to_the_newest() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        assert "● newest 2026-04-20" in screen(app)
        await press(pilot, "comma")
        assert "◀ the past 2026-04-18" in screen(app)
        await press(pilot, "left_square_bracket")
        assert "◀ the past 2026-03-31" in screen(app)
        await press(pilot, "right_square_bracket", "right_square_bracket")
        assert "● newest 2026-04-20" in screen(app)
        await press(pilot, "comma", "comma", "full_stop", "H")
        assert "● newest 2026-04-20" in screen(app)

    play(scene)


def test_everything_is_redrawn_at_the_moment_also_what_was_not_in_sight() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8", "enter")
        newest = line_with(app, " files ")
        for _ in range(6):
            await press(pilot, "left_square_bracket")
        assert line_with(app, " files ") != newest
        await press(pilot, "escape")
        past = line_with(app, "Hotspots")
        await press(pilot, "H")
        assert line_with(app, "Hotspots") != past

    play(scene)


def test_of_many_steps_only_the_last_is_drawn() -> None:
    session = FakeSession(slow=0.03)

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8")
        await pilot.press(*["comma"] * 8)
        await settle(pilot)
        expected = session.result(session.measure("CO-3"), 411).value
        assert f"{expected:.0f} files" in line_with(app, "Hotspots")
        seen = {what for what in session.asked if what.startswith("result hotspots")}
        assert len(seen) <= 9

    play(scene, session=session)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (("4", "end", "enter"), ("◌ Not measured", "no export of a flag service", "→ put it into", "not zero")),
        (("8", "down", "down", "enter"), ("✕ This measure failed", "Binder Error: no column named x")),
        (("2", "down", "down", "enter"), ("● Nothing found", "no evidence of this debt")),
    ],
    ids=["unavailable", "failed", "nothing found"],
)
def test_absence_is_told_in_its_own_words(way: tuple[str, ...], said: tuple[str, ...]) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, *way)
        for part in said:
            assert part in screen(app)

    play(scene)


def test_an_empty_repository_gets_a_message_and_no_pane() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        assert "shopper has no commit yet" in screen(app)
        await press(pilot, "1", "comma", "w", "enter", "question_mark", "escape")
        assert "shopper has no commit yet" in screen(app)

    play(scene, session=FakeSession(commits=0))


def test_a_store_that_cannot_be_opened_says_why_and_what_to_do() -> None:
    def fail() -> FakeSession:
        raise DebtError("the store was written by a newer debtui", "update debtui")

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        assert "The ledger cannot be shown" in screen(app)
        assert "→ update debtui" in screen(app)

    play(scene, target=Target("shopper", fail))


def test_a_directory_without_a_repository_ends_the_program_with_status_2() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        def nowhere() -> Target:
            raise DebtError("/tmp is not in a git repository", "run `git init` there")

        app._find = nowhere
        app._look()
        await settle(pilot)

    assert play(scene).return_code == 2


def test_a_row_shows_everything_known_of_it_and_the_code_at_that_commit() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8", "enter", "down", "enter")
        drawn = screen(app)
        assert "Grace H. (CODEOWNERS)" in drawn
        assert "(exactly)" in drawn
        assert "last author  Ada L." in drawn
        assert "❯  11 │" in drawn or "❯ 11 │" in drawn
        await press(pilot, "n")
        assert "part_2.py:12" in line_with(app, "where")
        await press(pilot, "p", "p")
        assert "part_0.py:10" in line_with(app, "where")

    play(scene)


def test_a_row_that_is_about_no_file_says_so_and_cannot_be_opened_in_an_editor() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "2", "enter", "enter")
        assert "This row is about no single file" in screen(app)
        await press(pilot, "e")
        assert "there is no file under the cursor" in screen(app)

    play(scene)


def test_the_detail_gives_reason_remedy_thresholds_source_and_query() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8", "enter", "d")
        drawn = screen(app)
        for part in ("Why it matters", "What to do", "warn from 10 files, fail from 30 files", "CO-3", "SELECT path"):
            assert part in drawn

    play(scene, size=(100, 60))


def test_the_query_of_a_number_can_be_taken_to_the_sql_pane_and_run() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8", "enter", "S")
        assert "SELECT path" in screen(app)
        assert "hotspots" in screen(app)
        await press(pilot, "f5")
        assert "500 rows" in screen(app)
        assert "Ada L." in screen(app)
        await press(pilot, "escape", "down", "down")
        assert app.query_one("Sql VirtualTable", VirtualTable).cursor == 2

    play(scene)


def test_a_query_that_fails_is_answered_below_it() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "s", "ctrl+a", *"drop table", "ctrl+r")
        app.query_one("Sql TextArea").text = "drop table x"  # type: ignore[attr-defined]
        await press(pilot, "f5")
        assert "The query failed" in screen(app)
        assert "one SELECT is allowed" in screen(app)

    play(scene)


def test_letters_typed_into_a_field_are_text_and_no_commands() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "s")
        await press(pilot, *"qw8")
        assert app.is_running
        assert app.stage.open == "sql"

    play(scene)


def test_the_palette_opens_a_measure_by_its_name() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "colon", *"admit")
        await pilot.pause(0.3)
        await press(pilot, "enter")
        await pilot.pause(0.2)
        await settle(pilot)
        assert "Debt that the authors admit" in line_with(app, "›")

    play(scene)


def test_help_explains_what_is_on_the_screen_and_why_keys_do_nothing() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8", "enter", "question_mark")
        drawn = screen(app)
        assert "The number, how it changed, and the evidence behind it" in drawn
        assert "not now: this is the newest commit" in drawn
        await press(pilot, "escape")
        assert isinstance(app.stage.level, MeasureLevel)

    play(scene, size=(100, 60))


def test_a_key_that_does_nothing_now_says_why() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "full_stop")
        assert "this is the newest commit" in screen(app)

    play(scene)


def test_the_footer_counts_the_keys_that_do_not_fit() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        last = screen(app).splitlines()[-1]
        assert "…+" in last
        assert "esc back" in last

    play(scene)
    play(_all_keys_fit, size=(200, 24))


async def _all_keys_fit(pilot: Pilot[Any], app: DebtApp) -> None:
    last = screen(app).splitlines()[-1]
    assert "…+" not in last
    assert "q quit" in last


def test_a_bare_repository_has_nothing_to_edit_and_says_so() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8", "enter", "e")
        assert "a bare repository has no files to edit" in toasts(app)
        assert "a bare repository" in screen(app)

    play(scene)


def test_a_link_out_of_the_repository_is_not_opened(tmp_path: Path) -> None:
    root, outside = tmp_path / "repo", tmp_path / "outside.py"
    outside.write_text("x = 1\n")
    place = root / "services/ranking/features/module_0/part_0.py"
    place.parent.mkdir(parents=True)
    place.symlink_to(outside)

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8", "enter", "e")
        assert "lies outside the repository" in toasts(app)

    play(scene, target=Target("shopper", FakeSession, root=root), size=(160, 24))


def test_the_mouse_reaches_panes_rows_columns_and_crumbs() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        tabs = screen(app).splitlines()[0]
        await pilot.click("TabBar", offset=(tabs.index("Code") + 1, 0))
        await settle(pilot)
        assert app.stage.open == "code"
        await pilot.click("Code MeasureList", offset=(20, 3))
        await settle(pilot)
        await pilot.click("Code MeasureList", offset=(20, 3))
        await settle(pilot)
        assert "Debt that the authors admit" in line_with(app, "›")
        await pilot.click("MeasureLevel VirtualTable", offset=(40, 0))
        await settle(pilot)
        assert "▴" in screen(app) or "▾" in screen(app)
        await pilot.click("CrumbBar", offset=(12, 0))
        await settle(pilot)
        assert len(app.stage.trail) == 1

    play(scene)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 50)], ids=["40x12", "80x24", "160x50"])
def test_every_screen_can_be_drawn_at_every_size(size: tuple[int, int]) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        for place, way in PLACES:
            app.go(app.panes[0].slug())
            await press(pilot, *way)
            lines = screen(app).splitlines()
            assert len(lines) == size[1]
            assert "2026-04-20" in lines[2]
            judged = place in {"section", "measure", "row"}
            assert "■" in screen(app) or not judged, screen(app)
            if app.stage.open == "sql":
                await press(pilot, "escape")  # out of the editor
            elif len(app.stage.trail) > 1:
                await press(pilot, way[0])  # back to the top of its pane

    play(scene, size=size)


def test_a_wide_screen_shows_the_measure_beside_the_list_and_the_meaning_beside_the_evidence() -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "8")
        assert "Why it matters" in screen(app)
        await press(pilot, "enter")
        assert "Why it matters" in screen(app)
        assert "owner" not in line_with(app, "what  ")
        await pilot.resize_terminal(200, 50)
        await settle(pilot)
        assert "owner" in line_with(app, "what  ")

    play(scene, size=(160, 50))


def test_where_the_user_was_is_kept_between_runs(tmp_path: Path) -> None:
    import asyncio

    async def run(way: tuple[str, ...]) -> str:
        app = DebtApp(
            lambda: Target("shopper", FakeSession, root=tmp_path),
            name="shopper",
            config=tmp_path / "config.toml",
            memory=tmp_path / "state.json",
        )
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await press(pilot, *way)
            return app.stage.open

    assert asyncio.run(run(("5",))) == "dependencies"
    assert asyncio.run(run(())) == "dependencies"
