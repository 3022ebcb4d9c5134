"""What an export of a flag service says, in one shape for all services, and the rows that it makes.

Each module of `collectors/flag_services` knows one service. What a document does not say is None, never a default.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from collectors import flag_services
from collectors.spec import Column, Row, Unreadable

LONGEST = 500
"""Characters of a text that are kept."""
MOST = 50_000
"""Flags, or states of them, or references, that one document may hold."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A flag in one environment of its service."""

    key: str
    environment: str
    enabled: bool | None = None
    one_sided: bool | None = None
    """Whether only one variation can be served."""
    value: str | None = None
    """What is served where one_sided; else what is served to whom no rule names."""
    status: str | None = None
    last_used: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag as its service lists it."""

    key: str
    name: str | None = None
    type: str | None = None
    temporary: bool | None = None
    created: datetime | None = None
    updated: datetime | None = None
    last_used: datetime | None = None
    expires: datetime | None = None
    archived: bool | None = None
    stale: bool | None = None
    status: str | None = None
    owner: str | None = None
    needed_by: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in code that names a flag."""

    key: str
    path: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Export:
    """One document. `scope` says which part of the service it covers: a newer document replaces an older one of its scope."""

    service: str
    scope: str = ""
    flags: Sequence[Flag] = ()
    environments: Sequence[Environment] = ()
    references: Sequence[Reference] = ()
    total: int | None = None
    """How many flags the service says it has; more than `flags`: the document is one page of several."""
    told: datetime | None = None
    """When the document says it was made."""
    exported: datetime | None = field(init=False)
    """That, else the newest date in it; None: it holds no date at all."""

    def __post_init__(self) -> None:
        if max(len(self.flags), len(self.environments), len(self.references)) > MOST:
            raise Unreadable(f"more than {MOST:,} flags, environments or references")
        dates = [d for f in self.flags for d in (f.created, f.updated, f.last_used) if d]
        dates += [d for e in self.environments for d in (e.last_used, e.modified) if d]
        object.__setattr__(self, "exported", self.told or max(dates, default=None))


@dataclass(frozen=True)
class FlagService:
    """How documents of one service are known by their content, and read."""

    name: str
    needles: tuple[tuple[bytes, ...], ...]
    """A document has all bytes of one of these. The first of each should be rare: what lacks all of those is not looked at."""
    recognises: Callable[[Any], bool]
    """Whether a parsed document is one of this service; a CSV file comes as a list of dicts of texts."""
    read: Callable[[Any], Export]
    languages: frozenset[str] = frozenset({"JSON"})


@cache
def services() -> tuple[FlagService, ...]:
    """Every service, by module name."""
    found = []
    for info in sorted(pkgutil.iter_modules(flag_services.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{flag_services.__name__}.{info.name}")
        service = getattr(module, "SERVICE", None)
        if not isinstance(service, FlagService):
            raise TypeError(f"{module.__file__}: SERVICE must be a FlagService, it is {service!r}")
        found.append(service)
    return tuple(found)


def first_needles(languages: Iterable[str]) -> tuple[bytes, ...]:
    """Bytes of which every export in one of these languages holds at least one."""
    wanted = set(languages)
    return tuple(sorted({some[0] for service in services() if service.languages & wanted for some in service.needles}))


def text(value: object) -> str | None:
    """A text of an export, cut to LONGEST; a number as text; None for what is neither, and for an empty one."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)[:LONGEST] or None


def served(value: object) -> str:
    """A variation's value as text: strings as they are, the rest as JSON."""
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))[:LONGEST]


def truth(value: object) -> bool | None:
    """True or False where the document says so."""
    return value if isinstance(value, bool) else None


def whole(value: object) -> int | None:
    """A number that is not negative and not too large for a table."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53 else None


def moment(value: object) -> datetime | None:
    """Naive UTC of milliseconds since 1970 or of an ISO 8601 text (no zone: UTC); None where it is neither."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC).replace(tzinfo=None)
        if isinstance(value, str):
            when = datetime.fromisoformat(value.strip())
            return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
    except (ValueError, OverflowError, OSError):
        pass
    return None


