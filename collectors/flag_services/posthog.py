"""PostHog: `GET /api/projects/{id}/feature_flags`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from collectors.flag_export import (
    Environment,
    Export,
    Flag,
    FlagService,
    mapping,
    moment,
    objects,
    served,
    text,
    told_date,
    truth,
    whole,
)


def recognises(document: Any) -> bool:
    """Results with a key, filters and whether they are active; or such a list by itself."""
    listed = _listed(document)
    return bool(listed) and all(isinstance(f.get("key"), str) and "filters" in f and "active" in f for f in listed)


def read(document: Any) -> Export:
    """Flags of one document, or of one page."""
    flags, states = [], []
    for flag in _listed(document):
        key = text(flag["key"]) or ""
        filters = mapping(flag.get("filters"))
        used = moment(flag.get("last_called_at"))
        maker = mapping(flag.get("created_by"))
        flags.append(
            Flag(
                key=key,
                name=text(flag.get("name")),
                type="multivariate" if filters.get("multivariate") else "boolean",
                created=moment(flag.get("created_at")),
                updated=moment(flag.get("updated_at")),
                last_used=used,
                archived=truth(flag.get("deleted")),
                status="called" if used else "never called" if "last_called_at" in flag else None,
                owner=text(maker.get("email")) or text(maker.get("first_name")),
            )
        )
        active = truth(flag.get("active"))
        value = _rolled_out(filters)
        one_sided = active is False or value is not None
        states.append(Environment(key, "", active, one_sided, "false" if active is False else value, last_used=used))
    head = mapping(document)
    return Export("PostHog", "", flags, states, total=whole(head.get("count")), told=told_date(head))


def _listed(document: object) -> list[Mapping[str, Any]]:
    return objects(document if isinstance(document, list) else mapping(document).get("results"))


def _rolled_out(filters: Mapping[str, Any]) -> str | None:
    """What everybody gets, by the service's own flag_status.py; None where evaluations can vary."""
    if not filters:
        return "true"
    full = [g for g in objects(filters.get("groups")) if g.get("rollout_percentage") == 100 and not g.get("properties")]
    if not full:
        return None
    multivariate = mapping(filters.get("multivariate"))
    if not multivariate:
        return "true"
    override = next((g["variant"] for g in full if g.get("variant")), None)
    whole_variant = next(
        (v.get("key") for v in objects(multivariate.get("variants")) if v.get("rollout_percentage") == 100), None
    )
    chosen = override or whole_variant
    return None if chosen is None else served(chosen)


SERVICE = FlagService(
    "PostHog",
    needles=((b'"rollout_percentage"', b'"filters"', b'"active"'),),
    recognises=recognises,
    read=read,
)
