"""LaunchDarkly: `GET /api/v2/flags/{project}` with or without environments, and `/flag-statuses/{project}/{environment}`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from collectors.flag_export import (
    Environment,
    Export,
    Flag,
    FlagService,
    mapping,
    moment,
    named,
    objects,
    served,
    text,
    told_date,
    truth,
    whole,
)

_STATUSES = ("new", "active", "launched", "inactive")
_LINK = re.compile(r"/api/v2/(?:flags|flag-status(?:es)?)/([^/?]+)(?:/([^/?]+))?(?:/([^/?]+))?")


def recognises(document: Any) -> bool:
    """A list of flags with their kind and whether they are temporary, or of statuses with links to their flags."""
    items = objects(mapping(document).get("items"))
    return bool(items) and (all(map(_is_flag, items)) or all(map(_is_status, items)))


def _is_flag(item: Mapping[str, Any]) -> bool:
    return isinstance(item.get("key"), str) and "creationDate" in item and "temporary" in item


def _is_status(item: Mapping[str, Any]) -> bool:
    return item.get("name") in _STATUSES and _linked(item) is not None


def read(document: Mapping[str, Any]) -> Export:
    """Flags, or the statuses of flags in one environment."""
    items = objects(document["items"])
    if _is_status(items[0]):
        return _statuses(document, items)
    link = _LINK.search(str(mapping(mapping(document.get("_links")).get("self")).get("href", "")))
    flags = [
        Flag(
            key=text(item["key"]) or "",
            name=text(item.get("name")),
            type=text(item.get("kind")),
            temporary=truth(item["temporary"]),
            created=moment(item["creationDate"]),
            updated=max((e.modified for e in _environments(item) if e.modified), default=None),
            archived=truth(item.get("archived")),
            status="deprecated" if item.get("deprecated") is True else None,
            owner=text(mapping(item.get("_maintainer")).get("email"))
            or text(item.get("maintainerTeamKey"))
            or text(item.get("maintainerId")),
        )
        for item in items
    ]
    states = [state for item in items for state in _environments(item)]
    scope = link[1] if link else ""
    total = whole(document.get("totalCount"))
    return Export("LaunchDarkly", scope, flags, states, total=total, told=told_date(document))


def _environments(item: Mapping[str, Any]) -> Iterator[Environment]:
    variations = item.get("variations")
    values = [served(v.get("value")) for v in objects(variations)]
    for name, state in named(item.get("environments")):
        on = truth(state.get("on"))
        one_sided, value = _one_sided(on, state, values)
        yield Environment(
            text(item["key"]) or "", name, on, one_sided, value, modified=moment(state.get("lastModified"))
        )


def _one_sided(on: bool | None, state: Mapping[str, Any], values: list[str]) -> tuple[bool | None, str | None]:
    """(one variation only, its value). An export without rules or targets does not tell."""
    if on is False:
        return True, _value(state.get("offVariation"), values)
    if on is None or "fallthrough" not in state or "rules" not in state:
        return None, None
    fallthrough = mapping(state["fallthrough"])
    plain = isinstance(fallthrough.get("variation"), int)
    ruled = any(state.get(name) for name in ("rules", "targets", "contextTargets", "prerequisites"))
    return plain and not ruled, _value(fallthrough.get("variation"), values)


def _value(number: object, values: list[str]) -> str | None:
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < len(values):
        return values[number]
    return None


def _statuses(document: Mapping[str, Any], items: list[Mapping[str, Any]]) -> Export:
    states = []
    project = ""
    environment = ""
    for item in items:
        linked = _linked(item)
        if linked and _is_status(item):
            project, environment, key = linked
            states.append(
                Environment(key, environment, status=item["name"], last_used=moment(item.get("lastRequested")))
            )
    return Export("LaunchDarkly", f"{project} statuses {environment}", environments=states, told=told_date(document))


def _linked(item: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """(project, environment, key): the link to itself names all three, that to its parent lacks the environment."""
    links = mapping(item.get("_links"))
    own = _LINK.search(str(mapping(links.get("self")).get("href", "")))
    if own and own[2] and own[3]:
        return own[1], own[2], own[3]
    parent = _LINK.search(str(mapping(links.get("parent")).get("href", "")))
    return (parent[1], "", parent[2]) if parent and parent[2] else None


SERVICE = FlagService(
    "LaunchDarkly",
    needles=((b'"temporary"', b'"creationDate"', b'"items"'), (b"/api/v2/flag", b'"items"', b'"name"')),
    recognises=recognises,
    read=read,
)
