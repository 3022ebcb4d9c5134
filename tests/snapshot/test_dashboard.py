"""An opened snapshot on the screen and on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from textual.pilot import Pilot

from debtui.app import DebtApp
from debtui.cli import cli
from debtui.target import of_snapshot
from tests.cli.test_commands import debtui
from tests.driving import play, press, screen, toasts


@pytest.fixture(scope="module")
def file(demo_file: Path) -> Path:
    return demo_file


KEYS = ("1", "2", "enter", "enter", "3", "f", "4", "v", "5", "6", "7", "tab", "enter", "8", "enter", "w", "t")


def test_every_pane_draws_or_says_why_not(file: Path) -> None:
    seen: list[str] = []

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        for key in KEYS:
            await press(pilot, key)
            seen.append(screen(app))
        assert toasts(app) == ""

    play(scene, target=of_snapshot(file))
    told = "\n".join(seen)
    assert len(set(seen)) >= len(KEYS) - 1
    for words in (
        "retro.debt",
        "does not hold earlier rows",
        "does not hold configuration files",
        "does not hold result_at",
        "what got worse is not known",
    ):
        assert words in told, words
    assert "r reads" not in told, "nothing can be read into a snapshot"


def test_in_the_past_of_a_snapshot_nothing_is_claimed(file: Path) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await press(pilot, "4", "v", "comma")
        assert "the snapshot holds one commit" in screen(app)
        assert "No flags" not in screen(app)
        await press(pilot, "8", "w")
        assert "nothing here is measured" in screen(app)
        await press(pilot, "w", "enter")
        assert "Not measured" in screen(app)
        await press(pilot, "H")
        assert "3 rows" in screen(app)

    play(scene, target=of_snapshot(file))


def test_a_file_that_is_none_ends_the_dashboard_with_its_reason(tmp_path: Path) -> None:
    wrong = tmp_path / "a.debt"
    wrong.write_text("hello")
    app = DebtApp(lambda: of_snapshot(wrong), name="a.debt", config=tmp_path / "c", memory=tmp_path / "s")

    async def run() -> None:
        async with app.run_test() as pilot:
            await pilot.pause(0.5)

    import asyncio

    asyncio.run(run())
    assert app.return_code == 2


def test_from_the_repository_to_a_file_and_to_a_report(small_path: Path, tmp_path: Path) -> None:
    out, html = tmp_path / "a.debt", tmp_path / "a.html"
    made = CliRunner().invoke(cli, ["snapshot", str(small_path), "--no-collect", "--with-code", "-o", str(out)])
    assert (made.exit_code, made.stdout) == (0, "")
    assert "a.debt holds repo at" in made.stderr
    shown = CliRunner().invoke(cli, ["open", str(out)])
    assert "THE FIVE QUESTIONS" in shown.stdout
    invoked = CliRunner().invoke(cli, ["open", str(out), "--section", "code", "--format", "json"])
    found = {told["catalogue"]: told["total_rows"] for told in json.loads(invoked.stdout)["measures"]}
    assert found["AP-15"] > 1
    assert CliRunner().invoke(cli, ["open", str(out), "--format", "html", "-o", str(html)]).exit_code == 0
    assert "AP-15" in html.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.debt", "a.html"]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("open", "nothing.debt"), "is no file"), (("open", __file__), "no zip"), (("snapshot",), "-o"),
    ],
    ids=str,
)  # fmt: skip
def test_wrong_input_ends_with_status_2_and_a_hint(command: tuple[str, ...], told: str, tmp_path: Path) -> None:
    done = debtui(*command, where=tmp_path)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
