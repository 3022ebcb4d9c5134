"""The retro of a real repository: what went, what came, what was promised, and nobody's name."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from collectors.errors import DebtError
from debtui.cli import cli
from debtui.collect import collect
from debtui.exports import retro as told
from debtui.moments import moment_by
from debtui.open import moment_of, open_session
from debtui.retro import build, diary
from debtui.retro.build import Retro
from debtui.retro.removed import removals
from debtui.stored import StoreSession
from tests.repos import GitRepo

pytestmark = pytest.mark.measures("code", "flags", "onboarding")

TODAY = date(2026, 11, 24)
CHECKS = "".join(f"    total += check_{n}(order)\n" for n in range(60))
FLAGS = 'import os\nif os.environ.get("USE_OLD_SCORER"):\n    x = 1\nif os.environ.get("USE_NEW_SCORER"):\n    x = 2\n'


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> GitRepo:
    made = GitRepo(tmp_path_factory.mktemp("retro") / "shop")
    made.commit({"flags.py": FLAGS, "conf/model.yaml": "rate: 1\nold_rate: 2\ndepth: 3\n", "CODEOWNERS": "conf/ @team-eta\n",
                 "requirements.txt": "numpy==1.0\ngensim==4.0\n", "old/checks.py": f"def total(order):\n{CHECKS}",
                 "a.py": "# TODO stays\n"}, "begin", author="Ada Lovelace <ada@x.org>")  # fmt: skip
    made.commit({"flags.py": 'import os\nif os.environ.get("USE_NEW_SCORER"):\n    x = 2\n'}, "Remove the old scorer")
    made.commit({"conf/model.yaml": "rate: 1\ndepth: 3\n"}, "Drop old_rate", author="Grace Hopper <grace@x.org>")
    made.commit({"requirements.txt": "numpy==1.0\n"}, "Drop gensim")
    made.commit({"old/checks.py": None}, "Delete the checks")
    made.commit({"b.py": "# HACK Grace Hopper knows why\n# TODO came\n" + "y = 2\n" * 20}, "Hurry")
    collect(made.path, history="full")
    return made


@pytest.fixture(scope="module")
def session(repo: GitRepo) -> StoreSession:
    return open_session(repo.path, fresh=False)[0]


@pytest.fixture(scope="module")
def retro(session: StoreSession) -> Retro:
    moments = session.moments()
    return build.build(session, moments[0], moments[-1], TODAY)


def test_what_went_is_told_with_its_commit_and_the_team(retro: Retro) -> None:
    found = {one.kind: (list(one.names), one.moment.subject if one.moment else "", one.by) for one in retro.removed}
    assert found["flag"] == (["USE_OLD_SCORER"], "Remove the old scorer", "")
    assert found["setting"] == (["old_rate"], "Drop old_rate", "@team-eta")
    assert found["package"] == (["gensim"], "Drop gensim", "")
    assert found["line"] == ([], "Delete the checks", "old")
    assert [one.kind for one in retro.removed] == ["flag", "setting", "package", "line"]
    assert next(one.lines for one in retro.removed if one.kind == "line") == 61


def test_nothing_is_removed_between_a_moment_and_itself(session: StoreSession) -> None:
    newest = session.moments()[-1]
    assert removals(session, newest, newest) == ([], [])


def test_a_setting_that_moved_to_another_file_was_not_removed(repo: GitRepo, tmp_path: Path) -> None:
    other = GitRepo(tmp_path / "moved")
    other.commit({"conf/a.yaml": "rate: 1\ndepth: 2\n"})
    other.commit({"conf/a.yaml": "depth: 2\n", "conf/b.yaml": "rate: 1\n"})
    collect(other.path, history="full")
    held = open_session(other.path, fresh=False)[0]
    assert removals(held, held.moments()[0], held.moments()[-1]) == ([], [])


def test_people_are_named_only_where_the_team_has_chosen_names(retro: Retro, session: StoreSession) -> None:
    moments = session.moments()
    quiet = told.markdown(retro)
    assert "Hopper" not in quiet
    assert "somebody knows why" in quiet
    named = build.build(session, moments[0], moments[-1], TODAY, names=True)
    assert "thanks to Grace Hopper" in told.markdown(named)


def test_what_is_worth_doing_next_says_why(retro: Retro) -> None:
    assert retro.next
    assert all(one.reasons and one.row.severity in ("warn", "fail") for one in retro.next)
    weights = [one.weight for one in retro.next]
    assert weights == sorted(weights, reverse=True)
    each = [one.measure.id for one in retro.next]
    assert max(each.count(name) for name in each) <= 2


def promised(about: str, was: float | None, due: date | None = None, *, done: bool = False) -> diary.Action:
    return diary.Action("do it", "team-eta", due, about, was, done, date(2026, 8, 1))


def test_a_promise_is_held_against_the_number_of_its_measure(retro: Retro, session: StoreSession) -> None:
    notes = next(one for one in retro.comparison.differences if one.measure.catalogue == "AP-15")
    assert notes.after.value is not None

    def now(was: float, **more: object) -> build.Promise:
        return build.promise(session, retro.comparison, promised("AP-15", was, **more), TODAY)  # type: ignore[arg-type]

    assert now(notes.after.value + 1).verdict == "better"
    assert now(notes.after.value - 1).verdict == "worse"
    assert now(notes.after.value).verdict == "same"
    assert now(1, due=date(2026, 11, 23)).overdue
    assert not now(1, due=date(2026, 11, 24)).overdue
    assert not now(1, due=date(2026, 11, 1), done=True).overdue


def test_a_promise_about_a_finding_tells_whether_it_is_still_there(retro: Retro, session: StoreSession) -> None:
    notes = next(one for one in retro.comparison.differences if one.measure.catalogue == "AP-15")
    here = build.promise(session, retro.comparison, promised(notes.appeared[0].fingerprint, None), TODAY)
    assert here.gone is False
    gone = next(one for one in retro.comparison.differences if one.went)
    away = build.promise(session, retro.comparison, promised(gone.went[0].fingerprint, None), TODAY)
    assert away.gone is True
    unknown = build.promise(session, retro.comparison, promised("no such thing", None), TODAY)
    assert (unknown.measure, unknown.verdict) == (None, "unknown")


def test_html_needs_no_request_and_no_script_and_shows_text_as_text(retro: Retro) -> None:
    from dataclasses import replace

    evil = "<script>alert(1)</script>![x](http://evil/x.png) \x1b]0;x\x07"
    page = told.page(replace(retro, notes=[diary.Note(evil)]))
    assert "<script" not in page
    assert "<img" not in page
    assert "\x1b" not in page
    assert "default-src 'none'" in page
    assert '<th scope="col"' in page


def test_a_retro_is_kept_in_one_plain_file_and_the_next_one_begins_where_it_ended(repo: GitRepo) -> None:
    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, ["retro", str(repo.path), "--no-collect", *words])

    today = datetime.now(UTC).date()
    words = ("--action", "Mend the notes", "--owner", "team-eta", "--due", "6w", "--about", "self_admitted_debt")
    assert run(*words).exit_code == 0
    assert run("--note", "We talked =cmd() \x1b[31m").exit_code == 0
    assert run("--since", "HEAD~2", "--hold").exit_code == 0
    path = repo.path / diary.FOLDER / f"{today}.toml"
    text = path.read_text()
    assert "\x1b" not in text
    document = diary._diary(path.name, path.read_bytes())
    (action,) = document.actions
    assert (action.about, action.owner, action.due) == ("AP-15", "team-eta", today + timedelta(days=42))
    assert action.was is not None

    repo.commit({"c.py": "z = 1\n"}, "after the retro")
    fresh, newest = open_session(repo.path)
    held = fresh.moments()[-2]
    assert document.last == held.commit_id
    assert build.first_of(fresh, lambda word: moment_of(fresh, word), "last", newest) == held
    answer = run("--format", "json")
    assert answer.exit_code == 0, answer.output
    said = json.loads(answer.stdout)
    assert said["from"] == held.commit_id
    (kept,) = said["promised"]
    assert (kept["text"], kept["verdict"], kept["overdue"]) == ("Mend the notes", "better", False)


def test_a_period_that_ends_before_it_begins_is_refused(session: StoreSession) -> None:
    newest = session.moments()[-1]
    with pytest.raises(DebtError, match="no earlier"):
        build.first_of(session, lambda word: moment_by(session.moments(), newest.committed, word), "2999-01-01", newest)


BROKEN = [
    ("action = 3", "no list of tables"),
    ("[[note]]\nabout = 'x'", "has no text"),
    ("[[action]]\ntext='a'\ndue='soon'", "is no day"),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_a_broken_diary_is_refused_with_its_name(text: str, said: str) -> None:
    with pytest.raises(DebtError, match=said) as caught:
        diary._diary("2026-11-24.toml", text.encode())
    assert "2026-11-24.toml" in caught.value.message
