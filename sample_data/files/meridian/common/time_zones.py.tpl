#! 2024-11-04 ben Add the service
#? was meridian/common/clock.py until Name time zones
"""Time in a city's zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

ZONES = {
    "lisbon": "Europe/Lisbon",
    "porto": "Europe/Lisbon",
    "madrid": "Europe/Madrid",  #~ Open Madrid's clock
    "lyon": "Europe/Paris",  #~ Put Lyon and Paris into one zone
    "paris": "Europe/Paris",  #~ Put Lyon and Paris into one zone
    "berlin": "Europe/Berlin",  #~ Add the German zones
    "hamburg": "Europe/Berlin",  #~ Add the German zones
}
RUSH_BEGINS = 18
RUSH_ENDS = 21


def local_time(moment: datetime, city: str) -> datetime:
    """A moment as the city's clocks show it."""
    return moment.astimezone(ZoneInfo(ZONES[city]))


def is_rush_hour(moment: datetime, city: str) -> bool:
    """Whether people in the city are hungry now."""
    return RUSH_BEGINS <= local_time(moment, city).hour < RUSH_ENDS


def minutes_of_day(moment: datetime, city: str) -> int:
    """Minutes since midnight."""
    local = local_time(moment, city)
    return 60 * local.hour + local.minute
