"""Drives the dashboard in tests: a scene is a coroutine that gets a pilot; the screen is read as text."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual import _wait
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from debtui.app import DebtApp
from debtui.session import Session
from debtui.target import Target
from tests.fakes import FakeSession

# After every key a pilot sleeps until the process was quiet for so long, four times: half the time of these tests.
_wait.SLEEP_GRANULARITY = 1 / 200
_wait.SLEEP_IDLE = _wait.SLEEP_GRANULARITY / 10

Scene = Callable[["Pilot[Any]", DebtApp], Awaitable[None]]


def play(
    scene: Scene,
    *,
    session: Session | None = None,
    target: Target | None = None,
    size: tuple[int, int] = (80, 24),
    keys: str = "",
) -> DebtApp:
    """Run a scene on a dashboard of a fake session, without a terminal; `keys` is the user's configuration."""
    for leaking in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_ANIMATIONS"):
        os.environ.pop(leaking, None)

    async def run() -> DebtApp:
        with tempfile.TemporaryDirectory() as folder:
            config, memory = Path(folder, "config.toml"), Path(folder, "state.json")
            config.write_text(keys, "utf-8")
            shown = target or Target("shopper", lambda: session or FakeSession(rows=5_000))
            app = DebtApp(lambda: shown, name="shopper", config=config, memory=memory)
            async with app.run_test(size=size, notifications=True) as pilot:
                await settle(pilot)
                await scene(pilot, app)
            return app

    return asyncio.run(run())


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until every worker has answered and every answer is drawn."""
    quiet = 0
    while quiet < 2:
        await pilot.pause()
        if any(not worker.is_finished for worker in pilot.app.workers):
            with suppress(WorkerCancelled):  # a newer question took its place
                await pilot.app.workers.wait_for_complete()
            quiet = 0
        else:
            quiet += 1


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, each drawn before the next."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def screen(app: DebtApp) -> str:
    """What stands on the screen, without colours."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def toasts(app: DebtApp) -> str:
    """What was said in toasts."""
    return "\n".join(notification.message for notification in app._notifications)


def line_with(app: DebtApp, part: str) -> str:
    """The first line of the screen that holds a text."""
    found = [line for line in screen(app).splitlines() if part in line]
    assert found, f"{part!r} is not on the screen:\n{screen(app)}"
    return found[0]


PLACES: Sequence[tuple[str, tuple[str, ...]]] = (
    ("overview", ("1",)),
    ("section", ("8",)),
    ("measure", ("8", "enter")),
    ("row", ("8", "enter", "enter")),
    ("detail", ("8", "enter", "d")),
    ("configuration files", ("3", "f")),
    ("configuration", ("3", "f", "enter")),
    ("its commits", ("3", "f", "enter", "b")),
    ("comparison", ("3", "f", "enter", "b", "enter")),
    ("flags", ("4", "tab")),
    ("survival", ("4", "v")),
    ("flag", ("4", "tab", "enter")),
    ("sql", ("s",)),
    ("status", ("t",)),
)
"""Every kind of screen, and the keys that lead there from the start."""
