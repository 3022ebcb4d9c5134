#! 2025-05-06 elif Know holidays and match days
"""Days that are not like others."""

from __future__ import annotations

from datetime import date, timedelta

from meridian.common import flags

HOLIDAYS = {(1, 1), (5, 1), (12, 25), (12, 26)}
MATCH_RADIUS_KM = 2.5
PAYDAY = 25


def is_holiday(day: date) -> bool:
    """Whether shops are closed."""
    return (day.month, day.day) in HOLIDAYS


def weekday(day: date) -> int:
    """0 on Mondays; holidays count as Sundays."""
    if flags.TREAT_HOLIDAYS_AS_SUNDAYS and is_holiday(day):
        return 6
    return day.weekday()


def days_to_payday(day: date) -> int:
    """Days until salaries arrive."""
    payday = day.replace(day=PAYDAY)
    if payday < day:
        payday = (payday.replace(day=28) + timedelta(days=4)).replace(day=PAYDAY)
    return (payday - day).days


def near_match(kilometres: float, kick_off_hours: float) -> bool:
    """Whether a match near by fills the streets."""
    return kilometres <= MATCH_RADIUS_KM and -3 <= kick_off_hours <= {{hours before kick-off:2}}


def school_holidays(day: date, periods: list[tuple[date, date]]) -> bool:
    """Whether schools are closed."""
    return any(first <= day <= last for first, last in periods)
