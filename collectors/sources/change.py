"""Every commit that the tip reaches, on whatever branch it was made, and the paths that it touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from collectors.gitstream import Commit
from collectors.spec import Batch, Column, Reading, Row, Source, Table

COMMIT = Table(
    "commit_log",
    "All commits reachable from the tip, merged branches included.",
    (
        Column("commit_id", "word", "commit id"),
        Column("committed", "time", "committer date, UTC"),
        Column("raw_name", "key", "author's name as it stands in the commit"),
        Column("raw_email", "key", "author's address as it stands in the commit"),
        Column("subject", "prose", "first line of the message"),
        Column("merge", "bool", "has more than one parent"),
        Column("landed", "int", "seq of the first mainline commit that reaches it"),
        Column("position", "int", "order in which commits landed; parents before children"),
        Column("files", "int", "paths touched; 0 for merges"),
        Column("exact_renames_only", "bool", "a blob was missing, so renames with changes were not searched"),
    ),
)
CHANGE = Table(
    "file_change",
    "Paths that non-merge commits touched, renames followed.",
    (
        Column("position", "int", "of the commit, see commit_log"),
        Column("path", "path", "path after the commit"),
        Column("old_path", "path", "path before, for renames and copies"),
        Column("status", "word", "A added, M modified, D deleted, R renamed, C copied, T type changed"),
    ),
)
_STRIDE = 1 << 20  # a mainline commit lands fewer than a million others: appending needs no look at what is stored


def state(reading: Reading) -> str:
    """The tip decides everything."""
    return reading.tip


def collect(reading: Reading) -> Iterator[Batch]:
    """Commits after `reading.since`, in the order in which they landed on the mainline."""
    read = list(reading.repo.commits(reading.tip, reading.since))
    mainline = reading.repo.mainline_ids(reading.tip, reading.since)
    landed = landings({commit.id: commit.parents for commit, _ in read}, mainline, reading.next_seq)
    commits: list[Row] = []
    changes: list[Row] = []
    inside: Counter[int] = Counter()
    for commit, searched in reversed(read):  # topological, so reversed puts parents before children
        seq = landed[commit.id]
        position = seq * _STRIDE + inside[seq]
        inside[seq] += 1
        commits.append(_row(commit, seq, position, searched))
        changes += [(position, c.path, c.old_path, c.status) for c in commit.changes]
    yield Batch(COMMIT, commits)
    yield Batch(CHANGE, changes)


def landings(parents: dict[str, tuple[str, ...]], mainline: Iterable[str], first_seq: int) -> dict[str, int]:
    """For each commit the seq of the first mainline commit that reaches it."""
    landed: dict[str, int] = {}
    for seq, tip in enumerate(mainline, first_seq):
        todo = [tip]
        while todo:
            commit = todo.pop()
            if commit in landed or commit not in parents:
                continue
            landed[commit] = seq
            todo += parents[commit]
    return landed


def _row(commit: Commit, landed: int, position: int, searched: bool) -> Row:
    committed = datetime.fromtimestamp(commit.seconds, UTC).replace(tzinfo=None)
    return (
        commit.id, committed, commit.raw_name, commit.raw_email, commit.subject,
        len(commit.parents) > 1, landed, position, len(commit.changes), not searched,
    )  # fmt: skip


COLLECTOR = Source("change", 1, (COMMIT, CHANGE), state=state, collect=collect, appends=True)
