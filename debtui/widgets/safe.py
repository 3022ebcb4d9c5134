"""The last gate before the terminal: text of a repository may hold anything, and none of it may steer the screen."""

import re

# What `str.isprintable` lets through is harmless; of the rest, these change what a terminal does or what a reader sees:
# C1, soft hyphen, bidi and zero-width controls, line separators, invisible operators, tags, lone surrogates.
_HIDDEN = re.compile(
    "[\x80-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e01ef]"
)
_C0 = re.compile("[\x00-\x1f\x7f]")


def safe(text: str) -> str:
    """The text on one line: C0 controls as their pictures (␛ for ESC, ␊ for a line feed), what else is hidden as �."""
    if text.isprintable():
        return text
    return _HIDDEN.sub("\ufffd", _C0.sub(_picture, text))


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    return "\u2421" if code == 0x7F else chr(0x2400 + code)
