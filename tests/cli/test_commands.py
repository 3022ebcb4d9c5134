"""The commands as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from debtui.measures.spec import load
from tests.repos import GitRepo

pytestmark = pytest.mark.measures("onboarding", "flags", "code", "dependencies", "configuration")


def debtui(*command: str | Path, where: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "debtui", *map(str, command)], cwd=where, capture_output=True, text=True, check=False,
        env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.parametrize(
    "command",
    [
        ("report",), ("report", "--format", "markdown"), ("report", "--section", "flags"), ("report", "--format", "json"),
        ("show", "CO-7"), ("show", "stale_flags", "--since"), ("show", "ON-8", "--format", "csv", "--limit", "3"), ("trend", "ON-1"),
        ("trend", "ON-10", "--step", "commit"), ("sql", "SELECT path FROM file_at"), ("doctor",), ("collect", "--history", "head"), (),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_command_succeeds_and_keeps_talk_apart_from_data(command: tuple[str, ...], demo: Path) -> None:
    done = debtui(*command, demo)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    if command[:1] != ("collect",):
        assert done.stdout


def test_show_as_json_has_the_promised_shape(demo: Path) -> None:
    shown = json.loads(debtui("show", "ON-1", demo, "--format", "json", "--at", "HEAD~200").stdout)
    keys = {
        "measure",
        "catalogue",
        "status",
        "reason",
        "commit",
        "committed",
        "seq",
        "grade",
        "headline",
        "rows",
        "total_rows",
        "unread_files",
    }
    assert keys <= shown.keys()
    assert shown["headline"].keys() == {"value", "unit", "severity"}


def test_trend_and_measures_as_json_have_the_promised_shapes(demo: Path) -> None:
    told = json.loads(debtui("trend", "ON-1", demo, "--format", "json").stdout)
    assert told.keys() == {"measure", "points"}
    assert told["points"][0].keys() == {"seq", "commit", "committed", "value", "status"}
    listed = json.loads(debtui("measures", "--format", "json").stdout)
    assert listed[0].keys() == {"id", "catalogue", "title", "section", "unit", "grade"}
    assert len(listed) == len(load())


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("show", "trukfactor"), "truck_factor"),
        (("show", "ON-1", "--at", "nonsense"), "is no commit"),
        (("sql", "DELETE FROM meta"), ""),
        (("sql", "SELECT * FROM read_csv('/etc/passwd')"), "disabled"),
        (("sql", "COPY (SELECT 1) TO '/tmp/x'"), ""),
        (("report", "--format", "docx"), "there is no format"),
        (("report", "--section", "nonsense"), "sections:"),
        (("show", "ON-8", "--filter", "value>many"), "give a number"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_input_ends_with_status_2_and_a_hint(command: tuple[str, ...], told: str, demo: Path) -> None:
    done = debtui(*command, demo)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_directory_without_a_repository_and_an_empty_one_get_clear_messages(tmp_path: Path, repo: GitRepo) -> None:
    assert "not in a git repository" in debtui("report", tmp_path).stderr
    assert "no commit yet" in debtui("report", repo.path).stderr
    assert debtui("no-such-place").returncode == 2


def test_a_commit_off_the_mainline_is_refused_with_the_one_where_it_landed(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.git("checkout", "-q", "-b", "side")
    side = repo.commit({"b.py": "x = 1\n"})
    repo.git("checkout", "-q", "main")
    repo.commit({"a.py": "x = 2\n"})
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    merge = repo.git("rev-parse", "HEAD").strip()
    done = debtui("report", repo.path, "--at", side)
    assert done.returncode == 2
    assert merge[:12] in done.stderr


def test_a_command_collects_first_when_the_store_is_stale_and_not_when_told_so(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    query = ("sql", "SELECT count(*) AS n FROM mainline", repo.path, "--format", "json")
    assert json.loads(debtui(*query).stdout) == [{"n": 1}]
    repo.commit({"a.py": "x = 2\n"})
    assert json.loads(debtui(*query, "--no-collect").stdout) == [{"n": 1}]
    assert json.loads(debtui(*query).stdout) == [{"n": 2}]


def test_at_analyses_that_commit_first_and_without_collecting_says_what_is_missing(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1  # TODO\n"})
    repo.day += 40
    repo.commit({"a.py": "x = 2\n"})
    debtui("collect", repo.path, "--history", "head")
    dry = json.loads(debtui("show", "AP-15", repo.path, "--at", "HEAD~1", "--no-collect", "--format", "json").stdout)
    assert (dry["status"], dry["headline"]["value"]) == ("unavailable", None)
    assert "1 of 1 files not analysed" in dry["reason"]
    wet = json.loads(debtui("show", "AP-15", repo.path, "--at", "HEAD~1", "--format", "json").stdout)
    assert (wet["status"], wet["total_rows"]) == ("measured", 1)


def test_progress_as_json_is_one_object_a_line(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    lines = debtui("collect", repo.path, "--progress", "json").stderr.splitlines()
    events = [json.loads(line) for line in lines]
    assert {"progress", "published", "done"} <= {event["event"] for event in events}


def test_settings_are_read_and_unknown_ones_refused(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n", "debtui.toml": "[thresholds.ON-1]\nfail = 0\nwarn = 0\n"})
    shown = json.loads(debtui("show", "ON-1", repo.path, "--format", "json").stdout)
    assert shown["headline"]["severity"] == "ok"
    repo.commit({"debtui.toml": "[treshold]\n"})
    done = debtui("report", repo.path)
    assert (done.returncode, "did you mean thresholds" in done.stderr) == (2, True)


def test_coupling_that_is_meant_can_be_named_in_the_settings(repo: GitRepo) -> None:
    for number in range(6):
        repo.commit({"src/a.py": f"x = {number}\n", "tests/test_a.py": f"y = {number}\n"})
    rows = ("show", "CO-1", repo.path, "--format", "json")
    assert json.loads(debtui(*rows).stdout)["total_rows"] == 1
    (repo.path / "debtui.toml").write_text('[dependencies]\nignore_pairs = [["src/*", "tests/*"]]\n')
    assert json.loads(debtui(*rows).stdout)["total_rows"] == 0


def test_a_team_adds_a_measure_by_adding_a_file(repo: GitRepo) -> None:
    source = (Path(__file__).parents[2] / "debtui/measures/code/self_admitted_debt.sql").read_text()
    repo.commit({"a.py": "x = 1  # TODO it\n", "debt/measures/ours.sql": source.replace('"AP-15"', '"OUR-1"')})
    shown = json.loads(debtui("show", "OUR-1", repo.path, "--format", "json").stdout)
    assert shown["status"] == "measured"
    assert "a.py" in {row["path"] for row in shown["rows"]}


def test_version_and_help_load_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['debtui', '--help']\ntry:\n    from debtui.cli import main; main()\nexcept SystemExit: pass\nprint(sorted({'duckdb', 'polars', 'textual', 'git'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
