"""The mainline: first-parent commits, and which blob each path got at which of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from collectors.spec import Batch, Column, Reading, Row, Source, Table

MAINLINE = Table(
    "mainline_commit",
    "First-parent commits of the analysed branch, from 0, the oldest.",
    (
        Column("seq", "int", "position on the mainline"),
        Column("commit_id", "word", "commit id"),
        Column("committed", "time", "committer date, UTC"),
        Column("raw_name", "key", "author's name as it stands in the commit"),
        Column("raw_email", "key", "author's address as it stands in the commit"),
        Column("subject", "prose", "first line of the message"),
    ),
)
TREE_CHANGE = Table(
    "tree_change",
    "What each mainline commit changed in the tree, against its first parent; renames are a removal and an addition.",
    (
        Column("seq", "int", "position on the mainline"),
        Column("path", "path", "path in the tree"),
        Column("blob", "blob", "content from then on; null: the path is gone"),
        Column("mode", "word", "git's mode: 100644, 100755, 120000 (symlink), 160000 (submodule)"),
    ),
)


def state(reading: Reading) -> str:
    """The tip decides everything."""
    return reading.tip


def collect(reading: Reading) -> Iterator[Batch]:
    """What came after `reading.since`, oldest first."""
    commits: list[Row] = []
    changes: list[Row] = []
    newest_first = list(reading.repo.mainline(reading.tip, reading.since))
    for seq, commit in enumerate(reversed(newest_first), reading.next_seq):
        committed = datetime.fromtimestamp(commit.seconds, UTC).replace(tzinfo=None)
        commits.append((seq, commit.id, committed, commit.raw_name, commit.raw_email, commit.subject))
        changes += [(seq, change.path, change.blob, change.mode) for change in commit.changes]
    yield Batch(MAINLINE, commits)
    yield Batch(TREE_CHANGE, changes)


COLLECTOR = Source("history", 1, (MAINLINE, TREE_CHANGE), state=state, collect=collect, appends=True)
