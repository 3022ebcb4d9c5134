"""Runs sources in a process of their own, while the caller is busy with the sources that they do not need."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from collectors.clean import Cleaner
from collectors.gitstream import Repository
from collectors.registry import all_sources
from collectors.spawning import spawn
from collectors.spec import Batch, Reading
from collectors.worker import NICE


class SourceFailed(Exception):
    """A source could not be read; the text is that of its own error."""


class Aside:
    """Sources read from the beginning, in the order named, their rows clean."""

    def __init__(
        self, git_dir: Path, cleaner: Cleaner, names: Sequence[str], tip: str, exports: Sequence[Path]
    ) -> None:
        self._left = list(names)
        self._found: dict[str, list[Batch] | str] = {}
        self._process, self._connection = spawn(_serve, git_dir, cleaner, tuple(names), tip, tuple(exports))

    def batches(self, name: str) -> list[Batch]:
        """What a source has yielded, waiting for it. Raises SourceFailed."""
        while name not in self._found:
            try:
                found = self._connection.recv()
            except (EOFError, ConnectionResetError) as error:
                raise SourceFailed("the process that read it has ended") from error
            self._found[self._left.pop(0)] = found
        found = self._found.pop(name)
        if isinstance(found, str):
            raise SourceFailed(found)
        return found

    def close(self) -> None:
        """End the process, whether it is done or not."""
        self._process.terminate()
        self._process.join(2)
        self._connection.close()


def _serve(
    connection: Connection, git_dir: Path, cleaner: Cleaner, names: Sequence[str], tip: str, exports: tuple[Path, ...]
) -> None:
    gc.disable()  # rows hold no cycles
    os.nice(NICE)
    reading = Reading(Repository.opened(git_dir), tip, exports=exports)
    by_name = {source.name: source for source in all_sources()}
    with suppress(BrokenPipeError, KeyboardInterrupt):
        for name in names:
            try:
                connection.send([cleaner.batch(batch) for batch in by_name[name].collect(reading)])
            except BrokenPipeError:
                raise
            except Exception as error:
                connection.send(f"{type(error).__name__}: {error}")
