"""Repositories and stores that several tests share."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest

from debtui.demo import build
from debtui.open import open_session
from debtui.stored import StoreSession
from tests.repos import GitRepo


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    """An empty repository."""
    return GitRepo(tmp_path / "repo")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sample system, all of its history collected: once for all workers, who only read it."""
    from debtui.collect import collect

    root = tmp_path_factory.getbasetemp()
    place = (root if worker_id == "master" else root.parent) / "demo" / "meridian"
    place.parent.mkdir(exist_ok=True)
    with (place.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place.parent / "done").exists():
            build(place)
            collect(place, history="full")
            (place.parent / "done").touch()
    return place


@pytest.fixture(scope="session")
def demo_session(demo: Path) -> Iterator[StoreSession]:
    """A session over the sample system."""
    session, _ = open_session(demo, fresh=False)
    yield session
    session.close()
