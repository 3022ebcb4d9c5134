"""What a session tells of configurations: from git itself, so that the past need not have been analysed."""

from __future__ import annotations

import pytest

from collectors.errors import DebtError
from debtui.open import open_session
from tests.repos import GitRepo

TRAIN = "defaults:\n  - model: small\n  - _self_\nseed: {seed}\n"


def test_entries_settings_earlier_states_and_who_set_one_last(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.commit(
        {"conf/train.yaml": TRAIN.format(seed=1), "conf/model/small.yaml": "width: 16\n"}, author="Ada <a@x.org>"
    )
    repo.commit({"a.py": "x = 2\n"})
    repo.commit({"conf/model/small.yaml": "width: 32\n"}, author="Grace <g@x.org>")
    repo.commit({"conf/train.yaml": TRAIN.format(seed=2), "conf/broken.yaml": "a: [\n"}, author="Alan <t@x.org>")
    session, moment = open_session(repo.path)
    try:
        assert session.configurations(moment.seq) == [
            ("conf/train.yaml", "hydra"),
            ("conf/broken.yaml", ""),
            ("conf/model/small.yaml", ""),
        ]
        assert session.configurations(0) == []
        for seq, expected in ((4, {"model.width": "32", "seed": "2"}), (1, {"model.width": "16", "seed": "1"})):
            whole = session.configuration("conf/train.yaml", seq)
            assert {leaf.key: leaf.value for leaf in whole.leaves} == expected
        paths = ["conf/train.yaml", "conf/model/small.yaml"]
        assert [earlier.seq for earlier in session.changes_of(paths, 4)] == [3, 1]
        assert [earlier.seq for earlier in session.changes_of(paths, 3)] == [1]
        assert session.changes_of([], 4) == []
        last = session.last_set("conf/model/small.yaml", "width", 4)
        assert last is not None
        assert (last.moment.author, last.before, last.exact) == ("Grace", "16", True)
        last = session.last_set("conf/model/small.yaml", "width", 2)
        assert last is not None
        assert (last.moment.author, last.before, last.exact) == ("Ada", None, True)
        assert session.last_set("conf/model/small.yaml", "depth", 4) is None
        with pytest.raises(DebtError, match="there is no such file"):
            session.configuration("conf/train.yaml", 0)
        with pytest.raises(DebtError, match="not YAML"):
            session.configuration("conf/broken.yaml", 4)
    finally:
        session.close()


def test_a_setting_that_was_away_or_unreadable_in_between_is_told_as_far_as_it_is_known(repo: GitRepo) -> None:
    repo.commit({"a.yaml": "x: 1\n", "b.yaml": "x: 1\n"})
    repo.commit({"a.yaml": None, "b.yaml": "x: [\n"})
    repo.commit({"a.yaml": "x: 1\n", "b.yaml": "x: 1\n"})
    session, _ = open_session(repo.path)
    try:
        told = {path: session.last_set(path, "x", 2) for path in ("a.yaml", "b.yaml")}
        assert {path: (last.moment.seq, last.exact) for path, last in told.items() if last} == {
            "a.yaml": (2, True),
            "b.yaml": (2, False),
        }
    finally:
        session.close()
