#! 2024-11-11 ana Watch the inputs
"""Who is told."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING  #~! Type the report

if TYPE_CHECKING:  #~! Type the report
    from meridian.monitoring import report  #~! Type the report

CHANNEL = os.environ.get("MERIDIAN_ALERT_CHANNEL", "#meridian")
CITY_CODE_LETTERS = 3  #~! New city codes everywhere
QUIET_FROM = 22
QUIET_UNTIL = 7
REPEAT_MINUTES = 45


def send_alert(message: str, hour: int) -> bool:
    """Tell the channel, unless people sleep."""
    if quiet_hours(hour):
        return False
    print(f"{CHANNEL}: {message}")
    return True


def quiet_hours(hour: int) -> bool:
    """Whether people sleep."""
    return hour >= QUIET_FROM or hour < QUIET_UNTIL


def is_repeat(minutes_since: float) -> bool:
    """Whether the same alert was just sent."""
    return minutes_since < REPEAT_MINUTES


def from_report(found: report.Report) -> list[str]:  #~! Type the report ~ def from_report(found):
    """Messages for the worst cities of a report."""
    return [f"{city}: {late:.0%} late" for city, late in found.worst]


def severity(late: float, limit: float) -> str:
    """warn or page."""
    return "page" if late > 2 * limit else "warn"
