"""What the store says of the past equals what git says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors.gitstream import Repository, decode_path, encode_path
from debtui.collect import collect
from debtui.open import open_session
from debtui.store.db import Store
from debtui.store.publish import place_of
from tests.repos import GitRepo, git

pytestmark = pytest.mark.measures()


def tree_from_spans(store: Store, seq: int) -> set[tuple[str, str, str]]:
    sql = (
        "SELECT mode, oid, path FROM file_span JOIN blob_id USING (blob)"
        f" WHERE from_seq <= {seq} AND coalesce(to_seq > {seq}, true)"
    )
    return set(store.main.rows(sql))


def assert_trees_equal(path: Path, sample: int = 50) -> None:
    repo = Repository(path)
    store = Store(place_of(repo).published)
    try:
        moments = store.main.rows("SELECT seq, commit_id FROM mainline ORDER BY seq")
        for seq, commit in random.Random(7).sample(moments, min(sample, len(moments))):
            assert tree_from_spans(store, seq) == set(repo.tree(commit)), commit
    finally:
        store.close()


def test_trees_from_spans_equal_git_ls_tree_in_the_sample_system(demo: Path) -> None:
    assert_trees_equal(demo)


def test_trees_are_equal_with_merges_renames_mode_changes_deletions_and_additions_again(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n", "b/c.py": "y = 2\n", "gone.txt": "1\n"})
    repo.git("mv", "a.py", "renamed.py")
    repo.commit({"gone.txt": None}, "rename and remove")
    repo.commit({"gone.txt": "again\n", "a.py": "x = 3\n"})
    (repo.path / "a.py").chmod(0o755)
    repo.commit({}, "executable")
    repo.git("checkout", "-q", "-b", "side", "HEAD~1")
    repo.commit({"side.py": "s = 1\n"})
    repo.git("checkout", "-q", "main")
    repo.commit({"b/c.py": "y = 3\n"})
    repo.git("merge", "-q", "--no-ff", "-m", "merge side", "side")
    (repo.path / "link").symlink_to("nowhere")
    repo.commit({}, "a symlink that leads nowhere")
    collect(repo.path)
    assert_trees_equal(repo.path)


def test_line_totals_equal_those_of_a_checkout(demo: Path, demo_session: object) -> None:
    store = Store(place_of(Repository(demo)).published)
    try:
        moments = store.main.rows("SELECT seq, commit_id FROM mainline ORDER BY seq")
        for seq, commit in random.Random(3).sample(moments, 5):
            store.main.execute(f"SET VARIABLE asof_seq = {seq}")
            ours = store.main.one("SELECT sum(lines) FROM debt.file_at")
            raw = git(demo, "grep", "-I", "--count", "", commit)
            assert ours == sum(int(line.rpartition(":")[2]) for line in raw.splitlines())
    finally:
        store.close()


def test_names_in_latin_1_and_with_newlines_are_kept_byte_for_byte(repo: GitRepo) -> None:
    latin = b"caf\xe9.py"
    (repo.path / "x.py").write_text("x = 1\n")
    for name in (latin, b"two\nlines.py", b"tab\tname.py"):
        (Path(bytes(repo.path).decode()) / name.decode("utf-8", "surrogateescape")).write_text("y = 2\n")
    repo.commit({})
    collect(repo.path)
    assert_trees_equal(repo.path)
    session, _ = open_session(repo.path)
    paths = {row[0] for row in session.sql("SELECT path FROM file_at").rows}
    session.close()
    assert {encode_path(str(path)) for path in paths} == {latin, b"two\nlines.py", b"tab\tname.py", b"x.py"}


@given(st.binary(max_size=30))
def test_a_path_survives_being_text(raw: bytes) -> None:
    text = decode_path(raw)
    assert encode_path(text) == raw
    text.encode("utf-8")  # DuckDB takes nothing else


NAMES = st.sampled_from(["a.py", "b.py", "d/c.py", "d/e.txt"])
EDITS = st.lists(
    st.lists(st.tuples(NAMES, st.one_of(st.none(), st.integers(0, 3))), min_size=1, max_size=3), min_size=1, max_size=8
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_any_history_gives_equal_trees_and_a_collect_in_steps_the_same_store(
    edits: list[list[tuple[str, int | None]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("any")
    repo = GitRepo(place / "repo")
    for step, edit in enumerate(edits):
        files = {name: None if n is None else f"x = {n}\n" for name, n in edit}
        files = {name: text for name, text in files.items() if text is not None or (repo.path / name).exists()}
        repo.commit(dict(files), f"step {step}")
        if step % 2:
            collect(repo.path)
    collect(repo.path, history="full")
    assert_trees_equal(repo.path)
    collect(repo.path, store=place / "once.duckdb", history="full")
    assert content(place_of(Repository(repo.path)).published) == content(place / "once.duckdb")


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a store holds but its own bookkeeping, with object ids for the numbers of blobs."""
    store = Store(path)
    try:
        found = {}
        for name in (
            "mainline",
            "change",
            "landed_commit",
            "person",
            "path_class",
            "file_span",
            "file_size",
            "file_text",
            "flag_mention",
            "analysed",
        ):
            columns = [c for c in store.main.columns(f"SELECT * FROM {name}") if c not in {"blob"}]
            blob = "oid, " if "blob" in store.main.columns(f"SELECT * FROM {name}") else ""
            join = " JOIN blob_id USING (blob)" if blob else ""
            found[name] = sorted(
                store.main.rows(f"SELECT {blob}{', '.join(chr(34) + c + chr(34) for c in columns)} FROM {name}{join}"),
                key=repr,
            )
        return found
    finally:
        store.close()
