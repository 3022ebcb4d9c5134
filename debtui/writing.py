"""Where a report goes and in which format: shared by the commands that write one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

if TYPE_CHECKING:
    from debtui.exports.base import Exporter


def exporter(kind: str, output: Path | None) -> Exporter:
    """The format of a name. Raises click.UsageError for an unknown one, and for a binary one on a terminal."""
    from debtui import exports
    from debtui.discover import subclasses_in
    from debtui.exports.base import Exporter

    known = {one.NAME: one for one in subclasses_in(exports, Exporter)}  # type: ignore[type-abstract]
    if kind not in known:
        raise click.UsageError(f"there is no format {kind!r}; formats: {', '.join(sorted(known))}")
    if known[kind].BINARY and output is None and sys.stdout.isatty():
        raise click.UsageError(f"{kind} is binary: write it with -o FILE")
    return known[kind]()


@contextmanager
def out(output: Path | None) -> Iterator[BinaryIO]:
    """A stream to a file, which is replaced once everything is written, or to standard output. Raises click.UsageError."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    fresh = output.with_name(output.name + ".new")
    try:
        with fresh.open("wb") as stream:
            yield stream
    except OSError as error:
        raise click.UsageError(f"{output} cannot be written: {error.strerror}") from error
    fresh.replace(output)


def on_terminal() -> bool:
    """Whether a dashboard can be shown."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") not in {"dumb", ""}
