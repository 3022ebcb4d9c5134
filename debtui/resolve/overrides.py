"""Hydra's overrides: `lr=0.3`, `+new.key=1`, `++key=1`, `~key`, `db=mysql`, `db@backup=mysql`.

The grammar is that of hydra-core 1.3 (`hydra/grammar/OverrideParser.g4`) without sweeps and functions, which only a
run can tell.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_KEY = re.compile(r"(?P<sign>~|\+\+|\+)?(?P<key>[^=@]*)(?:@(?P<package>[^=]*))?(?P<eq>=)?(?P<value>.*)", re.DOTALL)
_INT = r"(?:0|[1-9](?:_?\d)*)"
_NUMBER = re.compile(
    rf"[+-]?(?:{_INT}|(?:{_INT}\.|{_INT}?\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?|{_INT}[eE][+-]?\d(?:_?\d)*|inf|nan)",
    re.IGNORECASE,
)
_FUNCTION = re.compile(r"[A-Za-z_]\w*\s*\(")
_ESCAPED = re.compile(r"\\([\\()\[\]{}:=, \t])")

Value = tuple[str, str]
"""(text, type) as in `collectors.forms.config.Leaf`."""


@dataclass(frozen=True, slots=True)
class Override:
    """One override, taken apart."""

    text: str
    sign: str
    """Empty: change; +: add; ++: add or change; ~: delete."""
    key: str
    package: str | None
    values: tuple[tuple[str, str, str], ...]
    """(key below, value, type): one with an empty key for a scalar or a list, one each for a map."""
    given: bool
    """Whether there was a value at all."""

    @property
    def value(self) -> str | list[str] | None:
        """As an option of a group: a name, names, or None."""
        told = self.values[0] if self.values else ("", "", "null")
        if told[2] == "list":
            return [str(item) for item in json.loads(told[1])]
        return None if told[2] == "null" else told[1]


def parse(text: str) -> Override:
    """Take an override apart. Raises ValueError with the reason for what only a run can tell, or nobody."""
    match = _KEY.fullmatch(text.strip())
    if match is None or not (match["eq"] or match["sign"] == "~"):
        raise ValueError("neither key=value nor ~key")
    told = match["value"].strip()
    if match["eq"] and ("," in _outside_brackets(told) or _FUNCTION.match(told)):
        raise ValueError("a sweep or a function")
    values = tuple(_values(told)) if match["eq"] else ()
    return Override(text, match["sign"] or "", match["key"].strip(), match["package"], values, bool(match["eq"]))


def scalar(text: str) -> Value:
    """Text and type of one primitive."""
    text = text.strip()
    if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
        return text[1:-1].replace(f"\\{text[0]}", text[0]).replace("\\\\", "\\"), "string"
    low = text.lower()
    if low in {"true", "false"}:
        return low, "boolean"
    if low == "null":
        return "null", "null"
    if _NUMBER.fullmatch(text):
        return text.replace("_", ""), "number"
    return _ESCAPED.sub(r"\1", text), "string"


def _values(text: str, key: str = "") -> list[tuple[str, str, str]]:
    if text.startswith("{") and text.endswith("}"):
        found = []
        for item in _split(text[1:-1]):
            name, _, value = item.partition(":")
            below = scalar(name)[0]
            found += _values(value.strip(), f"{key}.{below}" if key else below)
        return found
    if text.startswith("[") and text.endswith("]"):
        items = _split(text[1:-1])
        if any(item.startswith(("[", "{")) for item in items):
            return [one for i, item in enumerate(items) for one in _values(item, f"{key}[{i}]")]
        return [
            (key, json.dumps([scalar(item)[0] for item in items], ensure_ascii=False, separators=(",", ":")), "list")
        ]
    return [(key, *scalar(text))]


def _split(text: str) -> list[str]:
    """The parts between commas that stand in no bracket and no quotation."""
    parts, depth, quote, start = [], 0, "", 0
    for at, char in enumerate(text):
        if quote:
            quote = "" if char == quote and text[at - 1] != "\\" else quote
        elif char in "\"'":
            quote = char
        elif char in "[{(":
            depth += 1
        elif char in "]})":
            depth -= 1
        elif char == "," and not depth and text[at - 1 : at] != "\\":
            parts.append(text[start:at])
            start = at + 1
    return [part.strip() for part in [*parts, text[start:]] if part.strip()]


def _outside_brackets(text: str) -> str:
    return "," if len(_split(text)) > 1 else ""
