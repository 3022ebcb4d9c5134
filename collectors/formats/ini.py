"""INI as configparser reads it, with lines."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator

from collectors.formats import dotenv
from collectors.forms.config import LONGEST, Directive, Leaf, guess, join
from collectors.spec import Unreadable

LANGUAGES = frozenset({"INI"})


def read(text: str) -> Iterator[Leaf | Directive]:
    """Sections and keys by line; configparser, which knows no lines, only judges whether it is INI at all."""
    try:
        configparser.RawConfigParser(strict=False, allow_no_value=True).read_string(text)
    except configparser.MissingSectionHeaderError:
        yield from dotenv.read(text)
        return
    except configparser.Error as error:
        raise Unreadable(f"not INI: {' '.join(str(error).split())}"[:200]) from error
    section, key, value, at = "", "", "", 0
    seen = set()
    for number, row in enumerate([*text.split("\n"), "[end]"], 1):
        stripped = row.strip()
        if key and (row[:1].isspace() or not stripped) and not stripped.startswith(("#", ";")):
            value = f"{value}\n{stripped}" if stripped else value
            continue
        if not stripped or stripped.startswith(("#", ";")):
            continue
        if key:
            yield Leaf(join(section, key), value.strip()[:LONGEST], guess(value), at, 0)
            key = ""
        if stripped.startswith("[") and "]" in stripped:
            section = stripped[1 : stripped.index("]")]
        else:
            key, _, value = (part.strip() for part in re.sub(r"\s*[=:]\s*", "\0", stripped, count=1).partition("\0"))
            at = number
            if (section, key.lower()) in seen:
                yield Directive("duplicate", join(section, key), at)
            seen.add((section, key.lower()))
