"""What a snapshot holds is what its repository's session answers; and what it must not hold is not in it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from debtui.exports.base import Report
from debtui.format import safe
from debtui.open import open_session
from debtui.report import build
from debtui.session import NotMeasured, Query
from debtui.snapshot import layout
from debtui.snapshot.session import SnapshotSession
from debtui.snapshot.write import snapshot
from debtui.stored import StoreSession
from tests.exports.reports import EXPORTERS, written
from tests.test_secrets import told_in

DOCUMENT = Path(__file__).parents[2] / "docs" / "snapshot.md"
KINDS = {"VARCHAR": "text", "BIGINT": "int", "HUGEINT": "int", "INTEGER": "int", "DOUBLE": "float", "BOOLEAN": "bool", "TIMESTAMP": "time"}  # fmt: skip


@pytest.fixture(scope="module")
def data(demo_file: Path) -> bytes:
    return demo_file.read_bytes()


@pytest.fixture(scope="module")
def opened(demo_file: Path) -> Iterator[SnapshotSession]:
    session = SnapshotSession(demo_file)
    yield session
    session.close()


def held(data: bytes, path: Path) -> Path:
    path.write_bytes(data)
    return path


def texts(data: bytes) -> str:
    """Everything that a file tells, unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        told = [file.read(name) for name in file.namelist()]
    return "\n".join(
        repr(pl.read_parquet(io.BytesIO(one)).rows()) if one[:4] == b"PAR1" else one.decode() for one in told
    )


@pytest.fixture(scope="module")
def reports(demo_session: StoreSession, opened: SnapshotSession) -> tuple[Report, Report]:
    """Of the repository and of the snapshot; their notes differ in what they say of the place."""
    of_it, of_file = (build(session, session.moments()[-1], rows=5_000) for session in (demo_session, opened))
    gone = {"Repository", "Store"}
    assert [note for note in of_it.notes if note[0] not in gone] == list(of_file.notes[1:])
    return replace(of_it, notes=()), replace(of_file, notes=())


@pytest.mark.parametrize("kind", EXPORTERS)
def test_the_report_of_a_snapshot_is_the_report_of_its_repository(kind: str, reports: tuple[Report, Report]) -> None:
    assert written(kind, reports[1]) == written(kind, reports[0])


def test_it_is_the_same_bytes_when_it_is_written_again(small_data: bytes, small_path: Path) -> None:
    again, moment = open_session(small_path, fresh=False)
    try:
        assert snapshot(again, moment, code=True) == small_data
    finally:
        again.close()


QUERIES = (
    Query("meridian"), Query("!meridian"), Query("severity:fail"), Query("value>3", None, "value"), Query("", None, "owner", True),
    Query("'quarter end'"), Query("", None, "path"),
)  # fmt: skip


@pytest.mark.parametrize("name", ["ON-1", "ON-8", "CF-2", "AP-6", "DD-10", "ZK-10", "PM-5"])
def test_filters_and_orders_mean_what_they_mean_in_the_store(
    name: str, demo_session: StoreSession, opened: SnapshotSession
) -> None:
    measure, seq = demo_session.measure(name), opened.moment.seq
    told = demo_session.page(measure, seq, 0, 1)
    extra = next(iter(told[0].extra))
    for query in (*QUERIES, Query("", None, extra), Query(f"!{extra}:2", None, extra, True)):
        wanted = demo_session.page(measure, seq, 0, 10_000, query)
        assert opened.page(opened.measure(name), seq, 0, 10_000, query) == wanted, query
        assert opened.count(measure, seq, query) == len(wanted)
        assert opened.page(measure, seq, 3, 5, query) == wanted[3:5]


@pytest.mark.parametrize("view", layout.views())
def test_a_view_has_the_columns_and_rows_of_the_store(
    view: str, demo_session: StoreSession, opened: SnapshotSession
) -> None:
    seq, fields = opened.moment.seq, layout.views()[view]
    with demo_session._at("views") as desk:
        if view != "path_class":
            demo_session.view_count(view, seq)
        kinds = desk.cursor.columns(f"SELECT * FROM {view}")
    assert {name: field.kind for name, field in fields.items()} == {name: KINDS[kinds[name]] for name in fields}
    unheld = {"data_opaque_at": {"reason"}, "path_class": {"language", "kind"}}
    assert kinds.keys() - fields.keys() == unheld.get(view, set()), "raise LAYOUT and add the column"
    if view != "path_class":
        told = demo_session.view_page(view, seq, 0, 1_000_000)
        at = [list(told.columns).index(name) for name in fields]
        wanted = [tuple(safe(row[n]) if isinstance(row[n], str) else row[n] for n in at) for row in told.rows]
        assert sorted(opened.view_page(view, seq, 0, 1_000_000).rows, key=repr) == sorted(wanted, key=repr)


