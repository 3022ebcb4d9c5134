"""Repositories and stores that several tests share."""

from __future__ import annotations

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
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample system, all of its history collected."""
    from debtui.collect import collect

    place = build(tmp_path_factory.mktemp("demo") / "meridian")
    collect(place, history="full")
    return place


@pytest.fixture(scope="session")
def demo_session(demo: Path) -> Iterator[StoreSession]:
    """A session over the sample system."""
    session, _ = open_session(demo, fresh=False)
    yield session
    session.close()
