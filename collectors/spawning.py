"""Starts a process of ours that shares nothing with its parent but a connection, and does not outlive it."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from types import ModuleType


def spawn(target: Callable[..., None], *arguments: object) -> tuple[SpawnProcess, Connection]:
    """Run `target(connection, *arguments)` in a process of its own; returns it and our end of the connection."""
    context = _context()
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(target, theirs, *arguments), daemon=True)
    # A spawned process imports its parent's main module again, whatever that is: a test runner, a script, a notebook.
    # These processes need none of it, and start 50 ms sooner without.
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    # A new interpreter looks for its first modules where the user stands: that may be a repository with a
    # `multiprocessing.py`.
    safe = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        process.start()
    finally:
        sys.modules["__main__"] = main
        del os.environ["PYTHONSAFEPATH"]
        if safe is not None:
            os.environ["PYTHONSAFEPATH"] = safe
    theirs.close()
    return process, ours


def _context() -> SpawnContext:
    """A new interpreter; on Linux a copy of this one while it has no threads.

    A copy is there in 5 ms, a new interpreter has read its modules after 250 ms of a processor's time. Copying a process
    with threads may copy a lock that is never opened again; elsewhere libraries of the system start threads of their own.
    """
    tasks = Path("/proc/self/task")
    alone = sys.platform == "linux" and tasks.exists() and len(list(tasks.iterdir())) == 1
    # Both contexts have the same methods; only the type of the process differs.
    return multiprocessing.get_context("fork" if alone else "spawn")  # type: ignore[return-value]


def _run(target: Callable[..., None], connection: Connection, *arguments: object) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    target(connection, *arguments)


def _end_with_parent() -> None:
    """Leave at once when the parent is gone: after a kill -9 of it, nothing else would end this process."""
    process = parent_process()
    if process is not None:
        wait([process.sentinel])
        os._exit(1)
