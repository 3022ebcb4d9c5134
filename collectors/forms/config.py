"""A configuration file as settings: leaves (dotted key, raw scalar text, type, line) and what it says about other files.

Each format is a module of `collectors/formats`, found by its folder. Nothing is constructed and nothing is run.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from collectors import formats
from collectors.spec import Unreadable

LARGEST = 1_000_000
"""Bytes above which a file is not read."""
DEEPEST = 60
"""Levels of nesting above which a file is not read."""
LONGEST = 500
"""Characters of a value that are kept."""
_TOO_DEEP = re.compile(rb"(?:[\[({]\s*){200}")
_MOST = 20_000


class Leaf(NamedTuple):
    """One setting. A list of scalars is one leaf, its value a compact JSON text. A tuple: hundreds of thousands are made."""

    key: str
    value: str
    type: str
    """string, number, boolean, null or list."""
    line: int
    document: int


@dataclass(frozen=True, slots=True)
class Directive:
    """What a file says about other files, or about its own place among them, beside its leaves."""

    kind: str
    """package (Hydra's header), include, import, opaque (a value that is computed) or duplicate (a key given before)."""
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What one configuration file says."""

    leaves: list[Leaf]
    directives: list[Directive]


Reader = Callable[[str], Iterable[Leaf | Directive]]


@cache
def readers() -> dict[str, Reader]:
    """The reader of each language whose settings are read, from the modules of `collectors/formats`."""
    found: dict[str, Reader] = {}
    for info in sorted(pkgutil.iter_modules(formats.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{formats.__name__}.{info.name}")
        found |= dict.fromkeys(module.LANGUAGES, module.read)
    return found


def parse(data: bytes, language: str) -> Settings:
    """Leaves and directives in the order of the file. Raises Unreadable for what the format's own parser refuses."""
    if len(data) > LARGEST:
        raise Unreadable(f"larger than {LARGEST:,} bytes ({len(data):,})")
    if _TOO_DEEP.search(data):
        raise Unreadable("brackets nested too deeply")
    reader = readers().get(language)
    if reader is None:
        raise Unreadable(f"{language} settings are not read yet")
    settings = Settings([], [])
    for found in reader(data.decode("utf-8-sig", "replace")):
        if isinstance(found, Leaf):
            settings.leaves.append(found)
        else:
            settings.directives.append(found)
        if len(settings.leaves) > _MOST or len(settings.directives) > _MOST:
            raise Unreadable(f"more than {_MOST:,} settings")
    return settings


def join(prefix: str, name: str) -> str:
    """The dotted key of a name below a prefix."""
    return f"{prefix}.{name}" if prefix else name


def listed(items: Iterable[tuple[str, str]]) -> str:
    """The compact JSON text of a list of scalars, each a pair of text and type."""
    return f"[{','.join(json.dumps(text, ensure_ascii=False) if kind == 'string' else text for text, kind in items)}]"


def guess(value: str) -> str:
    """The type that a value looks like, in a format that knows only text."""
    low = value.strip().lower()
    if low in {"true", "false", "yes", "no", "on", "off"}:
        return "boolean"
    return "number" if re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", low) else "string"
