"""Charts, drawn by plotext in a worker thread: the trend of a headline over time, and the widget that shows any drawing."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from rich.segment import Segment
from textual import events, work
from textual.message import Message
from textual.strip import Strip

from debtui.widgets.lines import fit, ink
from debtui.widgets.marks import number
from debtui.widgets.reporting import Reporting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.style import Style
    from textual.geometry import Size

    from debtui.measures.result import TrendPoint
    from debtui.measures.spec import Threshold

_FIGURE = threading.Lock()
"""plotext keeps one figure per process."""

_KINDS = (
    ("chart--data", "\u2800", "\u28ff"),
    ("chart--warn", "┈", "┈"),
    ("chart--fail", "━", "━"),
    ("chart--now", "┊", "┊"),
)


class Drawing(Protocol):
    """What a chart shows; two that are equal look the same."""

    @property
    def nothing(self) -> str:
        """Said in place of a chart that would say nothing; empty while there is one."""
        ...

    def draw(self, width: int, height: int) -> list[str]:
        """Its lines, without colour; none where there is no room. Slow: called from a worker thread."""
        ...


@dataclass(frozen=True)
class Plot:
    """Everything that the trend of a headline is drawn from."""

    points: Sequence[TrendPoint]
    unit: str
    threshold: Threshold
    now: datetime
    """The moment that the dashboard stands at."""

    @property
    def nothing(self) -> str:
        """See Drawing."""
        if sum(point.value is not None for point in self.points) < 2:
            return "No trend yet: the collector computes one point per month after the newest commit."
        return ""

    def draw(self, width: int, height: int) -> list[str]:
        """See Drawing."""
        return chart(self, width, height)


def thinned(points: Sequence[TrendPoint], most: int) -> list[TrendPoint]:
    """At most so many points, the last of each bucket; a bucket with a gap in it keeps the gap."""
    if len(points) <= most:
        return list(points)
    buckets: list[TrendPoint] = []
    for i in range(most):
        part = points[i * len(points) // most : (i + 1) * len(points) // most]
        buckets.append(next((point for point in reversed(part) if point.value is None), part[-1]))
    return buckets


def runs(points: Sequence[TrendPoint]) -> list[tuple[list[float], list[float]]]:
    """The measured stretches as (times, values); nothing is drawn across a gap."""
    found: list[tuple[list[float], list[float]]] = []
    fresh = True
    for point in points:
        if point.value is None or not isfinite(point.value):
            fresh = True
            continue
        if fresh:
            found.append(([], []))
        fresh = False
        found[-1][0].append(stamp(point.committed))
        found[-1][1].append(point.value)
    return found


def limits(threshold: Threshold) -> list[tuple[str, float]]:
    """Style and height of each threshold line."""
    found = []
    for style, limit in (("dotted", threshold.warn), ("heavy", threshold.fail)):
        if limit is not None:
            found += [(style, height) for height in (limit if isinstance(limit, tuple) else (limit,))]
    return found


def chart(plot: Plot, width: int, height: int) -> list[str]:
    """The lines of a chart, without colour: braille for data, ┈ for the warning threshold, ━ for failing, ┊ for now."""
    stretches = runs(thinned(plot.points, max(width, 20)))
    if sum(len(xs) for xs, _ in stretches) < 2 or width < 24 or height < 5:
        return []
    values = [value for _, ys in stretches for value in ys]
    low, high = _room(values, [height for _, height in limits(plot.threshold)])
    ticks = ticks_of(low, high, 5 if height >= 10 else 3 if height >= 7 else 2)
    first, last = stretches[0][0][0], stretches[-1][0][-1]
    named = dates(first, last, width)
    with blank(width, height) as figure:
        figure.ruler("y").lim(low, high)
        figure.ruler("y").ticks(ticks, [number(tick, plot.unit) for tick in ticks])
        figure.ruler("x").ticks([at for at, _ in named], [name for _, name in named])
        for style, limit in limits(plot.threshold):
            if low <= limit <= high:
                figure.line(limit, style=style)
        if first < stamp(plot.now) < last:
            figure.line(stamp(plot.now), "vertical", style="dotted")
        for xs, ys in stretches:
            signal = figure.signal(xs, ys, marker="braille")
            if len(xs) > 1:
                signal.lines(True)
            figure.draw(signal)
        return built(figure, height)


@contextmanager
def blank(width: int, height: int) -> Iterator[Any]:
    """plotext's figure, empty, of this size and without colour; nobody else draws on it meanwhile."""
    import plotext  # 140 ms; only whoever sees a chart pays them, and not on the thread that draws the screen

    with _FIGURE:
        plotext.terminal.limit(False, False)  # the chart's place is not the terminal
        figure = plotext.figure
        figure.clear()
        figure.theme("colorless")
        figure.plot_size(width, height)
        yield figure


