"""`debtui watch`, and the git hooks that do the same without a program that runs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from collectors.errors import DebtError
from collectors.gitstream import Repository
from debtui import hooks
from debtui.stored import StoreSession
from debtui.watching import HeadWatch
from tests.repos import ENVIRONMENT, GitRepo, git


class Watcher:
    """A running `debtui watch`, and what it says."""

    def __init__(self, child: subprocess.Popen[str], log: Path) -> None:
        self.child, self._log = child, log

    @property
    def lines(self) -> list[str]:
        return self._log.read_text().splitlines()

    def until(self, lines: int) -> str:
        """The newest line, once there are so many."""
        wait(lambda: len(self.lines) >= lines)
        return self.lines[-1]


def wait(happened: Callable[[], object], most: float = 40.0) -> None:
    end = time.monotonic() + most
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@contextmanager
def watching(path: Path, *more: str) -> Iterator[Watcher]:
    log = path.parent / "watch.log"
    with log.open("w") as stream:
        child = subprocess.Popen(
            [sys.executable, "-m", "debtui", "watch", str(path), *more], stderr=stream, stdin=subprocess.DEVNULL, text=True
        )  # fmt: skip
    try:
        yield Watcher(child, log)
    finally:
        child.kill()
        child.wait()


def stored(path: Path, store: Path | None = None) -> str:
    """The newest commit that is published."""
    session = StoreSession(Repository(path), store or path / ".debtui/debt.duckdb")
    try:
        return session.moments()[-1].commit_id
    finally:
        session.close()


def cpu(pid: int) -> float:
    """Seconds of processor time so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_watch_collects_each_commit_survives_what_fails_and_is_at_rest_in_between(repo: GitRepo) -> None:
    with watching(repo.path) as watcher:
        assert "not collected: repo has no commit yet" in watcher.until(1)
        first = repo.commit({"a.py": "x = 1\n"})
        assert f"{first[:12]}: 1 versions of files read" in watcher.until(2)
        assert stored(repo.path) == first
        if Path("/proc").is_dir():
            before = cpu(watcher.child.pid)
            time.sleep(1.5)
            assert cpu(watcher.child.pid) - before <= 0.02
        watcher.child.send_signal(signal.SIGINT)
        assert watcher.child.wait(10) == 130


def test_watch_ends_in_order_when_asked_to(repo: GitRepo) -> None:
    with watching(repo.path) as watcher:
        watcher.until(1)
        watcher.child.terminate()
        assert watcher.child.wait(10) == 0
        assert len(watcher.lines) == 1


def moves(repo: GitRepo) -> dict[str, Callable[[], object]]:
    return {
        "a commit": lambda: repo.commit({"b.py": "1\n"}),
        "an amended commit": lambda: repo.git("commit", "-q", "--amend", "-m", "other"),
        "another branch": lambda: repo.git("checkout", "-q", "-b", "other"),
        "a commit there": lambda: repo.commit({"c.py": "1\n"}),
        "a detached HEAD": lambda: repo.git("checkout", "-q", "--detach", "main"),
        "back": lambda: repo.git("checkout", "-q", "main"),
        "a branch that was packed, and moved from afar": lambda: (
            repo.git("pack-refs", "--all"), repo.git("update-ref", "refs/heads/main", "other")),
        "a reset": lambda: repo.git("reset", "-q", "--hard", "HEAD~1"),
    }  # fmt: skip


