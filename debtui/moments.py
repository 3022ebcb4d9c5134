"""Moments by the words of people: a time, and the last commit by then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from collectors.errors import DebtError
from debtui.measures.result import Moment


def time_of(told: str) -> datetime | None:
    """A time in ISO 8601 as UTC without tzinfo; without a zone it is taken for UTC, a bare date for its first second. None: no time."""
    try:
        asked = datetime.fromisoformat(told)
    except ValueError:
        return None
    return asked if asked.tzinfo is None else asked.astimezone(UTC).replace(tzinfo=None)


def moment_by(moments: Sequence[Moment], asked: datetime, told: str) -> Moment:
    """The last mainline commit by a time. Raises DebtError where history begins later."""
    earlier = [moment for moment in moments if moment.committed <= asked]
    if not earlier:
        first = moments[0].committed
        raise DebtError(
            f"there is no commit by {told}: history begins on {first:%Y-%m-%d %H:%M} UTC", "name a later time"
        )
    return earlier[-1]
