#! 2025-07-15 farid Predict orders in batches
#? first=9
"""Requests that wait for each other."""

from __future__ import annotations

import queue
import time

from meridian.common import counters  #~! Count what the service does
from meridian.serving import predictor

MAX_WAIT_MS = 12
MAX_ORDERS = 32


class Batcher:

    def __init__(self, model: predictor.Model) -> None:
        self.model = model
        self.waiting: queue.Queue = queue.Queue()

    def put(self, order) -> None:
        self.waiting.put((time.monotonic(), order))

    def take(self) -> list:
        """Orders that go into the next call."""
        found = []
        until = time.monotonic() + MAX_WAIT_MS / 1000
        while len(found) < MAX_ORDERS and time.monotonic() < until:
            try:
                found.append(self.waiting.get(timeout=0.001)[1])
            except queue.Empty:
                continue
        counters.count("batch", len(found))  #~! Count what the service does
        return found

    def run_once(self) -> list[float]:
        """Predict one batch."""
        orders = self.take()
        return self.model.predict_many(orders) if orders else []


def mean_batch(sizes: list[int]) -> float:
    """Orders per call."""
    return sum(sizes) / max(1, len(sizes))
