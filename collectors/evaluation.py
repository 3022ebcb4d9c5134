"""Evaluates Jsonnet, where `rjsonnet` is installed: a pure language, whose only way out of itself are imports.

Imports are answered by the caller, so only what it hands out is read. The evaluation runs in a process of its own, with
limits of time and memory: a program of a few words can need more than there is of both.
"""

from __future__ import annotations

import os
import posixpath
import resource
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from multiprocessing.connection import Connection

from collectors.forms.config import LARGEST
from collectors.spawning import spawn
from collectors.spec import Unreadable

SECONDS = 5.0
MEMORY = 512 << 20
"""Bytes of address space of the process that evaluates."""
_TREE = "/"
"""Where the repository's top is for the evaluated program; nothing is read there."""


def available() -> bool:
    """Whether Jsonnet can be evaluated: the extra `jsonnet` is installed."""
    return find_spec("rjsonnet") is not None


def evaluate(path: str, text: Callable[[str], str | None], seconds: float = SECONDS) -> str:
    """The JSON that a file evaluates to. `text` gives the files that it may import, by path from the top.

    Raises Unreadable with the reason: an error of the program, a missing import, too much time or memory.
    """
    process, connection = spawn(_serve, path, MEMORY)
    end = time.monotonic() + seconds
    try:
        while connection.poll(max(0.0, end - time.monotonic())):
            kind, told = connection.recv()
            if kind == "done":
                return str(told)
            if kind == "failed":
                raise Unreadable(str(told))
            connection.send(text(told))
    except (EOFError, OSError) as error:
        raise Unreadable(f"its evaluation needs more than {MEMORY >> 20} MB, or broke down") from error
    finally:
        process.kill()
        process.join()
        connection.close()
    raise Unreadable(f"its evaluation takes more than {seconds:g} seconds")


def _serve(connection: Connection, path: str, memory: int) -> None:
    import rjsonnet

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a failed allocation is announced there
    with suppress(ValueError, OSError):  # macOS knows no limit of the address space
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    def given(directory: str, name: str) -> tuple[str, str]:
        place = posixpath.normpath(posixpath.join(directory, name))
        wanted = place.lstrip("/")
        connection.send(("text", wanted))
        text = connection.recv()
        if text is None:
            raise FileNotFoundError(f"{wanted} is not in the repository, or is no text")
        return place, text

    try:
        found = rjsonnet.evaluate_file(_TREE + path, import_callback=given)
    except BaseException as error:
        connection.send(("failed", str(error).split("\n")[0][:300]))
        return
    size = len(found)
    connection.send(("done", found) if size <= LARGEST else ("failed", f"it evaluates to {size:,} characters"))
