"""Every measure has a case: commits given, headline and rows expected."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from collectors.errors import DebtError
from debtui import trends
from debtui.collect import collect
from debtui.measures import run
from debtui.measures.spec import SECTIONS, load, parse
from debtui.open import open_session
from debtui.store.db import Store
from tests.repos import GitRepo

CASES = sorted((Path(__file__).parents[1] / "cases" / "measures").glob("*.toml"))


def build(repo: GitRepo, commits: list[dict[str, Any]]) -> None:
    for commit in commits:
        repo.day += commit.get("after_days", 0)
        for _ in range(commit.get("times", 1)):
            files = {name: text.replace("{n}", str(repo.day)) for name, text in commit.get("files", {}).items()}
            removed = dict.fromkeys(commit.get("remove", []))
            repo.commit(
                files | removed,
                commit.get("subject", "change"),
                author=f"{commit.get('by', 'Ada')} <{commit.get('by', 'Ada').lower()}@x.org>",
            )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_measure_says_what_its_case_expects(path: Path, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    case = tomllib.loads(path.read_text("utf-8"))
    build(repo, case["commit"])
    monkeypatch.setattr(trends, "load", lambda own: tuple(one for one in load(own) if one.id == path.stem))
    collect(repo.path, history="full")
    session, moment = open_session(repo.path)
    try:
        measure = session.measure(path.stem)
        result = session.result(measure, moment.seq)
        rows = session.page(measure, moment.seq, 0, 100) if result.total_rows else []
        assert result.status == "measured", result.reason
        assert result.value == pytest.approx(case["value"])
        found = {row.subject: math.nan if row.value is None else row.value for row in rows}
        if case["rows"] != "any":  # a row per commit: its id is not known beforehand
            assert found == pytest.approx(case["rows"], nan_ok=True)
        assert len({row.fingerprint for row in rows}) == len(rows)
    finally:
        session.close()


def test_every_measure_has_a_case() -> None:
    assert {path.stem for path in CASES} == {measure.id for measure in load()}


@pytest.mark.parametrize("measure", load(), ids=lambda measure: measure.id)
def test_a_measures_header_is_complete(measure: Any) -> None:
    assert len(measure.title) <= 40
    assert measure.question.endswith("?")
    assert measure.folder in SECTIONS
    assert all(len(text) > 20 for text in (measure.why, measure.remedy, measure.pitfalls, measure.formula))
    assert "now()" not in measure.sql.lower()
    assert "current_date" not in measure.sql.lower()
    assert measure.headline.basis


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(tmp_path_factory.mktemp("empty") / "empty.duckdb", writable=True)
    store.declare()
    store.declare_views()
    yield store
    store.close()


@pytest.mark.parametrize("measure", load(), ids=lambda measure: measure.id)
def test_a_measure_keeps_the_contract_and_runs_on_an_empty_store(measure: Any, empty: Store) -> None:
    run.prepare(empty.main, run.spoken(measure), 0)
    run.check(empty.main, measure)
    assert empty.main.rows(measure.sql) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("SELECT 1", "begins with a /* TOML header"),
        ("/* title = */ SELECT 1", "not TOML"),
        ("/*\ntitel = 'x'\n[headline]\nvalue='1'\nunit=''\nbasis=''\n*/ SELECT 1", "unknown key titel"),
        ("/*\ntitle = 'x'\n*/ SELECT 1", "is missing"),
    ],
)
def test_a_wrong_measure_is_refused_with_its_place(text: str, fault: str) -> None:
    with pytest.raises(DebtError, match=fault.replace("*", "\\*")) as caught:
        parse(text, "x", "code", "debt/measures/x.sql")
    assert "debt/measures/x.sql" in caught.value.message


def test_catalogue_ids_are_unique() -> None:
    ids = [measure.catalogue for measure in load()]
    assert len(ids) == len(set(ids))
