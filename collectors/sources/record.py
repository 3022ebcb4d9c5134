"""What the tools around a model have recorded outside the history, under the exports and in the places where they record by themselves."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from collectors.errors import DebtError
from collectors.gitstream import decode_path
from collectors.kinds import glob_pattern
from collectors.records import TABLES, Recorder, Records, all_recorders
from collectors.spec import Batch, DeclaredTable, Reading, Source

_TABLES = "table"
"""The recorder of plain tables, which has every file that the settings say something of."""
_SKIPPED = {".git", ".debtui", "node_modules", "__pycache__"}
_DEEPEST = 16
_MOST = 500_000
_SMALL = 100_000
"""Bytes up to which a file is known by its content. A larger one is known by its size and the time of its last change, which a
copy of the same content may have otherwise: then it is read again."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A plain file, and its name: from the repository's root where it lies in it, else from the directory that was named."""

    name: str
    path: Path
    told: os.stat_result


def state(reading: Reading) -> str:
    """Names, and contents or sizes and times; empty where no file is a record's."""
    digest = hashlib.sha256(repr(reading.tables).encode("utf-8", "surrogateescape"))
    records = False
    for place in _places(reading):
        records = records or bool(_declared(place, reading) or _wanted(place))
        seen: object = (place.told.st_size, place.told.st_mtime_ns)
        if place.told.st_size <= _SMALL:
            try:
                seen = place.path.read_bytes()
            except OSError as error:
                seen = str(error)
        digest.update(repr((place.name, seen)).encode("utf-8", "surrogateescape"))
    return digest.hexdigest() if records else ""


def collect(reading: Reading) -> Iterator[Batch]:
    """Every record, by the first recorder that knows it. What goes wrong with one file is written down and keeps no other from being read."""
    records = Records()
    for place in _places(reading):
        declared = _declared(place, reading)
        for tool, recorder in [(_TABLES, all_recorders()[_TABLES])] if declared else _wanted(place):
            records.begin(place.name, tool, declared)
            try:
                if not declared and not recorder.knows(place.path, _head(place.path)):
                    continue
                for _ in recorder.read(place.path, records):
                    yield from records.batches()
            except Exception as error:  # a reader's own mistake must not cost the other records
                records.fault(f"{type(error).__name__}: {error}")
            yield from records.batches()
            break
    yield from records.batches(last=True)


def _declared(place: _Place, reading: Reading) -> DeclaredTable | None:
    return next((told for told in reading.tables if glob_pattern(told.files).match(place.name)), None)


def _wanted(place: _Place) -> list[tuple[str, Recorder]]:
    name = place.path.name.lower()
    return [
        (tool, recorder)
        for tool, recorder in all_recorders().items()
        if any(fnmatchcase(name, glob) for glob in recorder.names)
    ]


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096)


def _places(reading: Reading) -> Iterator[_Place]:
    """Plain files by name. No link is followed: it may lead out of the directory, and its target is seen anyway if not."""
    found = 0
    home = reading.repo.work_tree.resolve() if reading.repo.work_tree else None
    for root in reading.exports:
        if not root.exists():
            raise DebtError(f"{root} does not exist", "name the exports anew with --exports, or in debtui.toml")
        for path in _walk(root):
            found += 1
            if found > _MOST:
                raise DebtError(f"{root} holds more than {_MOST:,} files", "name the directory of the records alone")
            try:
                told = path.lstat()
            except FileNotFoundError:
                continue  # gone since the directory was listed: a tool is at work there
            if stat.S_ISREG(told.st_mode):
                base = home if home and path.is_relative_to(home) else root.parent
                inside = path.relative_to(base)
                yield _Place(decode_path(os.fsencode(inside)), path, told)


def _walk(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        yield root
        return
    for folder, below, names in os.walk(root):
        depth = len(Path(folder).relative_to(root).parts)
        below[:] = sorted(name for name in below if name not in _SKIPPED) if depth < _DEEPEST else []
        yield from (Path(folder) / name for name in sorted(names))


COLLECTOR = Source("record", 3, TABLES, state=state, collect=collect, outside=True, streams=True)