def test_any_reader_of_zip_and_parquet_reads_it(data: bytes, reports: tuple[Report, Report], tmp_path: Path) -> None:
    file = zipfile.ZipFile(io.BytesIO(data))
    assert file.testzip() is None
    rows = pl.read_parquet(file.open(layout.EVIDENCE))
    catalogue = json.loads(file.read(layout.MEASURES))
    counted = dict(rows["measure"].value_counts().iter_rows())
    results = {section.result.measure.id: section.result for section in reports[0].sections}
    assert results.keys() == {told["id"] for told in catalogue}
    for told in catalogue:
        result = results[told["id"]]
        assert told["result"]["value"] == result.value
        assert (told["result"]["total_rows"], told["result"]["reason"]) == (counted.get(told["id"], 0), result.reason)
        assert told["sql"] == result.measure.sql
    path = tmp_path / "evidence.parquet"
    path.write_bytes(file.read(layout.EVIDENCE))
    asked = "SELECT count(*), count(DISTINCT fingerprint), min(extra->>'$.rank') FROM read_parquet(?)"
    assert duckdb.execute(asked, [str(path)]).fetchone() == (rows.height, rows["fingerprint"].n_unique(), "1")


def test_without_being_asked_for_no_line_of_a_program_is_in_it(
    data: bytes, demo: Path, demo_session: StoreSession
) -> None:
    told = texts(data)
    lines = {
        line.strip()
        for path in demo.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if len(line.strip()) > 30 and "#" not in line and '"""' not in line
    }
    assert len(lines) > 300
    assert [line for line in lines if line in told] == []
    assert str(demo) not in told


def test_other_moments_and_what_is_not_held_are_told_and_never_guessed(opened: SnapshotSession) -> None:
    measure, last = opened.measure("ON-1"), opened.moment.seq
    earlier = opened.result(measure, last - 1)
    assert (earlier.status, earlier.value) == ("unavailable", None)
    asked = [
        lambda: opened.page(measure, last - 1, 0, 5), lambda: opened.count(measure, last, Query(worse_than=3)),
        lambda: opened.since(measure, last, "x"), lambda: opened.configurations(last), lambda: opened.configuration("a", last),
        lambda: opened.changes_of(["a"], last), lambda: opened.last_set("a", "b", last), lambda: opened.view_count("flag_life_at", 0),
        lambda: opened.view_count("file_at", last), lambda: opened.sql("SELECT * FROM file_at"), lambda: opened.sql("SELECT 1", 0),
        lambda: opened.compute_trend(measure, "commit"),
    ]  # fmt: skip
    for ask in asked:
        with pytest.raises(NotMeasured, match="snapshot") as told:
            ask()
        assert told.value.hint
    assert opened.source("meridian/common/flags.py", last, 8).lines == ()
    assert opened.sql("SELECT count(*) FROM evidence").rows == [
        (sum(opened.result(m, last).total_rows for m in opened.measures()),)
    ]


def test_a_snapshot_of_the_past_ends_with_its_commit(small: StoreSession, tmp_path: Path) -> None:
    first = small.moments()[0]
    opened = SnapshotSession(held(snapshot(small, first), tmp_path / "a.debt"))
    assert list(opened.moments()) == [first]
    rows = opened.page(opened.measure("AP-15"), 0, 0, 10)
    assert [row.explanation for row in rows] == ["TODO: one"]
    opened.close()


def test_with_code_it_shows_what_the_repository_shows(small: StoreSession, small_data: bytes, tmp_path: Path) -> None:
    opened = SnapshotSession(held(small_data, tmp_path / "a.debt"))
    shown = small.source("c.py", 1, 41)
    assert opened.source("c.py", 1, 41) == shown
    assert (shown.first_line, len(shown.lines)) == (29, 25)
    assert opened.source("conf/z.yaml", 1, 1).lines == (), "no lines of configuration"
    assert opened.source("c.py", 0, 41).lines == (), "nor of another commit"
    opened.close()


def test_it_holds_no_secret_and_no_name_even_with_code(small_data: bytes) -> None:
    told = texts(small_data)
    assert "TODO rotate" in told
    assert told_in(told) == []
    assert "P-" in told
    assert [name for name in ("zuleika", "dobson", "zuleika@x.org") if name in told.casefold()] == []


def test_the_document_names_every_member_and_column() -> None:
    told = DOCUMENT.read_text("utf-8")
    for member, fields in layout.COLUMNS.items():
        marks = [
            f"{name}{'' if field.kind == 'text' else f' {field.kind}'}{'' if field.given else '?'}"
            for name, field in fields.items()
        ]
        line = f"| `{member}` | {', '.join(marks)} |"
        assert line in told.splitlines(), line
    assert all(f"`{name}`" in told for name in layout.ALWAYS)
    assert f"layout version is {layout.LAYOUT}" in told
