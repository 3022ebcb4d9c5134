"""INI as configparser reads it, with lines; without a section header, lines of `key = value`."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator

from collectors.forms.config import LONGEST, Entry, Leaf, guess, join, last_wins
from collectors.spec import Format, Unreadable

_BRACES = re.compile(r"^[^#;\n]*\{[ \t]*$|^[ \t]*\}", re.MULTILINE)
_SIGN = re.compile(r"[=:]")
_CUT_OFF = re.compile(r"^\[[^\]\n]*$", re.MULTILINE)


def read(text: str) -> Iterator[Entry]:
    """Sections and keys by line; configparser, which knows no lines, only judges whether it is INI at all."""
    sections = True
    try:
        configparser.RawConfigParser(strict=False, allow_no_value=True).read_string(text)
    except configparser.MissingSectionHeaderError as error:
        sections = False
        if _CUT_OFF.search(text):
            raise Unreadable("not INI: a section's header has no end") from error
        if _BRACES.search(text):
            raise Unreadable("blocks in braces, not INI") from error
        if text.strip() and not _SIGN.search(text):
            raise Unreadable("not INI: neither a section nor a key with a value") from error
    except configparser.Error as error:
        raise Unreadable(f"not INI: {' '.join(str(error).split())}"[:200]) from error
    yield from last_wins(_leaves(text, sections))


def _leaves(text: str, sections: bool) -> Iterator[Leaf]:
    section, key, value, at = "", "", [""], 0
    for number, row in enumerate([*text.split("\n"), "[end]"], 1):
        stripped = row.strip()
        comment = stripped.startswith(("#", ";"))
        if key and sections and (row[:1].isspace() or not stripped) and not comment:
            value.append(stripped)
            continue
        if not stripped or comment:
            continue
        if key:
            whole = "\n".join(part for part in value if part)
            yield Leaf(join(section, key), whole[:LONGEST], guess(whole), at)
            key = ""
        if stripped.startswith("[") and "]" in stripped:
            section = stripped[1 : stripped.index("]")]
        else:
            parts = _SIGN.split(stripped, maxsplit=1)
            key, value, at = parts[0].strip(), [parts[-1].strip() if len(parts) > 1 else ""], number


FORMAT = Format(frozenset({"INI"}), read)
