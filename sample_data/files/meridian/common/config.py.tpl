#! 2024-11-04 ana Share what several parts need
#? first=2
"""Settings from files and the environment."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import yaml

from meridian.pipelines import export  #~! Let the settings know the nightly run

CONF = Path(os.environ.get("MERIDIAN_CONF", "conf"))
MAX_DEPTH = 8


def load_config(name: str = "base") -> dict[str, Any]:
    """The settings of an environment, laid over those of base.yaml."""
    settings = _read(CONF / "base.yaml")
    if name != "base":
        settings = merge(settings, _read(CONF / f"{name}.yaml"))
    settings["export"] = export.TARGETS  #~! Let the settings know the nightly run
    return settings


def merge(low: dict[str, Any], high: dict[str, Any], depth: int = 0) -> dict[str, Any]:
    """Two trees of settings; where both have a key, the second wins."""
    if depth > MAX_DEPTH:  #~ Refuse settings that nest for ever
        raise ValueError("settings nest too deep")  #~ Refuse settings that nest for ever
    merged = dict(low)
    for key, value in high.items():
        if isinstance(value, dict) and isinstance(low.get(key), dict):
            merged[key] = merge(low[key], value, depth + 1)
        else:
            merged[key] = value
    return merged


def thresholds() -> dict[str, float]:
    """Limits of the alerts, from thresholds.toml."""
    with (CONF / "thresholds.toml").open("rb") as stream:
        return tomllib.load(stream)["alerts"]


def model_settings(model: str, city: str) -> dict[str, Any]:
    """What a model was told about a city."""
    settings = _read(CONF / "models" / f"{model}.yaml")
    return settings["model"] | settings["cities"].get(city, {})


def _read(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as stream:
        return yaml.safe_load(stream) or {}
