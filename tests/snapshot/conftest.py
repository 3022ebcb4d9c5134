"""One small repository with all that a snapshot must not tell, and snapshots of it and of the sample system."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from debtui.collect import collect
from debtui.open import open_session
from debtui.snapshot.write import snapshot
from debtui.stored import StoreSession
from tests.repos import GitRepo
from tests.test_secrets import _files

BODY = [f"x{n} = {n}" for n in range(80)]
BODY[40] = "# TODO(Zuleika Dobson): mend, zuleika@x.org knows"


@pytest.fixture(scope="session")
def small_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Planted secrets, people who want no names, and two months of history."""
    repo = GitRepo(tmp_path_factory.mktemp("small") / "repo")
    repo.write({"debtui.toml": 'people = "pseudonyms"\n', "CODEOWNERS": "* zuleika@x.org\n"})
    zuleika = "Zuleika Dobson <zuleika@x.org>"
    repo.commit({"a.py": "# TODO: one\nimport b\nENABLE_X = True\n", "b.py": "import a\n"}, author=zuleika)
    repo.day = 40
    pipeline = "stages:\n  one: {cmd: python a.py, deps: [a.csv], outs: [model.pkl]}\n"
    more: dict[str, str | bytes | None] = {
        "c.py": "\n".join(BODY),
        "dvc.yaml": pipeline,
        "conf/z.yaml": "lr: 1  # TODO: low\n",
    }
    repo.commit({**_files(0), **more}, "Ask Zuleika Dobson", author=zuleika)
    collect(repo.path, history="full")
    return repo.path


@pytest.fixture(scope="session")
def small(small_path: Path) -> Iterator[StoreSession]:
    session, _ = open_session(small_path, fresh=False)
    yield session
    session.close()


@pytest.fixture(scope="session")
def small_data(small: StoreSession) -> bytes:
    return snapshot(small, small.moments()[-1], code=True)


@pytest.fixture(scope="session")
def demo_file(demo_session: StoreSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("opened") / "retro.debt"
    path.write_bytes(snapshot(demo_session, demo_session.moments()[-1]))
    return path