def built(figure: Any, height: int) -> list[str]:
    """The lines of a figure that is complete."""
    drawn: str = figure.build().string(colorless=True)
    return drawn.splitlines()[:height]


class Chart(Reporting):
    """Shows a drawing, and has it drawn anew when it or the size changes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"chart--data", "chart--warn", "chart--fail", "chart--now", "chart--axis"}
    DEFAULT_CSS = """
    Chart {
        height: 1fr; min-height: 5;
        .chart--data { color: $text-accent; text-style: bold; }
        .chart--warn { color: $text-warning; }
        .chart--fail { color: $text-error; }
        .chart--now { color: $text-primary; }
        .chart--axis { color: $text-muted; }
    }
    """

    class _Drawn(Message):
        def __init__(self, plot: Drawing, size: Size, lines: list[str]) -> None:
            super().__init__()
            self.plot, self.drawn_at, self.lines = plot, size, lines

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._plot: Drawing | None = None
        self._lines: list[str] = []

    def show(self, plot: Drawing) -> None:
        """Draw this as soon as there is room and time."""
        if plot != self._plot:
            self._plot = plot
            self._ask()

    def on_resize(self, event: events.Resize) -> None:
        """Another size is another chart."""
        self._ask()

    def _ask(self) -> None:
        if self._plot is not None and self.size.width and self.size.height:
            self._draw(self._plot, self.size)

    @work(thread=True, exclusive=True, exit_on_error=False, group="chart")
    def _draw(self, plot: Drawing, size: Size) -> None:
        lines = plot.draw(size.width, size.height)
        self.post_message(self._Drawn(plot, size, lines))

    def on_chart__drawn(self, message: _Drawn) -> None:
        """Show the newest chart only."""
        message.stop()
        if message.plot is self._plot and message.drawn_at == self.size:
            self._lines = message.lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width, base = self.size.width, self.rich_style
        if not self._lines:
            told = self._plot.nothing if self._plot is not None and y == 0 else ""
            style = ink(self, "chart--axis")
            return Strip([Segment(fit(told, width), style)]).apply_style(base)
        if y >= len(self._lines):
            return Strip.blank(width, base)
        return Strip(self._coloured(self._lines[y])).adjust_cell_length(width).apply_style(base)

    def _coloured(self, line: str) -> list[Segment]:
        segments: list[Segment] = []
        styles: dict[str, Style] = {}
        text, kind = "", ""
        for character in line:
            now = next((name for name, first, last in _KINDS if first <= character <= last), "chart--axis")
            if now != kind and text:
                segments.append(Segment(text, styles[kind]))
                text = ""
            kind = now
            styles.setdefault(kind, ink(self, kind))
            text += character
        return [*segments, Segment(text, styles[kind])] if text else segments


class TrendChart(Chart):
    """The trend of a headline."""


def stamp(moment: datetime) -> float:
    """Seconds since 1970 of a UTC time."""
    return moment.replace(tzinfo=UTC).timestamp()


def _room(values: list[float], thresholds: list[float]) -> tuple[float, float]:
    """Lowest and highest value of the axis. A threshold is shown when that less than doubles the range."""
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or 1.0
    for limit in thresholds:
        if low - span <= limit <= high + span:
            low, high = min(low, limit), max(high, limit)
    if high == low:
        low, high = low - abs(low or 1.0) / 2, high + abs(high or 1.0) / 2
    edge = (high - low) * 0.04
    return (0.0 if 0 <= low < (high - low) * 0.25 else low - edge), high + edge


def ticks_of(low: float, high: float, count: int) -> list[float]:
    """So many marks of an axis, evenly spaced."""
    return [low + (high - low) * i / (count - 1) for i in range(count)]


def dates(first: float, last: float, width: int) -> list[tuple[float, str]]:
    """Marks of a time axis with their names."""
    count = max(2, min(6, width // 16))
    form = "%Y-%m" if last - first > 80 * 86_400 else "%Y-%m-%d"
    stamps = [first + (last - first) * i / (count - 1) for i in range(count)]
    return [(at, datetime.fromtimestamp(at, UTC).strftime(form)) for at in dict.fromkeys(stamps)]
