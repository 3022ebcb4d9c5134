"""Pictures of the dashboard: the program itself, without a terminal, driven to a place and drawn as SVG, or by a browser as PNG."""

from __future__ import annotations

import asyncio
import difflib
import re
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from collectors.errors import DebtError
from debtui import state
from debtui.app import DebtApp
from debtui.measures.result import Moment
from debtui.panes.base import all_panes
from debtui.process import browser, draw_png
from debtui.target import Target
from debtui.writing import out

SIZE = (160, 50)
FONTS = "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"
"""Of the machine that shows the picture: letters are set at their places, so that any of one width will do."""
_PATIENCE = 120.0
"""Seconds until every question of a screen has been answered; no measure takes so long."""


def take(
    target: Target,
    pane: str,
    *,
    keys: Sequence[str] = (),
    at: Moment | None = None,
    size: tuple[int, int] = SIZE,
    theme: str = "",
) -> str:
    """The screen of a pane (its name or its key) as SVG, at a commit of the mainline (None: the newest), after some keys.

    Nothing is collected, and what the dashboard keeps between runs is left alone. Raises DebtError for an unknown pane or theme.
    """
    start = _slug(pane)
    with tempfile.TemporaryDirectory() as folder:
        config, memory = Path(folder, "config.toml"), Path(folder, "state.json")
        state.save(state.State(theme, {target.place: start}), memory)
        app = DebtApp(lambda: target, name=target.name, config=config, memory=memory)
        if theme and theme not in app.available_themes:
            raise _unknown("theme", theme, sorted(app.available_themes))
        return asyncio.run(_shoot(app, keys, at, size))


async def _shoot(app: DebtApp, keys: Sequence[str], at: Moment | None, size: tuple[int, int]) -> str:
    async with app.run_test(size=size) as pilot:
        await _settle(pilot)
        if app.view is None:
            raise DebtError("the dashboard has nothing to show", "run `debtui collect` first")
        if at is not None:
            app.visit(at)
            await _settle(pilot)
        for key in keys:
            await pilot.press(key)
            await _settle(pilot)
        return local(app.export_screenshot(title=f"debtui {app.repository}"))


async def _settle(pilot: Any) -> None:
    """Wait until every worker has answered, and every answer is drawn."""
    quiet, end = 0, time.monotonic() + _PATIENCE
    while quiet < 3:
        await pilot.pause()
        if any(not worker.is_finished for worker in pilot.app.workers):
            quiet = 0
            await asyncio.sleep(0.02)
        else:
            quiet += 1
        if time.monotonic() > end:
            raise DebtError(f"the screen was not complete after {_PATIENCE:.0f} seconds", "is the machine very busy?")


def local(svg: str) -> str:
    """The picture with fonts of the machine that shows it: Textual's own asks a server for one."""
    svg = re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"font-family: ?[^;]*;", f"font-family: {FONTS};", svg)


def check(output: Path) -> str:
    """The suffix of a file that a picture can be written to here. Raises DebtError with what is missing."""
    suffix = output.suffix.lower()
    if suffix not in {".svg", ".png"}:
        raise DebtError(f"a picture is .svg or .png, not {output.name!r}", "name the file with -o FILE.svg or FILE.png")
    if suffix == ".png":
        browser()
    return suffix


def write(svg: str, output: Path) -> None:
    """Write the picture in the format that the file's name says. Raises DebtError, and click.UsageError where the file cannot be written."""
    suffix = check(output)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "picture.svg")
        made.write_text(svg, "utf-8")
        if suffix == ".png":
            made = draw_png(made, _pixels(svg))
        with out(output) as stream:
            stream.write(made.read_bytes())


def _pixels(svg: str) -> tuple[int, int]:
    """Width and height of the drawing, rounded up."""
    width, height = (float(side) for side in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
    return -int(-width // 1), -int(-height // 1)


def _slug(pane: str) -> str:
    """The pane of this name or key; the beginning of a name will do where it is only one's."""
    panes, name = all_panes(), pane.casefold()
    found = [kind for kind in panes if name == kind.KEY] or [
        kind for kind in panes if name and (kind.TITLE.casefold().startswith(name) or kind.slug() == name)
    ]
    if len(found) != 1:
        raise _unknown("pane", pane, [kind.TITLE.casefold() for kind in panes])
    return found[0].slug()


def _unknown(what: str, name: str, known: Sequence[str]) -> DebtError:
    near = difflib.get_close_matches(name.casefold(), known, 1, 0.5)
    hint = f"did you mean {near[0]}? " if near else ""
    return DebtError(f"there is no {what} {name!r}", f"{hint}known: {', '.join(known)}")
