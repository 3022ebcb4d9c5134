"""JSON5, and JSON with comments, by the grammar of https://spec.json5.org."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from collectors.forms.config import DEEPEST, LONGEST, Leaf, join, listed
from collectors.spec import Unreadable

LANGUAGES = frozenset({"JSON5", "JSONC"})
_TOKEN = re.compile(
    r"""(?P<space>[\s\ufeff]+|//[^\n\r\u2028\u2029]*|/\*.*?\*/)|(?P<mark>[{}\[\]:,])
    |(?P<string>"(?:\\(?:\r\n|.)|[^"\\\r\n])*"|'(?:\\(?:\r\n|.)|[^'\\\r\n])*')
    |(?P<number>[-+]?(?:0[xX][0-9a-fA-F]+|(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|Infinity|NaN)(?![\w$.]))
    |(?P<word>(?:[^\W\d]|[$\u200c\u200d]|\\u[0-9a-fA-F]{4})(?:[\w$\u200c\u200d]|\\u[0-9a-fA-F]{4})*)""",
    re.DOTALL | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_CONTROL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}
_WORDS = {"true": "boolean", "false": "boolean", "null": "null"}


def read(text: str) -> Iterator[Leaf]:
    """Leaves in the order of the file. Numbers stay as they are written (`0x1F`, `.5`), strings lose quotes and escapes."""
    tokens = _Tokens(_tokens(text))
    yield from _value(tokens, "", 0)
    if tokens.now.kind != "end":
        tokens.refuse()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


class _Tokens:
    """The tokens of one file, with the one that is looked at."""

    def __init__(self, found: Iterator[_Token]) -> None:
        self._found = found
        self.now = next(found)

    def take(self) -> _Token:
        """The token that was looked at; the next one takes its place."""
        token = self.now
        self.now = next(self._found, token)
        return token

    def took(self, mark: str) -> bool:
        """Whether this mark stands here; it is passed over then."""
        found = self.now.kind == "mark" and self.now.text == mark
        if found:
            self.take()
        return found

    def refuse(self) -> NoReturn:
        """Not JSON5, and where."""
        raise Unreadable(f"not JSON5: unexpected {self.now.text[:20] or 'end'!r} in line {self.now.line}")


def _tokens(text: str) -> Iterator[_Token]:
    line, at = 1, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Unreadable(f"not JSON5: unexpected {text[at]!r} in line {line}")
        if match.lastgroup != "space":
            yield _Token(str(match.lastgroup), match.group(), line)
        line += text.count("\n", at, match.end())
        at = match.end()
    yield _Token("end", "", line)


def _value(tokens: _Tokens, key: str, depth: int) -> Iterator[Leaf]:
    if depth > DEEPEST:
        raise Unreadable(f"nested more than {DEEPEST} deep")
    if tokens.took("{"):
        while not tokens.took("}"):
            name = tokens.take()
            if name.kind not in {"string", "word"} and name.text not in {"Infinity", "NaN"}:
                tokens.refuse()
            if not tokens.took(":"):
                tokens.refuse()
            yield from _value(tokens, join(key, _unquoted(name)), depth + 1)
            if not tokens.took(",") and tokens.now.text != "}":
                tokens.refuse()
    elif tokens.now.text == "[" and tokens.now.kind == "mark":
        yield from _array(tokens, key, depth)
    else:
        token = tokens.take()
        yield Leaf(key, _unquoted(token)[:LONGEST], _kind(token, tokens), token.line, 0)


def _array(tokens: _Tokens, key: str, depth: int) -> Iterator[Leaf]:
    """One leaf where all items are scalars; else the leaves of each item."""
    begun = tokens.take()
    below = list[Leaf]()
    count = scalars = 0
    while not tokens.took("]"):
        scalar = tokens.now.kind != "mark"
        below += _value(tokens, f"{key}[{count}]", depth + 1)
        count, scalars = count + 1, scalars + scalar
        if not tokens.took(",") and tokens.now.text != "]":
            tokens.refuse()
    if count == scalars:
        yield Leaf(key, listed((leaf.value, leaf.type) for leaf in below)[:LONGEST], "list", begun.line, 0)
    else:
        yield from below


def _kind(token: _Token, tokens: _Tokens) -> str:
    kind = _WORDS.get(token.text, "") if token.kind == "word" else token.kind
    if kind in {"", "mark", "end"}:
        raise Unreadable(f"not JSON5: unexpected {token.text[:20] or 'end'!r} in line {token.line}")
    return kind


def _unquoted(token: _Token) -> str:
    text = token.text[1:-1] if token.kind == "string" else token.text
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_unescaped, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescaped(match: re.Match[str]) -> str:
    wide, narrow, other = match.groups()
    if wide or narrow:
        return chr(int(wide or narrow, 16))
    return "" if other in {"\r\n", "\n", "\r", "\u2028", "\u2029"} else _CONTROL.get(other, str(other))
