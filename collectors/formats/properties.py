"""Java properties, by the grammar of java.util.Properties.load: `=`, `:` or white space part key and value, a backslash at the
end of a line continues it, `\\uXXXX` is a character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.forms.config import LONGEST, Entry, Leaf, guess, last_wins
from collectors.spec import Format

_KEY = re.compile(r"((?:[^\\=:\s]|\\.)*+)[ \t\f]*[=:]?[ \t\f]*(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\s\S]))")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}


def read(text: str) -> Iterator[Entry]:
    """Keys with their values; of a key given twice the last counts."""
    yield from last_wins(_leaves(text))


def _leaves(text: str) -> Iterator[Leaf]:
    parts: list[str] = []
    begun = 0
    for number, row in enumerate(text.split("\n"), 1):
        row = row.lstrip(" \t\f")
        if not parts:
            begun = number
            if not row or row[0] in "#!":
                continue
        if (len(row) - len(row.rstrip("\\"))) % 2:
            parts.append(row[:-1])
            continue
        yield _leaf("".join([*parts, row]), begun)
        parts = []
    if parts:
        yield _leaf("".join(parts), begun)


def _leaf(text: str, line: int) -> Leaf:
    match = _KEY.match(text)
    key, value = (_plain(part) for part in match.groups()) if match else (_plain(text), "")
    return Leaf(key, value[:LONGEST], guess(value), line)


def _plain(text: str) -> str:
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _ESCAPES.get(m[2], m[2]), text)
    # Java writes what lies beyond the first 65,536 characters as two surrogates.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


FORMAT = Format(frozenset({"properties"}), read)
