"""Facts that a team asserts: every form, at every moment, and nothing but questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from collectors.errors import DebtError
from debtui.assertions import violations
from debtui.collect import collect
from debtui.measures.result import Evidence
from debtui.measures.spec import load
from debtui.open import open_session
from tests.repos import GitRepo

pytestmark = pytest.mark.measures("configuration", "onboarding")

KNOWN = {name: measure for measure in load() for name in (measure.id, measure.catalogue)}
CONF = {"conf/prod.yaml": "a:\n  limit: 3\nname: x\n", "conf/canary.yaml": "a:\n  limit: 3\n"}


def facts(repo: GitRepo) -> dict[str, Evidence]:
    collect(repo.path, history="head")
    session, moment = open_session(repo.path)
    try:
        return {row.subject: row for row in session.page(session.measure("CF-9"), moment.seq, 0, 100)}
    finally:
        session.close()


@pytest.mark.parametrize(
    ("fact", "holds", "found"),
    [
        ("settings <= 3", True, ""),
        ("settings < 3", False, "settings is 3"),
        ("config_files == 2", True, ""),
        ("CF-8 >= 1", True, ""),
        ("config_to_code < 0.5", False, "config_to_code is 1.6667"),
        ("truck_factor > 5", False, "truck_factor is 1.0"),
        ('value("prod.yaml:a.limit") <= 3', True, ""),
        ('value("conf/prod.yaml:a.limit") > 3', False, "conf/prod.yaml:a.limit is 3"),
        ('value("prod.yaml:name") == "x"', True, ""),
        ('value("prod.yaml:gone") == "x"', False, "prod.yaml:gone is not there"),
        ('same("prod.yaml:a.limit", "canary.yaml:a.limit")', True, ""),
        ('same("prod.yaml:name", "canary.yaml:name")', False, "canary.yaml:name is not there"),
        ('closure("serving") within "shared"', False, "serving reaches team_b/x.py"),
        ('closure("team_b") within "serving"', True, ""),
        ("SELECT path FROM file_at WHERE path = 'conf/gone.yaml'", True, ""),
        ("SELECT path, line, value FROM setting_at WHERE key = 'name'", False, "value: x"),
    ],
)  # fmt: skip
def test_a_fact_holds_or_says_what_breaks_it(repo: GitRepo, fact: str, holds: bool, found: str) -> None:
    code = {"serving/a.py": "import shared.b\n", "shared/b.py": "from team_b import x\n", "team_b/x.py": "y = 1\n"}
    packages = {f"{name}/__init__.py": "" for name in ("serving", "shared", "team_b")}
    repo.commit({**CONF, **code, **packages, "debtui.toml": f"[assert]\nit = '''{fact}'''\n"})
    row = facts(repo)["it"]
    assert (row.value == 0, row.severity) == (holds, "ok" if holds else "fail")
    assert found in row.explanation


def test_the_commit_that_broke_a_fact_is_named(repo: GitRepo) -> None:
    repo.commit({**CONF, "debtui.toml": "[assert]\nlimit = 'value(\"prod.yaml:a.limit\") <= 3'\n"}, "Begin")
    for day in range(40):
        repo.commit({"a.py": f"x = {day}\n"})
    broke = repo.commit({"conf/prod.yaml": "a:\n  limit: 4\n"}, "Raise the limit")
    for day in range(40):
        repo.commit({"a.py": f"y = {day}\n"})
    collect(repo.path, history="full")
    session, moment = open_session(repo.path)
    try:
        measure = session.measure("asserted_facts")
        (row,) = session.page(measure, moment.seq, 0, 10)
        since = session.since(measure, moment.seq, row.fingerprint)
        assert since is not None
        assert (since.basis, since.moment.commit_id, row.path, row.line) == ("exact", broke, "conf/prod.yaml", 2)
    finally:
        session.close()


@pytest.mark.parametrize(
    ("fact", "fault"),
    [
        ("features_usd <= 3", "no quantity"), ("all is well", "is not understood"), ('same("a", "b")', "names no setting"),
        ("settings <= many", "is not understood"), ("DROP TABLE mainline", "is not understood"),
    ],
)  # fmt: skip
def test_a_fact_that_is_not_understood_is_refused_with_what_could_be_meant(fact: str, fault: str) -> None:
    with pytest.raises(DebtError, match=fault) as caught:
        violations(fact, KNOWN)
    assert caught.value.hint


def test_a_repository_without_facts_has_no_answer(repo: GitRepo) -> None:
    repo.commit(dict(CONF))
    collect(repo.path)
    session, moment = open_session(repo.path)
    try:
        assert session.result(session.measure("CF-9"), moment.seq).status == "unavailable"
    finally:
        session.close()


EVIL = [
    "SELECT 1; DROP TABLE mainline_commit",
    "SELECT 1); DROP TABLE mainline_commit; SELECT (1",
    "SELECT * FROM (COPY (SELECT 1) TO '{place}')",
    "SELECT content AS found FROM read_text('/etc/hostname')",
    "SELECT 1; COPY (SELECT 1) TO '{place}'",
    "SELECT 1; ATTACH '{place}'",
    "WITH x AS (SELECT 1) DELETE FROM mainline_commit",
]  # fmt: skip


@pytest.mark.parametrize("sql", EVIL)
def test_sql_from_a_repository_can_do_nothing_but_ask_the_store(repo: GitRepo, tmp_path: Path, sql: str) -> None:
    place = tmp_path / "evil"
    text = sql.format(place=place)
    header = (
        (Path(__file__).parents[2] / "debtui/measures/configuration/diffability.sql")
        .read_text("utf-8")
        .partition("*/")[0]
    )
    repo.commit(
        {
            **CONF,
            "debtui.toml": f"[assert]\nit = '''{text}'''\n",
            "debt/measures/evil.sql": f"{header.replace('CF-8', 'XX-1')}*/\n{text}\n",
        }
    )
    assert facts(repo)["it"].value is None
    session, moment = open_session(repo.path)
    try:
        assert session.result(session.measure("evil"), moment.seq).status == "failed"
        assert len(session.moments()) == 1
    finally:
        session.close()
    assert not place.exists()
