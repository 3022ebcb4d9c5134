"""Jsonnet without evaluating it: literal fields of the object that a file is, and the files that it imports."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from collectors.forms.config import DEEPEST, LONGEST, Directive, Leaf, join, listed
from collectors.spec import Unreadable

LANGUAGES = frozenset({"Jsonnet"})
_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|\#[^\n]*|/\*.*?\*/)
    |(?P<block>\|\|\|-?[ \t\r]*\n.*?\n[ \t]*\|\|\|)
    |(?P<verbatim>@"(?:[^"]|"")*"|@'(?:[^']|'')*')
    |(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
    |(?P<number>\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?)
    |(?P<word>[A-Za-z_]\w*)
    |(?P<mark>[{}\[\](),;]|\+?:{1,3}|[-+*%&^=<>!~.$@]|/(?!\*)|\|(?!\|\|))""",
    re.DOTALL | re.VERBOSE,
)
_PAIRS = {"{": "}", "[": "]", "(": ")"}
_WORDS = {"true": "boolean", "false": "boolean", "null": "null"}
_SUM = {"+", ".", "$", "{", "[", "("}
_NO_SUM = {"if", "then", "else", "function", "in", "error", "assert", "local", "for"}
_LITERALS = {"string", "verbatim", "block"}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)


@dataclass(slots=True)
class _Token:
    kind: str
    text: str
    line: int
    close: int = 0
    """Of an opening bracket: where its closing one stands."""


_Found = Iterator[Leaf | Directive]


def read(text: str) -> _Found:
    """Leaves of fields whose value is a literal; every other value as opaque, the file itself as `$`.

    Of `A + { ... }` the last object's fields are certain and are read; what they are added to is opaque. Functions and
    locals are no settings.
    """
    tokens = list(_tokens(text))
    _match(tokens)
    for at, token in enumerate(tokens[:-1]):
        if (
            token.kind == "word"
            and token.text in {"import", "importstr", "importbin"}
            and tokens[at + 1].kind in _LITERALS
        ):
            yield Directive("import", _unquoted(tokens[at + 1]), token.line)
    if tokens:
        yield from _value(tokens, 0, len(tokens), "", 0)


def _tokens(text: str) -> Iterator[_Token]:
    line, at = 1, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Unreadable(f"not jsonnet: unexpected {text[at]!r} in line {line}")
        if match.lastgroup != "space":
            yield _Token(str(match.lastgroup), match.group(), line)
        line += text.count("\n", at, match.end())
        at = match.end()


def _match(tokens: list[_Token]) -> None:
    """Finds each bracket's other one."""
    opened = list[int]()
    for at, token in enumerate(tokens):
        if token.kind != "mark":
            continue
        if token.text in _PAIRS:
            opened.append(at)
        elif token.text in _PAIRS.values():
            if not opened or _PAIRS[tokens[opened[-1]].text] != token.text:
                raise Unreadable(f"not jsonnet: unexpected {token.text!r} in line {token.line}")
            tokens[opened.pop()].close = at
    if opened:
        raise Unreadable(f"not jsonnet: a bracket of line {tokens[opened[-1]].line} is not closed")


def _outer(tokens: list[_Token], begin: int, end: int) -> Iterator[int]:
    """Places in this range, those inside brackets left out."""
    at = begin
    while at < end:
        yield at
        at = max(at, tokens[at].close) + 1