@pytest.mark.parametrize("form", ["files", "reftable"])
def test_every_way_to_move_head_is_noticed_and_rest_is_rest(tmp_path: Path, form: str) -> None:
    if (
        form == "reftable"
        and subprocess.run(
            ["git", "init", "-q", "--ref-format=reftable", str(tmp_path / "repo")], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("this git has no reftables")
    repo = GitRepo(tmp_path / "repo")
    repo.commit({"a.py": "1\n"})
    head = HeadWatch(Repository(repo.path))
    assert head.moved()
    for name, move in moves(repo).items():
        assert not head.moved(), f"before {name}"
        move()
        assert head.moved(), name
    repo.write({"a.py": "2\n"})
    repo.git("add", "-A")
    repo.git("status")
    assert not head.moved()


def test_a_worktree_watches_its_own_head(repo: GitRepo) -> None:
    repo.commit({"a.py": "1\n"})
    other = repo.path.parent / "other"
    repo.git("worktree", "add", "-q", "-b", "side", str(other))
    head = HeadWatch(Repository(other))
    head.moved()
    repo.commit({"b.py": "1\n"})
    assert not head.moved()
    git(other, "commit", "-q", "--allow-empty", "-m", "there")
    assert head.moved()


# Hooks


def commit_as_a_user(place: Path, name: str) -> str:
    """A commit with the hooks on; git itself must be back at once."""
    (place / name).write_text("x = 1\n")
    git(place, "add", "-A")
    environment = {**ENVIRONMENT, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        ["git", "-C", str(place), "commit", "-q", "-m", name], env=environment, check=True, capture_output=True, timeout=20
    )  # fmt: skip
    assert done.stdout + done.stderr == b""
    return git(place, "rev-parse", "HEAD").strip()


def log_of(path: Path) -> str:
    return (Repository(path).git_dir / "debtui-hook.log").read_text()


def test_hooks_collect_in_the_background_and_leave_what_was_there_as_it_was(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    folder = repo.path / ".git/hooks"
    folder.mkdir(exist_ok=True)
    foreign = b"#!/bin/bash -e\n# ours \xff\necho committed > said\nexit 0"
    (folder / "post-commit").write_bytes(foreign)
    (folder / "post-commit").chmod(0o750)
    before = sorted(folder.iterdir())
    first = {file: file.read_bytes() for file in hooks.install(repo.path, None, "head")}
    assert {file: file.read_bytes() for file in hooks.install(repo.path, None, "head")} == first  # not twice
    assert foreign.partition(b"\n")[2] in first[folder / "post-commit"]
    assert (folder / "post-commit").stat().st_mode & 0o777 == 0o750
    repo.write({"click.py": "raise SystemExit('the repository was run')\n"})
    last = commit_as_a_user(repo.path, "b.py")
    assert (repo.path / "said").exists()
    wait((repo.path / ".debtui/debt.duckdb.state").exists)
    assert stored(repo.path) == last
    assert log_of(repo.path) == ""
    assert sorted(file.name for file in hooks.remove(repo.path)) == sorted(hooks.HOOKS)
    assert (folder / "post-commit").read_bytes() == foreign
    assert sorted(folder.iterdir()) == before
    assert hooks.remove(repo.path) == []


@pytest.mark.parametrize(
    ("text", "mode", "told"),
    [(b"#!/usr/bin/env python3\nprint()\n", 0o755, "no shell script"), (b"\x7fELF\0", 0o755, "no shell script"),
     (b"#!/bin/sh\nrm -rf /tmp/x\n", 0o644, "not executable")],
)  # fmt: skip
def test_a_hook_that_nothing_can_be_added_to_is_refused_and_none_is_written(
    repo: GitRepo, text: bytes, mode: int, told: str
) -> None:
    repo.commit({"a.py": "x = 1\n"})
    hook = repo.path / ".git/hooks/post-merge"
    hook.parent.mkdir(exist_ok=True)
    hook.write_bytes(text)
    hook.chmod(mode)
    before = sorted(hook.parent.iterdir())
    with pytest.raises(DebtError, match=told):
        hooks.install(repo.path, None, "head")
    assert hook.read_bytes() == text
    assert sorted(hook.parent.iterdir()) == before


def test_a_bare_repository_runs_none_of_these_hooks_so_none_are_written(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "bare.git")
    with pytest.raises(DebtError, match="bare"):
        hooks.install(tmp_path / "bare.git", None, "head")
    assert not any(p.name in hooks.HOOKS for p in (tmp_path / "bare.git/hooks").glob("*"))


@pytest.mark.parametrize("where", ["inside", "shared"])
def test_the_hooks_path_of_the_repository_is_honoured(repo: GitRepo, where: str) -> None:
    repo.commit({"a.py": "x = 1\n"})
    folder = repo.path / ".githooks" if where == "inside" else repo.path.parent / "hooks of all"
    repo.git("config", "core.hooksPath", ".githooks" if where == "inside" else str(folder))
    assert {file.parent for file in hooks.install(repo.path, None, "head")} == {folder}
    assert not any(p.name in hooks.HOOKS for p in (repo.path / ".git/hooks").glob("*"))


def test_each_worktree_has_a_block_of_its_own_in_the_hooks_that_they_share(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    other = repo.path.parent / "it's another"
    repo.git("worktree", "add", "-q", "-b", "side", str(other))
    hooks.install(repo.path, None, "head")
    hooks.install(other, None, "head")
    last = commit_as_a_user(other, "b.py")
    wait((other / ".debtui/debt.duckdb.state").exists)
    assert stored(other) == last
    assert not (repo.path / ".debtui").exists()
    hooks.remove(repo.path)
    assert b"another" in (repo.path / ".git/hooks/post-commit").read_bytes()
    assert len(hooks.remove(other)) == 3


def test_where_one_hook_waits_a_second_one_leaves_and_nothing_is_missed(repo: GitRepo) -> None:
    from debtui.store import publish

    repo.commit({"a.py": "x = 1\n"})
    place = publish.place_of(Repository(repo.path))
    command = hooks._command(Repository(repo.path), None, "head")
    publish.prepare(place)
    with publish.only_collector(place) as alone:
        assert alone
        repo.commit({"b.py": "x = 1\n"})
        waits = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        wait(place.turn.exists)
        time.sleep(0.3)
        last = repo.commit({"c.py": "x = 1\n"})
        leaves = subprocess.run(command, timeout=20, check=False, capture_output=True)
        assert leaves.returncode == 0
        assert waits.poll() is None
    assert waits.wait(20) == 0
    assert stored(repo.path) == last


# A store that comes from elsewhere


def test_a_store_is_taken_on_by_a_fresh_clone_elsewhere_and_only_what_is_new_is_read(repo: GitRepo) -> None:
    """As CI does that keeps `.debtui` between runs. With pseudonyms the salt must come along."""
    from debtui.collect import collect

    repo.commit({"debtui.toml": 'people = "pseudonyms"\n', **{f"a{n}.py": f"x = {n}\n" for n in range(9)}})
    assert collect(repo.path).new_blobs == 10
    repo.commit({"new.py": "y = 1\n", "a0.py": "x = 9\n"})
    clone = repo.path.parent / "runner" / "work" / "clone"
    git(repo.path.parent, "clone", "-q", str(repo.path), str(clone))
    shutil.copytree(repo.path / ".debtui", clone / ".debtui", copy_function=shutil.copy)
    assert collect(clone).new_blobs == 2
    assert stored(clone) == git(clone, "rev-parse", "HEAD").strip()
