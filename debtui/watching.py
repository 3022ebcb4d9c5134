"""Whether a repository has moved on, told by its files alone: no process is started while nothing has changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from collectors.errors import DebtError

if TYPE_CHECKING:
    from pathlib import Path

    from collectors.gitstream import Repository

_HEAD_MOST = 4096
"""Bytes of HEAD that are read; git itself writes one short line."""


class HeadWatch:
    """Notices that HEAD may point elsewhere than when one last looked; a look takes about 20 µs."""

    def __init__(self, repo: Repository) -> None:
        self._git_dir, self._common_dir = repo.git_dir, repo.common_dir
        self._seen: tuple[object, ...] | None = None

    def moved(self) -> bool:
        """Whether something has been written since the last call; true at the first. What it was, only git can tell."""
        seen = self._look()
        moved, self._seen = seen != self._seen, seen
        return moved

    def _look(self) -> tuple[object, ...]:
        """HEAD, its log, the branch it names, and where branches without a file of their own are kept."""
        head = _text(self._git_dir / "HEAD")
        name = head.removeprefix("ref: ").strip() if head.startswith("ref: refs/") else ""
        ref = self._common_dir / name if name and ".." not in name and "\0" not in name else None
        places = (
            self._git_dir / "logs" / "HEAD",
            ref,
            self._common_dir / "packed-refs",
            self._git_dir / "reftable" / "tables.list",
            self._common_dir / "reftable" / "tables.list",
        )
        return (head, *(mark(place) if place else None for place in places))


def news(repo: Repository, newest: str) -> str:
    """What HEAD has and `newest`, the newest commit that is stored, has not: `3 new commits`; empty where it is HEAD."""
    try:
        tip = repo.resolve("HEAD")
        if tip == newest:
            return ""
        if not repo.is_ancestor(newest, tip):
            return "HEAD is elsewhere"
        count = len(repo.mainline_ids(tip, newest))
    except DebtError:  # between two branches there may be no commit, and a repository can go away
        return ""
    return f"{count:,} new commit{'s' if count > 1 else ''}"


def mark(path: Path) -> tuple[int, int, int] | None:
    """What changes whenever a file is replaced or written; None: there is none."""
    try:
        told = os.stat(path)  # noqa: PTH116  it is done every other second: a Path's own takes twice as long
    except OSError:
        return None
    return told.st_ino, told.st_size, told.st_mtime_ns


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_MOST).decode("utf-8", "replace")
    except OSError:
        return ""
