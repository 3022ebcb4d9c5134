"""Answers of a package index that lie outside the history: files under the directories that `--exports` or the settings name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from collectors.exported import files
from collectors.package_index import NEEDLES, RELEASE, releases
from collectors.spec import Batch, Column, Reading, Row, Source, Table, Unreadable

LARGEST = 16_000_000
"""Bytes of a file."""
TABLE = Table(
    "exported_release",
    "Like package_release, of files outside the history; one that cannot be read has only a reason.",
    (Column("file", "path", "the file, from the directory that was named"), *RELEASE, Column("reason", "text", "why it could not be read; null: it was")),
)  # fmt: skip


def state(reading: Reading) -> str:
    """Names and contents of the files that may be such answers."""
    digest = hashlib.sha256()
    for name, data in _likely(reading):
        digest.update(repr((name, hashlib.sha256(data).hexdigest())).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def collect(reading: Reading) -> Iterator[Batch]:
    """What the files say."""
    for name, data in _likely(reading):
        rows: list[Row] = []
        try:
            rows = [(name, *row, None) for row in releases(data.decode("utf-8-sig", "replace"))]
        except Unreadable as error:
            rows = [(name, None, None, None, None, str(error))]
        yield Batch(TABLE, rows)


def _likely(reading: Reading) -> Iterator[tuple[str, bytes]]:
    for file in files(reading.exports, {".json": "JSON"}, LARGEST):
        if any(needle in file.data for needle in NEEDLES):
            yield file.name, file.data


COLLECTOR = Source("package_index", 1, (TABLE,), state=state, collect=collect, outside=True)
