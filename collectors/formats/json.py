"""JSON, and what people write in its place: comments, trailing commas, JSON5's keys, quotes and numbers."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator

from collectors.forms.config import LONGEST, Directive, Entry, Leaf, check_depth, join
from collectors.spec import Format, Unreadable

_TOKEN = re.compile(
    r"""\s*+(?:(?://[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)\s*+)*+
    (?P<token>[{}\[\]:,]
      |"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'
      |[-+]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|Infinity|NaN)(?![\w$.])
      |[^\W\d][\w$]*|\$[\w$]*
      |$)""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))")
_CONTROL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}
_WORDS = {"true": "boolean", "false": "boolean", "null": "null", "Infinity": "number", "NaN": "number"}


def read(text: str) -> Iterator[Entry]:
    """Leaves of one value."""
    reader = _Reader(text)
    yield from reader.value(reader.next(), "", 0)
    if reader.next():
        raise Unreadable(f"not JSON: more than one value, line {reader.line}")


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._end = 0
        self._lines = [match.start() for match in re.finditer("\n", text)]

    @property
    def line(self) -> int:
        return bisect_right(self._lines, self._at) + 1

    def next(self) -> str:
        """The next token; empty at the end."""
        match = _TOKEN.match(self._text, self._end)
        if match is None:
            self._at = self._end
            raise Unreadable(f"not JSON: line {self.line}")
        self._at, self._end = match.span("token")
        return match["token"]

    def value(self, token: str, key: str, depth: int) -> Iterator[Entry]:
        check_depth(depth)
        if token == "{":
            yield from self._object(key, depth)
        elif token == "[":
            yield from self._array(key, depth)
        else:
            yield self._scalar(token, key)

    def _scalar(self, token: str, key: str) -> Leaf:
        if token[:1] in {'"', "'"}:
            return Leaf(key, _plain(token)[:LONGEST], "string", self.line)
        kind = _WORDS.get(token.lstrip("+-")) or ("number" if token[:1] in set("+-.0123456789") else "")
        if not kind or not token:
            raise Unreadable(f"not JSON: a value is missing, line {self.line}")
        return Leaf(key, token[:LONGEST], kind, self.line)

    def _object(self, key: str, depth: int) -> Iterator[Entry]:
        entries: dict[str, list[Entry]] = {}
        twice: list[Entry] = []
        while (token := self.next()) != "}":
            if not token or token in "{[],:":
                raise Unreadable(f"not JSON: a key is missing, line {self.line}")
            name = _plain(token)
            if name in entries:
                twice.append(Directive("duplicate", join(key, name), self.line))
            if self.next() != ":":
                raise Unreadable(f"not JSON: a colon is missing, line {self.line}")
            entries[name] = list(self.value(self.next(), join(key, name), depth + 1))
            if (token := self.next()) == "}":
                break
            if token != ",":
                raise Unreadable(f"not JSON: a comma is missing, line {self.line}")
        for found in entries.values():
            yield from found
        yield from twice

    def _array(self, key: str, depth: int) -> Iterator[Entry]:
        line = self.line
        raws: list[str] = []
        found: list[list[Entry]] = []
        nested = False
        while (token := self.next()) != "]":
            nested = nested or token in {"{", "["}
            found.append(list(self.value(token, f"{key}[{len(found)}]", depth + 1)))
            raws.append(json.dumps(_plain(token), ensure_ascii=False) if token[0] in "\"'" else token)
            if (token := self.next()) == "]":
                break
            if token != ",":
                raise Unreadable(f"not JSON: a comma is missing, line {self.line}")
        if nested:
            for entries in found:
                yield from entries
        else:
            yield Leaf(key, f"[{','.join(raws)}]"[:LONGEST], "list", line)


def _plain(token: str) -> str:
    """The text of a string token, escapes resolved where JSON knows them."""
    if token[0] not in "\"'":
        return token
    if "\\" not in token:
        return token[1:-1]
    try:
        return str(json.loads(token))
    except ValueError:
        text = _ESCAPE.sub(_unescaped, token[1:-1])
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescaped(match: re.Match[str]) -> str:
    wide, narrow, other = match.groups()
    if wide or narrow:
        return chr(int(wide or narrow, 16))
    return "" if other in {"\n", "\u2028", "\u2029"} else _CONTROL.get(other, str(other))


FORMAT = Format(frozenset({"JSON", "JSON5", "JSONC"}), read)
