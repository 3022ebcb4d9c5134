"""Collecting: only what is new, whatever the repository looks like, and never a damaged store."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from collectors.errors import DebtError
from collectors.gitstream import Repository
from debtui.collect import collect
from debtui.open import open_session
from debtui.store import schema
from debtui.store.db import Store
from debtui.store.publish import Place, place_of
from tests.repos import GitRepo, git
from tests.store.test_history import content

pytestmark = pytest.mark.measures()


def store_of(repo: GitRepo) -> Place:
    return place_of(Repository(repo.path))


def test_a_second_collect_reads_nothing(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    assert collect(repo.path).new_blobs == 1
    before = store_of(repo).published.stat().st_mtime_ns
    assert collect(repo.path).new_blobs == 0
    assert store_of(repo).published.stat().st_mtime_ns == before


def test_after_one_more_commit_only_its_blobs_are_read(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n", "b.py": "y = 1\n"})
    collect(repo.path)
    repo.commit({"b.py": "y = 2\n"})
    assert collect(repo.path).new_blobs == 1


def test_a_rewritten_history_is_read_anew(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.commit({"a.py": "x = 2\n"}, "to be dropped")
    collect(repo.path)
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.commit({"a.py": "x = 3\n"}, "instead")
    collect(repo.path)
    session, _ = open_session(repo.path)
    assert [m.subject for m in session.moments()] == ["change", "instead"]
    session.close()


def test_a_repository_without_a_commit_gets_a_clear_message(repo: GitRepo) -> None:
    with pytest.raises(DebtError, match="no commit yet"):
        collect(repo.path)


def test_a_directory_outside_any_repository_gets_a_clear_message(tmp_path: Path) -> None:
    with pytest.raises(DebtError, match="not in a git repository"):
        collect(tmp_path)


def test_one_commit_is_enough(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    collect(repo.path, history="full")
    session, moment = open_session(repo.path)
    assert {session.result(m, moment.seq).status for m in session.measures()} <= {"measured", "unavailable"}
    session.close()


def test_a_bare_repository_keeps_its_store_in_the_users_cache(
    repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    repo.commit({"a.py": "x = 1\n"})
    git(tmp_path, "clone", "-q", "--bare", str(repo.path), "bare.git")
    done = collect(tmp_path / "bare.git")
    assert done.store.is_relative_to(tmp_path / "cache")
    assert done.commits == 1


def test_a_shallow_clone_refuses_people_measures_and_says_how_to_mend_it(repo: GitRepo, tmp_path: Path) -> None:
    for number in range(4):
        repo.commit({"a.py": f"x = {number}\n"})
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{repo.path}", "shallow")
    session, moment = open_session(tmp_path / "shallow")
    result = session.result(session.measure("ON-1"), moment.seq)
    session.close()
    assert (result.status, "unshallow" in result.hint) == ("unavailable", True)


def test_a_partial_clone_records_what_is_missing_and_fetches_nothing(repo: GitRepo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.commit({"a.py": "x = 1\n", "big.py": "y = 1\n" * 500})
    repo.commit({"b.py": "x = 2\n"})
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:limit=100", f"file://{repo.path}", "partial.git")
    done = collect(tmp_path / "partial.git", store=tmp_path / "p.duckdb")
    assert done.skipped > 0
    session, moment = open_session(tmp_path / "partial.git", store=tmp_path / "p.duckdb")
    result = session.result(session.measure("AP-15"), moment.seq)
    told = " ".join(text for _, text in session.status())
    session.close()
    assert (result.status, result.unread_files) == ("measured", 1)
    assert "does not hold this blob" in told


def test_a_new_analyser_says_that_it_misses_a_blob_and_reads_it_once_it_is_there(repo: GitRepo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.commit({"big.py": "y = 1  # TODO\n" * 500})
    place, clone = tmp_path / "p.duckdb", tmp_path / "partial.git"
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:limit=100", f"file://{repo.path}", "partial.git")

    def again(sql: str) -> tuple[str, float | None, int]:
        store = Store(tmp_path / "p.duckdb.work", writable=True)
        store.main.execute(sql)
        store.close()
        (tmp_path / "p.duckdb.state").unlink()
        collect(clone, store=place)
        session, moment = open_session(clone, store=place)
        result = session.result(session.measure("AP-15"), moment.seq)
        session.close()
        return result.status, result.value, result.unread_files

    collect(clone, store=place)
    as_if_new = "DELETE FROM analysed WHERE analyser = 'comment_tag'"
    assert again(as_if_new) == ("unavailable", None, 0)
    store = Store(place)
    assert store.main.rows("SELECT status, count(*) FROM analysed WHERE analyser = 'comment_tag' GROUP BY 1") == [
        ("failed", 1)
    ]
    store.close()
    git(clone, "fetch", "-q", "--refetch", "--no-filter", "origin")
    assert again("SELECT 1") == ("measured", 1000.0, 0)


def test_a_worktree_a_detached_head_and_a_submodule_work(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.py": "x = 1\n"})
    inner = GitRepo(tmp_path / "inner")
    inner.commit({"i.py": "i = 1\n"})
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), "sub")
    repo.commit({}, "with a submodule")
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "tree"), "HEAD~1")
    assert collect(repo.path).commits == 2
    assert collect(tmp_path / "tree").commits == 1
    assert collect(repo.path / "sub").commits == 1


def test_a_commit_of_ten_thousand_files_is_read(repo: GitRepo) -> None:
    repo.commit({f"d{n % 50}/f{n}.py": f"x = {n}\n" for n in range(10_000)}, "everything at once")
    begun = time.monotonic()
    assert collect(repo.path).new_blobs == 10_000
    assert time.monotonic() - begun < 60


def test_a_store_of_an_older_schema_is_refilled_and_a_newer_one_refused(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"a.py": "x = 1\n"})
    collect(repo.path)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    assert collect(repo.path).new_blobs == 1
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION - 1)
    with pytest.raises(DebtError, match="newer debtui"):
        open_session(repo.path, fresh=False)


def test_a_damaged_working_file_is_replaced(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    collect(repo.path)
    store_of(repo).working.write_bytes(b"not a database" * 1000)
    repo.commit({"a.py": "x = 2\n"})
    assert collect(repo.path).commits == 2


def test_secrets_are_never_stored(repo: GitRepo) -> None:
    key = "AKIA" + "ABCDEFGHIJKLMNOP"
    repo.commit(
        {"conf/app.yaml": f"db_password: hunter22\naws: {key}\nurl: https://ada:s3cr3t@example.org/x\n"}, f"leak {key}"
    )
    collect(repo.path)
    data = store_of(repo).published.read_bytes()
    assert key.encode() not in data
    assert b"hunter22" not in data
    assert b"s3cr3t" not in data
    assert b"ada:" not in data


@pytest.mark.parametrize("group", [False, True], ids=["the parent alone", "the whole group"])
def test_kill_9_at_any_moment_leaves_no_process_and_a_whole_store(group: bool, demo: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(demo), "victim.git")
    victim = tmp_path / "victim.git"
    whole = tmp_path / "whole.duckdb"
    collect(victim, store=whole)
    killed = tmp_path / "killed.duckdb"
    chance = random.Random(group)
    for _ in range(5):
        process = subprocess.Popen(
            [sys.executable, "-m", "debtui", "collect", str(victim), "--store", str(killed), "--history", "head", "--progress", "none"],
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.1, 1.6))
        (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)
        process.wait()
        if killed.exists():
            Store(killed).close()
    deadline = time.monotonic() + 5
    while (left := _children_of(victim)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []
    collect(victim, store=killed)
    assert content(killed) == content(whole)


def _children_of(place: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().decode(errors="replace")
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if str(place) in line and state != "Z":
            found.append(line)
    return found


def test_two_readers_and_a_collector_run_together(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    one, _ = open_session(repo.path)
    two, _ = open_session(repo.path, fresh=False)
    repo.commit({"a.py": "x = 2\n"}, "while they read")
    collect(repo.path)
    assert [s.refresh() for s in (one, two)] == [True, True]
    assert one.refresh() is False
    assert {s.moments()[-1].subject for s in (one, two)} == {"while they read"}
    one.close()
    two.close()