def _split(tokens: list[_Token], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges between commas. A `local` inside a value has commas of its own, up to its semicolon."""
    begun, open_locals = begin, 0
    for at in _outer(tokens, begin, end):
        token = tokens[at]
        if token.kind == "word" and token.text in {"local", "assert"}:
            open_locals += at > begun
        elif token.kind == "mark" and token.text == ";":
            open_locals -= 1
        elif token.kind == "mark" and token.text == "," and open_locals <= 0:
            yield begun, at
            begun = at + 1
    if begun < end:
        yield begun, end


def _value(tokens: list[_Token], begin: int, end: int, key: str, depth: int) -> _Found:
    if depth > DEEPEST:
        raise Unreadable(f"nested more than {DEEPEST} deep")
    begin = _after_locals(tokens, begin, end)
    if begin >= end:
        return
    first, line = tokens[begin], tokens[begin].line
    whole = first.kind == "mark" and first.text in _PAIRS and first.close == end - 1
    literal = _literal(tokens, begin, end)
    if literal is not None:
        yield Leaf(key, literal[0][:LONGEST], literal[1], line, 0)
    elif whole and first.text == "(":
        yield from _value(tokens, begin + 1, end - 1, key, depth + 1)
    elif whole and first.text == "{":
        yield from _object(tokens, begin, key, depth)
    elif whole and first.text == "[":
        yield from _array(tokens, begin, key, depth)
    else:
        yield Directive("opaque", key or "$", line)
        last = _last_object(tokens, begin, end)
        if last is not None:
            yield from _object(tokens, last, key, depth)


def _last_object(tokens: list[_Token], begin: int, end: int) -> int | None:
    """Where the object begins that this sum of names, calls, imports and objects ends in; None for anything else."""
    last = begin
    for at in _outer(tokens, begin, end):
        token, last = tokens[at], at
        imported = token.kind in _LITERALS and tokens[at - 1].text.startswith("import")
        if not imported and not (
            token.text in _SUM if token.kind == "mark" else token.kind == "word" and token.text not in _NO_SUM
        ):
            return None
    return last if tokens[last].kind == "mark" and tokens[last].text == "{" else None


def _after_locals(tokens: list[_Token], begin: int, end: int) -> int:
    """Where the expression begins that follows its locals and assertions."""
    while begin < end and tokens[begin].kind == "word" and tokens[begin].text in {"local", "assert"}:
        open_locals = 0
        for at in _outer(tokens, begin, end):
            token = tokens[at]
            if token.kind == "word" and token.text in {"local", "assert"}:
                open_locals += 1
            elif token.kind == "mark" and token.text == ";":
                open_locals -= 1
                if open_locals == 0:
                    begin = at + 1
                    break
        else:
            raise Unreadable(f"not jsonnet: no semicolon ends the local of line {tokens[begin].line}")
    return begin


def _object(tokens: list[_Token], begin: int, key: str, depth: int) -> _Found:
    if _is_comprehension(tokens, begin):
        yield Directive("opaque", key or "$", tokens[begin].line)
        return
    for begun, ended in _split(tokens, begin + 1, tokens[begin].close):
        name = tokens[begun]
        if name.kind == "word" and name.text in {"local", "assert"}:
            continue
        after = (name.close if name.kind == "mark" and name.text == "[" else begun) + 1
        mark = tokens[after].text if after < ended and tokens[after].kind == "mark" else ""
        if mark == "(":
            continue  # a function
        if ":" not in mark or name.kind == "number":
            raise Unreadable(f"not jsonnet: line {name.line}")
        below = join(key, "?" if name.kind == "mark" else _unquoted(name))
        if name.kind == "mark" or (mark[0] == "+" and not _is_object(tokens, after + 1, ended)):
            yield Directive("opaque", below, name.line)  # a computed name, or something added to what was inherited
        else:
            yield from _value(tokens, after + 1, ended, below, depth + 1)


def _is_comprehension(tokens: list[_Token], begin: int) -> bool:
    return any(
        tokens[at].kind == "word" and tokens[at].text == "for" for at in _outer(tokens, begin + 1, tokens[begin].close)
    )


def _is_object(tokens: list[_Token], begin: int, end: int) -> bool:
    return begin < end and tokens[begin].kind == "mark" and tokens[begin].text == "{" and tokens[begin].close == end - 1


def _array(tokens: list[_Token], begin: int, key: str, depth: int) -> _Found:
    items, line = list(_split(tokens, begin + 1, tokens[begin].close)), tokens[begin].line
    scalars = [_literal(tokens, *item) for item in items]
    nested = any(tokens[a].kind == "mark" and tokens[a].text in "{[" for a, _ in items)
    if all(scalars):
        yield Leaf(key, listed(scalar for scalar in scalars if scalar)[:LONGEST], "list", line, 0)
    elif nested and not _is_comprehension(tokens, begin):
        for index, item in enumerate(items):
            yield from _value(tokens, *item, f"{key}[{index}]", depth + 1)
    else:
        yield Directive("opaque", key or "$", line)


def _literal(tokens: list[_Token], begin: int, end: int) -> tuple[str, str] | None:
    """(text, type) of a range that is one literal; None for everything else."""
    sign = ""
    if end - begin == 2 and tokens[begin].text == "-" and tokens[begin + 1].kind == "number":
        sign, begin = "-", begin + 1
    if end - begin != 1:
        return None
    token = tokens[begin]
    if token.kind == "number":
        return sign + token.text, "number"
    if token.kind in _LITERALS:
        return _unquoted(token), "string"
    return (token.text, _WORDS[token.text]) if token.text in _WORDS and token.kind == "word" else None


def _unquoted(token: _Token) -> str:
    text = token.text
    if token.kind == "block":
        body = text[text.index("\n") + 1 : text.rindex("\n")]
        return textwrap.dedent(body) + ("" if text.startswith("|||-") else "\n")
    if token.kind == "verbatim":
        return text[2:-1].replace(text[1] * 2, text[1])
    if token.kind != "string":
        return text
    text = _ESCAPE.sub(_unescaped, text[1:-1])
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescaped(match: re.Match[str]) -> str:
    if match.group(1):
        return chr(int(match.group(1), 16))
    return {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}.get(match.group(2), match.group(2))
