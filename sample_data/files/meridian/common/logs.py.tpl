#! 2024-11-04 ana Share what several parts need
#? weight=3
"""Log lines as JSON."""

from __future__ import annotations

import json
import logging
import os
import sys
import time

LEVEL = os.environ.get("MERIDIAN_LOG_LEVEL", "info").upper()
CITY_CODE_LETTERS = 3  #~! New city codes everywhere
MAX_FIELD_LENGTH = 400
SLOW_CALL_MS = 250
SAMPLE_EVERY = 20


def log_event(event: str, **fields: object) -> None:
    """One line to standard error."""
    record = {"event": event, "at": time.time(), **fields}
    record["region"] = os.environ.get("MERIDIAN_REGION", "eu")  #~ Say the region in each log line
    record = {key: _short(value) for key, value in record.items()}  #~ Shorten long fields
    print(json.dumps(record, default=str), file=sys.stderr)


def configure(name: str = "meridian") -> logging.Logger:
    """The logger of the standard library, for libraries that want one."""
    logger = logging.getLogger(name)
    logger.setLevel(LEVEL)
    if not logger.handlers:  #~ Do not add the handler twice ~ if name:
        logger.addHandler(logging.StreamHandler())
    return logger


def timed(event: str):
    """A decorator that logs how long a call took."""

    def wrap(function):
        def call(*args, **kwargs):
            begun = time.monotonic()
            try:
                return function(*args, **kwargs)
            finally:
                took = 1000 * (time.monotonic() - begun)
                log_event(event, took_ms=round(took, 1), slow=took > SLOW_CALL_MS)

        return call

    return wrap


def sampled(event: str, number: int, **fields: object) -> None:
    """Log one of every SAMPLE_EVERY events."""
    if number % SAMPLE_EVERY == 0:
        log_event(event, sampled=SAMPLE_EVERY, **fields)


def _short(value: object) -> object:
    return value[:MAX_FIELD_LENGTH] if isinstance(value, str) else value
