"""The life of a flag in one row of cells, over the time of its repository."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

LEGEND = "├ came  ━ its places changed  ┿ last change  ─ unchanged  ┄ stale  ┤ removed"
"""What the signs say; `│` is a life of one cell that has ended."""


@dataclass(frozen=True)
class Life:
    """What is drawn, in UTC; what has not happened is None."""

    introduced: datetime
    changed: datetime
    stale_since: datetime | None = None
    gone: datetime | None = None


def lifeline(life: Life, begin: datetime, end: datetime, width: int) -> str:
    """Exactly so many cells. The signs differ without colour; where several meet in a cell, the end of a life and then
    staleness win. A life that has not ended reaches the last cell."""
    if width <= 0:
        return ""
    span = (end - begin).total_seconds()

    def cell(moment: datetime, low: int = 0, high: int = width - 1) -> int:
        at = int((moment - begin).total_seconds() / span * width) if span > 0 else 0
        return min(max(at, low), high)

    first = cell(life.introduced)
    last = cell(life.gone, first) if life.gone else width - 1
    change = cell(life.changed, first, last)
    drawn = [" "] * first + ["━"] * (change - first) + ["─"] * (last - change + 1) + [" "] * (width - last - 1)
    if change > first:
        drawn[change] = "┿"
    drawn[first] = "├"
    if life.stale_since:
        # Kept off the cell of the last change where there is another: what came first should be seen first.
        stale = max(cell(life.stale_since, first, last), min(change + 1, last))
        drawn[stale : last + 1] = "┄" * (last - stale + 1)
    if life.gone:
        drawn[last] = "│" if first == last else "┤"
    return "".join(drawn)


def scale(begin: datetime, end: datetime, width: int) -> str:
    """The months that a life line begins and ends at, over its ends; at most so many cells."""
    left, right = f"{begin:%Y-%m}", f"{end:%Y-%m}"
    return (
        left + " " * (width - len(left) - len(right)) + right if width >= len(left) + len(right) + 1 else left[:width]
    )
