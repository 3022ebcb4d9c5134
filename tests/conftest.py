"""Repositories and stores that several tests share."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest

from debtui import trends
from debtui.demo import build
from debtui.measures.spec import load
from debtui.open import open_session
from debtui.stored import StoreSession
from tests.repos import GitRepo


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    """An empty repository."""
    return GitRepo(tmp_path / "repo")


@pytest.fixture(autouse=True)
def only_some_measures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """`@pytest.mark.measures("flags", "AP-15")` keeps those of a folder or a catalogue id; without a name, two of a hundred.

    Judging one commit by all of them takes a second of processor, and most tests of collecting ask none.
    """
    if (mark := request.node.get_closest_marker("measures")) is not None:
        kept = {*(mark.args or ("AP-15", "ON-1"))}
        left_out = {one.id for one in load() if not {one.folder, one.catalogue} & kept}
        monkeypatch.setattr(trends, "load", lambda own: tuple(one for one in load(own) if one.id not in left_out))


@pytest.fixture(scope="session")
def one_commit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of one commit, collected; nobody may write to it."""
    from debtui.collect import collect

    repo = GitRepo(tmp_path_factory.mktemp("one_commit") / "repo")
    source = "import os\n\n# TODO: mend\nENABLE_X = os.environ.get('ENABLE_X')\n"
    repo.commit({"a.py": source, "conf/a.yaml": "lr: 1\n"}, "the first")
    collect(repo.path, history="full")
    return repo.path


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
            with pytest.MonkeyPatch.context() as patched:
                # A third of the months, the newest among them: each takes two seconds of processor, and all say the same to a test.
                every = trends.month_ends
                patched.setattr(trends, "month_ends", lambda store: every(store)[::-3][::-1])
                collect(place, history="full")
            (place.parent / "done").touch()
    return place


@pytest.fixture(scope="session")
def demo_session(demo: Path) -> Iterator[StoreSession]:
    """A session over the sample system."""
    session, _ = open_session(demo, fresh=False)
    yield session
    session.close()
