"""Takes the pictures of the README from the running program: `make screenshots`.

SVG from the program itself, without its remote font; PNG by Chromium where there is one.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from debtui.app import DebtApp
from debtui.collect import collect
from debtui.demo import build
from debtui.target import find

HERE = Path(__file__).parent
SHOTS = {
    "overview": (),
    "onboarding": ("2",),
    "flags": ("4", "tab"),
    "measure": ("5", "down", "down", "down", "enter"),
    "row": ("5", "down", "down", "down", "enter", "enter"),
}
SIZE = (120, 36)


def local(svg: str) -> str:
    """The picture with fonts of the machine that shows it."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


async def shoot(repository: Path) -> None:
    """Drive the program to each place and keep what it shows."""
    for name, keys in SHOTS.items():
        app = DebtApp(lambda: find(repository, None), name="meridian", memory=Path(tempfile.mkdtemp()) / "state.json")
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            for key in keys:
                await pilot.press(key)
                await settle(pilot)
            (HERE / f"{name}.svg").write_text(local(app.export_screenshot(title="debtui")), "utf-8")


async def settle(pilot: object) -> None:
    """Wait until workers and drawing have ended."""
    for _ in range(12):
        await pilot.app.workers.wait_for_complete()  # type: ignore[attr-defined]
        await pilot.pause(0.15)  # type: ignore[attr-defined]


def to_png() -> None:
    """Let a browser draw each picture, where there is one."""
    browser = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    for svg in sorted(HERE.glob("*.svg")):
        if browser:
            options = [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--window-size=1480,920",
            ]
            subprocess.run(
                [browser, *options, f"--screenshot={svg.with_suffix('.png')}", svg.as_uri()],
                check=True,
                capture_output=True,
            )


if __name__ == "__main__":
    place = build(Path(tempfile.mkdtemp()) / "meridian")
    collect(place, history="monthly")
    asyncio.run(shoot(place))
    to_png()
