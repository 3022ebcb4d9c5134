"""One row of blocks for a trend."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"


def spark(values: Sequence[float | None], width: int) -> str:
    """The newest values, thinned to the width by the last of each bucket; None stays a blank, never a low bar."""
    if width <= 0 or not values:
        return " " * max(width, 0)
    step = max(1.0, len(values) / width)
    cells = [values[min(len(values) - 1, int((i + 1) * step) - 1)] for i in range(min(width, len(values)))]
    known = [value for value in cells if value is not None and isfinite(value)]
    if not known:
        return " " * width
    low, high = min(known), max(known)
    scale = (len(BLOCKS) - 1) / (high - low) if high > low else 0.0
    flat = BLOCKS[0] if high == low == 0 else BLOCKS[3]
    drawn = "".join(
        " " if value is None or not isfinite(value) else BLOCKS[round((value - low) * scale)] if scale else flat
        for value in cells
    )
    return drawn.rjust(width)
