"""A trend as inline SVG: an axis, the line with its gaps, and the thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from debtui.format import number
from debtui.measures.result import TrendPoint
from debtui.measures.spec import Measure

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 640, 160, 70, 10, 22


def svg(trend: Sequence[TrendPoint], measure: Measure) -> str:
    """The chart; a sentence where there are fewer than two points to draw."""
    known = [(point.committed.timestamp(), point.value) for point in trend if point.value is not None]
    if len(known) < 2:
        return '<p class="missing">No trend is stored yet: <code>debtui collect --history monthly</code>.</p>'
    unit = measure.headline.unit
    values = [value for _, value in known]
    low, high = min(0.0, *values), max(values) or 1.0
    first, last = known[0][0], known[-1][0]

    def x(time: float) -> float:
        return _LEFT + (time - first) / ((last - first) or 1) * (_WIDTH - _LEFT - 8)

    def y(value: float) -> float:
        return _TOP + (high - value) / ((high - low) or 1) * (_HEIGHT - _TOP - _BOTTOM)

    told = f"{measure.title}: {number(values[0], unit)} at first, {number(values[-1], unit)} at last"
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(told)}"><title>{escape(told)}</title>'
    ]
    for value in (low, high):
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>')
        parts.append(
            f'<text x="{_LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{escape(number(value, unit))}</text>'
        )
    for limit, name in ((measure.headline.threshold.warn, "watch"), (measure.headline.threshold.fail, "act")):
        if isinstance(limit, int | float) and low <= limit <= high:
            parts.append(
                f'<line class="limit {name}" x1="{_LEFT}" x2="{_WIDTH}" y1="{y(limit):.1f}" y2="{y(limit):.1f}"/>'
            )
    for run in _runs(trend):
        points = [(x(point.committed.timestamp()), y(point.value or 0.0)) for point in run]
        if len(points) == 1:
            parts.append(f'<circle class="line" cx="{points[0][0]:.1f}" cy="{points[0][1]:.1f}" r="2"/>')
        parts.append(f'<polyline class="line" points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}"/>')
    for point, anchor in ((trend[0], "start"), (trend[-1], "end")):
        place = _LEFT if anchor == "start" else _WIDTH - 8
        parts.append(f'<text x="{place}" y="{_HEIGHT - 5}" text-anchor="{anchor}">{point.committed:%Y-%m}</text>')
    return "".join([*parts, "</svg>"])


def _runs(trend: Sequence[TrendPoint]) -> Iterator[list[TrendPoint]]:
    """Neighbouring points that are measured: what lies between runs is a gap."""
    run: list[TrendPoint] = []
    for point in trend:
        if point.value is None:
            if run:
                yield run
            run = []
        else:
            run.append(point)
    if run:
        yield run
