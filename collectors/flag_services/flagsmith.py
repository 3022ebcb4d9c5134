"""Flagsmith: the export of an environment's features. It has no dates, and leaves archived flags out."""

from __future__ import annotations

from typing import Any

from collectors.flag_export import Environment, Export, Flag, FlagService, objects, served, text, truth

_MARKS = {"name", "default_enabled", "is_server_key_only", "initial_value"}


def recognises(document: Any) -> bool:
    """A list of features, each with the marks of an export."""
    return (
        isinstance(document, list)
        and bool(document)
        and all(isinstance(f, dict) and f.keys() >= _MARKS for f in document)
    )


def read(document: Any) -> Export:
    """Flags of one document. Overrides by segment or identity are not in it, so nothing that is on is known to be one-sided."""
    flags, states = [], []
    for feature in objects(document):
        key = text(feature["name"]) or ""
        splits = feature.get("multivariate")
        flags.append(Flag(key, type="multivariate" if splits else text(feature.get("type"))))
        value = served(feature["value"]) if feature.get("value") is not None else None
        states.append(Environment(key, "", truth(feature.get("enabled")), False if _varies(splits) else None, value))
    return Export("Flagsmith", "", flags, states)


def _varies(splits: object) -> bool:
    shares = [split.get("percentage_allocation") for split in objects(splits)]
    return any(isinstance(share, int | float) and 0 < share < 100 for share in shares)


SERVICE = FlagService(
    "Flagsmith", needles=((b'"is_server_key_only"', b'"default_enabled"'),), recognises=recognises, read=read
)
