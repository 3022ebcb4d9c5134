"""`[data]` in the settings: where people see what models say, who uses it outside the repository, who supplies data, what is frozen."""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass
from typing import Any

from collectors.errors import DebtError


@dataclass(frozen=True)
class DataClaim:
    """One thing that the settings say of one thing in the graph of data."""

    kind: str
    """surface, acting, consumer, producer or frozen."""
    name: str
    """Of the surface, consumer or producer; of a frozen thing its own."""
    role: str
    """What the thing is to it: shown_by, logs, acts, reads, makes or frozen."""
    thing: str
    """Its id, its name or its location in the graph, or the end of one of the latter two; what acts is a model, as records name it."""
    owner: str | None = None
    principals: str | None = None
    """By which names a log of accesses knows a consumer, a blank between."""
    slo: str | None = None
    """What was agreed with a consumer or a producer, in the team's words."""
    mitigated: str | None = None
    """What keeps the surface from teaching the model its own answers, in the team's words."""
    path: str = ""
    line: int = 1
    models: str | None = None
    """The models that an agreement with a producer is for, a comma between."""
    most_hours: float | None = None
    """How old a producer's data may be, by that agreement."""


def data_claims(table: Any, source: str, text: str) -> tuple[DataClaim, ...]:
    """What `[data]` says, in the order of the file. Raises DebtError for what is not understood."""
    only(table, {"surfaces", "consumers", "producers", "frozen"}, source, "data.")
    found: list[DataClaim] = []
    for name, told in _named(table, "surfaces", {"shown_by", "logs", "models", "mitigated", "owner"}, source):
        prefix = f"data.surfaces.{name}"
        owner, mitigated = text_of(told, "owner", source, prefix), text_of(told, "mitigated", source, prefix)
        line = line_of(text, "data", "surfaces", name)
        for role in ("shown_by", "logs"):
            things = names_of(told, role, source, prefix)
            found += [
                DataClaim("surface", name, role, thing, owner, mitigated=mitigated, path=source, line=line)
                for thing in things
            ]
        found += [
            DataClaim("acting", name, "acts", model, owner, path=source, line=line)
            for model in names_of(told, "models", source, prefix)
        ]
        if not told.get("shown_by") and not told.get("models"):
            raise DebtError(
                f"{source}: {prefix} says nothing of what it shows", f'write {prefix}.shown_by = ["model.pkl"]'
            )
    for name, told in _named(table, "consumers", {"reads", "owner", "principals", "slo"}, source):
        prefix = f"data.consumers.{name}"
        owner, line = text_of(told, "owner", source, prefix), line_of(text, "data", "consumers", name)
        slo = text_of(told, "slo", source, prefix)
        principals = " ".join(names_of(told, "principals", source, prefix)) or None
        things = names_of(told, "reads", source, prefix)
        if not things:
            raise DebtError(f"{source}: {prefix} says nothing of what it reads", f'write {prefix}.reads = ["scores"]')
        found += [
            DataClaim("consumer", name, "reads", thing, owner, principals, slo, path=source, line=line)
            for thing in things
        ]
    for name, told in _named(table, "producers", {"makes", "owner", "slo", "models", "most_hours"}, source):
        found += _of_producer(name, told, source, line_of(text, "data", "producers", name))
    line = line_of(text, "data", "frozen")
    found += [
        DataClaim("frozen", thing, "frozen", thing, path=source, line=line)
        for thing in names_of(table, "frozen", source, "data")
    ]
    return tuple(found)


def _of_producer(name: str, told: dict[str, Any], source: str, line: int) -> list[DataClaim]:
    prefix = f"data.producers.{name}"
    things = names_of(told, "makes", source, prefix)
    if not things:
        raise DebtError(
            f"{source}: {prefix} says nothing of what it makes", f'write {prefix}.makes = ["warehouse.orders"]'
        )
    owner, slo = text_of(told, "owner", source, prefix), text_of(told, "slo", source, prefix)
    models = ", ".join(names_of(told, "models", source, prefix)) or None
    hours = number_of(told, "most_hours", source, prefix)
    return [
        DataClaim(
            "producer", name, "makes", thing, owner, slo=slo, path=source, line=line, models=models, most_hours=hours
        )
        for thing in things
    ]


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


def names_of(table: dict[str, Any], key: str, source: str, prefix: str) -> list[str]:
    """Names that a key lists, each once; none where it is not there. Raises DebtError."""
    listed = table.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(thing, str) and thing for thing in listed):
        raise DebtError(f"{source}: {prefix}.{key} is no list of names", f'write {prefix}.{key} = ["orders_score"]')
    return list(dict.fromkeys(listed))


def text_of(table: dict[str, Any], key: str, source: str, prefix: str) -> str | None:
    """The text of a key; None where it is not there. Raises DebtError."""
    told = table.get(key)
    if told is not None and not (isinstance(told, str) and told.strip()):
        raise DebtError(f"{source}: {prefix}.{key} is no text", f'write {prefix}.{key} = "..."')
    return told


def number_of(table: dict[str, Any], key: str, source: str, prefix: str) -> float | None:
    """The number above 0 of a key; None where it is not there. Raises DebtError."""
    told = table.get(key)
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 < told < math.inf:
        raise DebtError(f"{source}: {prefix}.{key} is no number above 0", f"write {prefix}.{key} = 200")
    return float(told)


def line_of(text: str, *keys: str) -> int:
    """Where the table of these keys begins or the last of them stands; 1 where it is written another way."""
    *above, last = (rf"[\"']?{re.escape(key)}[\"']?" for key in keys)
    whole = r"\.".join([*above, last])
    table = rf"\[\s*(?:tool\.debtui\.)?{whole}\s*\]"
    key = "".join(rf"(?:{part}\.)?" for part in above) + rf"{last}(?:\.\w+)?\s*="
    for pattern in (table, key):
        if found := re.search(rf"^[ \t]*{pattern}", text, re.MULTILINE):
            return text.count("\n", 0, found.end()) + 1
    return 1
