#! 2025-12-16 diego Ask the flag service
#? quiet
"""The switch for bad days."""

from __future__ import annotations


def stopped(client) -> bool:
    """Whether to answer with averages alone."""
    return bool(client.is_enabled("stop-eta-answers"))
