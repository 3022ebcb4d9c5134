"""Facts about blobs: what has to be read for a moment, and the reading of it into the store."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from collectors.pool import Pool, batches
from collectors.registry import analysers
from collectors.spec import Row
from collectors.worker import Findings, Task
from debtui.store import schema
from debtui.store.db import Store

GONE = "the repository does not hold this blob (a partial clone, or a damaged one)"
_FLUSH_ROWS = 150_000


def plan(store: Store, order: dict[str, int], where: str, *, sizes: bool = False) -> list[Task]:
    """Blobs of `file_span` rows that fit `where` and that some analyser has not read yet, in pack order.

    `order` holds every object that is here with its place in the pack. A blob whose size is not known has been read by
    nobody: analysers of all history get it now. With `sizes` only they do, and every such blob is planned.
    """
    versions = {a.name: a.version for a in analysers()}
    files = store.main.rows(
        "SELECT blob, oid, language, kind, sized FROM"
        " (SELECT DISTINCT blob, language, kind FROM file_span JOIN path_class USING (path)"
        f" WHERE mode LIKE '100%' AND ({where})) JOIN blob_id USING (blob)"
        " LEFT JOIN (SELECT blob, true AS sized FROM file_size) USING (blob) LEFT JOIN missing_blob AS gone USING (blob)"
        f" WHERE gone.blob IS NULL{' AND sized IS NULL' if sizes else ''} ORDER BY blob, language, kind"
    )
    read = set() if sizes else set(store.main.rows("SELECT blob, language, analyser FROM analysed"))
    seen_any = {(blob, name) for blob, _, name in read}
    wants = _Wants(head=not sizes)
    todo: dict[int, tuple[str, dict[str, list[str]]]] = {}
    gone: list[Row] = []
    missing: set[int] = set()
    for blob, oid, language, kind, sized in files:
        names = wants.unread(blob, language, kind, bool(sized), read, seen_any)
        if oid not in order:
            missing.add(blob)
            gone += [(blob, language, name, versions[name], "failed", GONE) for name in names]
        elif names or sizes:
            reads = todo.setdefault(blob, (oid, {}))[1]
            if names:
                reads.setdefault(language, []).extend(names)
    store.append(schema.ANALYSED, gone)
    store.append(schema.MISSING, [(blob,) for blob in sorted(missing)])
    tasks = [
        Task(blob, oid, tuple((lang, tuple(ns)) for lang, ns in reads.items())) for blob, (oid, reads) in todo.items()
    ]
    return sorted(tasks, key=lambda task: order[task.oid])


class _Wants:
    """Which analysers want a file, remembered by language and kind."""

    def __init__(self, *, head: bool) -> None:
        self._head = head
        self._by_class: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
        self._by_language = {a.name for a in analysers() if "language" in a.table.names}

    def unread(
        self,
        blob: int,
        language: str,
        kind: str,
        sized: bool,
        read: set[tuple[int, str, str]],
        seen: set[tuple[int, str]],
    ) -> list[str]:
        """Names of those that have not read it; they are taken for read from then on."""
        key = (language, kind)
        if key not in self._by_class:
            wanted = [a for a in analysers() if a.wants(language, kind)]
            once = [a.name for a in wanted if not a.history] if self._head else []
            self._by_class[key] = once, [a.name for a in wanted if a.history]
        once, always = self._by_class[key]
        names = [
            n for n in once if (blob, language, n) not in read and (n in self._by_language or (blob, n) not in seen)
        ]
        if not sized:
            names += [name for name in always if (blob, name) not in seen]
        read.update((blob, language, name) for name in names)
        seen.update((blob, name) for name in names)
        return names


class Reading:
    """Reads planned blobs in worker processes, behind the caller's back, and hands over what they find."""

    def __init__(self, pool: Pool, phases: Sequence[Sequence[Task]], batch_sizes: Sequence[int]) -> None:
        self._queue: queue.Queue[tuple[int, int, Findings] | Exception | None] = queue.Queue()
        self._pool = pool
        self._phases = [batches(tasks, size) for tasks, size in zip(phases, batch_sizes, strict=True)]
        self._stop = threading.Event()
        self._go_on = threading.Event()
        self._thread = threading.Thread(target=self._drain, daemon=True)
        self._thread.start()

    def _drain(self) -> None:
        try:
            for number, phase in enumerate(self._phases):
                if number:
                    self._go_on.wait()
                for batch, found in self._pool.run(phase):
                    self._queue.put((number, len(batch), found))
                    if self._stop.is_set():
                        return
                self._queue.put(None)
        except Exception as error:
            self._queue.put(error)

    def phase(self) -> Iterator[tuple[int, Findings]]:
        """(blobs read, findings) of the next phase, until it is over."""
        while (item := self._queue.get()) is not None:
            if isinstance(item, Exception):
                raise item
            yield item[1], item[2]

    def go_on(self) -> None:
        """Begin with the phases after the first: until then the processors belong to what is published first."""
        self._go_on.set()

    def stop(self) -> None:
        """End after the batches that are being read."""
        self._stop.set()
        self._go_on.set()


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
        """Take findings in; written when enough have come together."""
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
