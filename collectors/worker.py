"""One worker process: reads blobs with a git process of its own and parses them where their bytes arrive.

Only ids go in and only rows come out; no bytes of a file cross a process border.
"""

from __future__ import annotations

import gc
import importlib
import os
import queue
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from collectors.clean import Cleaner, neutral
from collectors.gitstream import Repository
from collectors.registry import analysers
from collectors.spec import Row, Unreadable

NICE = 5
"""Workers give way to the process that judges and publishes, and to the dashboard: they take what is left of the processors."""
LARGEST = 4_000_000
"""Bytes above which a blob's lines are counted and nothing else is read."""


@dataclass(frozen=True, slots=True)
class Task:
    """One blob to read. `reads` says, per language it is to be read as, which analysers want it."""

    blob: int
    """The store's number of it."""
    oid: str
    reads: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(slots=True)
class Findings:
    """What a worker found in a batch of blobs."""

    sizes: list[Row] = field(default_factory=list)
    """(blob, bytes, lines) of each blob that is here."""
    missing: list[int] = field(default_factory=list)
    """Blobs that git has no bytes for."""
    rows: dict[str, list[Row]] = field(default_factory=dict)
    """By analyser; each row begins with the blob."""
    ledger: list[Row] = field(default_factory=list)
    """(blob, language, analyser, version, status, reason): status is ok, failed or skipped.

    Analysers of all history have no ok entries: a blob whose size is known has been read by them."""


class Reader:
    """Reads and analyses blobs of one repository."""

    def __init__(self, git_dir: Path, cleaner: Cleaner) -> None:
        self._repo = Repository.opened(git_dir)
        self._cleaner = cleaner
        self._analysers = {analyser.name: analyser for analyser in analysers()}
        self._clean = {name: cleaner.rows(analyser.table) for name, analyser in self._analysers.items()}
        self._parse: dict[str, Callable[[bytes, str], Any]] = {}

    def read(self, tasks: Sequence[Task]) -> Findings:
        """Everything about these blobs. A blob that cannot be read is recorded, never raised."""
        found = Findings()
        for task, (_, size, lines, data) in zip(
            tasks, self._repo.blobs([task.oid for task in tasks], LARGEST), strict=True
        ):
            if lines is None:
                found.missing.append(task.blob)
                continue
            found.sizes.append((task.blob, size, lines))
            for language, names in task.reads:
                if data is None:
                    reason = f"larger than {LARGEST:,} bytes ({size:,})"
                    found.ledger += [
                        (task.blob, language, n, self._analysers[n].version, "skipped", reason) for n in names
                    ]
                else:
                    self._analyse(task.blob, language, data, names, found)
        return found

    def _analyse(self, blob: int, language: str, data: bytes, names: Iterable[str], found: Findings) -> None:
        forms: dict[str, Any] = {}
        for name in names:
            analyser = self._analysers[name]
            status, reason, rows = "ok", None, []
            if not analyser.needles or any(needle in data for needle in analyser.needles):
                try:
                    if analyser.form not in forms:
                        forms[analyser.form] = self._form(analyser.form, data, language)
                    form = forms[analyser.form]
                    if isinstance(form, Unreadable):
                        status, reason = "failed", str(form)
                    else:
                        rows = list(analyser.analyse(form))
                except Unreadable as error:
                    status, reason, rows = "failed", str(error), []
                except Exception as error:
                    status, reason, rows = "failed", f"{type(error).__name__}: {error}"[:300], []
            clean = self._clean[name]
            reason = reason and self._cleaner.redact(neutral(reason))
            found.rows.setdefault(name, []).extend((blob, *clean(row)) for row in rows)
            if status != "ok" or not analyser.history:
                found.ledger.append((blob, language, name, analyser.version, status, reason))

    def _form(self, name: str, data: bytes, language: str) -> Any:
        parse = self._parse.get(name)
        if parse is None:
            parse = self._parse[name] = importlib.import_module(f"collectors.forms.{name}").parse
        try:
            return parse(data, language)
        except Unreadable as error:
            return error  # every analyser of this form fails with the same reason, and parses nothing again


def serve(connection: Connection, git_dir: Path, cleaner: Cleaner) -> None:
    """Answer batches of tasks with findings until the parent says None."""
    gc.disable()  # rows hold no cycles
    os.nice(NICE)
    reader = Reader(git_dir, cleaner)
    waiting: queue.SimpleQueue[Sequence[Task] | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, waiting), daemon=True).start()
    while (tasks := waiting.get()) is not None:
        try:
            connection.send(reader.read(tasks))
        except (BrokenPipeError, KeyboardInterrupt):
            return
        except Exception as error:
            connection.send(error)


def _listen(connection: Connection, waiting: queue.SimpleQueue[Sequence[Task] | None]) -> None:
    """Take what the parent sends at once: it sends ahead, and both would wait for ever if this end sent just then."""
    tasks: Sequence[Task] | None = ()
    while tasks is not None:
        try:
            tasks = connection.recv()
        except (EOFError, OSError):
            tasks = None
        waiting.put(tasks)
