"""Jsonnet, read without being evaluated: literal leaves of object fields and of locals (`local.name`), imports as directives.

A field whose value is computed is no leaf: it is opaque. Of a sum the objects written out are read and the rest is opaque.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from collectors.forms.config import LONGEST, Directive, Entry, Leaf, check_depth, join, listed
from collectors.spec import Format, Unreadable

_TOKEN = re.compile(
    r"""(?P<skip>\s++|//[^\n]*+|\#[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)
    |(?P<block>\|\|\|-?[ \t]*\n[\s\S]*?^[ \t]*\|\|\|)
    |(?P<string>@"(?:[^"]|"")*+"|@'(?:[^']|'')*+'|"(?:[^"\\]|\\[\s\S])*+"|'(?:[^'\\]|\\[\s\S])*+')
    |(?P<unclosed>/\*|\|\|\||@?["'])
    |(?P<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?!\w))
    |(?P<word>[A-Za-z_]\w*)
    |(?P<mark>\+?:{1,3}|[{}\[\](),;]|[^\s\w"'{}\[\](),;:+\-@|/\#]++|.)""",
    re.VERBOSE | re.MULTILINE,
)  # fmt: skip
_MOST_TOKENS = 150_000
"""A file of the largest size that is read has about 200,000; one of signs alone a million, which takes three seconds."""
_WORDS = {"true": "boolean", "false": "boolean", "null": "null"}
_OPEN = {"{": "}", "[": "]", "(": ")"}
_CONTROL = frozenset({"if", "function", "for", "error", "in", "assert", "local"})
_SUM = frozenset({"+", ".", "$", "$.", "{", "[", "("})


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def read(text: str) -> Iterator[Entry]:
    """Leaves of what the file would evaluate to, as far as they are written out."""
    tokens: list[_Token] = []
    line, at = 1, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup == "unclosed":  # going on would look for its end again and again
            raise Unreadable(f"not Jsonnet: line {line}")
        if match.lastgroup != "skip":
            tokens.append(_Token(str(match.lastgroup), match.group(), line))
            if len(tokens) > _MOST_TOKENS:
                raise Unreadable(f"more than {_MOST_TOKENS:,} words and signs")
        line += match.group().count("\n")
        at = match.end()
    for one, other in pairwise(tokens):
        if one.kind == "word" and one.text in {"import", "importstr", "importbin"} and other.kind == "string":
            yield Directive("import", _plain(other), one.line)
    reader = _Reader(tokens, _pairs(tokens))
    yield from reader.expression(0, len(tokens), "", 0)


def _pairs(tokens: list[_Token]) -> dict[int, int]:
    """The closing bracket of each opening one."""
    closing: dict[int, int] = {}
    open_: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind == "mark" and token.text in _OPEN:
            open_.append(index)
        elif token.kind == "mark" and token.text in _OPEN.values():
            if not open_ or _OPEN[tokens[open_[-1]].text] != token.text:
                raise Unreadable(f"not Jsonnet: line {token.line}")
            closing[open_.pop()] = index
    if open_:
        raise Unreadable(f"not Jsonnet: a bracket is not closed, line {tokens[open_[-1]].line}")
    return closing


class _Reader:
    def __init__(self, tokens: list[_Token], closing: dict[int, int]) -> None:
        self._tokens = tokens
        self._closing = closing

    def _split(self, start: int, end: int, mark: str) -> list[tuple[int, int]]:
        """Parts of a run of tokens between the marks that stand in no bracket.

        A `local` inside a value has commas of its own, up to its semicolon.
        """
        parts = []
        locals_ = 0
        at = begun = start
        while at < end:
            if mark == ",":
                locals_ += self._tokens[at][:2] in {("word", "local"), ("word", "assert")} and at > begun
                locals_ -= self._tokens[at][:2] == ("mark", ";")
            if self._tokens[at][:2] == ("mark", mark) and locals_ <= 0:
                parts.append((begun, at))
                begun = at + 1
            at = self._closing.get(at, at) + 1
        if begun < end:
            parts.append((begun, end))
        return parts

    def expression(self, start: int, end: int, key: str, depth: int) -> Iterator[Entry]:
        check_depth(depth)
        *before, (start, end) = self._split(start, end, ";") or [(start, end)]
        for part in before:
            yield from self._locals(*part, key, depth)
        if start >= end:
            raise Unreadable("not Jsonnet: a value is missing")
        first = self._tokens[start]
        told = self._literal(start, end)
        if told:
            yield Leaf(key, told[0][:LONGEST], told[1], first.line)
        elif first.kind == "mark" and first.text == "[" and self._closing[start] == end - 1:
            yield from self._array(start, end, key, depth)
        elif first.kind == "mark" and first.text == "(" and self._closing[start] == end - 1:
            yield from self.expression(start + 1, end - 1, key, depth + 1)
        else:
            yield from self._sum(start, end, key, depth)

    def _literal(self, start: int, end: int) -> tuple[str, str] | None:
        token = self._tokens[start]
        if end - start == 2 and token.text in {"-", "+"} and self._tokens[start + 1].kind == "number":
            return token.text.strip("+") + self._tokens[start + 1].text, "number"
        if end - start != 1:
            return None
        if token.kind in {"string", "block"}:
            return _plain(token), "string"
        return (
            (token.text, "number")
            if token.kind == "number"
            else (token.text, _WORDS[token.text])
            if token.text in _WORDS
            else None
        )

    def _sum(self, start: int, end: int, key: str, depth: int) -> Iterator[Entry]:
        """`base + {..}` and `base {..}`: the objects at the top are read, where it is such a sum and nothing else."""
        first, at, computed = self._tokens[start], start, False
        chosen = False
        objects = []
        while at < end:
            token = self._tokens[at]
            if token.kind == "mark" and token.text == "{":
                objects.append((at, self._closing[at]))
            elif token.text != "+":
                computed = True
                imported = at > start and self._tokens[at - 1].text.startswith("import")
                chosen = chosen or not (
                    imported
                    or (
                        token.text in _SUM
                        if token.kind == "mark"
                        else token.kind == "word" and token.text not in _CONTROL
                    )
                )
            at = self._closing.get(at, at) + 1
        chosen = chosen or not objects or objects[-1][1] != end - 1  # what a sum ends in is not taken apart again
        if computed or chosen:
            yield Directive("opaque", key, first.line)
        if not chosen:
            for opened, closed in objects:
                yield from self._object(opened, closed, key, depth + 1)

    def _array(self, start: int, end: int, key: str, depth: int) -> Iterator[Entry]:
        line = self._tokens[start].line
        items = self._split(start + 1, end - 1, ",")
        if any(self._comprehends(*item) for item in items):
            yield Directive("opaque", key, line)
            return
        literals = [told for item in items if item[0] < item[1] and (told := self._literal(*item))]
        if len(literals) == len(items):
            yield Leaf(key, listed(value for value, _ in literals), "list", line)
            return
        for index, item in enumerate(items):
            yield from self.expression(*item, f"{key}[{index}]", depth + 1)

    def _comprehends(self, start: int, end: int) -> bool:
        at = start
        while at < end:
            if self._tokens[at][:2] == ("word", "for"):
                return True
            at = self._closing.get(at, at) + 1
        return False

    def _object(self, opened: int, closed: int, key: str, depth: int) -> Iterator[Entry]:
        check_depth(depth)
        names: set[str] = set()
        for start, end in self._split(opened + 1, closed, ","):
            if start >= end:
                raise Unreadable(f"not Jsonnet: a field is missing, line {self._tokens[closed].line}")
            token = self._tokens[start]
            if (
                token.kind == "word"
                and token.text == "local"
                and self._tokens[start + 1 : start + 2]
                and not self._colon(start + 1, start + 2)
            ):
                yield from self._locals(start, end, key, depth)
                continue
            if token.kind == "word" and token.text == "assert":
                continue
            colon = next((at for at in self._top(start, end) if self._colon(at, at + 1)), None)
            if colon is None:
                raise Unreadable(f"not Jsonnet: a field has no value, line {token.line}")
            if colon != start + 1 or token.kind not in {"word", "string"}:  # a computed name, or a method
                yield Directive("opaque", join(key, _plain(token) if token.kind == "word" else "?"), token.line)
                continue
            name = join(key, _plain(token))
            if name in names:
                yield Directive("duplicate", name, token.line)
            names.add(name)
            yield from self.expression(colon + 1, end, name, depth + 1)

    def _top(self, start: int, end: int) -> Iterator[int]:
        at = start
        while at < end:
            yield at
            at = self._closing.get(at, at) + 1

    def _colon(self, start: int, end: int) -> bool:
        return any(
            t.kind == "mark" and t.text in {":", "::", ":::", "+:", "+::", "+:::"} for t in self._tokens[start:end]
        )

    def _locals(self, start: int, end: int, key: str, depth: int) -> Iterator[Entry]:
        """`local a = 1, b = 2`. Functions and what is not written out are no settings of the file, and not counted."""
        if start >= end or self._tokens[start].text != "local":
            return
        for begun, ended in self._split(start + 1, end, ","):
            if ended - begun > 2 and self._tokens[begun + 1].text == "=":
                name = join(key, f"local.{self._tokens[begun].text}")
                for entry in self.expression(begun + 2, ended, name, depth + 1):
                    if isinstance(entry, Leaf):
                        yield entry


def _plain(token: _Token) -> str:
    text = token.text
    if token.kind == "block":
        rows = text.split("\n")[1:-1]
        indent = len(rows[0]) - len(rows[0].lstrip()) if rows else 0
        return "\n".join(row[indent:] for row in rows) + "\n"
    if token.kind != "string":
        return text
    if text[0] == "@":
        return text[2:-1].replace(text[1] * 2, text[1])
    try:
        return str(json.loads(text)) if text[0] == '"' and "\\" in text else re.sub(r"\\([\s\S])", r"\1", text[1:-1])
    except ValueError:
        return text[1:-1]


FORMAT = Format(frozenset({"Jsonnet"}), read)
