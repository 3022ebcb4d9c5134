"""Runs the sources into a store: the mainline first, and while it is being read, what does not need it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

from collectors.aside import Aside
from collectors.clean import Cleaner
from collectors.gitstream import Repository
from collectors.registry import all_sources
from collectors.spec import Batch, DeclaredTable, Reading, Source
from debtui.store import schema
from debtui.store.db import Store, failure

MAINLINE = "history"
"""The source that everything else waits for."""


class Sources:
    """The sources of one collect. Close it when they have been run, or will not be."""

    def __init__(
        self,
        repo: Repository,
        tip: str,
        exports: Sequence[Path],
        cleaner: Cleaner,
        tables: tuple[DeclaredTable, ...] = (),
    ) -> None:
        self._repo, self._tip, self._exports, self._cleaner, self._tables = repo, tip, tuple(exports), cleaner, tables
        self._ahead: dict[str, Callable[[], Iterable[Batch]]] = {}
        self._close: Callable[[], object] = lambda: None
        self.failed: dict[str, str] = {}
        """Source to what went wrong with it."""

    def read_aside(self) -> None:
        """Begin with the sources but the mainline in a process of their own, from the beginning: for a new store only."""
        names = [source.name for source in _others() if not source.streams]
        process = Aside(self._repo.git_dir, self._cleaner, names, self._tip, self._exports)
        self._close = process.close
        self._ahead = {name: partial(process.batches, name) for name in names}

    def read_ahead(self, store: Store) -> None:
        """Take the store to write to, and begin with what is new in the sources but the mainline, in threads.

        What is new is little: most of the time goes by in waiting for git.
        """
        self._store = store
        if self._ahead:
            return
        others = [source for source in _others() if not source.streams]
        threads = ThreadPoolExecutor(max_workers=len(others))
        self._close = partial(threads.shutdown, wait=False, cancel_futures=True)
        for source in others:
            with suppress(Exception):  # raised again, and written down, when its turn comes
                since = self._seen(source)
                if source.state(self._anew()) != since:
                    self._ahead[source.name] = threads.submit(self._read, source, self._continued(source, since)).result

    def mainline(self) -> bool:
        """Read the mainline; whether it has changed. Raises what goes wrong: nothing can be shown without it."""
        return self._run(next(source for source in all_sources() if source.name == MAINLINE))

    def others(self) -> list[Source]:
        """Store what the other sources yield; those that have changed. A failure is recorded and stops nobody else."""
        return [source for source in _others() if self._run(source)]

    def close(self) -> None:
        """Stop what is being read ahead."""
        self._close()

    def _run(self, source: Source) -> bool:
        begun = time.monotonic()
        rows = 0
        try:
            since = self._seen(source)
            state = source.state(self._anew())
            if since == state:
                return False
            reading = self._continued(source, since)
            batches = self._ahead.pop(source.name, partial(self._read, source, reading))()
            self._store.begin()
            if reading.since is None:
                for table in source.tables:
                    self._store.clear(table.name)
            for batch in batches:
                self._store.append(batch.table, batch.rows)
                rows += len(batch.rows)
            error = None
            self._store.commit()
        except Exception as caught:
            if source.name == MAINLINE:
                raise
            with suppress(Exception):  # there may be no transaction yet
                self._store.rollback()
            error, state = f"{type(caught).__name__}: {failure(caught)}", ""
            self.failed[source.name] = error
        self._store.main.execute("DELETE FROM collected WHERE name = ?", [source.name])
        row = (source.name, source.version, state, error is None, error, rows, time.monotonic() - begun)
        self._store.append(schema.COLLECTED, [row])
        return True

    def _read(self, source: Source, reading: Reading) -> Iterable[Batch]:
        batches = map(self._cleaner.batch, source.collect(reading))
        return batches if source.streams else list(batches)

    def _anew(self) -> Reading:
        return Reading(self._repo, self._tip, exports=self._exports, tables=self._tables)

    def _seen(self, source: Source) -> str | None:
        """The state of the source at its last run, if that was by the same version and went well."""
        last = self._store.main.rows("SELECT version, state, ok FROM collected WHERE name = ?", [source.name])
        return last[0][1] if last and last[0][0] == source.version and last[0][2] else None

    def _continued(self, source: Source, since: str | None) -> Reading:
        """Where a source can go on: behind its last tip, if today's mainline continues that."""
        if not source.appends or since is None:
            return self._anew()
        seq = self._store.main.one("SELECT seq FROM mainline_commit WHERE commit_id = ?", [since])
        fresh = self._repo.mainline_ids(self._tip, since)
        if seq is None or not fresh or self._repo.resolve(f"{fresh[0]}^1") != since:
            return self._anew()
        return Reading(self._repo, self._tip, since, int(seq) + 1, self._exports, self._tables)


def _others() -> list[Source]:
    return [source for source in all_sources() if source.name != MAINLINE]
