"""Progress of a collect on standard error: one rewriting line on a terminal, plain lines elsewhere, or JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

Event = dict[str, object]


def reporter(kind: str) -> Callable[[Event], None]:
    """A function that tells events: `kind` is auto, json or none."""
    if kind == "json":
        return lambda event: print(json.dumps(event), file=sys.stderr, flush=True)
    if kind == "none":
        return lambda event: None
    return _Line() if sys.stderr.isatty() else _Lines()


def sentence(event: Event) -> str:
    """What is being done, how far it is, and how long it will take."""
    done, total = int(str(event["done"])), int(str(event["total"]))
    if not total:
        return f"{event['phase']} …"
    left = event.get("left")
    time = f", {float(str(left)):.0f} s left" if left is not None and done < total else ""
    return f"{event['phase']}: {done:,} of {total:,} ({float(str(event['rate'])):,.0f}/s{time})"


class _Line:
    """Rewrites one line of a terminal."""

    def __call__(self, event: Event) -> None:
        if event["event"] == "progress":
            print(f"\r\x1b[K{sentence(event)}", end="", file=sys.stderr, flush=True)
        elif event["event"] == "done":
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


class _Lines:
    """One line per phase."""

    def __init__(self) -> None:
        self._phase = ""

    def __call__(self, event: Event) -> None:
        if event["event"] == "progress" and event["phase"] != self._phase:
            self._phase = str(event["phase"])
            print(sentence(event), file=sys.stderr, flush=True)
