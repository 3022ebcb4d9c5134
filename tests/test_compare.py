"""Two moments compared, on real repositories."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from collectors.errors import DebtError
from debtui.cli import cli
from debtui.collect import collect
from debtui.compare import Comparison, compare, noise, with_commits
from debtui.exports import comparison as told
from debtui.measures.result import Moment, TrendPoint
from debtui.moments import moment_by, time_of
from debtui.open import moment_of, open_session
from debtui.stored import StoreSession
from tests.repos import GitRepo

pytestmark = pytest.mark.measures("code", "dependencies")


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> GitRepo:
    """Notes of debt of which one stays, one goes, one comes, and one moves with its file."""
    made = GitRepo(tmp_path_factory.mktemp("compared") / "shop")
    body = "".join(f"x_{n} = {n}\n" for n in range(30))
    made.commit({"a.py": "# TODO stays\n# TODO goes\n", "old/b.py": f"# FIXME moves\n{body}"}, "first")
    made.commit({"a.py": "# TODO stays\n"}, "mend")
    made.commit({"c.py": "# HACK came\n# HACK came too\n"}, "worse")
    made.commit({"old/b.py": None, "new/b.py": f"# FIXME moves\n{body}"}, "move")
    collect(made.path, history="full")
    return made


@pytest.fixture(scope="module")
def session(repo: GitRepo) -> StoreSession:
    return open_session(repo.path, fresh=False)[0]


@pytest.fixture(scope="module")
def found(session: StoreSession) -> Comparison:
    moments = session.moments()
    return compare(session, moments[0], session, moments[-1], [session.measure("AP-15")])


def test_rows_that_came_went_and_moved_with_a_rename_are_told_apart(found: Comparison) -> None:
    (notes,) = found.differences
    assert [row.path for row in notes.appeared] == ["c.py", "c.py"]
    assert [row.path for row in notes.went] == ["a.py"]
    assert [(shift.before.path, shift.after.path) for shift in notes.moved] == [("old/b.py", "new/b.py")]
    assert (notes.before.value, notes.after.value) == pytest.approx(
        (100, 400 / 3)
    )  # per 1,000 lines of code: 3 of 30, 4 of 30
    assert notes.verdict == "worse"
    assert notes.within_noise is None  # four commits of one month have no usual step


def test_the_commits_that_did_it_are_found(found: Comparison, session: StoreSession) -> None:
    (notes,) = found.differences
    traced = with_commits(session, found, notes, 5)
    by = {row.explanation: traced.commits[row.fingerprint] for row in [*notes.appeared, *notes.went]}
    subjects = {said: since.moment.subject for said, since in by.items()}
    assert {word: subject for said, subject in subjects.items() for word in ("goes", "came too") if word in said} == {
        "goes": "mend",
        "came too": "worse",
    }
    assert {since.basis for since in by.values()} == {"exact"}


def test_a_moment_compared_with_itself_says_nothing(session: StoreSession) -> None:
    newest = session.moments()[-1]
    alike = compare(session, newest, session, newest)
    assert all(one.quiet for one in alike.differences)
    assert {one.verdict for one in alike.differences} <= {"same", "not comparable"}


def test_what_was_not_measured_at_one_moment_is_no_change(session: StoreSession) -> None:
    moments = session.moments()
    both = compare(session, moments[0], session, moments[-1])
    silent = [one for one in both.differences if "measured" not in (one.before.status, one.after.status)]
    assert silent
    assert {one.verdict for one in silent} == {"not comparable"}
    assert all(not one.appeared and not one.went for one in silent)


def _points(values: list[float | None]) -> list[TrendPoint]:
    start = datetime(2026, 1, 31)
    return [
        TrendPoint(n, "", start + timedelta(days=30 * n), value, "measured" if value is not None else "unavailable")
        for n, value in enumerate(values)
    ]


def _moment(seq: int) -> Moment:
    return Moment(seq, "", datetime(2026, 1, 31) + timedelta(days=30 * seq), "", "")


def test_a_usual_step_is_the_median_one_scaled_and_adds_up_like_a_random_walk() -> None:
    points = _points([10, 12, 10, 12, 10, 12, 10, 50])
    month = noise(points, _moment(6), _moment(7))
    assert month == pytest.approx(1.96 * 1.4826 * 2)
    quarter = noise(points, _moment(0), _moment(7))
    assert quarter == pytest.approx(1.96 * 1.4826 * 2 * (210 / 30.44) ** 0.5)


def test_six_steps_are_needed_and_later_ones_do_not_count() -> None:
    points = _points([1, 2, None, 3, 4, 5, 6, 7, 8])
    assert noise(points, _moment(0), _moment(6)) is None
    assert noise(points, _moment(0), _moment(7)) is not None


TIMES = [
    ("2026-08-01T02:00+02:00", datetime(2026, 8, 1)),
    ("2026-08-01T00:00Z", datetime(2026, 8, 1)),
    ("2026-08-01", datetime(2026, 8, 1)),
    ("v1.0", None),
]


@pytest.mark.parametrize(("word", "asked"), TIMES)
def test_a_time_is_utc_where_it_names_no_zone(word: str, asked: datetime | None) -> None:
    assert time_of(word) == asked


def test_a_time_names_the_last_commit_by_then(session: StoreSession) -> None:
    moments = session.moments()
    assert moment_by(moments, moments[1].committed, "then") == moments[1]
    assert moment_of(session, "2999-01-01") == moments[-1]
    with pytest.raises(DebtError, match="history begins on"):
        moment_of(session, "1999-01-01T00:00+01:00")


def test_the_command_tells_it_as_lines_markdown_and_json(repo: GitRepo, tmp_path: Path) -> None:
    def run(*more: str) -> str:
        done = CliRunner().invoke(cli, ["compare", "HEAD~3", "HEAD", str(repo.path), "--no-collect", *more])
        assert done.exit_code == 0, done.output
        return done.stdout

    lines = run("--commits")
    assert "GOT WORSE" in lines
    assert "100 → 133" in lines.replace(" per 1,000 lines", "")
    assert all(len(line) <= 80 for line in lines.splitlines())
    assert "<details><summary>" in run("--format", "markdown")
    document = json.loads(run("--format", "json"))
    notes = next(one for one in document["differences"] if one["catalogue"] == "AP-15")
    assert (notes["verdict"], len(notes["appeared"]), len(notes["went"]), len(notes["moved"])) == ("worse", 2, 1, 1)


def test_two_snapshots_are_compared_without_their_repository(repo: GitRepo, tmp_path: Path) -> None:
    files = [tmp_path / "before.debt", tmp_path / "after.debt"]
    for rev, file in zip(("HEAD~3", "HEAD"), files, strict=True):
        done = CliRunner().invoke(cli, ["snapshot", str(repo.path), "--at", rev, "-o", str(file)])
        assert done.exit_code == 0, done.output
    done = CliRunner().invoke(cli, ["compare", *map(str, files), str(tmp_path), "--format", "json"])
    assert done.exit_code == 0, done.output
    opened = CliRunner().invoke(cli, ["open", *map(str, files), "--format", "json"])
    assert opened.stdout == done.stdout
    assert CliRunner().invoke(cli, ["open", *map(str, files), "--format", "html"]).exit_code == 2
    notes = next(one for one in json.loads(done.stdout)["differences"] if one["catalogue"] == "AP-15")
    # Renames are in the history, which a snapshot does not hold: the moved note went and came.
    assert (notes["verdict"], len(notes["appeared"]), len(notes["went"])) == ("worse", 3, 2)


def test_the_lines_keep_hostile_text_harmless(found: Comparison) -> None:
    from dataclasses import replace

    hostile = replace(found, name="\x1b]0;owned\x07<script>", differences=found.differences)
    assert "\x1b" not in told.text(hostile, 3)
    assert "<script>" not in told.markdown(hostile, 3)
