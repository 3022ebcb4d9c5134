"""Trees and line totals are exact on real repositories too: whoever has some names their directory in an environment variable."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from collectors.gitstream import encode_path
from debtui.collect import collect
from debtui.store.db import Store
from tests.repos import git

VARIABLE = "DEBTUI_REPOSITORIES"
ROOT = os.environ.get(VARIABLE, "")
FOUND = [
    place.parent
    for pattern in ("*/HEAD", "*/*/HEAD")
    for place in sorted(Path(ROOT).glob(pattern) if ROOT else ())
    if (place.parent / "objects").is_dir()
]


@pytest.fixture(
    scope="module", params=FOUND or [None], ids=lambda path: str(path.relative_to(ROOT)) if path else "none"
)
def collected(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    """A bare repository and its store, which lies elsewhere."""
    if not ROOT:
        pytest.skip(f"{VARIABLE} names no directory of bare repositories")
    assert request.param, f"{VARIABLE}={ROOT} holds no bare repository"
    published = tmp_path_factory.mktemp("real") / "debt.duckdb"
    collect(request.param, store=published)
    store = Store(published)
    yield request.param, store
    store.close()


def commits(store: Store, count: int) -> list[tuple[int, str]]:
    mainline = store.main.rows("SELECT seq, commit_id FROM mainline ORDER BY seq")
    return random.Random(11).sample(mainline, min(count, len(mainline)))


def test_the_tree_from_spans_is_what_git_lists_at_fifty_commits(collected: tuple[Path, Store]) -> None:
    path, store = collected
    entries = 0
    for seq, commit in commits(store, 50):
        ours = store.main.rows(
            f"SELECT mode, oid, path FROM file_span JOIN blob_id USING (blob) WHERE from_seq <= {seq} AND coalesce(to_seq > {seq}, true)"
        )
        listed = git(path, "ls-tree", "-r", "-z", "--full-tree", commit).encode("utf-8", "surrogateescape")
        theirs = [entry.partition(b"\t") for entry in listed.split(b"\0") if entry]
        told = {(meta[:6].decode(), meta.split()[2].decode(), name) for meta, _, name in theirs}
        assert len(ours) == len(theirs), commit
        assert {(mode, oid, encode_path(name)) for mode, oid, name in ours} == told, commit
        entries += len(theirs)
    print(f"{path}: {entries:,} entries of trees are equal")


def test_line_totals_are_what_git_counts_at_five_commits(collected: tuple[Path, Store]) -> None:
    """A copy that lacks blobs is counted without them, once git has confirmed that it lacks them."""
    path, store = collected
    for seq, commit in commits(store, 5):
        store.main.execute(f"SET VARIABLE asof_seq = {seq}")
        files = store.main.rows("SELECT path, oid, lines FROM debt.file_at JOIN blob_id USING (blob)")
        lacking = {oid: name for name, oid, lines in files if lines is None}
        there = git(path, "cat-file", "--batch-check", text="".join(f"{oid}\n" for oid in lacking))
        assert there.count(" missing\n") == len(lacking)
        left_out = [f":(top,exclude,literal){name}" for name, _, lines in files if lines is None]
        # As text (-a): the store counts the lines of every blob; what a measure counts is told apart by its kind.
        raw = git(path, "grep", "-a", "--count", "", commit, "--", ".", *left_out)
        ours = sum(lines or 0 for _, _, lines in files)
        assert ours == sum(int(line.rpartition(":")[2]) for line in raw.splitlines()), commit
        print(f"{path}: {ours:,} lines in {len(files):,} files at {commit[:12]}, {len(left_out)} not in this copy")
