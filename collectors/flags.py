"""What counts as a flag in code, how its key is written, and when it looks like a switch. One table for all readers."""

from __future__ import annotations

import re
from functools import lru_cache

ENV_CALLS = frozenset(
    {"os.environ.get", "environ.get", "os.getenv", "getenv", "os.environ.pop", "environ.pop", "decouple.config"}
)
ENV_MAPS = frozenset({"os.environ", "environ"})
SDK_CALLS = frozenset({
    "is_enabled", "is_feature_enabled", "feature_enabled", "feature_is_enabled", "is_on", "is_off", "variation", "bool_variation",
    "string_variation", "variation_detail", "bool_variation_detail", "get_boolean_value", "get_boolean_details", "get_string_value",
    "boolean_value", "boolean_value_details", "get_feature_flag", "get_feature_flag_payload", "get_feature_value", "has_feature",
    "flag_is_active", "switch_is_active", "sample_is_active", "get_treatment", "get_treatment_with_config", "check_gate",
    "feature_gate", "flag_enabled", "is_flag_enabled", "get_variant", "eval_feature",
})  # fmt: skip
"""Method names of LaunchDarkly, Unleash, OpenFeature, GrowthBook, PostHog, Flagsmith, waffle, Split and Statsig clients, as Python
writes them; other languages join the words: isEnabled, BoolVariation."""
SDK_HOOKS = frozenset({
    "use_flag", "use_variant", "use_feature", "use_feature_is_on", "use_feature_value", "use_feature_flag_enabled",
    "use_feature_flag_variant_key", "use_feature_flag_payload", "use_gate", "use_boolean_flag_value", "use_boolean_flag_details",
    "use_bool_variation", "use_treatment",
})  # fmt: skip
"""React hooks of the same services: functions without a client in front."""
_SPECIFIC = re.compile(r"flag|feature|gate|treatment|variation|boolean")
_ASKS = re.compile(r"flag|feature|toggle|experiment|gate|enabled|variant", re.IGNORECASE)
_KEY = re.compile(r"[A-Za-z_][\w.:/-]{1,99}\Z")

_SWITCH_NAME = re.compile(
    r"(?:^|_)(?:enable|disable|use|is|has|with|without|skip|no|allow|should|feature|experiment)_|_(?:enabled|disabled|flag|switch)$",
    re.IGNORECASE,
)
_VALUE_NAME = re.compile(
    r"(?:^|_)(?:key|token|dsn|url|uri|host|port|path|pythonpath|dir|file|id|name|secret|user|password|env|version|region|level|timeout|size"
    r"|address|server|endpoint|proxy|namespace|seconds|minutes|interval|count|limit|number|mode|type|format|config|context|mapping|bundle"
    r"|credentials?|email|description|title|repo|repository|branch|tag|commit|sha|ref|phid|audience|bucket|project|account|model|image"
    r"|bin|binary|command|cwd|pid|salt|base64|json|list|prefix|suffix|date|browser|locale|lang|editor|shell|home|root|profile"
    r"|rank|gpus?|devices?|threads|workers|jobs|nodes|seed|verbosity|retries)$",
    re.IGNORECASE,
)
_THING_NAME = re.compile(r"(?:^|_)(?:feature|experiment)_", re.IGNORECASE)
_SWITCH_VALUES = frozenset({"true", "false", "0", "1", "yes", "no", "on", "off"})
_JOINT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[-.:/]")


def _joined(name: str) -> str:
    return name.replace("_", "").lower()


_CALLS = frozenset(map(_joined, SDK_CALLS))
_HOOKS = frozenset(map(_joined, SDK_HOOKS))


def spellings(name: str) -> tuple[str, str, str]:
    """How a name in snake_case is written: is_enabled, isEnabled, IsEnabled."""
    pascal = "".join(part.capitalize() for part in name.split("_"))
    return name, pascal[:1].lower() + pascal[1:], pascal


@lru_cache(maxsize=4096)  # a file of 2,000 calls calls 200 names
def asks_a_service(name: str, *, on_object: bool) -> bool:
    """Whether a function of this name is one of a flag service's client; a bare `isOn(...)` may be anybody's."""
    joined = _joined(name)
    if joined in _HOOKS:
        return True
    return joined in _CALLS and (on_object or _SPECIFIC.search(joined) is not None)


@lru_cache(maxsize=4096)
def may_wrap(name: str) -> bool:
    """Whether a function of this name may be the team's own way to ask for a flag."""
    return _ASKS.search(name) is not None


def is_key(text: str) -> bool:
    """Whether a text has the shape of a flag's key: one word, as services allow it."""
    return _KEY.match(text) is not None


def option_key(option: str) -> str:
    """The key of a command-line option: `--use-x` and `--use-x/--no-use-x` are use_x."""
    return option.partition("/")[0].strip().lstrip("-").replace("-", "_")


def option_mechanism(call: str) -> str | None:
    """What a called function defines an option of: argparse, click (typer too) or absl; None for any other."""
    if call.endswith("add_argument"):
        return "argparse"
    if call in {"click.option", "option", "typer.Option", "Option"}:
        return "click"
    return "absl" if call.rpartition(".")[2].startswith("DEFINE_") else None


def looks_like_switch(key: str, default: str | None) -> bool:
    """Whether a name, or the default beside it, says on or off.

    A name that says path, key or address says neither; nor does a default of 0 or 1 for a rank or a limit.
    """
    value, switch = names_a_value(key), _SWITCH_NAME.search(_JOINT.sub("_", key)) is not None
    if is_switch_value(default or ""):
        return switch or not value or (default or "").strip("'\"`") not in {"0", "1"}
    return switch and not value


def names_a_switch(name: str) -> bool:
    """Whether an attribute's or a constant's name says on or off. In machine learning feature_x and experiment_x are things."""
    return looks_like_switch(name, None) and _THING_NAME.search(name) is None


def is_switch_value(text: str) -> bool:
    """Whether a literal says on or off."""
    return text.strip("'\"`").lower() in _SWITCH_VALUES


def names_a_value(key: str) -> bool:
    """Whether the name is that of a value: asking `if os.environ.get("SENTRY_DSN")` asks whether there is one."""
    return _VALUE_NAME.search(_JOINT.sub("_", key)) is not None
