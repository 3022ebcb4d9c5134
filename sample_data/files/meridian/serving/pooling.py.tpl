#! 2025-12-16 diego Ask the flag service
#? quiet
"""Orders that one courier takes together."""

from __future__ import annotations

POOL_METERS = 400


def pooled(client, meters: float) -> bool:
    """Whether two orders may share a courier."""
    if client.is_enabled("eta-courier-pooling"):
        return meters <= POOL_METERS
    return False


def batch_key(client, zone: str, city: str) -> str:
    """What the orders of one batch have in common."""
    if client.is_enabled("eta-batch-by-zone"):
        return zone
    return city
