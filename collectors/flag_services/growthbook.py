"""GrowthBook: `GET /api/v1/features`, and the payload that its SDKs read, which may be encrypted."""

from __future__ import annotations

from collections import Counter
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
from collectors.spec import Unreadable


def recognises(document: Any) -> bool:
    """A list of features with a type of value, or an object of features with default values and nothing else's marks."""
    if not isinstance(document, dict):
        return False
    if isinstance(document.get("encryptedFeatures"), str):
        return True
    features = document.get("features")
    if isinstance(features, list):
        listed = objects(features)
        return bool(listed) and all(
            isinstance(f.get("id"), str) and "valueType" in f and "environments" in f for f in listed
        )
    return _is_payload(document)


def _is_payload(document: Mapping[str, Any]) -> bool:
    features = document.get("features")
    if not isinstance(features, dict) or not features or "$schema" in document:
        return False
    known = {"defaultValue", "rules"}
    alike = all(isinstance(f, dict) and f.keys() <= known and "defaultValue" in f for f in features.values())
    return alike and ("dateUpdated" in document or any("rules" in f for f in features.values()))


def read(document: Mapping[str, Any]) -> Export:
    """Flags of one document. Raises Unreadable for an encrypted payload: nothing in it can be read without its key."""
    if isinstance(document.get("features"), list):
        return _rest(document)
    if isinstance(document.get("encryptedFeatures"), str) and not document.get("features"):
        raise Unreadable("an encrypted GrowthBook payload: export the features by its REST API instead")
    states = [_payload_state(key, feature) for key, feature in named(document.get("features"))]
    # The payload's own date is the day on which any feature changed: it dates the document, no single flag.
    return Export("GrowthBook", "", [Flag(s.key) for s in states], states, told=moment(document.get("dateUpdated")))


def _payload_state(key: str, feature: Mapping[str, Any]) -> Environment:
    rules = [_Rule.of_payload(rule) for rule in objects(feature.get("rules"))]
    one_sided, value = _one_sided(rules, served(feature["defaultValue"]))
    return Environment(key, "", True, one_sided, value)


def _rest(document: Mapping[str, Any]) -> Export:
    listed = objects(document["features"])
    needed = Counter(key for feature in listed for key in _needs(feature))
    flags = [
        Flag(
            key=text(f["id"]) or "",
            type=text(f.get("valueType")),
            temporary=False if f.get("neverStale") is True else None,
            created=moment(f.get("dateCreated")),
            updated=moment(f.get("dateUpdated")),
            archived=truth(f.get("archived")),
            stale=False if f.get("neverStale") is True else None,
            status="draft" if f.get("hasDrafts") is True else None,
            owner=text(f.get("ownerEmail")) or text(f.get("owner")),
            needed_by=needed[f["id"]],
        )
        for f in listed
    ]
    states = [state for feature in listed for state in _states(feature)]
    return Export("GrowthBook", "", flags, states, total=whole(document.get("total")), told=told_date(document))


def _needs(feature: Mapping[str, Any]) -> set[str]:
    """Features that this one asks for, wherever: as a whole, in an environment or in a rule."""
    holders = [feature]
    for _, state in named(feature.get("environments")):
        holders += [state, *objects(state.get("rules"))]
    found = {
        p if isinstance(p, str) else mapping(p).get("id") for h in holders for p in _listed(h.get("prerequisites"))
    }
    return {name for name in found if isinstance(name, str)}


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _states(feature: Mapping[str, Any]) -> Iterator[Environment]:
    for name, state in named(feature.get("environments")):
        enabled = truth(state.get("enabled"))
        default = served(state.get("defaultValue", feature.get("defaultValue")))
        one_sided, value = None, None
        if enabled is False:
            one_sided, value = True, "null"
        elif enabled and isinstance(state.get("rules"), list):
            rules = [_Rule.of_rest(rule) for rule in objects(state["rules"]) if rule.get("enabled") is not False]
            one_sided, value = _one_sided(rules, default)
        yield Environment(text(feature["id"]) or "", name, enabled, one_sided, value)


class _Rule:
    """What a rule does, as far as one-sidedness asks."""

    def __init__(self, *, open_to_all: bool, value: str | None, experiment: bool, elsewhere: bool) -> None:
        self.open_to_all = open_to_all
        """Unconditional, and for 100 %."""
        self.value = value
        self.experiment = experiment
        self.elsewhere = elsewhere
        """An experiment whose state another document knows."""

    @classmethod
    def of_rest(cls, rule: Mapping[str, Any]) -> _Rule:
        condition = rule.get("condition")
        kind = rule.get("type")
        bound = condition not in (None, "", "{}", {}) or any(
            rule.get(name) for name in ("savedGroupTargeting", "savedGroups", "prerequisites", "scheduleRules")
        )
        full = kind == "force" or (kind == "rollout" and _share(rule.get("coverage")) >= 1)
        value = served(rule["value"]) if "value" in rule else None
        return cls(
            open_to_all=full and not bound, value=value, experiment=kind not in ("force", "rollout"),
            elsewhere=kind == "experiment-ref",
        )  # fmt: skip

    @classmethod
    def of_payload(cls, rule: Mapping[str, Any]) -> _Rule:
        bound = any(rule.get(name) for name in ("condition", "parentConditions", "filters", "range"))
        full = "force" in rule and _share(rule.get("coverage", 1)) >= 1
        value = served(rule["force"]) if "force" in rule else None
        return cls(open_to_all=full and not bound, value=value, experiment="variations" in rule, elsewhere=False)


def _share(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _one_sided(rules: list[_Rule], default: str) -> tuple[bool | None, str | None]:
    """(one value only, that value), as isFeatureStale has it: no rules, or only unconditional ones for 100 %.

    An experiment behind a rule that takes everybody is never reached.
    """
    if not rules:
        return True, default
    reached = []
    for rule in rules:
        reached.append(rule)
        if rule.open_to_all:
            break
    if any(rule.experiment and not rule.elsewhere for rule in reached):
        return False, None
    if any(not rule.open_to_all for rule in rules if not rule.experiment):
        return False, None
    if any(rule.elsewhere for rule in reached):
        return None, None
    return True, reached[-1].value if reached[-1].value is not None else default


SERVICE = FlagService(
    "GrowthBook",
    needles=(
        (b'"defaultValue"', b'"valueType"', b'"features"'),
        (b'"defaultValue"', b'"features"', b'"rules"'),
        (b'"defaultValue"', b'"features"', b'"dateUpdated"'),
        (b'"encryptedFeatures"',),
    ),
    recognises=recognises,
    read=read,
)
