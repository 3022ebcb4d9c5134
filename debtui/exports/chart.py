"""A trend as inline SVG: the line with its gaps, the thresholds, and the labels as text beside it.

The SVG holds lines only and is stretched to its place; text in it would be stretched too, and be unreadable on a phone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from debtui.exports.rows import LONGEST
from debtui.format import cut, number, safe
from debtui.measures.result import TrendPoint
from debtui.measures.spec import Measure

_WIDTH, _HEIGHT = 1000, 100
"""Units of the drawing, not pixels."""


@dataclass(frozen=True)
class _Scale:
    """From times and values to places in the drawing; x runs from the first stored moment to the last, measured or not."""

    first: float
    last: float
    low: float
    high: float

    def x(self, moment: datetime) -> float:
        return (moment.timestamp() - self.first) / ((self.last - self.first) or 1) * _WIDTH

    def y(self, value: float) -> float:
        span = self.high - self.low
        return (self.high - value) / span * _HEIGHT if span else _HEIGHT / 2


def chart(trend: Sequence[TrendPoint], measure: Measure, at: datetime) -> str:
    """The trend of a measure with its axes and thresholds, and a mark at the report's moment where later ones are stored.

    A sentence where there are fewer than two values to draw.
    """
    known = _known(trend)
    if len(known) < 2:
        return f'<p class="missing">{_too_few(trend, known)}</p>'
    unit = measure.headline.unit
    limits = list(_limits(measure, max(abs(value) for _, value in known)))
    reach = [0.0, *(value for _, value in known), *(limit for limit, _ in limits)]
    scale = _scale(trend, min(reach), max(reach) if any(reach) else 1.0)
    (first, before), (last, now) = known[0], known[-1]
    told = f"{measure.title}: {number(before, unit)} in {first.committed:%Y-%m}, {number(now, unit)} in {last.committed:%Y-%m}"
    values = [value for _, value in known]
    more = f"Lowest {number(min(values), unit)}, highest {number(max(values), unit)}; measured at {len(known)} of {len(trend)} moments."
    drawn = [_rule("grid", 0, scale.y(value), _WIDTH, scale.y(value)) for value in (scale.low, scale.high)]
    drawn += [_rule(f"limit {name}", 0, scale.y(limit), _WIDTH, scale.y(limit)) for limit, name in limits]
    key = [f'<span class="key {name}">{name} at {_text(number(limit, unit))}</span>' for limit, name in limits]
    if trend[0].committed <= at < trend[-1].committed:
        drawn.append(_rule("now", scale.x(at), 0, scale.x(at), _HEIGHT))
        key.append('<span class="key now">this report</span>')
    if len(known) < len(trend):
        key.append("<span>gaps: not measured</span>")
    drawn += _lines(trend, scale)
    return (
        f'<figure><span class="high">{_text(number(scale.high, unit))}</span>'
        f'<span class="low">{_text(number(scale.low, unit))}</span>'
        + _svg(drawn, f' role="img"><title>{_text(told)}</title><desc>{_text(more)}</desc>')
        + f'<figcaption><span>{trend[0].committed:%Y-%m}</span><span class="keys">{" ".join(key)}</span>'
        f"<span>{trend[-1].committed:%Y-%m}</span></figcaption></figure>"
    )


def spark(trend: Sequence[TrendPoint]) -> str:
    """The line alone, to stand beside a number; empty where there is none to draw."""
    values = [value for _, value in _known(trend)]
    if len(values) < 2:
        return ""
    return _svg(list(_lines(trend, _scale(trend, min(values), max(values)))), ' class="spark" aria-hidden="true">')


def _svg(drawn: Sequence[str], head: str) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none"{head}{"".join(drawn)}</svg>'


def _text(told: str) -> str:
    return escape(cut(safe(told), LONGEST), quote=True)


def _known(trend: Sequence[TrendPoint]) -> list[tuple[TrendPoint, float]]:
    return [(point, point.value) for point in trend if point.value is not None and math.isfinite(point.value)]


def _too_few(trend: Sequence[TrendPoint], known: Sequence[object]) -> str:
    if not trend:
        return "No trend is stored yet: <code>debtui collect --history monthly</code>."
    return f"No trend: measured at {len(known)} of {len(trend)} stored moments."


def _limits(measure: Measure, largest: float) -> Iterator[tuple[float, str]]:
    """The thresholds that can be drawn without pressing the line flat."""
    threshold = measure.headline.threshold
    for limit, name in ((threshold.warn, "watch"), (threshold.fail, "act")):
        for value in limit if isinstance(limit, tuple) else () if limit is None else (limit,):
            if abs(value) <= 3 * largest:
                yield value, name


def _scale(trend: Sequence[TrendPoint], low: float, high: float) -> _Scale:
    return _Scale(trend[0].committed.timestamp(), trend[-1].committed.timestamp(), low, high)


def _rule(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _lines(trend: Sequence[TrendPoint], scale: _Scale) -> Iterator[str]:
    """One line per run of neighbouring values, so that a gap stays a gap; round caps make a dot of a lone value."""
    run: list[str] = []
    for point in [*trend, None]:
        if point is not None and point.value is not None and math.isfinite(point.value):
            run.append(f"{scale.x(point.committed):.1f},{scale.y(point.value):.1f}")
        elif run:
            kind, drawn = ("line", run) if len(run) > 1 else ("line dot", run * 2)
            yield f'<polyline class="{kind}" points="{" ".join(drawn)}"/>'
            run = []
