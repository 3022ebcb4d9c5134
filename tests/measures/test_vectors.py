"""Values that others have published, and values worked out by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from debtui.collect import collect
from debtui.open import open_session
from debtui.stored import StoreSession
from tests.repos import GitRepo


def opened(repo: GitRepo) -> StoreSession:
    collect(repo.path)
    return open_session(repo.path)[0]


# Degree of authorship by hand: 3.293 + 1.098 FA + 0.164 DL - 0.321 ln(1 + AC).
@pytest.mark.parametrize(
    ("changes", "expected", "authors"),
    [
        ([], {"Ada": 4.391}, {"Ada"}),
        (["Bo"], {"Ada": 4.1685, "Bo": 3.457}, {"Ada", "Bo"}),
        (["Bo", "Ada"], {"Ada": 4.3325, "Bo": 3.2345}, {"Ada"}),
        (["Bo", "Bo", "Bo"], {"Ada": 3.9460, "Bo": 3.785}, {"Ada", "Bo"}),
    ],
    ids=["the creator alone", "one foreign change", "one more of the creator", "three foreign changes"],
)
def test_degree_of_authorship_equals_the_formula_by_hand(
    changes: list[str], expected: dict[str, float], authors: set[str], repo: GitRepo
) -> None:
    repo.commit({"a.py": "x = 0\n"})
    for number, who in enumerate(changes, 1):
        repo.commit({"a.py": f"x = {number}\n"}, author=f"{who} <{who.lower()}@x.org>")
    session = opened(repo)
    rows = session.sql("SELECT name, doa, author FROM authorship_at JOIN person USING (person)").rows
    session.close()
    assert {str(name): doa for name, doa, _ in rows} == pytest.approx(expected, abs=1e-3)
    assert {name for name, _, author in rows if author} == authors


# code-maat's test for its age analysis: whole months between the last change before a moment and that moment.
@pytest.mark.parametrize(
    ("now", "a", "b"), [("2014-04-06", 0, 3), ("2014-05-06", 1, 4), ("2015-04-06", 12, 15), ("2014-03-06", 0, 2)]
)
def test_months_of_age_equal_those_of_code_maat(now: str, a: int, b: int) -> None:
    import duckdb

    changes = {"A": ["2013-12-25", "2014-02-28", "2014-04-05"], "B": ["2013-12-31"]}
    for name, expected in (("A", a), ("B", b)):
        last = max(day for day in changes[name] if day < now)
        got = duckdb.sql(f"SELECT datesub('month', TIMESTAMP '{last}', TIMESTAMP '{now}')").fetchall()[0][0]
        assert got == expected


def test_change_coupling_counts_like_code_maat(repo: GitRepo) -> None:
    # code-maat's vector is {A, B, C}, {A, B}: degrees 100, 66 and 66, sums of coupling 3, 3 and 2. Five times each, to pass
    # the thresholds that are part of the measure: the degrees stay, the sums are five times as large.
    for number in range(5):
        repo.commit(dict.fromkeys(("a/A.py", "b/B.py", "c/C.py"), f"x = {number}1\n"))
        repo.commit(dict.fromkeys(("a/A.py", "b/B.py"), f"x = {number}2\n"))
    session = opened(repo)
    seq = session.moments()[-1].seq
    degrees = {row.subject: math.floor(row.value or 0) for row in session.page(session.measure("CO-1"), seq, 0, 9)}
    sums = {row.path: row.value for row in session.page(session.measure("CO-2"), seq, 0, 9)}
    session.close()
    assert degrees == {"a/A.py ~ b/B.py": 100, "a/A.py ~ c/C.py": 66, "b/B.py ~ c/C.py": 66}
    assert sums == {"a/A.py": 15, "b/B.py": 15, "c/C.py": 10}


def test_change_sets_of_more_than_thirty_files_do_not_couple(repo: GitRepo) -> None:
    for number in range(6):
        repo.commit({f"f{n}.py": f"x = {number}\n" for n in range(31)})
    session = opened(repo)
    count = session.result(session.measure("CO-1"), session.moments()[-1].seq).total_rows
    session.close()
    assert count == 0


def test_a_rename_hands_authorship_on(repo: GitRepo) -> None:
    repo.commit({"old.py": "x = 1\n" * 20})
    repo.git("mv", "old.py", "new.py")
    repo.commit({}, "rename", author="Bo <bo@x.org>")
    session = opened(repo)
    rows = session.sql(
        "SELECT name, created, deliveries FROM authorship_at JOIN person USING (person) ORDER BY name"
    ).rows
    session.close()
    assert rows == [("Ada", 1, 0), ("Bo", 0, 1)]


def test_programs_are_no_authors(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.commit({"a.py": "x = 2\n"}, author="dependabot[bot] <d@x.org>")
    session = opened(repo)
    names = session.sql("SELECT name FROM authorship_at JOIN person USING (person)").rows
    session.close()
    assert names == [("Ada",)]


def test_since_bisects_to_the_commit_and_knows_gaps(repo: GitRepo) -> None:
    def commit(text: str, after: int) -> str:
        repo.day += after
        return repo.commit({"a.py": text})

    commit("x = 1  # TODO it\n", 0)
    commit("x = 1\n", 40)
    commit("x = 2\n", 1)
    back = commit("x = 2  # TODO it\n", 40)
    commit("x = 3  # TODO it\n", 1)
    collect(repo.path, history="full")
    session, moment = open_session(repo.path)
    measure = session.measure("AP-15")
    row = session.page(measure, moment.seq, 0, 1)[0]
    since = session.since(measure, moment.seq, row.fingerprint)
    session.close()
    assert since is not None
    assert (since.moment.commit_id, since.basis) == (back, "exact")


def test_without_the_past_since_says_at_least(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.py": "x = 1  # TODO it\n"})
    repo.day += 60
    repo.commit({"a.py": "x = 2  # TODO it\n"})
    session = opened(repo)
    measure, seq = session.measure("AP-15"), session.moments()[-1].seq
    since = session.since(measure, seq, session.page(measure, seq, 0, 1)[0].fingerprint)
    session.close()
    assert since is not None
    assert since.basis == "at-least"
