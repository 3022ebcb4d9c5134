"""The Data pane over a real store: the tree of what a model is made of, turned around, and what would fall."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from debtui.app import DebtApp
from debtui.collect import collect
from debtui.open import open_session
from debtui.panes.data_facts import load
from debtui.panes.data_tree import DataTree
from debtui.stored import StoreSession
from debtui.widgets.tree_list import TreeList
from tests.driving import line_with, play, press, screen, settle
from tests.fakes import FakeSession
from tests.repos import GitRepo

_PIPELINE = """
stages:
  featurize: {cmd: echo 1, deps: [data/raw.csv, data/users.csv], outs: [data/features.csv]}
  train: {cmd: echo 2, deps: [data/features.csv], outs: [model.pkl]}
  stack: {cmd: echo 3, deps: [model.pkl, data/features.csv], outs: [stack.pkl]}
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreSession]:
    repo = GitRepo(tmp_path_factory.mktemp("data") / "repo")
    repo.commit({"a.txt": "nothing of the kind"})
    repo.commit({"dvc.yaml": _PIPELINE})
    collect(repo.path, history="full")
    found = open_session(repo.path, fresh=False)[0]
    yield found
    found.close()


async def at_tree(pilot: Pilot[None], app: DebtApp) -> TreeList[object]:
    await press(pilot, "6", "tab")
    return app.query_one(DataTree).lines


def test_a_model_unfolds_down_to_its_sources_and_says_where_each_is_declared(session: StoreSession) -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        tree = await at_tree(pilot, app)
        await press(pilot, "enter", "down", "enter", "down", "enter", "down", "enter", "down")
        assert tree.line_count == 2 + 5
        assert "data/raw.csv" in line_with(app, "❯")
        about = str(app.query_one("DataTree .about", Static).content)
        assert "dvc.yaml:3" in about
        assert "no owner" in about
        assert "without it: model.pkl, stack.pkl" in about
        assert app.stage.level is not None
        assert app.stage.level.place == ("dvc.yaml", 3)

    play(drive, session=session, size=(100, 40))


def test_turned_around_it_counts_what_would_fall(session: StoreSession) -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        await at_tree(pilot, app)
        await press(pilot, "v")
        assert "what each source feeds" in screen(app)
        assert "2 would fall" in line_with(app, "data/users.csv")

    play(drive, session=session, size=(80, 24))


def test_what_is_unfolded_elsewhere_is_gone_to_and_not_unfolded_again(session: StoreSession) -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        tree = await at_tree(pilot, app)
        await press(pilot, "enter", "down", "enter", "down", "enter")  # model.pkl, train, features.csv
        count = tree.line_count
        tree.move_to(count - 1)
        await press(pilot, "enter", "down", "enter", "down")  # stack.pkl, stack, features.csv again
        assert "↑ data/features.csv" in line_with(app, "❯")
        await press(pilot, "enter")
        await settle(pilot)
        assert tree.cursor == 2

    play(drive, session=session, size=(80, 24))


def test_a_moment_without_any_data_says_so(session: StoreSession) -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        await press(pilot, "6", "comma")
        await settle(pilot)
        assert "No file says where data goes" in screen(app)

    play(drive, session=session, size=(80, 24))


def test_a_cycle_does_not_unfold_for_ever() -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        tree = await at_tree(pilot, app)
        assert "made so since 2025-01-02 to 2025-01-09" in screen(app)
        for _ in range(12):
            await press(pilot, "enter", "down")
        assert tree.line_count < 300
        assert "in a cycle" in screen(app)

    play(drive, session=FakeSession(), size=(100, 60))


def test_the_graph_holds_what_no_file_could_say(session: StoreSession) -> None:
    data = load(session, len(session.moments()) - 1)
    assert [node.name for node in data.ends] == ["model.pkl", "stack.pkl"]
    assert [node.name for node in data.roots] == ["data/raw.csv", "data/users.csv"]
    assert [node.name for node in data.fall("file:data/raw.csv")] == ["model.pkl", "stack.pkl"]
    assert load(session, 0).nodes == {}
