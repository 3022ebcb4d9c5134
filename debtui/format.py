"""How numbers are written, by their unit; and how text from outside is made harmless for plain output."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
BARS = "▁▂▃▄▅▆▇█"
GLYPHS = {"fail": "▲", "warn": "●", "ok": "○", "none": "·"}
WORDS = {"fail": "act", "warn": "watch", "ok": "ok", "none": ""}


def safe(text: object) -> str:
    """One line without control, bidi or zero-width characters: nothing in it can steer a terminal."""
    told = str(text)
    if told.isascii() and told.isprintable():
        return told
    return _CONTROL.sub(lambda m: " " if m.group() in "\n\r\t" else "\ufffd", "".join(map(_byte, told)))


def _byte(char: str) -> str:
    """A byte of a path that is not UTF-8 (see gitstream.decode_path) is shown as \\xNN."""
    return f"\\x{ord(char) - 0x10FF00:02x}" if char >= "\U0010ff00" else char


def number(value: float | None, unit: str) -> str:
    """A value in its unit, short: 42 %, 0.031, 1,234 files, 3 people. None is a dash, never a zero."""
    if value is None:
        return "–"
    if unit == "share":
        return f"{100 * value:.0f} %" if value in (0, 1) or abs(value) >= 0.095 else f"{100 * value:.1f} %"
    if unit == "%":
        return f"{value:.0f} %"
    if unit in {"ratio", "0..1", "instability", "rank"}:
        return f"{value:.3f}" if abs(value) < 0.1 else f"{value:.2f}"
    told = f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:.1f}"
    named = {"people": "person"}.get(unit, unit.removesuffix("s")) if told == "1" and " " not in unit else unit
    return f"{told} {named}" if unit else told


def sparkline(values: list[float | None], width: int) -> str:
    """Values as bars, thinned to the width; gaps stay gaps."""
    if len(values) > width:
        values = [values[round(i * (len(values) - 1) / max(1, width - 1))] for i in range(width)]
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    span = high - low
    return "".join(" " if v is None else BARS[round((v - low) / span * 7) if span else 3] for v in values)
