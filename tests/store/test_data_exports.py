"""What files outside the history say about data joins the graph of the newest commit, and of no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from debtui.collect import collect
from debtui.open import open_session
from tests.repos import GitRepo

pytestmark = pytest.mark.measures("data")

_OUTSIDE = "stages:\n  score:\n    cmd: echo s\n    deps: [/warehouse/users.csv]\n    outs: [/warehouse/scores.csv]\n"


def nodes(repo: GitRepo, exports: Path | None = None) -> list[set[str]]:
    collect(repo.path, exports=[exports] if exports else ())
    session, moment = open_session(repo.path, fresh=False)
    try:
        return [
            {name for (name,) in session.sql("SELECT name FROM data_node_at", seq, 100).rows}
            for seq in range(moment.seq + 1)
        ]
    finally:
        session.close()


def test_an_export_holds_at_the_newest_commit_alone(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.txt": "one"})
    repo.commit({"a.txt": "two"})
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "pipeline.yaml").write_text(_OUTSIDE)
    before, now = nodes(repo, exports)
    assert before == set()
    assert "score" in now
    assert len(now) == 3
    (exports / "pipeline.yaml").write_text(_OUTSIDE.replace("score:", "rank:"))
    assert {"rank"} == nodes(repo)[-1] & {"rank", "score"}


def test_a_broken_export_is_told_and_the_others_are_read(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.txt": "one"})
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "broken.yaml").write_text("stages: [}")
    (exports / "pipeline.yaml").write_text(_OUTSIDE)
    assert "score" in nodes(repo, exports)[-1]
    session, moment = open_session(repo.path, fresh=False)
    try:
        told = session.sql("SELECT path, reason FROM data_opaque_at", moment.seq, 10).rows
    finally:
        session.close()
    assert [path for path, _ in told] == ["exports/broken.yaml"]
    assert "not YAML" in told[0][1]
