"""How far a pinned version lies behind, where its repository is at hand."""

from __future__ import annotations

import pytest

from debtui.collect import collect
from debtui.open import open_session
from tests.repos import GitRepo, git

pytestmark = pytest.mark.measures("data")


def test_a_pin_of_this_repositorys_own_history_is_told_in_commits_and_months(repo: GitRepo) -> None:
    repo.commit({"data.csv": "one"})
    pin = git(repo.path, "rev-parse", "HEAD").strip()
    pinned = f"deps:\n- path: data.csv\n  repo: {{url: '.', rev_lock: {pin}}}\nouts:\n- {{md5: '1', path: copy.csv}}\n"
    repo.commit({"copy.csv.dvc": pinned})
    repo.day += 60
    for number in range(3):
        repo.commit({"data.csv": str(number)})
    collect(repo.path, history="head")
    session, moment = open_session(repo.path, fresh=False)
    try:
        (row,) = session.page(session.measure("DD-2a"), moment.seq, 0, 10)
    finally:
        session.close()
    assert "4 commits and 2 months behind" in row.explanation
    assert row.value == 64
    assert (row.path, row.line) == ("copy.csv.dvc", 2)
