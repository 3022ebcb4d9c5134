#! 2025-07-08 farid Try again, but not for ever
"""Calls that may fail and are tried again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from meridian.common import logs

TRIES = 4
FIRST_WAIT_MS = 200
LONGEST_WAIT_MS = 5000


def call(function: Callable[[], object], tries: int = TRIES) -> object:
    """What the function returns, after at most `tries` attempts."""
    for number in range(tries):
        try:
            return function()
        except OSError as error:
            if number == tries - 1:
                raise
            logs.log_event("retry", number=number, error=str(error))  #~ Log each retry
            time.sleep(wait_ms(number) / 1000)
    raise AssertionError("unreachable")


def wait_ms(number: int) -> float:
    """How long to wait before the next attempt: twice as long each time, give or take."""
    wait = min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2**number)
    return wait * (0.5 + random.random() / 2)  #~ Spread retries ~ return wait


def is_transient(error: Exception) -> bool:
    """Whether an error may go away by itself."""
    return isinstance(error, (ConnectionError, TimeoutError)) or "503" in str(error)
