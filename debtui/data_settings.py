"""`[data]` in the settings: where people see what models say, who uses it outside the repository, what is frozen."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any

from collectors.errors import DebtError


@dataclass(frozen=True)
class DataClaim:
    """One thing that the settings say of one thing in the graph of data."""

    kind: str
    """surface, consumer or frozen."""
    name: str
    """Of the surface or consumer; of a frozen thing its own."""
    role: str
    """What the thing is to it: shown_by, logs, reads or frozen."""
    thing: str
    """Its id, its name or its location in the graph, or the end of one of the latter two."""
    owner: str | None = None
    principals: str | None = None
    """By which names a log of accesses knows a consumer, a blank between."""
    slo: str | None = None
    """What was agreed with a consumer, in the team's words."""
    mitigated: str | None = None
    """What keeps the surface from teaching the model its own answers, in the team's words."""
    path: str = ""
    line: int = 1


def data_claims(table: Any, source: str, text: str) -> tuple[DataClaim, ...]:
    """What `[data]` says, in the order of the file. Raises DebtError for what is not understood."""
    only(table, {"surfaces", "consumers", "frozen"}, source, "data.")
    found: list[DataClaim] = []
    for name, told in _named(table, "surfaces", {"shown_by", "logs", "mitigated", "owner"}, source):
        prefix = f"data.surfaces.{name}"
        owner, mitigated = _text(told, "owner", source, prefix), _text(told, "mitigated", source, prefix)
        line = _line(text, "surfaces", name)
        for role in ("shown_by", "logs"):
            things = _list(told, role, source, prefix)
            found += [
                DataClaim("surface", name, role, thing, owner, mitigated=mitigated, path=source, line=line)
                for thing in things
            ]
        if not told.get("shown_by"):
            raise DebtError(
                f"{source}: {prefix} says nothing of what it shows", f'write {prefix}.shown_by = ["model.pkl"]'
            )
    for name, told in _named(table, "consumers", {"reads", "owner", "principals", "slo"}, source):
        prefix = f"data.consumers.{name}"
        owner, line = _text(told, "owner", source, prefix), _line(text, "consumers", name)
        slo = _text(told, "slo", source, prefix)
        principals = " ".join(_list(told, "principals", source, prefix)) or None
        things = _list(told, "reads", source, prefix)
        if not things:
            raise DebtError(f"{source}: {prefix} says nothing of what it reads", f'write {prefix}.reads = ["scores"]')
        found += [
            DataClaim("consumer", name, "reads", thing, owner, principals, slo, path=source, line=line)
            for thing in things
        ]
    line = _line(text, "frozen")
    found += [
        DataClaim("frozen", thing, "frozen", thing, path=source, line=line)
        for thing in _list(table, "frozen", source, "data")
    ]
    return tuple(found)


def only(table: Any, known: set[str], source: str, prefix: str) -> None:
    """Raise DebtError for what is no table, or has a key that is not known."""
    if not isinstance(table, dict):
        raise DebtError(f"{source}: {prefix.rstrip('.') or 'the document'} is no table", "see README, Settings")
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1, 0)
            raise DebtError(
                f"{source}: unknown setting {prefix}{key}", f"did you mean {prefix}{near[0]}?" if near else ""
            )


def _named(table: Any, name: str, known: set[str], source: str) -> list[tuple[str, dict[str, Any]]]:
    listed = table.get(name, {})
    only(listed, set(listed) if isinstance(listed, dict) else set(), source, f"data.{name}.")
    for key, told in listed.items():
        only(told, known, source, f"data.{name}.{key}.")
    return list(listed.items())


def _list(table: dict[str, Any], key: str, source: str, prefix: str) -> list[str]:
    listed = table.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(thing, str) and thing for thing in listed):
        raise DebtError(f"{source}: {prefix}.{key} is no list of names", f'write {prefix}.{key} = ["orders_score"]')
    return list(dict.fromkeys(listed))


def _text(table: dict[str, Any], key: str, source: str, prefix: str) -> str | None:
    told = table.get(key)
    if told is not None and not (isinstance(told, str) and told.strip()):
        raise DebtError(f"{source}: {prefix}.{key} is no text", f'write {prefix}.{key} = "..."')
    return told


def _line(text: str, *keys: str) -> int:
    """Where a table begins or a key stands; 1 where it is written another way."""
    *_, last = keys
    quoted = rf"[\"']?{re.escape(last)}[\"']?"
    table = rf"\[\s*(?:tool\.debtui\.)?data\.(?:{keys[0]}\.)?{quoted}\s*\]"
    key = rf"(?:data\.)?(?:{keys[0]}\.)?{quoted}(?:\.\w+)?\s*="
    for pattern in (table, key):
        if found := re.search(rf"^[ \t]*{pattern}", text, re.MULTILINE):
            return text.count("\n", 0, found.end()) + 1
    return 1
