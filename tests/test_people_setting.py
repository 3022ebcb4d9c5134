"""The setting `people`: whoever wrote a commit is named as it says, wherever anything can be read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner
from textual.pilot import Pilot

from collectors.errors import DebtError, MustCollect
from debtui import config, exports
from debtui.app import DebtApp
from debtui.cli import cli
from debtui.collect import collect
from debtui.demo import build
from debtui.discover import subclasses_in
from debtui.exports.base import Exporter
from debtui.measures.spec import Measure, load
from debtui.open import open_session
from debtui.store import schema
from debtui.stored import StoreSession
from debtui.target import find
from tests.driving import play, press, screen, settle
from tests.repos import GitRepo, git

EXPORTERS = {e.NAME: e for e in subclasses_in(exports, Exporter)}  # type: ignore[type-abstract]
OWNERS = """
/meridian/training/ ana.sousa@meridian.example
/meridian/serving/ @ben-okafor @meridian/serving
/conf/ @chloe-martin @@admins
"""
TALK = """# TODO(Ana Sousa): ask ben.okafor@laptop.local why
# FIXME: Chloé Martin knows, or @diego-ramos
# HACK(elif): see MER-12
"""
SUBJECT = "Undo what Ben Okafor did for ANA SOUSA; thanks @kavya, bokafor <ben.okafor@laptop.local>"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample system with a last commit that names people wherever people name people; pseudonyms are on."""
    place = build(tmp_path_factory.mktemp("people") / "sample")
    (place / ".github" / "CODEOWNERS").write_text(OWNERS, "utf-8")
    (place / "meridian" / "talk.py").write_text(TALK + "x = 1\n", "utf-8")
    (place / "conf" / "owner.yaml").write_text("owner: Ana Sousa\nmail: ana.sousa@meridian.example\n", "utf-8")
    (place / "debtui.toml").write_text('people = "pseudonyms"\n', "utf-8")
    git(place, "add", "-A")
    git(place, "commit", "-q", "-m", SUBJECT, "--author", "bokafor <ben.okafor@laptop.local>", when="1793400000 +0000")
    collect(place)
    return place


@pytest.fixture(scope="module")
def session(place: Path) -> Iterator[StoreSession]:
    session, _ = open_session(place, fresh=False)
    yield session
    session.close()


@pytest.fixture(scope="module")
def real(place: Path) -> set[str]:
    """Every name and address in the history, and what the last commit calls people."""
    told = git(place, "log", "--format=%an%n%ae%n%aN%n%aE").splitlines()
    people = {text.casefold() for text in told if "dependabot" not in text} - {"ada", "ada@x.org"}
    assert {"ben okafor", "bokafor", "chloe martin", "chloé martin", "cm@old-employer.example"} <= people
    return people | {"ben-okafor", "chloe-martin", "diego-ramos", "(elif)", "@kavya"}


def assert_nobody(text: str, real: set[str]) -> None:
    assert {name for name in real if name in text.casefold()} == set()


def test_no_table_and_no_view_of_the_store_holds_a_name_or_an_address(session: StoreSession, real: set[str]) -> None:
    for name in [*schema.all_tables(), *(name for name, _ in schema.view_sql())]:
        answer = session.sql(f'SELECT * FROM "{name}"', limit=1_000_000)
        assert_nobody(repr(answer.rows), real)
    assert session.sql("SELECT count(*) FROM person WHERE name LIKE 'P-_____'").rows[0][0] == 14


@pytest.mark.parametrize("name", EXPORTERS)
def test_no_report_holds_a_name_or_an_address(name: str, place: Path, real: set[str], tmp_path: Path) -> None:
    out = tmp_path / "report"
    done = CliRunner().invoke(cli, ["report", str(place), "--format", name, "--rows", "5000", "-o", str(out)])
    assert done.exit_code == 0, done.output
    raw = out.read_bytes()
    told = repr(pl.read_parquet(io.BytesIO(raw)).rows()) if name == "parquet" else raw.decode("utf-8")
    assert "P-" in told
    assert_nobody(told, real)


@pytest.mark.parametrize("measure", load(), ids=lambda measure: measure.catalogue)
def test_no_measure_shows_a_name_or_an_address(measure: Measure, session: StoreSession, real: set[str]) -> None:
    last = session.moments()[-1].seq
    if session.result(measure, last).total_rows:
        assert_nobody(repr(session.page(measure, last, 0, 1_000_000)), real)


@pytest.mark.parametrize("kind", ["table", "json", "csv"])
def test_no_way_to_show_rows_shows_a_name_or_an_address(kind: str, place: Path, real: set[str]) -> None:
    for measure in ("ON-1", "ON-3", "AP-15", "CF-2"):
        done = CliRunner().invoke(cli, ["show", measure, str(place), "--format", kind, "--limit", "0", "--no-collect"])
        assert done.exit_code == 0, done.output
        assert_nobody(done.stdout, real)


def test_no_screen_shows_a_name_or_an_address(place: Path, real: set[str]) -> None:
    seen: list[str] = []

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        seen.append(screen(app))
        for key in ("1", "2", "3", "4", "5", "8", "s", "t"):
            for step in (key, *(("enter", "enter", "d") if key in "28" else ())):
                await press(pilot, step)
                seen.append(screen(app))
        await press(pilot, ",")
        seen.append(screen(app))

    target = find(place)
    play(scene, target=type(target)(target.name, target.open, target.ready, target.root), size=(160, 60))
    assert "P-" in "".join(seen)
    assert "Undo what P-" in "".join(seen), "the time line shows the last commit's subject"
    assert len(set(seen)) > 12
    assert_nobody("\n".join(seen), real)


