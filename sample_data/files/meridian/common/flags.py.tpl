#! 2024-11-04 ana Share what several parts need
#? settled
"""Switches of the product."""

from __future__ import annotations

import os

ENABLE_WEATHER_BLEND = True  #~! Blend the weather in
TREAT_HOLIDAYS_AS_SUNDAYS = True
ENABLE_TIP_MODEL = False  #~! Prepare the tip model


def flag_value(name: str, default: str = "0") -> bool:
    """Whether an environment switch is on."""
    return os.environ.get(f"MERIDIAN_{name.upper()}", default) in {"1", "true", "on"}
