"""Two drawings about all flags: how many survive to which age, and how their number grew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from debtui.widgets.chart import blank, built, dates, stamp, ticks_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_QUARTER = 91 * 86_400.0
"""Seconds."""


@dataclass(frozen=True)
class Step:
    """One age of the product-limit estimate; the bounds are None where nothing is known of them."""

    age_days: int
    removed: int
    survival: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Quarter:
    """Flags that came and went in a quarter, and how many there were at its end."""

    begin: datetime
    added: int
    removed: int
    total: int


@dataclass(frozen=True)
class SurvivalPlot:
    """The curve in braille, its 95 % bounds as dots, the median as ┊."""

    steps: tuple[Step, ...]
    median: int | None

    @property
    def nothing(self) -> str:
        """See Drawing."""
        return "" if self.steps and self.steps[-1].age_days else "No curve yet: no flag is a day old."

    def draw(self, width: int, height: int) -> list[str]:
        """See Drawing."""
        if self.nothing or width < 24 or height < 5:
            return []
        last = self.steps[-1].age_days
        ages = ticks_of(0, last, max(2, min(6, width // 16)))
        shares = ticks_of(0, 1, 5 if height >= 10 else 3)
        with blank(width, height) as figure:
            figure.ruler("y").lim(0, 1.02)
            figure.ruler("y").ticks(shares, [f"{share:.0%}" for share in shares])
            figure.ruler("x").lim(0, last)
            figure.ruler("x").ticks(ages, [f"{age:,.0f} d" for age in ages])
            if self.median is not None:
                figure.line(self.median, "vertical", style="dotted")
            for bound in ("lower", "upper"):
                xs, ys = self._dots(bound, width)
                if xs:
                    figure.draw(figure.signal(xs, ys, marker="·"))
            curve = figure.signal(
                *stairs([(0, 1.0), *((s.age_days, s.survival) for s in self.steps)]), marker="braille"
            )
            curve.lines(True)
            figure.draw(curve)
            return built(figure, height)

    def _dots(self, bound: str, width: int) -> tuple[list[float], list[float]]:
        """The bound at every other column of the chart, from the first removal on."""
        xs, ys, at = [], [], 0
        last = self.steps[-1].age_days
        for column in range(0, width, 2):
            age = last * column / width
            while at + 1 < len(self.steps) and self.steps[at + 1].age_days <= age:
                at += 1
            value = getattr(self.steps[at], bound)
            if value is not None and self.steps[at].age_days <= age:
                xs.append(age)
                ys.append(value)
        return xs, ys


@dataclass(frozen=True)
class InventoryPlot:
    """The number of flags as a line in braille; what came and went in each quarter as + and -."""

    quarters: tuple[Quarter, ...]
    end: datetime

    @property
    def nothing(self) -> str:
        """See Drawing."""
        return "" if len(self.quarters) > 1 else "No chart yet: all flags came in one quarter."

    def draw(self, width: int, height: int) -> list[str]:
        """See Drawing."""
        if self.nothing or width < 24 or height < 5:
            return []
        first, last = stamp(self.quarters[0].begin), stamp(self.end)
        top = max(max(q.total, q.added, q.removed) for q in self.quarters)
        named = dates(first, last, width)
        counts = sorted({round(tick) for tick in ticks_of(0, top, 5 if height >= 10 else 3)})
        with blank(width, height) as figure:
            figure.ruler("y").lim(0, top * 1.04)
            figure.ruler("y").ticks(counts, [f"{count:,}" for count in counts])
            figure.ruler("x").ticks([at for at, _ in named], [name for _, name in named])
            ends = [(min(stamp(q.begin) + _QUARTER, last), q.total) for q in self.quarters]
            line = figure.signal(*stairs([(first, 0), *ends, (last, self.quarters[-1].total)]), marker="braille")
            line.lines(True)
            figure.draw(line)
            for sign, counted in (("+", "added"), ("-", "removed")):
                there = [(stamp(q.begin), getattr(q, counted)) for q in self.quarters if getattr(q, counted)]
                if there:
                    figure.draw(figure.signal([x for x, _ in there], [y for _, y in there], marker=sign))
            return built(figure, height)


def stairs(points: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """A value that holds until the next one, as the corners of its line."""
    xs, ys = [points[0][0]], [points[0][1]]
    for x, y in points[1:]:
        xs += [x, x]
        ys += [ys[-1], y]
    return xs, ys
