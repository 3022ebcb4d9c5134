"""The gate over real history: what a branch adds, renames as git finds them, and where a branch point cannot be told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from collectors.errors import DebtError
from debtui.accepted import FILE, accept
from debtui.check import judge
from debtui.cli import cli
from debtui.collect import collect
from debtui.gate import baseline
from debtui.gate.known import before
from debtui.measures import run
from debtui.open import branch_point, open_session
from debtui.stored import StoreSession
from tests.repos import GitRepo

UNDOCUMENTED = '"""What it is for."""\n\n\ndef {}(x):\n    y = x + 1\n    return y * 2\n'
LIMITS = "[thresholds.ON-1]\nwarn = 0\nfail = 0\n[thresholds.ON-2]\nwarn = 2\nfail = 2\n[thresholds.ON-8]\nwarn = -1\nfail = -1\n"


@dataclass
class Branch:
    """A repository with a branch of two commits, its newest commit collected."""

    repo: GitRepo
    start: str
    added: str
    session: StoreSession

    def check(self, *options: str) -> Result:
        return CliRunner().invoke(cli, ["check", str(self.repo.path), *options])


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    repo = GitRepo(tmp_path_factory.mktemp("branch") / "repo")
    start = repo.commit({"debtui.toml": LIMITS, "old/first.py": UNDOCUMENTED.format("first"), "old/fixed.py": UNDOCUMENTED.format("fixed")})  # fmt: skip
    repo.git("switch", "-q", "-c", "topic")
    repo.git("mv", "old/first.py", "renamed.py")
    repo.commit({"old/fixed.py": '"""Nothing is left."""\n'}, "Move one, mend one")
    added = repo.commit({"second.py": UNDOCUMENTED.format("second")}, "Add one")
    collect(repo.path, also=[0])
    session, _ = open_session(repo.path, fresh=False)
    yield Branch(repo, start, added, session)
    session.close()


def test_since_a_branch_began_only_what_it_adds_fails_and_its_commits_are_named(branch: Branch) -> None:
    done = branch.check("--since", "main", "--format", "json")
    told = json.loads(done.stdout)
    rows = [(row["subject"], row["state"], row["commits"]) for one in told["failing"] for row in one["rows"]]
    assert (done.exit_code, rows) == (1, [("second.py::second", "new", [branch.added])])
    # Tolerated: the function in the file that was renamed, and that one person knows it all.
    assert ([row["subject"] for row in told["fixed"]], told["tolerated"]) == (["old/fixed.py::fixed"], 2)
    assert told["compared_with"] == f"the merge base {branch.start[:12]}"


def test_what_the_team_lives_with_does_not_fail(branch: Branch) -> None:
    rows = [row for told in branch.session.judged(2) for row in told.rows if row.subject == "second.py::second"]
    accept(branch.repo.path, rows[0], "it goes in May", "Ada", date(2999, 1, 1), date(2026, 1, 1))
    try:
        done = branch.check("--since", "main")
    finally:
        (branch.repo.path / FILE).unlink()
    assert (done.exit_code, "0 new, 0 worse" in done.stdout, "1 accepted" in done.stdout) == (0, True, True)


def test_a_branch_that_adds_nothing_passes(branch: Branch) -> None:
    assert branch.check("--since", "HEAD").exit_code == 0


def test_a_baseline_is_written_held_against_and_brought_up_to_date(branch: Branch, tmp_path: Path) -> None:
    place = tmp_path / "baseline.json"
    baseline.write(place, before("the baseline", branch.session.judged(0)))
    done = branch.check("--baseline", str(place))
    assert (done.exit_code, "new second.py:4: " in done.stdout) == (1, True)
    assert "renamed.py" not in done.stdout
    assert "old/fixed.py::fixed; --update-baseline takes them out" in done.stdout
    done = branch.check("--baseline", str(place), "--update-baseline")
    assert (done.exit_code, "2 added, 2 taken out" in done.stderr) == (0, True)
    assert branch.check("--baseline", str(place)).exit_code == 0
    assert "old/fixed.py" not in place.read_text()
    place.write_text(f"<<<<<<< HEAD\n{place.read_text()}")
    assert "conflict markers" in str(branch.check("--baseline", str(place)).exception)
    assert branch.check("--baseline", str(place), "--update-baseline").exit_code == 0
    assert branch.check("--baseline", str(place)).exit_code == 0


def test_an_output_file_is_written_whole(branch: Branch, tmp_path: Path) -> None:
    place = tmp_path / "debt.sarif"
    assert branch.check("--format", "sarif", "-o", str(place)).exit_code == 0
    assert json.loads(place.read_text())["version"] == "2.1.0"


def test_what_is_kept_of_the_newest_commit_is_enough_to_judge_it(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = branch.session.moments()[-1]
    expected = judge(branch.session, moment)
    monkeypatch.setattr(run, "evaluate", None)
    assert judge(branch.session, moment) == expected


def test_another_commit_is_never_told_by_what_is_kept_of_the_newest(branch: Branch) -> None:
    rows = [
        {row.subject for told in branch.session.judged(seq) if told.result.measure.catalogue == "ON-8" for row in told.rows}
        for seq in (0, 2)
    ]  # fmt: skip
    assert rows == [{"old/first.py::first", "old/fixed.py::fixed"}, {"renamed.py::first", "second.py::second"}]


def test_a_merge_base_off_the_first_parents_line_is_refused_with_a_hint(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.git("switch", "-q", "-c", "topic")
    repo.commit({"b.py": "x = 1\n"})
    repo.git("switch", "-q", "main")
    repo.commit({"c.py": "x = 1\n"})
    repo.git("switch", "-q", "topic")
    repo.git("-c", "user.name=Ada", "-c", "user.email=ada@x.org", "merge", "-q", "--no-ff", "-m", "Merge main", "main")
    collect(repo.path)
    repo.git("switch", "-q", "--orphan", "else")
    repo.commit({"d.py": "x = 1\n"})
    repo.git("switch", "-q", "topic")
    session, moment = open_session(repo.path, fresh=False)
    try:
        with pytest.raises(DebtError, match="not on the first-parent line") as caught:
            branch_point(session, "main", moment)
        assert "rebase the branch" in caught.value.hint
        with pytest.raises(DebtError, match="no commit in common"):
            branch_point(session, "else", moment)
    finally:
        session.close()


def test_a_check_of_what_is_collected_loads_no_screen_and_no_frames(branch: Branch) -> None:
    code = "import sys; from debtui.cli import main; sys.argv[0] = 'debtui'\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, "check", str(branch.repo.path)], capture_output=True, text=True, check=False)  # fmt: skip
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert (done.returncode, "duckdb" in loaded) == (0, True), done.stderr
    assert loaded & {"textual", "rich", "polars", "plotext", "scipy", "rustworkx"} == set()
