"""A configuration file as settings: leaves (dotted key, raw scalar text, type, line) and what it says about other files.

Nothing is constructed and nothing is run. The formats are in `collectors/formats`, one file each; their limits are here.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from collectors.registry import formats
from collectors.spec import Unreadable

LARGEST = 1_000_000
DEEPEST = 60
MOST = 20_000
LONGEST = 4_000
"""Characters of a value that are kept."""
LONGEST_KEY = 2_000
"""Characters of a key: 20,000 settings below one name of a megabyte would fill the memory."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One setting. A list of scalars is one leaf, its value a compact JSON text."""

    key: str
    value: str
    type: str
    """string, number, boolean, null or list."""
    line: int
    document: int = 0


@dataclass(frozen=True, slots=True)
class Directive:
    """What a file says about other files, or about its own place among them, beside its leaves."""

    kind: str
    """package: Hydra's `# @package` header. include: a file that is read in (gin, HCL modules). import: gin, jsonnet.
    opaque: a value that is computed; the target is its key. duplicate: a key given twice in one mapping, where the last
    counts; the target is the key. anchor: a value that is a YAML alias; merge: a mapping that takes in another by `<<`;
    the target of both is the key, a space, and the anchor's name after `*`."""
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What one configuration file says."""

    leaves: list[Leaf]
    directives: list[Directive]


Entry = Leaf | Directive


def parse(data: bytes, language: str) -> Settings:
    """Leaves and directives in the order of the file. Raises Unreadable for what the format's own parser refuses."""
    if len(data) > LARGEST:
        raise Unreadable(f"larger than {LARGEST:,} bytes ({len(data):,})")
    form = formats().get(language)
    if form is None:
        raise Unreadable(f"{language} settings are not read")
    leaves: list[Leaf] = []
    directives: list[Directive] = []
    try:
        for entry in form.read(_text(data)):
            if isinstance(entry, Leaf):
                if len(entry.key) > LONGEST_KEY:
                    raise Unreadable(f"a key longer than {LONGEST_KEY:,} characters")
                leaves.append(entry)
            else:
                directives.append(entry)
            if len(leaves) > MOST or len(directives) > MOST:
                raise Unreadable(f"more than {MOST:,} settings")
    except RecursionError as error:
        raise Unreadable("nested too deeply") from error
    return Settings(leaves, directives)


def _text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        text = data.decode("utf-8-sig", "replace")
    if "\0" in text:
        raise Unreadable("holds NUL bytes")
    return text.replace("\r\n", "\n")


def join(prefix: str, name: str) -> str:
    """The key of what is called `name` below `prefix`."""
    key = f"{prefix}.{name}" if prefix else name
    if len(key) > LONGEST_KEY:
        raise Unreadable(f"a key longer than {LONGEST_KEY:,} characters")
    return key


def check_depth(depth: int) -> None:
    """Raise Unreadable below the deepest level that is read."""
    if depth > DEEPEST:
        raise Unreadable(f"nested more than {DEEPEST} deep")


def listed(items: Iterable[str]) -> str:
    """A list of scalars as a leaf's value: compact JSON, each item its raw text."""
    return json.dumps(list(items), ensure_ascii=False, separators=(",", ":"))[:LONGEST]


def guess(value: str) -> str:
    """The type of a text in a format that has no types."""
    low = value.strip().lower()
    if low in {"true", "false", "yes", "no", "on", "off"}:
        return "boolean"
    return "number" if re.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", low) else "string"


def last_wins(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries of a flat format: of a key given twice the last is the setting, and a directive says so."""
    kept: dict[object, Entry] = {}
    for entry in entries:
        if isinstance(entry, Leaf):
            if kept.pop(entry.key, None) is not None:
                kept[object()] = Directive("duplicate", entry.key, entry.line)
            kept[entry.key] = entry
        else:
            kept[object()] = entry
        if len(kept) > 2 * MOST:
            break
    yield from kept.values()
