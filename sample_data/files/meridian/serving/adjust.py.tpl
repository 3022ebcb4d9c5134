#! 2025-05-22 ana Serve 3 cities with the big model
#? quiet
"""Last corrections before an answer leaves."""

from __future__ import annotations

import os

from meridian.common import flags

RAIN_MINUTES = 3.0


def adjusted_minutes(order, minutes: float, settings) -> float:
    """Minutes with every correction that is switched on."""
    if os.environ.get("MERIDIAN_USE_RAIN_PREMIUM", "0") == "1":
        minutes += RAIN_MINUTES
    if os.environ.get("MERIDIAN_SKIP_ROUNDING", "0") != "1":
        minutes = round(minutes)
    if settings.use_city_means:
        minutes = max(minutes, settings.city_means[order.city])
    if flags.TREAT_HOLIDAYS_AS_SUNDAYS and order.holiday:
        minutes *= 1.1
    return minutes
# The transformer reads whole tours.  #~! Let the transformer read whole tours
