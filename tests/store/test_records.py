"""Records under the exports reach the store, and its views tell what was known at a commit."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import pytest

from collectors.errors import DebtError
from debtui.collect import collect
from debtui.config import parse
from debtui.open import open_session
from tests.clock import seconds
from tests.repos import GitRepo

pytestmark = pytest.mark.measures("models", "monitoring")

RELEASES = """model,release,released,metric,slice,value,n
rank,1,2025-01-10,auc,,0.70,900
rank,2,2025-02-10,auc,,0.72,900
rank,2,2025-02-10,auc,country=DE,0.60,90
"""


def answers(repo: GitRepo, *questions: str, seq: int | None = None) -> list[list[tuple[object, ...]]]:
    session, _ = open_session(repo.path, fresh=False)
    try:
        return [[tuple(row) for row in session.sql(question, seq).rows] for question in questions]
    finally:
        session.close()


@pytest.fixture
def recorded(repo: GitRepo, tmp_path: Path) -> GitRepo:
    """Two commits, and a directory with records beside the repository."""
    repo.day = 18  # the next commit is of 2025-01-20
    repo.commit({"a.py": "x = 1\n"})
    repo.day = 58
    repo.commit({"a.py": "x = 2\n"})
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "metrics.csv").write_text(RELEASES)
    collect(repo.path, exports=[tmp_path / "records"])
    return repo


def test_a_commit_knows_the_records_of_its_time(recorded: GitRepo) -> None:
    runs = "SELECT run, model FROM run_at ORDER BY run"
    results = "SELECT run, metric, slice, value, examples FROM result_at ORDER BY ALL"
    releases = "SELECT model, version, number, previous FROM release_at ORDER BY number"
    assert answers(recorded, runs, results, releases) == [
        [("rank 1", "rank"), ("rank 2", "rank")],
        [("rank 1", "auc", "", 0.7, 900), ("rank 2", "auc", "", 0.72, 900), ("rank 2", "auc", "country=DE", 0.6, 90)],
        [("rank", "1", 1, None), ("rank", "2", 2, "1")],
    ]
    assert answers(recorded, runs, results, releases, seq=0) == [
        [("rank 1", "rank")],
        [("rank 1", "auc", "", 0.7, 900)],
        [("rank", "1", 1, None)],
    ]


def test_a_broken_record_costs_no_other(recorded: GitRepo, tmp_path: Path) -> None:
    place = tmp_path / "records"
    (place / "broken.parquet").write_bytes(b"PAR1 and no more")
    (place / "zeros.csv").write_bytes(bytes(3_000_000))
    (place / "half.jsonl").write_text('{"feature": "age", "importance": 1}\n{"feature": "zi')
    collect(recorded.path, exports=[place])
    faults, importances, runs = answers(
        recorded,
        "SELECT file, reason FROM record_fault ORDER BY file",
        "SELECT feature FROM feature_importance",
        "SELECT count(*) FROM run",
    )
    assert [file for file, _ in faults] == ["records/broken.parquet", "records/half.jsonl", "records/zeros.csv"]
    assert (importances, runs) == ([("age",)], [(2,)])


def test_a_directory_of_a_tracker_is_read_without_being_named(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n", ".gitignore": "wandb/\n"})
    (repo.path / "wandb").mkdir()
    (repo.path / "wandb" / "history.csv").write_text("_step,loss\n1,0.5\n")
    collect(repo.path)
    assert answers(repo, "SELECT file, metric FROM series") == [[("wandb/history.csv", "loss")]]


def test_a_link_out_of_the_directory_is_not_followed(recorded: GitRepo, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.csv").write_text("model,version,released\nsecret,1,2025-01-01\n")
    (tmp_path / "records" / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    collect(recorded.path, exports=[tmp_path / "records"])
    assert answers(recorded, "SELECT DISTINCT model FROM release") == [[("rank",)]]


def test_points_are_read_by_the_hundred_thousand(recorded: GitRepo, tmp_path: Path) -> None:
    lines = [f"r{n // 10_000},loss,{n % 10_000},{n / 7}" for n in range(100_000)]
    (tmp_path / "records" / "many.csv").write_text("\n".join(["run,metric,step,value", *lines]))
    begun = time.process_time()
    collect(recorded.path, exports=[tmp_path / "records"])
    assert time.process_time() - begun < seconds(20)
    (counted,) = answers(
        recorded, "SELECT count(*), count(DISTINCT series) FROM point JOIN series USING (series) WHERE metric = 'loss'"
    )
    assert counted == [(100_000, 10)]


def test_the_settings_say_what_a_table_records(recorded: GitRepo, tmp_path: Path) -> None:
    (tmp_path / "records" / "gain.csv").write_text("var,gini gain\nage,0.5\n")
    collect(recorded.path, exports=[tmp_path / "records"])
    asked = "SELECT feature, importance FROM feature_importance"
    assert answers(recorded, asked) == [[]]
    told = '[[records.table]]\nfiles = "records/g*.csv"\nkind = "feature_importance"\ncolumns = {var = "feature", "gini gain" = "importance"}\n'
    recorded.commit({"debtui.toml": told})
    collect(recorded.path)
    assert answers(recorded, asked) == [[("age", 0.5)]]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("records = 3", "records is no table"), ("[records.table]\nfiles = 'x'", "is no list of tables"), ("[[records.table]]\nkind = 'run'", "files is no glob"),
        ("[[records.table]]\nfiles = 'x'\nkind = 'runs'", "kind = 'runs' is not known"), ("[[records.table]]\nfiles = 'x'\nkind = 'run'\ncolumn = 1", "unknown setting"),
        ("[[records.table]]\nfiles = 'x'\nkind = 'run'\ncolumns = {a = 'stepp'}", "stepp"), ("[[records.table]]\nfiles = 'x'\nkind = 'run'\ncolumns = {a = 1}", "columns is no table"),
    ],
)  # fmt: skip
def test_what_the_settings_may_not_say_of_records_is_refused(told: str, said: str) -> None:
    with pytest.raises(DebtError, match=re.escape(said)):
        parse(tomllib.loads(told), "debtui.toml")


def test_committed_metrics_are_runs_and_releases_of_the_commits_that_changed_them(repo: GitRepo) -> None:
    repo.commit(
        {"a.py": "x = 1\n", "eval/metrics.json": '{"auc": 0.7, "test": {"loss": 0.5}}', "eval/note.json": '{"auc": 9}'}
    )
    repo.commit({"a.py": "x = 2\n"})
    second = repo.commit({"eval/metrics.json": '{"auc": 0.8, "test": {"loss": 0.5}}'})
    third = repo.commit({"scores.json": '{"f1": 0.3}'})
    collect(repo.path)
    results, releases, changes, before = (
        "SELECT run, model, metric, value, seq FROM result_at ORDER BY seq, metric",
        "SELECT model, version, number FROM release_at ORDER BY seq",
        "SELECT model, metric, value_before, value_after FROM release_change_at ORDER BY metric",
        "SELECT count(*) FROM run_at",
    )
    told, listed, changed, _ = answers(repo, results, releases, changes, before)
    of = {row[4]: row[0] for row in told}
    assert [row[1:] for row in told] == [
        ("eval", "auc", 0.7, 0), ("eval", "test.loss", 0.5, 0), ("eval", "auc", 0.8, 2), ("eval", "test.loss", 0.5, 2), ("scores", "f1", 0.3, 3),
    ]  # fmt: skip
    assert of[2] == f"eval@{second[:12]}"
    assert listed[1:] == [("eval", second[:8], 2), ("scores", third[:8], 1)]
    assert changed == [("eval", "auc", 0.7, 0.8), ("eval", "test.loss", 0.5, 0.5)]
    assert answers(repo, before, seq=1)[0] == [(1,)]
