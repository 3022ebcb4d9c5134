"""Unleash: `POST /api/admin/features-batch/export`, and `GET /api/admin/search/features` or `/api/admin/projects/…/features`.

The export has neither dates nor last uses; the search has both.
"""

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
    objects,
    text,
    told_date,
    truth,
    whole,
)

TEMPORARY = {
    "release": True, "experiment": True, "operational": True, "sunset": True, "kill-switch": False, "permission": False,
}  # fmt: skip
"""Types with an expected lifetime, and those that are meant to stay."""


def recognises(document: Any) -> bool:
    """Both forms list `features`; the export their strategies and environments beside them, the search inside them."""
    features = mapping(document).get("features")
    if not isinstance(features, list) or not all(
        isinstance(f, dict) and isinstance(f.get("name"), str) for f in features
    ):
        return False
    exported = isinstance(document.get("featureStrategies"), list) and isinstance(
        document.get("featureEnvironments"), list
    )
    return exported or any("type" in f and "impressionData" in f for f in features)


def read(document: Mapping[str, Any]) -> Export:
    """Flags of one document."""
    features = objects(document["features"])
    projects = sorted({name for f in features if (name := text(f.get("project")))})
    flags = [
        Flag(
            key=text(f["name"]) or "",
            name=None,
            type=text(f.get("type")),
            temporary=TEMPORARY.get(f["type"]) if isinstance(f.get("type"), str) else None,
            created=moment(f.get("createdAt")),
            last_used=moment(f.get("lastSeenAt")),
            archived=truth(f.get("archived")) if "archived" in f else _archived(f),
            stale=truth(f.get("stale")),
            status=text(mapping(f.get("lifecycle")).get("stage")),
            owner=text(mapping(f.get("createdBy")).get("name")),
        )
        for f in features
    ]
    return Export(
        "Unleash", ", ".join(projects)[:200], flags, [*_beside(document), *_inside(features)],
        total=whole(document.get("total")), told=told_date(document),
    )  # fmt: skip


def _archived(feature: Mapping[str, Any]) -> bool | None:
    return feature["archivedAt"] is not None if "archivedAt" in feature else None


def _beside(document: Mapping[str, Any]) -> Iterator[Environment]:
    """The export names no environment of a strategy: it is made from one environment, or the strategies are mixed."""
    states = objects(document.get("featureEnvironments"))
    single = len({text(state.get("environment")) for state in states}) == 1
    strategies: dict[object, list[Mapping[str, Any]]] = {}
    for strategy in objects(document.get("featureStrategies")):
        strategies.setdefault(text(strategy.get("featureName")), []).append(strategy)
    for state in states:
        key, environment = text(state.get("featureName")), text(state.get("environment"))
        if key and environment:
            enabled = truth(state.get("enabled"))
            one_sided, value = _one_sided(enabled, strategies.get(key, []) if single else None)
            yield Environment(key, environment, enabled, one_sided, value, last_used=moment(state.get("lastSeenAt")))


def _inside(features: list[Mapping[str, Any]]) -> Iterator[Environment]:
    for feature in features:
        for state in objects(feature.get("environments")):
            environment = text(state.get("name"))
            if environment:
                enabled = truth(state.get("enabled"))
                one_sided, value = _one_sided(enabled, state.get("strategies"))
                seen = moment(state.get("lastSeenAt"))
                yield Environment(text(feature["name"]) or "", environment, enabled, one_sided, value, last_used=seen)


def _one_sided(enabled: bool | None, strategies: object) -> tuple[bool | None, str | None]:
    """(one side only, the side): off is off for all; on without strategies, or with one that takes all, is on for all."""
    if enabled is False:
        return True, "false"
    if enabled is None or not isinstance(strategies, list):
        return None, None
    active = [s for s in objects(strategies) if s.get("disabled") is not True]
    if not active and not strategies:
        return True, "true"
    if any(_takes_all(s) for s in active):
        return True, "true"
    return False, None


def _takes_all(strategy: Mapping[str, Any]) -> bool:
    if strategy.get("constraints") or strategy.get("segments") or strategy.get("variants"):
        return False
    rollout = mapping(strategy.get("parameters")).get("rollout")
    return strategy.get("name") == "default" or (strategy.get("name") == "flexibleRollout" and str(rollout) == "100")


SERVICE = FlagService(
    "Unleash",
    needles=((b'"impressionData"', b'"features"'),),
    recognises=recognises,
    read=read,
)
