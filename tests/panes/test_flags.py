"""The Flags pane over a real store: lives, survival, inventory, and one flag with its places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from debtui.actions import ACTIONS, sign
from debtui.app import DebtApp
from debtui.collect import collect
from debtui.open import open_session
from debtui.panes import flag_words
from debtui.panes.flag import FlagLevel
from debtui.panes.flag_facts import reached, removed_median
from debtui.panes.flag_lives import FlagLives, columns
from debtui.panes.flags import Flags
from debtui.stored import StoreSession
from debtui.widgets.filter_box import FilterBox
from debtui.widgets.flag_charts import Step
from debtui.widgets.lifeline import LEGEND
from debtui.widgets.virtual_table import VirtualTable
from tests.driving import line_with, play, press, screen, settle, toasts
from tests.fakes import FakeSession
from tests.repos import GitRepo

SWITCH = "import os\n\n\ndef go():\n    if os.getenv('{}'):\n        return 1\n"


def fill(repo: GitRepo) -> None:
    repo.commit({"src/old.py": SWITCH.format("USE_OLD"), "src/gone.py": SWITCH.format("USE_GONE")}, "Two flags")
    repo.day += 30
    repo.commit({"src/two.py": SWITCH.format("USE_OLD"), "tests/test_old.py": SWITCH.format("USE_OLD")}, "Once more")
    repo.day += 30
    repo.commit({"src/gone.py": "import os\n"}, "Remove what nobody used")
    repo.day += 90
    repo.commit({"src/new.py": SWITCH.format("USE_NEW")}, "A new one")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreSession]:
    repo = GitRepo(tmp_path_factory.mktemp("flags") / "repo")
    fill(repo)
    collect(repo.path, history="full")
    found = open_session(repo.path, fresh=False)[0]
    yield found
    found.close()


def lives(app: DebtApp) -> FlagLives:
    return app.query_one(FlagLives)


async def narrow(pilot: Pilot[Any], app: DebtApp, text: str) -> None:
    await press(pilot, "slash")
    assert app.stage.level is not None
    app.stage.level.query_one(FilterBox).input.value = text
    await press(pilot, "enter")


def keys(app: DebtApp) -> list[str]:
    return [lives(app).table.row_at(n).key for n in range(lives(app).table.total)]  # type: ignore[union-attr]


def test_each_flag_has_a_life_line_below_the_measures_and_nothing_is_cut_off_at_80_columns(
    session: StoreSession,
) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4")
        drawn = screen(app)
        assert drawn.index("Flags not seen changing") < drawn.index("[life lines]") < drawn.index("USE_OLD")
        assert "2 flags, 1 stale, 1 removed (hidden)" in drawn
        assert LEGEND in drawn
        assert all(title in line_with(app, "2025-01") for title in ("flag", "2025-06", "days", "stale ▾", "places"))
        old, new = line_with(app, "USE_OLD"), line_with(app, "USE_NEW")
        assert "┿" in old
        assert "┄  " in old
        assert old.split()[-3:] == ["153", "66", "2"]
        assert new.split()[-4:] == ["├", "0", "·", "1"]
        assert "USE_GONE" not in drawn

    play(scene, session=session)


def test_the_cursor_goes_on_from_the_measures_into_the_flags_and_back(session: StoreSession) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4")
        assert "Stale flags in the flag service" in line_with(app, "❯")
        measures = [m.title for m in session.measures() if m.folder == "flags"]
        await press(pilot, *["down"] * len(measures))
        assert "USE_OLD" in line_with(app, "❯")
        await press(pilot, "down", "up", "up")
        assert measures[-1][:20] in line_with(app, "❯")
        await press(pilot, "tab", "down", "enter")
        assert "Flags › USE_NEW" in screen(app)
        await press(pilot, "escape")
        assert "USE_NEW" in line_with(app, "❯")
        await press(pilot, "tab", "enter")
        assert f"Flags › {measures[-1]}" in screen(app)

    play(scene, session=session)


def test_removed_flags_are_shown_when_asked_for(session: StoreSession) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4", "a")
        gone = line_with(app, "USE_GONE")
        assert "├━" in gone
        assert "┤" in gone
        assert gone.split()[-3:] == ["62", "removed", "0"]
        assert "1 removed (hidden)" not in screen(app)
        await press(pilot, "a")
        assert "USE_GONE" not in screen(app)

    play(scene, session=session)


def test_flags_are_ordered_and_filtered(session: StoreSession) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4", "a")
        found = []
        for _ in range(4):
            found.append((lives(app).table.order, keys(app)))
            await press(pilot, "o")
        assert found == [
            (("stale_days", True), ["USE_OLD", "USE_GONE", "USE_NEW"]),
            (("life_days", True), ["USE_OLD", "USE_GONE", "USE_NEW"]),
            (("places", True), ["USE_OLD", "USE_NEW", "USE_GONE"]),
            (("key", False), ["USE_GONE", "USE_NEW", "USE_OLD"]),
        ]
        await press(pilot, "O")
        await narrow(pilot, app, "stale_days>9")
        assert keys(app) == ["USE_OLD"]
        assert "1 of 3 flags: filter 'stale_days>9'" in screen(app)
        await narrow(pilot, app, "stale_days>99")
        assert "○ No flag matches" in screen(app)
        await press(pilot, "slash", "escape")
        assert len(keys(app)) == 3
        await narrow(pilot, app, "places>x")
        assert "✕ No answer" in screen(app)
        assert "give a number" in screen(app)

    play(scene, session=session)


def test_survival_and_inventory_are_told_in_charts_and_words(session: StoreSession) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4", "v")
        drawn = screen(app)
        assert "[survival]" in drawn
        assert "100%┤" in drawn
        assert "Median life: 62 days (95 %: 62 to not reached)" in drawn
        assert "Removed so far: 1, half of them within 62 days" in drawn
        assert "Kubernetes 734, GitLab 185 days" in drawn
        await press(pilot, "o")
        assert "v shows it" in toasts(app)
        await press(pilot, "v")
        assert line_with(app, "2025-Q1").split()[:4] == ["2025-Q1", "+2", "-1", "1"]
        assert line_with(app, "2025-Q2").split()[:4] == ["2025-Q2", "+1", "0", "2"]
        await press(pilot, "v")
        assert "[life lines]" in screen(app)

    play(scene, session=session)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=str)
def test_a_flag_shows_its_commits_what_is_said_of_it_and_every_place_with_its_code(
    size: tuple[int, int], session: StoreSession
) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4", "tab", "enter")
        level = app.stage.level
        assert isinstance(level, FlagLevel)
        width = level.query_one(".about").size.width
        drawn = " ".join(" ".join(line[:width] for line in screen(app).splitlines()).split())
        assert "AP-6 Flags not seen changing:" in drawn
        assert "env switch since 2025-01-02" in drawn
        assert f"2025-01-02 {session.moment(0).commit_id[:8]} Ada: Two flags" in drawn
        assert f"2025-02-02 {session.moment(1).commit_id[:8]} Ada: Once more" in drawn
        assert "stale since 2025-03-30" in drawn
        if size[0] > 80:  # at 80 columns the list of the places says so
            assert "3 places in 3 files, 1 of them in tests" in drawn
        assert "❯5 │     if os.getenv('USE_OLD'):" in screen(app)
        places = []
        for _ in range(3):
            places.append(level.place)
            await press(pilot, "down")
        assert places == [("src/old.py", 5), ("src/two.py", 5), ("tests/test_old.py", 5)]
        await press(pilot, "n")
        assert "Flags › USE_NEW" in screen(app)
        assert level.place == ("src/new.py", 5)
        await press(pilot, "n")
        assert "this is the last flag" in toasts(app)
        await press(pilot, "tab")
        assert level.query_one(".code").has_focus

    play(scene, session=session, size=size)


def test_a_removed_flag_shows_the_code_that_it_had(session: StoreSession) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4", "a")
        await narrow(pilot, app, "gone")
        await press(pilot, "enter")
        drawn = " ".join(screen(app).split())
        assert "says nothing of it: it is gone" in drawn
        assert "Ada: Remove what nobody used" in drawn
        assert "62 days; the places are those just before" in drawn
        assert "❯5 │ if os.getenv('USE_GONE'):" in drawn

    play(scene, session=session)


def test_at_an_earlier_commit_it_is_as_it_was_then(session: StoreSession) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4", "comma", "comma")
        assert sorted(keys(app)) == ["USE_GONE", "USE_OLD"]
        await press(pilot, "tab", "enter", "H")
        assert "AP-6" in screen(app)
        await press(pilot, "n")
        assert "the list was of another commit" in toasts(app)

    play(scene, session=session)


def test_a_flag_that_was_not_there_yet_says_so(session: StoreSession) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4", "tab", "down", "enter", "comma")
        assert "○ Not there" in screen(app)
        await press(pilot, "full_stop")
        assert "A new one" in screen(app)

    play(scene, session=session)


def test_a_repository_without_flags_and_one_whose_flags_are_gone_say_so(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.commit({"a.py": SWITCH.format("USE_A")})
    repo.commit({"a.py": "x = 2\n"})
    collect(repo.path, history="full")
    session = open_session(repo.path, fresh=False)[0]

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4")
        assert "● All flags are gone" in screen(app)
        assert "a shows those that were removed" in screen(app)
        await press(pilot, "comma", "comma")
        assert "● No flags" in screen(app)
        for _ in range(2):
            await press(pilot, "v")
            assert "● No flags" in screen(app)

    play(scene, session=session)
    session.close()


def test_where_files_were_not_read_history_is_still_told(repo: GitRepo) -> None:
    fill(repo)
    collect(repo.path, history="head")
    session = open_session(repo.path, fresh=False)[0]

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4", "comma", "comma")
        assert "◌ Not measured" in screen(app)
        assert "r reads what this commit lacks" in screen(app)
        assert "2 flags, ? stale, 0 removed" in screen(app)
        await press(pilot, "v")
        assert "No flag was ever removed" in screen(app)

    play(scene, session=session)
    session.close()


def test_while_flags_are_read_it_says_so() -> None:
    fake = FakeSession()

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        fake._slow = 0.5
        await pilot.press("4")
        assert "reading the flags…" in screen(app)
        assert "… Reading the flags" in screen(app)
        fake._slow = 0.0
        await settle(pilot)
        assert "ENABLE_00000" in screen(app)

    play(scene, session=fake)


def test_ten_thousand_flags_are_paged(session: StoreSession) -> None:
    fake = FakeSession(flags=10_000)

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4", "tab", "end")
        asked = [told for told in fake.asked if told.startswith("page flag_life_at")]
        assert len(asked) < 5
        assert lives(app).table.total == 6_667
        assert "├" in line_with(app, "❯")

    play(scene, session=fake)


def test_only_what_became_stale_within_a_quarter_is_left_by_worse(session: StoreSession) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4", "w")
        assert keys(app) == ["USE_OLD"]
        assert "1 of 2 flags: stale for less than a quarter" in screen(app)

    play(scene, session=session)


def test_a_flags_first_place_is_what_is_copied_and_opened(session: StoreSession) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4")
        assert app.stage.level is not None
        assert app.stage.level.place == ("src/old.py", 5)
        await press(pilot, "a", "tab", "down")
        assert app.stage.level.place is None
        await press(pilot, "y")
        assert "no file under the cursor" in toasts(app)

    play(scene, session=session)


@pytest.mark.parametrize("level", [Flags, FlagLevel])
def test_the_help_mentions_every_key(level: type[Flags | FlagLevel]) -> None:
    words = level.HELP.replace(",", " ").replace(";", " ").split()
    offered = {action.id: sign(action.keys.split(",")[0]) for action in ACTIONS if action.id in level.ACTIONS}
    assert {name for name, key in offered.items() if key not in words} == {"back"}  # back is the same everywhere


@pytest.mark.parametrize("room", range(20, 200, 7))
def test_the_columns_fill_the_room(room: int) -> None:
    moments = FakeSession().moments()
    found = columns(moments[0].committed, moments[-1].committed, room)
    assert all(column.width > 0 for column in found)
    if room >= 45:
        assert 2 + sum(column.width + 1 for column in found) == room


def test_medians_are_read_off_the_curve() -> None:
    steps = [Step(10, 1, 0.75, 0.3, 1.0), Step(20, 1, 0.5, 0.1, 0.9), Step(40, 2, 0.0, None, None)]
    assert (reached(steps), reached(steps, "lower"), reached(steps, "upper")) == (20, 10, 40)
    assert reached(steps[:1]) is None
    assert removed_median(steps) == 20
    assert removed_median([]) is None
    told = flag_words.about_survival(steps).plain
    assert "Median life: 20 days (95 %: 10 to 40)" in told
    assert "No flag was ever removed" in flag_words.about_survival([Step(9, 0, 1.0, 1.0, 1.0)]).plain


def test_the_widgets_of_the_pane_are_the_ones_that_are_drawn(session: StoreSession) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4")
        assert {type(widget) for widget in lives(app).children if widget.display} == {Static, VirtualTable}

    play(scene, session=session)


def test_the_sample_system_has_its_flags_with_their_lives(demo_session: StoreSession) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4", "tab", "enter")
        assert "constant switch since 2024-11-04" in " ".join(screen(app).split())
        assert app.stage.level is not None
        assert app.stage.level.place == ("meridian/common/flags.py", 8)

    play(scene, session=demo_session, size=(120, 40))
