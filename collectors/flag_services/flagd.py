"""flagd, and the file providers of OpenFeature: flag definitions, which are configuration and have no dates."""

from __future__ import annotations

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
    truth,
)


def recognises(document: Any) -> bool:
    """`flags` as an object, or as an array of objects with keys; each has a state and variants."""
    flags = list(_flags(document))
    return bool(flags) and all(f.get("state") in ("ENABLED", "DISABLED") and "variants" in f for _, f in flags)


def read(document: Mapping[str, Any]) -> Export:
    """Flags of one document; its shared `$evaluators` only count as something that may target."""
    flags, states = [], []
    for key, flag in _flags(document):
        told = mapping(flag.get("metadata"))
        variants = _variants(flag.get("variants"))
        flags.append(
            Flag(
                key=key,
                name=text(told.get("name")) or text(told.get("description")),
                type=text(told.get("type")) or _kind(variants),
                temporary=truth(told.get("temporary")),
                created=moment(told.get("created")),
                expires=moment(told.get("expires")),
                owner=text(told.get("owner")),
            )
        )
        enabled = flag["state"] == "ENABLED"
        targeted = bool(flag.get("targeting"))
        default = flag.get("defaultVariant")
        value = served(variants[default]) if isinstance(default, str) and default in variants else None
        # Disabled, or without a default variant, the caller's own default is served: one side, and not in the document.
        states.append(Environment(key, "", enabled, not enabled or not targeted, value if enabled else None))
    scope = text(mapping(document.get("metadata")).get("flagSetId")) or ""
    return Export("flagd", scope, flags, states)


def _flags(document: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    flags = mapping(document).get("flags")
    if isinstance(flags, list):
        for flag in objects(flags):
            yield text(flag.get("key")) or "", flag
    else:
        yield from named(flags)


def _variants(value: object) -> Mapping[str, Any]:
    """By name; some writers list them as objects with `name` and `value`."""
    if isinstance(value, list):
        return {str(item.get("name")): item.get("value") for item in objects(value)}
    return mapping(value)


def _kind(variants: Mapping[str, Any]) -> str | None:
    names = {bool: "boolean", str: "string", int: "number", float: "number", dict: "object"}
    kinds = {names.get(type(value)) for value in variants.values()}
    return kinds.pop() if len(kinds) == 1 else None


SERVICE = FlagService(
    "flagd",
    needles=(
        (b"variants", b"defaultVariant", b"flags"),
        (b"variants", b"ENABLED", b"flags"),
        (b"variants", b"DISABLED", b"flags"),
    ),
    recognises=recognises,
    read=read,
    languages=frozenset({"JSON", "YAML"}),
)
