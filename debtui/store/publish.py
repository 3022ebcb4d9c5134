"""Publishing a store: readers see whole files only, and a crash at any moment leaves the last one as it was."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from collectors.errors import DebtError
from collectors.gitstream import Repository


@dataclass(frozen=True)
class Place:
    """Where a store lives: the file that readers open, the file that a collector writes, and the lock between collectors."""

    published: Path

    @property
    def working(self) -> Path:
        """The file that a collector writes."""
        return self.published.with_name(self.published.name + ".work")

    @property
    def lock(self) -> Path:
        """Held by the one collector."""
        return self.published.with_name(self.published.name + ".lock")

    @property
    def turn(self) -> Path:
        """Held by the one collector of a hook that waits for the lock."""
        return self.published.with_name(self.published.name + ".turn")

    @property
    def stamp(self) -> Path:
        """What the published file was filled by: equal, nothing to do."""
        return self.published.with_name(self.published.name + ".state")

    @property
    def salt(self) -> bytes:
        """What makes digests of this store mean nothing in any other; made on first use, for this user's eyes only."""
        path = self.published.with_name(self.published.name + ".salt")
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(16))
        return bytes.fromhex(path.read_text())

    @property
    def exports(self) -> Path:
        """The directories of exports that a collect was told last, for those that are told none."""
        return self.published.with_name(self.published.name + ".exports")

    @property
    def progress(self) -> Path:
        """The last progress of the collect that holds the lock, for whoever waits."""
        return self.published.with_name(self.published.name + ".progress")


def place_of(repo: Repository, store: Path | None = None) -> Place:
    """The store's place: the one asked for, else inside the repository, else in the user's cache directory."""
    if store is not None:
        return Place(store.absolute())
    if repo.work_tree is not None and os.access(repo.work_tree, os.W_OK):
        return Place(repo.work_tree / ".debtui" / "debt.duckdb")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    digest = hashlib.sha256(os.fsencode(repo.git_dir)).hexdigest()[:12]
    return Place(cache / "debtui" / f"{repo.name}-{digest}" / "debt.duckdb")


def prepare(place: Place) -> None:
    """Make the store's directory. Inside a repository it ignores itself."""
    folder = place.published.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if folder.name == ".debtui" and not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise DebtError(
            f"{folder} cannot be written: {error.strerror}", "name another place with --store FILE"
        ) from error


@contextmanager
def only_collector(place: Place) -> Iterator[bool]:
    """Hold the lock between collectors; yields False, without waiting, when another process has it."""
    with _held(place.lock) as alone:
        yield alone


@contextmanager
def only_waiting(place: Place) -> Iterator[bool]:
    """Hold the one place in the queue of hooks; yields False when another process has it: that one will find what is new now.

    A rebase of a hundred commits calls a hook a hundred times.
    """
    prepare(place)
    with _held(place.turn) as first:
        yield first


@contextmanager
def _held(lock: Path) -> Iterator[bool]:
    with lock.open("w", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def publish(place: Place) -> None:
    """Put a copy of the working file, which must be checkpointed, in place of the published one."""
    fresh = place.published.with_name(place.published.name + ".new")
    shutil.copyfile(place.working, fresh)
    with fresh.open("rb+") as handle:
        os.fsync(handle.fileno())
    fresh.replace(place.published)


def discard_working(place: Place) -> None:
    """Forget the working file; what is published stays."""
    for path in (place.working, place.working.with_name(place.working.name + ".wal")):
        path.unlink(missing_ok=True)
