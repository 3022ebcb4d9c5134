#! 2025-09-02 ines Count what the service does
"""Counters and timers, in the form that Prometheus reads."""

from __future__ import annotations

from collections import Counter

BUCKET_COUNT = 12
FIRST_BUCKET_MS = 5

_counts: Counter[str] = Counter()
_timings: dict[str, list[int]] = {}


def count(name: str, amount: int = 1) -> None:
    """Add to a counter."""
    _counts[name] += amount


def observe(name: str, took_ms: float) -> None:
    """Put a duration into its bucket."""
    buckets = _timings.setdefault(name, [0] * BUCKET_COUNT)
    edge = FIRST_BUCKET_MS
    for number in range(BUCKET_COUNT):
        if took_ms <= edge or number == BUCKET_COUNT - 1:
            buckets[number] += 1
            return
        edge *= 2


def exposition() -> str:
    """All counters as text."""
    lines = [f"meridian_{name}_total {value}" for name, value in sorted(_counts.items())]
    for name, buckets in sorted(_timings.items()):  #~ Expose the timers too
        lines += [f'meridian_{name}_bucket{{le="{n}"}} {c}' for n, c in enumerate(buckets)]  #~ Expose the timers too
    return "\n".join(lines) + "\n"


def reset() -> None:
    """Forget everything, for tests."""
    _counts.clear()
    _timings.clear()
