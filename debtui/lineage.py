"""Which paths are one file: renames followed through the history, in the order in which commits landed."""

from __future__ import annotations

from collections.abc import Iterable

from collectors.spec import Column, Row, Table

LINEAGE = Table(
    "lineage",
    "The file that each change is about, all its names taken together.",
    (
        Column("position", "int", "of the commit"),
        Column("path", "path", "path after the commit"),
        Column("file", "int", "number of the file"),
    ),
)


def follow(changes: Iterable[tuple[int, str, str | None, str]]) -> list[Row]:
    """LINEAGE rows of (position, path, old path, status), which must be ordered by position.

    A rename hands the file's number on; a path that is added again after it was removed goes on with its old number,
    as in the published truck-factor tool. Walking in landing order makes the answer for any earlier commit a prefix.
    """
    number: dict[str, int] = {}
    rows: list[Row] = []
    fresh = 0
    for position, path, old_path, status in changes:
        if status == "R" and old_path is not None and old_path in number:
            number[path] = number[old_path]
        elif path not in number:
            number[path] = fresh
            fresh += 1
        rows.append((position, path, number[path]))
    return rows
