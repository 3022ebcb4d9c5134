#! 2024-11-04 ben Add the service
"""Predictions of the last minutes."""

from __future__ import annotations

import time

SECONDS = 60
LIMIT = 10000

_rows: dict[str, tuple[float, float]] = {}


def cached(key: str) -> float | None:
    """A prediction that is young enough."""
    found = _rows.get(key)
    if found is None or time.monotonic() - found[0] > SECONDS:
        return None
    return found[1]


def remember(key: str, minutes: float) -> None:
    """Keep a prediction."""
    if len(_rows) >= LIMIT:  #~ Keep the cache small
        forget()  #~ Keep the cache small
    _rows[key] = (time.monotonic(), minutes)


def forget() -> int:
    """Drop what is too old; returns how many."""
    now = time.monotonic()
    old = [key for key, (at, _) in _rows.items() if now - at > SECONDS]
    for key in old:
        del _rows[key]
    return len(old)


def hit_rate(hits: int, misses: int) -> float:
    """Share of requests that the cache answered."""
    return hits / max(1, hits + misses)