def test_lines_of_a_file_are_shown_without_the_names_of_its_authors(session: StoreSession, real: set[str]) -> None:
    last = session.moments()[-1].seq
    for path in (".mailmap", ".github/CODEOWNERS", "meridian/talk.py", "conf/owner.yaml"):
        shown = session.source(path, last, 1)
        assert shown.lines
        assert_nobody("\n".join(shown.lines), real)


def test_one_person_has_one_pseudonym_in_every_column(session: StoreSession) -> None:
    (ben,) = {
        str(row[0])
        for row in session.sql("SELECT name FROM person JOIN identity USING (person) WHERE basis = 'mailmap'").rows
    }
    owners = dict(session.sql("SELECT path, owner FROM codeowner_at").rows)
    assert owners["meridian/serving/app.py"] == f"{ben} @meridian/serving"
    assert str(owners["conf/base.yaml"]).endswith(" @@admins")
    newest = session.moments()[-1]
    assert newest.author == ben
    assert newest.subject.startswith(f"Undo what {ben} did for P-")


def test_no_number_depends_on_how_people_are_named(place: Path, session: StoreSession, tmp_path: Path) -> None:
    named = tmp_path / "named"
    git(tmp_path, "clone", "-q", str(place), str(named))
    (named / "debtui.toml").unlink()
    other, moment = open_session(named)
    try:
        for measure in session.measures():
            ours, theirs = session.result(measure, moment.seq), other.result(measure, moment.seq)
            assert (ours.value, ours.total_rows) == (theirs.value, theirs.total_rows), measure.id
    finally:
        other.close()


def names(repo: GitRepo, setting: str) -> list[str]:
    repo.write({"debtui.toml": f'people = "{setting}"\n'})
    session, _ = open_session(repo.path)
    try:
        return [str(row[0]) for row in session.sql("SELECT name FROM person ORDER BY name").rows]
    finally:
        session.close()


def test_the_setting_takes_effect_on_the_next_collect_and_leaves_no_trace_of_the_last_one(repo: GitRepo) -> None:
    repo.commit({"a.py": "1"}, author="Zuleika Dobson <zd@x.org>")
    assert names(repo, "names") == ["Zuleika Dobson"]
    assert names(repo, "initials") == ["Z. D."]
    (hidden,) = names(repo, "pseudonyms")
    assert hidden.startswith("P-")
    for path in (repo.path / ".debtui").iterdir():
        assert b"Zuleika" not in path.read_bytes(), path
    assert names(repo, "names") == ["Zuleika Dobson"]
    assert names(repo, "pseudonyms") == [hidden], "stable within a store"


def test_other_stores_have_other_pseudonyms(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.py": "1"})
    repo.write({"debtui.toml": 'people = "pseudonyms"\n'})
    told = []
    for store in (tmp_path / "a.duckdb", tmp_path / "b.duckdb"):
        session, _ = open_session(repo.path, store=store)
        told.append(session.moments()[-1].author)
        session.close()
    assert told[0] != told[1]


def test_new_commits_are_joined_to_people_who_were_stored_before(repo: GitRepo) -> None:
    repo.commit({"a.py": "1"}, author="Ada Lovelace <ada@x.org>")
    before = names(repo, "initials")
    repo.commit({"a.py": "2"}, author="Alan Lamport <al@x.org>")
    repo.commit({"a.py": "3"}, author="Aaron Lee <lee@x.org>")
    repo.commit({"a.py": "4"}, author="Ada L <ada@x.org>")
    assert before == ["A. L."]
    assert names(repo, "initials") == ["A. L.", "A. L. 2", "A. L. 3"]
    session, _ = open_session(repo.path)
    assert [moment.author for moment in session.moments()] == ["A. L.", "A. L. 2", "A. L. 3", "A. L."]
    assert session.sql("SELECT count(*) FROM change WHERE person IS NULL").rows == [(0,)]
    session.close()


def test_a_store_that_tells_more_than_the_setting_allows_is_not_shown(repo: GitRepo) -> None:
    repo.commit({"a.py": "1"})
    collect(repo.path)
    repo.write({"debtui.toml": 'people = "initials"\n'})
    with pytest.raises(MustCollect, match='says people = "initials"'):
        open_session(repo.path, fresh=False)


def test_the_dashboard_fills_such_a_store_anew_before_it_shows_anything(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"}, author="Zuleika Dobson <zd@x.org>")
    collect(repo.path)
    repo.write({"debtui.toml": 'people = "pseudonyms"\n'})

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        for _ in range(400):
            await settle(pilot)
            assert "Zuleika" not in screen(app)
            if app.view is not None:
                break
            await pilot.pause(0.05)
        assert app.view is not None
        assert app.view.moment.author.startswith("P-")

    play(scene, target=find(repo.path))


@pytest.mark.parametrize("wrong", ["pseudonym", 3, True, ["names"]])
def test_an_unknown_way_of_naming_people_is_refused(wrong: object) -> None:
    with pytest.raises(DebtError, match="people"):
        config.parse({"people": wrong}, "debtui.toml")
