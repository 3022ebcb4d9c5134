"""Runs batches of blobs over worker processes, two batches ahead of each, and yields what they find."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from collectors.clean import Cleaner
from collectors.spawning import spawn
from collectors.worker import Findings, Reader, Task, serve

FEW = 60
"""Up to this many blobs are read in this process: starting a worker takes as long as parsing about 200 files."""


@contextmanager
def without_gc() -> Iterator[None]:
    """Rows are many and hold no cycles: looking for cycles among them takes a fifth of a collect's time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    busy: deque[list[Task]] = field(default_factory=deque)


class Pool:
    """Worker processes of one collect. Start it early: workers import while the parent reads the history."""

    def __init__(self, git_dir: Path, cleaner: Cleaner, jobs: int) -> None:
        self._git_dir = git_dir
        self._cleaner = cleaner
        self._jobs = jobs
        self._workers: list[_Worker] = []
        self._reader: Reader | None = None

    def start(self) -> None:
        """Start the workers, once."""
        while len(self._workers) < self._jobs:
            self._workers.append(self._spawn())

    def run(self, batches: Sequence[list[Task]]) -> Iterator[tuple[list[Task], Findings]]:
        """Each batch with its findings, in the order in which they are done."""
        if not self._workers and sum(map(len, batches)) <= FEW:
            self._reader = self._reader or Reader(self._git_dir, self._cleaner)
            for batch in batches:
                yield batch, self._reader.read(batch)
            return
        self.start()
        todo = deque(batches)
        while todo or any(worker.busy for worker in self._workers):
            for worker in self._workers:
                while todo and len(worker.busy) < 2:
                    worker.busy.append(todo.popleft())
                    with suppress(BrokenPipeError, ConnectionResetError):  # it has died: the next receive finds out
                        worker.connection.send(worker.busy[-1])
            ready = wait([worker.connection for worker in self._workers if worker.busy])
            for worker in [worker for worker in self._workers if worker.connection in ready]:
                yield from self._receive(worker, todo)

    def _receive(self, worker: _Worker, todo: deque[list[Task]]) -> Iterator[tuple[list[Task], Findings]]:
        try:
            answer = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            yield from self._bury(worker, todo)
            return
        batch = worker.busy.popleft()
        if isinstance(answer, Exception):
            raise answer
        yield batch, answer

    def _bury(self, worker: _Worker, todo: deque[list[Task]]) -> Iterator[tuple[list[Task], Findings]]:
        """A worker died under a blob: halve the batch until the one that kills it stands alone, and record that."""
        batch, *waiting = worker.busy
        worker.process.join()
        self._workers[self._workers.index(worker)] = self._spawn()
        todo.extendleft(waiting)
        if len(batch) > 1:
            todo.extendleft([batch[: len(batch) // 2], batch[len(batch) // 2 :]])
            return
        task = batch[0]
        reason = f"the worker process ended with {worker.process.exitcode} while reading it"
        ledger = [(task.blob, language, name, 0, "failed", reason) for language, names in task.reads for name in names]
        yield batch, Findings(ledger=list(ledger), missing=[] if ledger else [task.blob])

    def _spawn(self) -> _Worker:
        return _Worker(*spawn(serve, self._git_dir, self._cleaner))

    def close(self) -> None:
        """End the workers. Those that are in the middle of a batch are terminated."""
        for worker in self._workers:
            if worker.busy:
                worker.process.terminate()
            else:
                try:
                    worker.connection.send(None)
                except (BrokenPipeError, OSError):
                    worker.process.terminate()
        for worker in self._workers:
            worker.process.join(2)
            worker.connection.close()
        self._workers.clear()


def batches(tasks: Iterable[Task], size: int) -> list[list[Task]]:
    """Runs of neighbours: in pack order they share delta bases, which git then unpacks once."""
    listed = list(tasks)
    return [listed[i : i + size] for i in range(0, len(listed), size)]
