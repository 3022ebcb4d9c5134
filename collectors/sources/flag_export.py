"""Exports of flag services that lie outside the history: files under the directories that `--exports` or the settings name."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from collectors import flag_export
from collectors.errors import DebtError
from collectors.forms.flag_export import LARGEST, parse
from collectors.gitstream import decode_path
from collectors.spec import Batch, Column, Reading, Row, Source, Table, Unreadable

DOCUMENT = Table(
    "exported_file",
    "One row per file under the directories of exports that is an export of a flag service, or should be and cannot be read.",
    (
        Column("document", "int", "number of the file in this store"),
        Column("file", "path", "the file, from the directory that was named"),
        Column("service", "word", "whose export it is; null: it could not be read"),
        Column("scope", "text", "see flag_record"),
        Column("exported", "time", "see flag_record"),
        Column("total", "int", "see flag_record"),
        Column("flags", "int", "flags in it"),
        Column("reason", "text", "why it could not be read; null: it was"),
    ),
)
_NUMBER = Column("document", "int", "number of the file, see exported_file")
RECORD = Table("exported_flag", "Like flag_record, of exports outside the history.", (_NUMBER, *flag_export.RECORD))
ENVIRONMENT = Table(
    "exported_flag_environment",
    "Like flag_environment, of exports outside the history.",
    (_NUMBER, *flag_export.ENVIRONMENT),
)
REFERENCE = Table(
    "exported_flag_reference", "Like flag_reference, of exports outside the history.", (_NUMBER, *flag_export.REFERENCE)
)

_LANGUAGES = {".json": "JSON", ".yaml": "YAML", ".yml": "YAML", ".csv": "CSV"}
_SKIPPED = {".git", ".debtui", "node_modules"}
_DEEPEST = 8
MOST_FILES = 2_000
"""Files that are looked at; a directory of more is refused, so that nothing is left out in silence."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the right suffix: its name from the directory named, its bytes, or why they could not be read."""

    name: str
    language: str
    data: bytes
    fault: str = ""


def state(reading: Reading) -> str:
    """Names and contents; and the tip, because for it alone counts what has no date. Without a file it never changes."""
    digest = hashlib.sha256()
    count = 0
    for file in files(reading.exports):
        count += 1
        told = (file.name, file.fault, hashlib.sha256(file.data).hexdigest())
        digest.update(repr(told).encode("utf-8", "surrogateescape"))
    return f"{reading.tip} {digest.hexdigest()}" if count else ""


def collect(reading: Reading) -> Iterator[Batch]:
    """What the files say."""
    documents: list[Row] = []
    for number, file in enumerate(files(reading.exports)):
        try:
            export = _read(file)
        except Unreadable as error:
            documents.append((number, file.name, None, None, None, None, None, str(error)))
            continue
        if export is not None:
            told = (export.service, export.scope, export.exported, export.total, len(export.flags), None)
            documents.append((number, file.name, *told))
            yield Batch(RECORD, [(number, *row) for row in flag_export.records(export)])
            yield Batch(ENVIRONMENT, [(number, *row) for row in flag_export.environments(export)])
            yield Batch(REFERENCE, [(number, *row) for row in flag_export.references(export)])
    yield Batch(DOCUMENT, documents)


def _read(file: File) -> flag_export.Export | None:
    if file.fault:
        raise Unreadable(file.fault)
    try:
        return parse(file.data, file.language)
    except Unreadable:
        raise
    except Exception as error:  # as a worker does: a reader's fault costs its file, not the others
        raise Unreadable(f"{type(error).__name__}: {error}"[:300]) from error


def files(roots: tuple[Path, ...]) -> Iterator[File]:
    """Plain files by name. No link is followed: it may lead out of the directory, and its target is seen anyway if not."""
    found = 0
    for root in roots:
        if not root.exists():
            raise DebtError(f"{root} does not exist", "name the exports anew with --exports, or in debtui.toml")
        for path in sorted(_walk(root)):
            language = _LANGUAGES.get(path.suffix.lower())
            told = path.lstat()
            if language is None or not stat.S_ISREG(told.st_mode):
                continue
            found += 1
            if found > MOST_FILES:
                raise DebtError(
                    f"{root} holds more than {MOST_FILES:,} files", "name the directory of the exports alone"
                )
            name = decode_path(os.fsencode(root.name if path == root else Path(root.name) / path.relative_to(root)))
            if told.st_size > LARGEST:
                yield File(name, language, b"", f"larger than {LARGEST:,} bytes ({told.st_size:,})")
                continue
            try:
                yield File(name, language, path.read_bytes())
            except OSError as error:
                yield File(name, language, b"", f"cannot be opened: {error.strerror}")


def _walk(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        yield root
        return
    for folder, below, names in os.walk(root):
        depth = len(Path(folder).relative_to(root).parts)
        below[:] = sorted(name for name in below if name not in _SKIPPED) if depth < _DEEPEST else []
        yield from (Path(folder) / name for name in names)


COLLECTOR = Source(
    "flag_export", 1, (DOCUMENT, RECORD, ENVIRONMENT, REFERENCE), state=state, collect=collect, outside=True
)
