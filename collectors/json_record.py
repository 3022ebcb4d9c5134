"""A record that is one JSON mapping or list, or what is left of it: of a list or a mapping that breaks off, what stands before the break."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from collectors.records import Records, when

LARGEST = 64_000_000
"""Bytes of a record that is held as a whole."""
_BLANK = re.compile(r"[ \t\r\n]*")


def document(path: Path, into: Records) -> dict[str, Any]:
    """The members of the mapping; a break is a fault. Raises ValueError for what is too large, or no mapping."""
    told = _loaded(path, into)
    if isinstance(told, dict):
        return told
    raise ValueError("no JSON mapping")


def listing(path: Path, into: Records) -> list[dict[str, Any]]:
    """The mappings of a list; a break is a fault. Raises ValueError for what is too large, or no list."""
    told = _loaded(path, into)
    if isinstance(told, list):
        return mappings(told)
    raise ValueError("no JSON list")


def _loaded(path: Path, into: Records) -> Any:
    size = path.stat().st_size
    if size > LARGEST:
        raise ValueError(f"larger than {LARGEST:,} bytes ({size:,})")
    text = path.read_bytes().decode("utf-8-sig", "replace")
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    except ValueError as error:
        into.fault(f"breaks off: {error}")
        if not text.lstrip().startswith("["):
            return _rest(text)
        found: list[Any] = []
        with suppress(ValueError, IndexError, RecursionError):
            _parts(text, text.index("["), found, json.JSONDecoder().raw_decode)
        return found


def mappings(told: object) -> list[dict[str, Any]]:
    """The mappings of a list; none of what is none."""
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []


def mapping(told: object) -> dict[str, Any]:
    """A mapping; an empty one for what is none."""
    return told if isinstance(told, dict) else {}


def text(told: object) -> str | None:
    """A text that is not empty."""
    return told if isinstance(told, str) and told else None


def number(told: object) -> float | None:
    """A number as it is; what is none, or a truth, is None."""
    return float(told) if isinstance(told, int | float) and not isinstance(told, bool) and abs(told) < 1e300 else None


def moment(told: object, into: Records) -> datetime | None:
    """A time that is written as text; one that cannot be read is a fault, and costs nothing else."""
    try:
        return when(text(told))
    except ValueError as error:
        into.fault(str(error))
        return None


def _rest(text: str) -> dict[str, Any]:
    """Whole members, and whole parts of the one that breaks off."""
    found: dict[str, Any] = {}
    scan = json.JSONDecoder().raw_decode
    try:
        at = _after(text, 0, "{")
        while True:
            name, at = scan(text, at)
            at = _after(text, at, ":")
            start = text[at]
            try:
                found[name], at = scan(text, at)
            except ValueError:
                if start == "[":
                    _parts(text, at, found.setdefault(name, []), scan)
                elif start == "{":
                    found[name] = _rest(text[at:])
                break
            at = _after(text, at, ",")
    except (ValueError, IndexError, TypeError, RecursionError):
        pass  # the end of what can be read
    return found


def _parts(text: str, at: int, found: list[Any], scan: Any) -> None:
    at = _after(text, at, "[")
    while True:
        value, at = scan(text, at)
        found.append(value)
        at = _after(text, at, ",")


def _after(text: str, at: int, sign: str) -> int:
    at = _BLANK.match(text, at).end()  # type: ignore[union-attr]  # it fits anything
    if text[at] != sign:
        raise ValueError(f"{sign} expected")
    return _BLANK.match(text, at + 1).end()  # type: ignore[union-attr]
