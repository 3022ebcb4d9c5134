"""Takes the pictures of the README from the running program: `make screenshots`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from collectors.errors import DebtError
from debtui.collect import collect
from debtui.demo import build
from debtui.picture import take, write
from debtui.target import find

HERE = Path(__file__).parent
SHOTS = {
    "overview": ("overview", ()),
    "onboarding": ("onboarding", ()),
    "flags": ("flags", ("tab",)),
    "models": ("modelsintheworld", ("tab",)),
    "retro": ("retro", ("right", "right", "right", "right", "right")),
    "measure": ("dependencies", ("down", "down", "down", "enter")),
    "row": ("dependencies", ("down", "down", "down", "enter", "enter")),
}
"""File to pane, and the keys that lead on from there."""
SIZE = (120, 36)

if __name__ == "__main__":
    place = build(Path(tempfile.mkdtemp()) / "meridian")
    collect(place, history="monthly")
    for name, (pane, keys) in SHOTS.items():
        svg = take(find(place), pane, keys=keys, size=SIZE)
        write(svg, HERE / f"{name}.svg")
        try:
            write(svg, HERE / f"{name}.png")
        except DebtError as error:
            print(f"{error.message}: {error.hint}")
