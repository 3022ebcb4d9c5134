"""Facts about blobs: what has to be read for a moment, and the reading of it into the store."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from collectors.pool import Pool, batches
from collectors.registry import analysers
from collectors.spec import Row
from collectors.worker import Findings, Task
from debtui.store import schema
from debtui.store.db import Store

GONE = "the repository does not hold this blob (a partial clone, or a damaged one)"
_FLUSH_ROWS = 150_000


def plan(
    store: Store, order: dict[str, int], where: str, *, history_only: bool = False, sizes: bool = False
) -> list[Task]:
    """Blobs of `file_span` rows that fit `where` and that some analyser has not read yet, in pack order.

    `order` holds every object that is here with its place in the pack. With `sizes`, blobs whose lines have not been
    counted are planned too; with `history_only`, only the analysers that read all history count.
    """
    wanted = _wanted(store, history_only)
    versions = {a.name: a.version for a in analysers()}
    files = store.main.rows(
        "SELECT DISTINCT blob, oid, language, kind FROM file_span JOIN path_class USING (path) JOIN blob_id USING (blob)"
        f" WHERE mode LIKE '100%' AND ({where}) ORDER BY blob, language, kind"
    )
    read = {
        (blob, language, name)
        for blob, language, name in store.main.rows("SELECT blob, language, analyser FROM analysed")
    }
    seen_any = {(blob, name) for blob, _, name in read}
    sized = {row[0] for row in store.main.rows("SELECT blob FROM file_size")} if sizes else set()
    by_language = {a.name for a in analysers() if "language" in a.table.names}
    todo: dict[int, tuple[str, dict[str, list[str]]]] = {}
    gone: list[Row] = []
    for blob, oid, language, kind in files:
        names = [
            name
            for name in wanted.get((language, kind), ())
            if (blob, language, name) not in read and (name in by_language or (blob, name) not in seen_any)
        ]
        read.update((blob, language, name) for name in names)
        seen_any.update((blob, name) for name in names)
        if oid not in order:
            gone += [(blob, language, name, versions[name], "failed", GONE) for name in names]
        elif names or (sizes and blob not in sized):
            reads = todo.setdefault(blob, (oid, {}))[1]
            if names:
                reads.setdefault(language, []).extend(names)
    store.append(schema.ANALYSED, gone)
    tasks = [
        Task(blob, oid, tuple((lang, tuple(ns)) for lang, ns in reads.items())) for blob, (oid, reads) in todo.items()
    ]
    return sorted(tasks, key=lambda task: order[task.oid])


def _wanted(store: Store, history_only: bool) -> dict[tuple[str, str], tuple[str, ...]]:
    history = {a.name for a in analysers() if a.history}
    wanted: dict[tuple[str, str], list[str]] = {}
    for language, kind, name in store.main.rows("SELECT language, kind, analyser FROM demand"):
        if not history_only or name in history:
            wanted.setdefault((language, kind), []).append(name)
    return {key: tuple(sorted(names)) for key, names in wanted.items()}


class Reading:
    """Reads planned blobs in worker processes, behind the caller's back, and hands over what they find."""

    def __init__(self, pool: Pool, phases: Sequence[Sequence[Task]], batch_sizes: Sequence[int]) -> None:
        self._queue: queue.Queue[tuple[int, int, Findings] | Exception | None] = queue.Queue()
        self._pool = pool
        self._phases = [batches(tasks, size) for tasks, size in zip(phases, batch_sizes, strict=True)]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._drain, daemon=True)
        self._thread.start()

    def _drain(self) -> None:
        try:
            for number, phase in enumerate(self._phases):
                for batch, found in self._pool.run(phase):
                    self._queue.put((number, len(batch), found))
                    if self._stop.is_set():
                        return
                self._queue.put(None)
        except Exception as error:  # noqa: BLE001  raised again in the caller's thread
            self._queue.put(error)

    def phase(self) -> Iterator[tuple[int, Findings]]:
        """(blobs read, findings) of the next phase, until it is over."""
        while (item := self._queue.get()) is not None:
            if isinstance(item, Exception):
                raise item
            yield item[1], item[2]

    def stop(self) -> None:
        """End after the batches that are being read."""
        self._stop.set()


@dataclass
class Writer:
    """Gathers findings and writes them in few large transactions, each with its ledger."""

    store: Store
    sizes: list[Row] = field(default_factory=list)
    missing: list[Row] = field(default_factory=list)
    ledger: list[Row] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    waiting: int = 0
    written: int = 0

    def add(self, found: Findings) -> None:
        self.sizes += found.sizes
        self.missing += [(blob,) for blob in found.missing]
        self.ledger += found.ledger
        for name, rows in found.rows.items():
            self.rows.setdefault(name, []).extend(rows)
            self.waiting += len(rows)
        self.waiting += len(found.sizes) + len(found.ledger)
        if self.waiting > _FLUSH_ROWS:
            self.flush()

    def flush(self) -> None:
        """One transaction: facts never stand without their ledger."""
        tables = schema.fact_tables()
        self.store.begin()
        try:
            self.store.append(schema.FILE_SIZE, self._new_sizes())
            self.store.append(schema.MISSING, self.missing)
            self.store.append(schema.ANALYSED, self.ledger)
            for name, rows in self.rows.items():
                self.store.append(tables[name], rows)
            self.store.commit()
        except BaseException:
            self.store.rollback()
            raise
        self.written += len(self.sizes)
        self.sizes, self.missing, self.ledger, self.rows, self.waiting = [], [], [], {}, 0

    def _new_sizes(self) -> list[Row]:
        """A blob may be read twice, for its facts and later for another analyser; its size is stored once."""
        if not self.sizes:
            return []
        known = {row[0] for row in self.store.main.rows("SELECT blob FROM file_size")}
        fresh: dict[object, Row] = {row[0]: row for row in self.sizes if row[0] not in known}
        return list(fresh.values())


Progress = Callable[[dict[str, object]], None]