def objects(value: object) -> list[Mapping[str, Any]]:
    """The objects in a list; empty for what is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def mapping(value: object) -> Mapping[str, Any]:
    """The object; an empty one for what is none."""
    return value if isinstance(value, dict) else {}


def named(value: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(name, object) pairs of an object of objects."""
    for name, item in mapping(value).items():
        if isinstance(item, dict):
            yield str(name)[:LONGEST], item


def told_date(document: Mapping[str, Any]) -> datetime | None:
    """When a document says that it was exported."""
    return next((d for name in ("exportedAt", "exported_at", "exported") if (d := moment(document.get(name)))), None)


_DOCUMENT = (
    Column("service", "word", "LaunchDarkly, Unleash, GrowthBook, flagd, Flagsmith, PostHog or ld-find-code-refs"),
    Column("scope", "text", "the part of the service that the document covers; empty: all of it"),
)
RECORD = (
    *_DOCUMENT,
    Column("key", "text", "key of the flag"),
    Column("name", "text", "its name for people"),
    Column(
        "type", "text", "release, experiment, operational, kill-switch, permission, boolean, …: as the service has it"
    ),
    Column("temporary", "bool", "meant to go away; null: the service does not say"),
    Column("created", "time", "when it was made"),
    Column("updated", "time", "when it was changed last"),
    Column("last_used", "time", "when it was asked for last"),
    Column("expires", "time", "when it should be gone"),
    Column("archived", "bool", "archived, or deleted softly"),
    Column("stale", "bool", "what the service itself says; false also: it must never count as stale"),
    Column("status", "text", "its stage in life, in the service's words"),
    Column("owner", "name", "whose it is"),
    Column("needed_by", "int", "other flags of the document that need it"),
    Column("total", "int", "flags that the service says it has; more than the rows: one page of several"),
    Column("exported", "time", "when the document says it was made, else the newest date in it; null: it has no date"),
    Column("position", "int", "place in the document"),
)
ENVIRONMENT = (
    *_DOCUMENT,
    Column("key", "text", "key of the flag"),
    Column("environment", "text", "name of the environment; empty where the service has but one"),
    Column("enabled", "bool", "switched on there"),
    Column("one_sided", "bool", "only one variation can be served; null: the document does not tell"),
    Column("value", "text", "what is served, where no rule says otherwise; a secret is replaced by a digest"),
    Column("status", "text", "new, active, launched or inactive: LaunchDarkly's words"),
    Column("last_used", "time", "when it was asked for last there"),
    Column("modified", "time", "when it was changed last there"),
    Column("position", "int", "place in the document"),
)
REFERENCE = (
    *_DOCUMENT,
    Column("key", "text", "key of the flag"),
    Column("path", "text", "file that names it"),
    Column("line", "int", "line"),
)


def records(export: Export | None) -> Iterator[Row]:
    """Rows of RECORD."""
    if export is not None:
        for position, f in enumerate(f for f in export.flags if f.key):
            yield (
                export.service, export.scope, f.key, f.name, f.type, f.temporary, f.created, f.updated, f.last_used, f.expires,
                f.archived, f.stale, f.status, f.owner, f.needed_by, export.total, export.exported, position,
            )  # fmt: skip


def environments(export: Export | None) -> Iterator[Row]:
    """Rows of ENVIRONMENT."""
    if export is not None:
        for position, e in enumerate(e for e in export.environments if e.key):
            yield (
                export.service, export.scope, e.key, e.environment, e.enabled, e.one_sided, e.value, e.status, e.last_used,
                e.modified, position,
            )  # fmt: skip


def references(export: Export | None) -> Iterator[Row]:
    """Rows of REFERENCE."""
    if export is not None:
        for reference in export.references:
            yield export.service, export.scope, reference.key, reference.path, reference.line
