"""How long something may take where the tests run: the tracing of coverage slows Python down several times."""

from __future__ import annotations

import sys


def seconds(limit: float) -> float:
    """The limit, or six times as much while every line is traced."""
    return limit * (6 if sys.gettrace() is not None else 1)
