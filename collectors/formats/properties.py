"""Java properties, by the grammar of `java.util.Properties.load`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.forms.config import LONGEST, Directive, Leaf, guess
from collectors.spec import Unreadable

LANGUAGES = frozenset({"properties"})
_KEY = re.compile(r"((?:\\.|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*", re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.|\Z)", re.DOTALL)
_ENDS_IN_ODD = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")


def read(text: str) -> Iterator[Leaf | Directive]:
    """Leaves and keys given twice. A `\\u` without four hexadecimal digits makes the file unreadable, as in Java."""
    seen = set()
    for number, line in _logical(text):
        match = _KEY.match(line)
        assert match is not None  # every part of the pattern may be empty
        key, value = _unescaped(match.group(1), number), _unescaped(line[match.end() :], number)
        if key in seen:
            yield Directive("duplicate", key, number)
        seen.add(key)
        yield Leaf(key, value[:LONGEST], guess(value), number, 0)


def _logical(text: str) -> Iterator[tuple[int, str]]:
    """(line number, text) of each assignment, its continuation lines joined; comments cannot be continued."""
    begun, pieces = 0, list[str]()
    for number, row in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        stripped = row.lstrip(" \t\f")
        if not pieces and (not stripped or stripped[0] in "#!"):
            continue
        begun = begun if pieces else number
        if _ENDS_IN_ODD.search(stripped):
            pieces.append(stripped[:-1])
            continue
        yield begun, "".join([*pieces, stripped])
        pieces = []
    if pieces:
        yield begun, "".join(pieces)


def _unescaped(text: str, line: int) -> str:
    def one(match: re.Match[str]) -> str:
        escaped = match.group(1)
        if escaped == "u":
            raise Unreadable(f"not properties: \\u without four hexadecimal digits in line {line}")
        if escaped.startswith("u"):
            return chr(int(escaped[1:], 16))
        return {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}.get(escaped, escaped)

    if "\\" not in text:
        return text
    # Java writes what lies beyond the first 65,536 characters as two surrogates.
    return _ESCAPE.sub(one, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
