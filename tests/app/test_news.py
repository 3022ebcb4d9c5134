"""The dashboard notices what happens in the repository and to its store while one looks."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from debtui import process
from debtui.actions import ACTIONS
from debtui.app import DebtApp
from debtui.collect import collect
from debtui.panes import following
from debtui.target import Target, find
from tests.app.test_process import until
from tests.driving import line_with, play, press, screen, settle, toasts
from tests.fakes import FakeSession
from tests.repos import GitRepo

pytestmark = pytest.mark.measures()

OUTWARD = {"collect", "edit", "copy", "accept", "note", "promise", "hold"}
INWARD = """
open back filter view removed switch worse detail time.earlier time.later time.month_earlier time.month_later
time.head run files compare before unfold since sort reverse next previous sql_of cancel help palette quit up down
left right page_up page_down first last
"""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "_GLANCE", 0.05)


@pytest.fixture
def shown(repo: GitRepo, one_commit: Path) -> Target:
    """A repository of one commit, which is stored."""
    shutil.rmtree(repo.path)
    shutil.copytree(one_commit, repo.path)
    repo.day = 1
    return find(repo.path)


@pytest.mark.usefixtures("quick")
def test_new_commits_are_told_with_the_key_that_reads_them_and_then_are_read(repo: GitRepo, shown: Target) -> None:
    asked: list[str] = []

    def news(newest: str) -> str:
        asked.append(newest)
        return shown.news(newest)

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "t")
        await until(pilot, lambda: not app.collecting.running and asked)
        await pilot.pause(0.5)
        assert len(asked) == 1  # ten glances: git is not asked while nothing changes
        assert "▲" not in screen(app)
        repo.commit({"b.py": "y = 1\n"})
        repo.commit({"b.py": "y = 2\n"}, "the third")
        await until(pilot, lambda: "▲ 2 new commits: r reads" in screen(app))
        assert "the first" in line_with(app, "● newest")
        assert toasts(app) == ""
        await press(pilot, "r")
        assert "▲" not in screen(app)
        await until(pilot, lambda: "the third" in screen(app))
        await until(pilot, lambda: not app.collecting.running)
        await until(pilot, lambda: asked[-1] == app.ledger.moments[-1].commit_id)  # type: ignore[union-attr]
        await until(pilot, lambda: "▲" not in screen(app))

    collector = process.collect_command(str(repo.path), history="head")
    play(scene, target=replace(shown, news=news, collector=collector))


@pytest.mark.usefixtures("quick")
def test_a_head_that_went_elsewhere_is_told_and_what_somebody_else_publishes_is_shown(
    repo: GitRepo, shown: Target
) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "t")
        repo.git("checkout", "-q", "--orphan", "other")
        await pilot.pause(0.2)
        assert "▲" not in screen(app)  # a branch without a commit
        repo.git("commit", "-q", "-m", "elsewhere")
        await until(pilot, lambda: "▲ HEAD is elsewhere" in screen(app))
        repo.git("checkout", "-q", "main")
        await until(pilot, lambda: "▲" not in screen(app))
        repo.commit({"b.py": "y = 1\n"}, "the second")
        await until(pilot, lambda: "▲ 1 new commit" in screen(app))
        assert "reads" not in line_with(app, "▲")  # nothing here collects
        collect(repo.path)
        await until(pilot, lambda: "the second" in screen(app))
        await until(pilot, lambda: "▲" not in screen(app))

    play(scene, target=replace(shown, collector=None))


def test_a_read_only_dashboard_refuses_what_reaches_beyond_the_screen_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(process.subprocess, "Popen", never)
    monkeypatch.setattr(process.subprocess, "run", never)
    memory = tmp_path / "state.json"
    shown = Target("shopper", FakeSession, root=tmp_path, collector=["collect"])
    written: list[str] = []

    async def run() -> None:
        app = DebtApp(lambda: shown, name="repo", config=tmp_path / "none.toml", memory=memory, read_only=True)
        async with app.run_test(size=(120, 30), notifications=True) as pilot:
            monkeypatch.setattr(app._driver, "write", written.append)
            await settle(pilot)
            refused = set()
            for way in (("8", "enter", "enter"), ("0",)):
                await press(pilot, *way)
                for action in ACTIONS:
                    if action.outward and app._offers.offered(action.id):
                        app.clear_notifications()
                        await press(pilot, action.keys.split(",")[0])
                        assert toasts(app) == "this dashboard is read-only", action.id
                        assert action.label not in [command.title for command in app.commands()]
                        refused.add(action.id)
            assert refused == OUTWARD
            app.copy_to_clipboard("secret")
            assert app.clipboard == "secret"
            assert app.view is not None
            assert not app.view.collects

    asyncio.run(run())
    assert not any("\x1b]52" in text for text in written)
    assert not memory.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == []


def test_of_every_action_it_is_decided_whether_a_read_only_dashboard_has_it() -> None:
    assert {action.id for action in ACTIONS if action.outward} == OUTWARD
    assert {action.id for action in ACTIONS if not action.outward} == set(INWARD.split())
