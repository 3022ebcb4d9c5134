"""How states, numbers and changes are said: always a sign and a word, so that colour is never the only signal."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from debtui.measures.result import Result
    from debtui.measures.spec import Measure, Threshold

Verdict = Literal["worse", "better", "same", "changed", "unknown"]

SIGNS = {
    "fail": ("■", "fail"),
    "warn": ("▲", "warn"),
    "ok": ("●", "ok"),
    "none": ("○", "note"),
    "unavailable": ("◌", "n/a"),
    "failed": ("✕", "error"),
    "pending": ("·", "…"),
}
"""State to sign and word; `none` is a number that has no threshold."""

_ORDER = ("ok", "warn", "fail")


@dataclass(frozen=True)
class Change:
    """How a headline differs from an earlier one."""

    delta: float | None
    verdict: Verdict


UNKNOWN = Change(None, "unknown")


def state(result: Result | None) -> str:
    """Key of SIGNS for a result; None is a result still being computed."""
    if result is None:
        return "pending"
    return result.severity if result.status == "measured" else result.status


def mark(key: str) -> str:
    """Sign and word, such as `■ fail`."""
    return " ".join(SIGNS[key])


def number(value: float | None, unit: str = "") -> str:
    """A number as people read it: shares in percent, counts with thousands, the rest to three figures."""
    if value is None or not isfinite(value):
        return "—"
    if unit == "share":
        return f"{value * 100:.3g} %" if abs(value) < 9.995 else f"{value * 100:,.0f} %"
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.3g}"


def quantity(value: float | None, unit: str) -> str:
    """A number with its unit; a share needs none."""
    text = number(value, unit)
    return text if value is None or unit in ("share", "") else f"{text} {unit}"


def change(measure: Measure, now: float | None, before: float | None) -> Change:
    """Compare two headlines of a measure; without both there is nothing to say."""
    if now is None or before is None:
        return UNKNOWN
    delta = now - before
    if not delta:
        return Change(0.0, "same")
    return Change(delta, _verdict(measure.headline.threshold, now, before))


def _verdict(threshold: Threshold, now: float, before: float) -> Verdict:
    if threshold.better == "lower":
        return "worse" if now > before else "better"
    if threshold.better == "higher":
        return "worse" if now < before else "better"
    if threshold.better == "band":
        ranks = [_ORDER.index(s) if (s := threshold.severity(value)) in _ORDER else 0 for value in (now, before)]
        return "changed" if ranks[0] == ranks[1] else "worse" if ranks[0] > ranks[1] else "better"
    return "changed"


def delta(measure: Measure, told: Change) -> str:
    """A change in at most 14 columns, such as `↑ 4 worse`; empty where nothing is known."""
    if told.delta is None:
        return ""
    if told.verdict == "same":
        return "= same"
    share = measure.headline.unit == "share"
    amount = f"{abs(told.delta) * 100:.2g} pp" if share else number(abs(told.delta), measure.headline.unit)
    word = "" if told.verdict == "changed" else f" {told.verdict}"
    return f"{'↑' if told.delta > 0 else '↓'} {amount}{word}"
