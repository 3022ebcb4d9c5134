"""The Models pane over a real store: the map of releases, from a sign to its cause, metrics with their noise, what is watched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from debtui.app import DebtApp
from debtui.collect import collect
from debtui.open import open_session
from debtui.panes.cause import CauseLevel
from debtui.panes.measure import MeasureLevel
from debtui.panes.model_board import ModelBoard
from debtui.stored import StoreSession
from tests.driving import line_with, play, press, screen, settle
from tests.fakes import FakeSession
from tests.repos import GitRepo


def about(app: DebtApp) -> str:
    return str(app.query_one("ModelBoard .about", Static).content)


async def at_board(pilot: Pilot[None], app: DebtApp) -> ModelBoard:
    await press(pilot, "7", "tab")
    return app.query_one(ModelBoard)


def test_a_row_per_metric_shows_what_each_release_did(demo_session: StoreSession) -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        board = await at_board(pilot, app)
        band = board.map.band
        assert band is not None
        assert band.name == "calibration_error"
        told = dict(zip(band.columns, (sign for sign, _ in band.signs), strict=True))
        assert [version for version, sign in told.items() if sign == "−"] == ["2026.06"]
        assert told["2025.01"] == " "
        assert told["2026.04  taken back"] == "·"

    play(drive, session=demo_session, size=(160, 50))


def test_arrow_keys_go_to_a_sign_and_enter_leads_to_what_differs(demo_session: StoreSession) -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        await at_board(pilot, app)
        await press(pilot, "left", "left", "left", "left")
        assert "arrival 2026.06, 2026-06-10  calibration_error 0.0314 → 0.0457: worse" in about(app)
        await press(pilot, "enter")
        await settle(pilot)
        assert isinstance(app.stage.level, CauseLevel)
        assert "arrival-2026.05" in screen(app)
        assert "data_version" in line_with(app, "❯")
        await press(pilot, *["down"] * 6)
        assert "meridian/training/train.py" in line_with(app, "❯")
        assert "the program itself" in screen(app)
        assert app.stage.level.place == ("meridian/training/train.py", None)
        await press(pilot, "escape")
        assert "2026.06" in about(app)

    play(drive, session=demo_session, size=(80, 24))


def test_the_other_views_tell_the_noise_and_what_is_watched(demo_session: StoreSession) -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        board = await at_board(pilot, app)
        await press(pilot, "v")
        assert "what each metric can tell" in screen(app)
        assert "cannot be told from one run before and one after" in about(app)
        await press(pilot, "v")
        assert "what watches over the models" in screen(app)
        assert board.table.total == 22
        assert "■" in line_with(app, "❯")
        await press(pilot, "enter")
        assert isinstance(app.stage.level, MeasureLevel)

    play(drive, session=demo_session, size=(130, 40))


def test_the_filter_is_about_models_and_metrics(demo_session: StoreSession) -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        board = await at_board(pilot, app)
        await press(pilot, "slash", *"ghent", "enter")
        assert board.map.line_count == 2 + 2  # two models, the city of each
        await press(pilot, "slash", *"zzz", "enter")
        assert "Nothing here has 'ghentzzz'" in " ".join(screen(app).split())

    play(drive, session=demo_session, size=(100, 40))


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreSession]:
    repo = GitRepo(tmp_path_factory.mktemp("models") / "repo")
    repo.commit({"a.py": "x = 1\n"})
    collect(repo.path)
    found = open_session(repo.path, fresh=False)[0]
    yield found
    found.close()


def test_where_nothing_is_recorded_it_says_what_to_supply(without: StoreSession) -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        await at_board(pilot, app)
        await settle(pilot)
        told = " ".join(screen(app).split())
        assert "No releases of models are recorded" in told
        assert "debtui collect --exports DIR" in told

    play(drive, session=without, size=(100, 50))


def test_hostile_names_are_drawn_as_harmless_text() -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        await at_board(pilot, app)
        await press(pilot, "right", "left", "down", "v", "v", "v")
        assert "\x1b" not in screen(app)

    play(drive, session=FakeSession(hostile=True), size=(80, 24))
