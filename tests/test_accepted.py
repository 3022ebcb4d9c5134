"""Findings that a team lives with: written beside what people wrote, shown as such, back when they expire."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from collectors.errors import DebtError
from collectors.gitstream import Repository
from debtui import accepted, tomlfile
from debtui.cli import cli
from debtui.open import open_session
from debtui.snapshot.session import SnapshotSession
from debtui.snapshot.write import snapshot
from tests.repos import GitRepo

pytestmark = pytest.mark.measures("code")

TODAY = date(2026, 11, 24)
TABLE = """[[accepted]]
fingerprint = "f1"
measure = "self_admitted_debt"
subject = "a.py::stays"
reason = "until the port"
owner = "team-eta"
until = 2026-11-24
"""


def load(repo: GitRepo, text: str) -> list[accepted.Acceptance]:
    repo.commit({"debt/accepted.toml": text})
    return list(accepted.load(Repository(repo.path), "HEAD"))


def test_an_acceptance_holds_through_its_last_day(repo: GitRepo) -> None:
    (one,) = load(repo, TABLE)
    assert accepted.standing([one], TODAY) == {"f1": one}
    assert accepted.standing([one], TODAY + timedelta(days=1)) == {}
    assert one.told == "accepted until 2026-11-24 by team-eta: until the port"


def test_of_two_for_one_finding_the_longer_one_holds(repo: GitRepo) -> None:
    longer = TABLE.replace("2026-11-24", "2027-01-31").replace("port", "rewrite")
    one, other = load(repo, longer + TABLE)
    assert accepted.standing([one, other], TODAY) == {"f1": one}


BROKEN = [
    (TABLE.replace("reason", "raeson"), "has no reason"),
    (TABLE.replace("until = 2026-11-24", 'until = "soon"'), "is no day"),
    (TABLE.replace("team-eta", " "), "empty reason or owner"),
    ("accepted = 3", "no list of tables"),
    ("accepted = [3]", "is no table"),
    ("<<<<<<< HEAD\n" + TABLE, "debt/accepted.toml"),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_a_broken_file_is_refused_with_its_place(repo: GitRepo, text: str, said: str) -> None:
    with pytest.raises(DebtError, match=said) as caught:
        load(repo, text)
    assert caught.value.hint


def test_marks_of_a_merge_conflict_are_called_by_their_name(repo: GitRepo) -> None:
    with pytest.raises(DebtError) as caught:
        load(repo, f"<<<<<<< HEAD\n{TABLE}=======\n{TABLE}>>>>>>> other\n")
    assert "merge conflict" in caught.value.hint


DAYS = [
    ("2027-01-31", date(2027, 1, 31)),
    ("30d", date(2026, 12, 24)),
    ("2w", date(2026, 12, 8)),
    ("3m", date(2027, 2, 23)),
]


@pytest.mark.parametrize(("word", "meant"), DAYS)
def test_a_day_is_written_as_people_write_it(word: str, meant: date) -> None:
    assert accepted.day(word, TODAY) == meant


def test_what_is_no_day_is_refused() -> None:
    for word in ("soon", "m", "", "2026-13-01", "-3d"):
        with pytest.raises(DebtError, match="is no day"):
            accepted.day(word, TODAY)


def test_adding_a_table_keeps_every_byte_that_people_wrote(tmp_path: Path) -> None:
    path = tmp_path / "debt" / "accepted.toml"
    tomlfile.add(path, "accepted", {"reason": 'says "no"\n[[accepted]]', "until": TODAY})
    path.write_text(before := "# ours\n" + path.read_text() + "# theirs")
    tomlfile.add(path, "accepted", {"reason": "two", "until": TODAY, "owner": None})
    text = path.read_text()
    assert text.startswith(before)
    assert [one["reason"] for one in tomlfile.parsed(text.encode(), "")["accepted"]] == [
        'says "no"\n[[accepted]]',
        "two",
    ]


def test_a_finding_is_accepted_by_its_place_and_shown_as_kept(repo: GitRepo) -> None:
    repo.commit({"a.py": "# TODO stays\nx = 1\n# TODO other\n"})

    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, list(words))

    def told() -> list[str]:
        done = run("show", "AP-15", str(repo.path), "--format", "json")
        return [row["accepted"] or "" for row in json.loads(done.stdout)["rows"]]

    options = ("--reason", "until =cmd() \x1b]0;x\x07 the port", "--owner", "team-eta")
    done = run("accept", "AP-15", "a.py:1", str(repo.path), *options, "--until", "3m")
    assert done.exit_code == 0, done.output
    kept = [one for one in told() if one]
    assert len(kept) == 1
    assert "by team-eta" in kept[0]
    assert "\x1b" not in kept[0]
    shown = run("show", "AP-15", str(repo.path), "--no-collect").stdout
    assert "accepted until" in shown
    with closing(open_session(repo.path, fresh=False)[0]) as live:
        portable = repo.path / "retro.debt"
        portable.write_bytes(snapshot(live, live.moments()[-1]))
    with closing(SnapshotSession(portable)) as opened:
        rows = opened.page(opened.measure("AP-15"), opened.moment.seq, 0, 9)
        assert [row.accepted for row in rows if row.accepted] == kept
    portable.unlink()
    assert "1 of 1 in debt/accepted.toml hold" in run("doctor", str(repo.path)).stdout

    file = repo.path / "debt" / "accepted.toml"
    file.write_text(file.read_text().replace(str(accepted.day("3m", date.today())), "2020-01-01"))
    assert set(told()) == {""}
    assert "expired: self_admitted_debt" in run("doctor", str(repo.path)).stdout

    again = run("accept", "AP-15", "a.py:2", str(repo.path), *options, "--until", "3m", "--no-collect")
    assert isinstance(again.exception, DebtError) or again.exit_code == 2
    late = run("accept", "AP-15", "a.py:1", str(repo.path), *options, "--until", "2020-01-01", "--no-collect")
    assert isinstance(late.exception, DebtError) or late.exit_code == 2
