"""Exports of flag services that lie outside the history: files under the directories that `--exports` or the settings name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from collectors import flag_export
from collectors.exported import File, files
from collectors.forms.flag_export import parse
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


COLLECTOR = Source(
    "flag_export", 1, (DOCUMENT, RECORD, ENVIRONMENT, REFERENCE), state=state, collect=collect, outside=True
)
