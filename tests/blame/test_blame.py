"""From a drop to its cause: a repository in which exactly one thing of each kind changed between two runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from collectors.errors import DebtError
from debtui.blame import drop, suspects
from debtui.blame.suspects import Found
from debtui.collect import collect
from debtui.open import open_session
from debtui.stored import StoreSession
from tests.cli.test_commands import debtui
from tests.repos import GitRepo

pytestmark = pytest.mark.measures("models")

TRAIN = """
import numpy
from rank import steps
from config import settings

def fit():
    return settings["lr"] * steps.WIDTH * settings["batch_rows"]
"""
PINNED = "outs:\n- md5: 22a1a2931c8370d3aeedd7183606fd7f\n  size: 1\n  path: orders.csv\n"
HEADER = "run_id,model,start_time,tags.mlflow.source.git.commit,tags.mlflow.source.git.dirty,tags.command,tags.image,params.seed,params.depth,metrics.auc,metrics.loss"


def runs(*told: str) -> str:
    return "\n".join([HEADER, *told, ""])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repo = GitRepo(tmp_path_factory.mktemp("blame") / "repo")
    first = repo.commit({
        "debtui.toml": "exports = ['r']\n",
        "rank/train.py": TRAIN, "rank/__init__.py": "", "rank/steps.py": "from rank import deep\nWIDTH = 1\n", "rank/deep.py": "X = 1\n",
        "rank/idle.py": "Y = 1\n", "config.py": "settings = {}\n", "conf/train.yaml": "lr: 0.1\nbatch_rows: 8\nunread_knob: 1\n",
        "requirements.txt": "numpy==1.26.0\nflask==2.0.0\n", "tests/test_train.py": "def test(): pass\n", "docs/a.md": "a\n", "orders.csv.dvc": PINNED,
    }, "begin")  # fmt: skip
    repo.commit(
        {"conf/train.yaml": "lr: 0.3\nbatch_rows: 8\nunread_knob: 1\n"}, "Learn faster", author="Grace <grace@x.org>"
    )
    repo.commit(
        {
            "conf/train.yaml": "lr: 0.3\nbatch_rows: 9\nunread_knob: 2\n",
            "rank/steps.py": "from rank import deep\nWIDTH = 2\n",
        },
        "Wider",
    )
    repo.commit(
        {
            "rank/deep.py": "X = 2\n",
            "rank/idle.py": "Y = 2\n",
            "tests/test_train.py": "def test(): return\n",
            "docs/a.md": "b\n",
            "orders.csv.dvc": PINNED.replace("22a1", "33a1"),
        }
    )
    second = repo.commit({"requirements.txt": "numpy==2.0.0\nflask==2.0.1\n"}, "Newer packages")
    repo.commit({
        "r/runs.csv": runs(
            f"r1,rank,2025-01-02T13:00:00Z,{first},false,python -m rank.train,image:1,1,3,0.80,0.5",
            f"r2,rank,2025-01-02T14:00:00Z,{first},false,python -m rank.train,image:1,2,3,0.801,0.5",
            f"r3,rank,2025-01-02T15:00:00Z,{first},false,python -m rank.train,image:1,3,3,0.799,0.5",
            f"r4,rank,2025-01-06T13:00:00Z,{second},true,python -m rank.train,image:2,1,4,0.70,0.5",
            "r5,rank,2025-01-06T14:00:00Z,,,,,1,4,0.71,0.5",
        ),
        "r/releases.csv": "model,version,released,run\nrank,1,2025-01-02T16:00:00Z,r1\nrank,2,2025-01-06T16:00:00Z,r4\n",
        "r/inputs.csv": "run_id,input,version\nr1,orders,v1\nr2,orders,v1\nr3,orders,v1\nr4,orders,v2\n",
    }, "Export what was run")  # fmt: skip
    collect(repo.path, history="full")
    return repo.path


@pytest.fixture(scope="module")
def session(place: Path) -> Iterator[StoreSession]:
    opened, _ = open_session(place, fresh=False)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def found(session: StoreSession) -> Found:
    newest = session.moments()[-1].seq
    return suspects.suspects(session, newest, drop.find(session, newest, "auc"))


def test_the_newest_release_that_made_it_worse_is_taken_where_no_run_is_named(found: Found) -> None:
    assert (found.drop.before.run, found.drop.after.run) == ("r1", "r4")
    assert (found.drop.before.value, found.drop.after.value) == (0.80, 0.70)
    # Three runs that spread by 0.001: 0.1 is 0.1 / (0.001 * sqrt 2) times the noise of a difference.
    assert found.drop.verdict == "worse, 70.7 times its noise"


def test_what_the_runs_record_comes_first_then_what_the_training_reaches_then_the_rest(found: Found) -> None:
    told = [(one.kind, one.what) for one in found.suspects]
    assert told == [
        ("input", "orders"),
        ("param", "depth"),
        ("environment", "environment"),
        ("data", "orders.csv"),
        ("setting", "conf/train.yaml:batch_rows"),
        ("setting", "conf/train.yaml:lr"),
        ("package", "numpy"),
        ("code", "rank/steps.py"),
        ("code", "rank/deep.py"),
        ("setting", "conf/train.yaml:unread_knob"),
        ("package", "flask"),
        ("code", "rank/idle.py"),
        ("file", "docs/a.md"),
        ("code", "tests/test_train.py"),
    ]


@pytest.mark.parametrize(
    ("what", "was", "now", "reason"),
    [
        ("orders", "v1", "v2", "other data"),
        ("depth", "3", "4", "the runs record it"),
        ("conf/train.yaml:lr", "0.1", "0.3", "too short a name"),
        ("conf/train.yaml:batch_rows", "8", "9", "rank/train.py names it"),
        ("conf/train.yaml:unread_knob", "1", "2", "nothing that the program reaches names it"),
        ("numpy", "1.26.0", "2.0.0", "rank/train.py imports it; another major version"),
        ("rank/steps.py", None, None, "1 imports away"),
        ("rank/deep.py", None, None, "2 imports away"),
    ],
)
def test_each_difference_has_its_values_and_its_reason(
    found: Found, what: str, was: str | None, now: str | None, reason: str
) -> None:
    one = next(one for one in found.suspects if one.what == what)
    assert ((one.was or "").removeprefix("=="), (one.now or "").removeprefix("==")) == (was or "", now or "")
    assert reason in one.reason


def test_the_commit_that_last_touched_it_is_named(found: Found) -> None:
    of = {one.what: one.commit.subject for one in found.suspects if one.commit is not None}
    assert of["rank/steps.py"] == "Wider"
    assert of["numpy"] == "Newer packages"


def test_commits_and_files_in_between_are_those_that_git_lists(found: Found, place: Path) -> None:
    repo = GitRepo.__new__(GitRepo)
    repo.path = place
    between = f"{found.drop.before.commit_id}..{found.drop.after.commit_id}"
    assert found.commits == len(repo.git("rev-list", between).split())
    assert found.files == len(set(repo.git("log", "--name-only", "--format=", between).split()))


def test_a_work_tree_that_differed_is_told(found: Found) -> None:
    assert any("r4" in note and "differed from its commit" in note for note in found.notes)


def test_a_difference_within_the_noise_is_said_to_be_one(session: StoreSession) -> None:
    newest = session.moments()[-1].seq
    asked = drop.find(session, newest, "auc", earlier="r1", later="r2")
    assert asked.verdict.startswith("within its noise")
    told = suspects.suspects(session, newest, asked)
    assert [one.what for one in told.suspects] == ["seed"]
    assert "both ran on one commit: the repository has no part in it" in told.notes


def test_a_run_without_a_commit_leaves_the_repository_out_and_says_so(session: StoreSession) -> None:
    newest = session.moments()[-1].seq
    told = suspects.suspects(session, newest, drop.find(session, newest, "auc", later="r5"))
    assert told.drop.before.run == "r4"
    assert {one.kind for one in told.suspects} <= {"param", "input"}
    assert any("does not record its commit" in note for note in told.notes)


@pytest.mark.parametrize(
    ("metric", "runs", "message"),
    [
        ("acu", {}, "no run has a metric acu"),
        ("loss", {}, "no release made loss worse"),
        ("auc", {"later": "nobody"}, "no run with that metric begins with nobody"),
        ("auc", {"later": "r"}, "several runs begin with r"),
        ("auc", {"later": "r1"}, "there is no run before r1"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_hint(
    session: StoreSession, metric: str, runs: dict[str, str], message: str
) -> None:
    with pytest.raises(DebtError, match=message) as caught:
        drop.find(session, session.moments()[-1].seq, metric, **runs)
    assert caught.value.hint


def test_the_command_prints_it_and_writes_it_as_json(place: Path) -> None:
    done = debtui("blame", "auc", "--run", "r1", "--run", "r4", where=place)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("rank: auc  0.8 -> 0.7: worse, 70.7 times its noise\n")
    assert "in between: 4 commits that touch 8 files" in done.stdout
    document = json.loads(debtui("blame", "auc", "--format", "json", where=place).stdout)
    assert [one["kind"] for one in document["suspects"]][:2] == ["input", "param"]
    assert document["after"]["run"] == "r4"
