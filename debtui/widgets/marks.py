"""How states, numbers and changes are said: always a sign and a word, so that colour is never the only signal."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from debtui.measures.change import Change
    from debtui.measures.result import Result
    from debtui.measures.spec import Measure

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
    if _is_share(unit):
        return f"{value * 100:.3g} %" if abs(value) < 9.995 else f"{value * 100:,.0f} %"
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.3g}"


def quantity(value: float | None, unit: str) -> str:
    """A number with its unit; a share needs none, but says of what: 12 % of models."""
    text, of = number(value, unit), unit.removeprefix("share").strip() if _is_share(unit) else unit
    return text if value is None or not of else f"{text} {of}"


def _is_share(unit: str) -> bool:
    return unit.split(" ")[0] == "share"


def delta(measure: Measure, told: Change) -> str:
    """A change in at most 14 columns, such as `↑ 4 worse`; empty where nothing is known."""
    if told.delta is None:
        return ""
    if told.verdict == "same":
        return "= same"
    share = _is_share(measure.headline.unit)
    amount = f"{abs(told.delta) * 100:.2g} pp" if share else number(abs(told.delta), measure.headline.unit)
    word = "" if told.verdict == "changed" else f" {told.verdict}"
    return f"{'↑' if told.delta > 0 else '↓'} {amount}{word}"
