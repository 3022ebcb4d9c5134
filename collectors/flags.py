"""What counts as a flag in Python code, how its key is written, and when it looks like a switch. One table for all readers."""

from __future__ import annotations

import re

ENV_CALLS = frozenset(
    {"os.environ.get", "environ.get", "os.getenv", "getenv", "os.environ.pop", "environ.pop", "decouple.config"}
)
ENV_MAPS = frozenset({"os.environ", "environ"})
SDK_CALLS = frozenset({
    "is_enabled", "is_feature_enabled", "feature_enabled", "feature_is_enabled", "is_on", "is_off", "variation", "bool_variation",
    "string_variation", "variation_detail", "get_boolean_value", "get_boolean_details", "get_string_value", "get_feature_flag",
    "get_feature_value", "flag_is_active", "switch_is_active", "sample_is_active", "get_treatment", "check_gate", "flag_enabled",
})  # fmt: skip
"""Method names of LaunchDarkly, Unleash, OpenFeature, GrowthBook, PostHog, Flagsmith, waffle, Split and Statsig clients."""

_SWITCH_NAME = re.compile(
    r"(?:^|_)(?:enable|disable|use|is|has|with|without|skip|no|allow|should|feature|experiment)_|_(?:enabled|disabled|flag|switch)$",
    re.IGNORECASE,
)
_VALUE_NAME = re.compile(
    r"(?:^|_)(?:key|token|dsn|url|uri|host|port|path|dir|file|id|name|secret|user|password|env|version|region|level|timeout|size)$",
    re.IGNORECASE,
)
_SWITCH_VALUES = frozenset({"true", "false", "0", "1", "yes", "no", "on", "off"})


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
    """Whether a name, or the default beside it, says on or off. A name that says path, key or address says neither."""
    if (default or "").strip("'\"").lower() in _SWITCH_VALUES:
        return True
    return _SWITCH_NAME.search(key) is not None and not names_a_value(key)


def names_a_value(key: str) -> bool:
    """Whether the name is that of a value: asking `if os.environ.get("SENTRY_DSN")` asks whether there is one."""
    return _VALUE_NAME.search(key) is not None
