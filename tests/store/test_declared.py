"""Files that a dvc.yaml declares are read at every commit, and say what DVC says of them there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from collectors import dvc_declared
from collectors.gitstream import Repository
from debtui.collect import collect
from debtui.declared import declared
from debtui.store.db import Store
from tests.collectors.recordings import DATA
from tests.repos import GitRepo
from tests.store.test_records import answers

COMMITS: list[dict[str, Any]] = json.loads((DATA / "dvclive" / "declared.json").read_text())
METRICS = "SELECT path, key, value FROM file_at JOIN path_class USING (path) JOIN metric_leaf USING (blob) WHERE path_class.kind = 'metrics' ORDER BY ALL"
PLOTS = "SELECT path, place, field, value FROM file_at JOIN path_class USING (path) JOIN plot_point USING (blob) WHERE path_class.kind = 'plots' ORDER BY ALL"
SETTINGS = "SELECT path, key, value FROM config_span, commit_at WHERE from_seq <= seq AND (to_seq IS NULL OR to_seq > seq) ORDER BY ALL"
FACTS = ("metric_leaf", "plot_point", "flag_mention", "file_size")


def flat(told: dict[str, Any], name: str = "") -> dict[str, float]:
    found: dict[str, float] = {}
    for key, value in told.items():
        found |= flat(value, f"{name}{key}.") if isinstance(value, dict) else {f"{name}{key}": value}
    return found


def drawn(points: list[dict[str, Any]]) -> set[tuple[int, str, float]]:
    """What DVC draws: the fields of a file, without the revision that it adds."""
    return {
        (n, field, float(value)) for n, point in enumerate(points) for field, value in point.items() if field != "rev"
    }


def kept(repo: GitRepo) -> Callable[[str], str | None]:
    """What is declared, from the store alone: versions of a dvc.yaml are read once."""

    class Silent(Repository):
        def blobs(self, *args: Any, **more: Any) -> Any:
            raise AssertionError("what is known is not read again")

    store = Store(next((repo.path / ".debtui").glob("*.duckdb")))
    try:
        return declared(store, Silent(repo.path))
    finally:
        store.close()


@pytest.fixture
def project(repo: GitRepo) -> GitRepo:
    for each in COMMITS:
        repo.commit(each["files"])
    return repo


def test_every_metric_and_plot_is_at_each_commit_what_dvc_says_there(project: GitRepo) -> None:
    collect(project.path, history="full")
    known = kept(project)
    assert [known(path) for path in ("top.toml", "out/many/deep/x.tsv", "out/x.tsv")] == ["metrics", "plots", None]
    for seq, commit in enumerate(COMMITS):
        metrics, plots, settings = answers(project, METRICS, PLOTS, SETTINGS, seq=seq)
        told = {(path, key): value for path, values in commit["metrics"].items() for key, value in flat(values).items()}
        # Of the first commit, which has no dvc.yaml yet, the same files are read.
        told = told or {
            ("out/quality.json", "auc"): 0.7,
            ("out/quality.json", "by.de"): 0.5,
            ("sub/result.yaml", "f1"): 0.25,
        }
        assert {(path, key): value for path, key, value in metrics} == told
        shown = {
            "out/roc.json" if name == "roc" else name: drawn(points) for name, (points,) in commit["plots"].items()
        }
        assert {(path, *point) for path, points in shown.items() for point in points} == set(plots if seq else [])
        named = {
            (path, key): str(value["new"]) for path, values in commit["params"].items() for key, value in values.items()
        }
        held = {(path, key): value for path, key, value in settings}
        assert {name: held[name] for name in named} == named  # type: ignore[index]  # columns are objects


def test_a_file_that_was_read_before_it_was_declared_is_read_again(repo: GitRepo) -> None:
    repo.commit(COMMITS[0]["files"] | {"out/quality.json": '{"auc": 0.5}'})
    repo.commit(COMMITS[0]["files"])
    collect(repo.path)
    assert answers(repo, METRICS) == [[]]
    for each in COMMITS[1:]:
        repo.commit(each["files"])
    collect(repo.path)
    grown = [answers(repo, METRICS, PLOTS, seq=seq) for seq in range(6)]
    counts = answers(repo, *(f"SELECT count(*) FROM {table}" for table in FACTS))
    shutil.rmtree(repo.path / ".debtui")
    collect(repo.path)
    assert [answers(repo, METRICS, PLOTS, seq=seq) for seq in range(6)] == grown
    assert answers(repo, *(f"SELECT count(*) FROM {table}" for table in FACTS)) == counts
    assert grown[0][0] == [("out/quality.json", "auc", 0.5), ("sub/result.yaml", "f1", 0.25)]


def test_what_an_older_dvc_yaml_or_the_settings_say_counts_at_every_commit(repo: GitRepo) -> None:
    repo.commit({"dvc.yaml": "metrics: [out/x.json]\n", "out/x.json": '{"auc": 0.5}', "z/q.json": '{"f1": 1}'})
    (repo.path / "z" / os.fsdecode(b"\xe9.json")).write_text('{"f1": 2}')  # in Latin-1
    repo.commit({"dvc.yaml": "metrics: [y.json]\n"})
    collect(repo.path)
    assert answers(repo, METRICS) == [[("out/x.json", "auc", 0.5)]]
    repo.commit({"debtui.toml": '[paths]\nmetrics = ["z/*.json"]\n'})
    collect(repo.path)
    assert answers(repo, METRICS, seq=0) == [[("out/x.json", "auc", 0.5), ("z/q.json", "f1", 1)]]
    (told,) = answers(repo, METRICS)
    assert [row[1:] for row in told] == [("auc", 0.5), ("f1", 1), ("f1", 2)]
    assert [row[0] for row in answers(repo, "SELECT DISTINCT model FROM result_at ORDER BY ALL")[0]] == ["out", "z"]


def test_what_is_committed_of_dvclive_is_the_commits_and_no_run_beside_them(repo: GitRepo) -> None:
    shutil.copytree(DATA / "dvclive" / "dvclive", repo.path / "dvclive")
    (repo.path / ".gitignore").write_text("dvclive\n")
    repo.day = 800  # behind the times of that training
    repo.commit({"a.py": "x = 1\n"})
    collect(repo.path)
    runs = "SELECT tool, count(DISTINCT metric) FROM run_at JOIN result_at USING (run) GROUP BY tool"
    assert answers(repo, runs) == [[("dvclive", 4)]]
    repo.commit({".gitignore": "x\n"})
    collect(repo.path)
    plotted = "SELECT DISTINCT path FROM committed_plot_at ORDER BY path"
    told, paths = answers(repo, runs, plotted)
    assert told == [("git", 5)]  # and the step, which stands among them
    assert [str(path).rpartition("/")[2] for (path,) in paths] == ["points.json", "auc.tsv", "nan.tsv", "loss.tsv"]


def test_hostile_declarations_declare_nothing() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    for told in (
        "metrics: [/etc/x.json, 's3://b/x.json', '${nobody}', '', {}]\nplots: {}\n", bomb + "metrics: {*u : 1}\n", "metrics: [", "#" * 1_500_000, "- 1\n",
        "stages: {a: {cmd: x, metrics: ['${item}']}}\n", "\x00", "stages: 3\nmetrics: !!python/object:os.system {}\n",
    ):  # fmt: skip
        assert dvc_declared.declared(told.encode()) == []
    told = b"plots: {roc: {y: {a.csv: tpr}}, b.csv: {y: tpr}}\nmetrics: [../x.json]\n"
    assert dvc_declared.declared(told) == [("metrics", "../x.json"), ("plots", "a.csv"), ("plots", "b.csv")]
