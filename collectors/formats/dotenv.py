"""Dotenv files: `export NAME=value`, quotes that may span lines, comments. Interpolation stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.forms.config import LONGEST, Entry, Leaf, guess, last_wins
from collectors.spec import Format, Unreadable

_BINDING = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][\w.\-]*)[ \t]*(?:[=:][ \t]*
    (?:'(?P<single>(?:[^'\\]|\\[\s\S])*)'|"(?P<double>(?:[^"\\]|\\[\s\S])*)"|(?P<bare>[^\n]*))|[ \t]*$)""",
    re.MULTILINE | re.VERBOSE,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def read(text: str) -> Iterator[Entry]:
    """Bindings; of a name that is bound twice the last counts. Lines that are none are passed over, as dotenv does."""
    found = list(last_wins(_leaves(text)))
    if not found and any(row.strip() and not row.lstrip().startswith("#") for row in text.split("\n")):
        raise Unreadable("no line binds a name")
    yield from found


def _leaves(text: str) -> Iterator[Leaf]:
    line, seen, at = 1, 0, 0
    while match := _BINDING.search(text, at):
        line, seen = line + text.count("\n", seen, match.start("name")), match.start("name")
        at = match.end()
        if match["double"] is not None:
            value = re.sub(r"\\([\s\S])", lambda m: _ESCAPES.get(m[1], m[1]), match["double"])
        elif match["single"] is not None:
            value = match["single"].replace("\\'", "'")
        else:
            value = re.sub(r"(?:^|[ \t])#.*$", "", match["bare"] or "").strip()
        yield Leaf(match["name"], value[:LONGEST], guess(value), line)
        end = text.find("\n", at)
        if end < 0:
            break
        at = end + 1


FORMAT = Format(frozenset({"dotenv"}), read)
