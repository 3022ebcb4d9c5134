"""The collector as the screen sees it: started, heard, stopped."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from debtui.process import Collector, Event

_PAUSE = 0.25
"""Seconds between two drawings of the progress; a collector may say more in between."""


class Collecting:
    """At most one collector at a time."""

    def __init__(self, heard: Callable[[Event], None]) -> None:
        self.command: Sequence[str] | None = None
        """What collects; None: nothing does."""
        self._heard = heard
        self._child: Collector | None = None
        self._phase, self._drawn = "", 0.0

    @property
    def possible(self) -> bool:
        """Whether there is a command that collects."""
        return self.command is not None

    @property
    def running(self) -> bool:
        """Whether a collector is at work."""
        return self._child is not None

    def start(self, also: int | None = None) -> None:
        """Start one; `also` is a mainline position to analyse too. Raises DebtError where it cannot be started."""
        if self.command is not None and self._child is None:
            from debtui.process import Collector  # subprocess and json, after the first paint

            more = () if also is None else ("--also", str(also))
            self._phase, self._drawn = "", 0.0
            self._child = Collector([*self.command, *more], self._heard)

    def stop(self) -> None:
        """Ask it to end; it says so itself when it has."""
        if self._child is not None:
            self._child.stop()

    def ended(self) -> None:
        """It has said its last word."""
        self._child = None

    def worth_drawing(self, event: Event) -> bool:
        """Whether a progress event says enough that is new."""
        now = time.monotonic()
        if event.phase == self._phase and now - self._drawn < _PAUSE:
            return False
        self._phase, self._drawn = event.phase, now
        return True
