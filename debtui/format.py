"""How numbers are written, by their unit; and how text from outside is made harmless for plain output."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence

# C0, DEL, C1, soft hyphen, bidi and zero-width controls, line separators, annotations, lone surrogates, tag characters.
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
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
    """A value in its unit, short: 42 %, 0.031, 1,234 files, 3 people. None and NaN are a dash, never a zero; a little is not nothing."""
    if value is None or not math.isfinite(value):
        return "–"
    if unit.split(" ")[0] == "share":  # "share of models": 12 % of models
        percent = _rounded(100 * value, 0 if value in (0, 1) or abs(value) >= 0.0995 else 1)
        return f"{percent} %{unit.removeprefix('share')}"
    if unit == "%":
        return _rounded(value, 0) + " %"
    if unit in {"ratio", "0..1", "instability", "rank"}:
        return _rounded(value, 3 if abs(value) < 0.1 else 2)
    told = _rounded(value, 0 if float(value).is_integer() or abs(value) >= 99.95 else 1)
    return f"{told} {_one(unit) if told == '1' else unit}" if unit else told


def _one(unit: str) -> str:
    """The unit of a single thing: `loops without mitigation` is one loop without mitigation."""
    words = unit.split(" ")
    for place, word in enumerate(words):
        if word in {"times", "per", "of", "in", "the"}:
            break
        if word == "people" or word.endswith("s"):
            words[place] = "person" if word == "people" else word.removesuffix("es" if word.endswith("ches") else "s")
            break
    return " ".join(words)


def _rounded(value: float, digits: int) -> str:
    """With thousands separators. What is not zero does not become one by rounding."""
    told = f"{value:,.{digits}f}"
    if value and not float(told.replace(",", "")):
        return f"{'<' if value > 0 else '>-'}{10**-digits:.{digits}f}"
    return told


def sparkline(values: Sequence[float | None], width: int) -> str:
    """Values as bars, thinned to the width; gaps stay gaps."""
    if len(values) > width:
        values = [values[round(i * (len(values) - 1) / max(1, width - 1))] for i in range(width)]
    bars = [value if value is not None and math.isfinite(value) else None for value in values]
    known = [value for value in bars if value is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    span = high - low
    return "".join(" " if v is None else BARS[round((v - low) / span * 7) if span else 3] for v in bars)


def cells(text: str) -> int:
    """How many columns of a terminal a text fills: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, width: int) -> str:
    """The text in at most so many columns, with an ellipsis where something is left out."""
    if len(text) <= 2 * width and cells(text) <= width:
        return text
    short = text[: width - 1]
    while cells(short) >= width:
        short = short[:-1]
    return f"{short}…"
