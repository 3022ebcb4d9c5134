"""Every format: the same bytes twice, nothing that steers a terminal, absence with its reason, no endless lines."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from dataclasses import replace

import polars as pl
import pytest

from debtui.exports.base import Report, Section
from debtui.measures.result import Result
from debtui.report import build
from debtui.stored import StoreSession
from tests.exports.reports import EXPORTERS, MOMENT, every_state, hostile, measure, trend, written

REPORTS = {"every state": every_state, "hostile": hostile, "empty": lambda: Report("empty", MOMENT, [], [], [], "0")}
TEXTS = [name for name, exporter in EXPORTERS.items() if not exporter.BINARY]
FOR_PEOPLE = ["text", "markdown", "html"]
SHORT = [*FOR_PEOPLE, "comment"]


def readable(name: str, report: Report) -> str:
    """What somebody reads of an export: its text, without line breaks, entities and escapes."""
    data = written(name, report)
    if name == "parquet":
        return pl.read_parquet(io.BytesIO(data)).write_csv()
    return " ".join(data.decode().replace("\\", "").split())


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize("name", EXPORTERS)
def test_the_same_report_gives_the_same_bytes(name: str, report: type[Report]) -> None:
    assert written(name, report()) == written(name, report()) != b""


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize("name", TEXTS)
def test_no_character_that_steers_a_terminal_or_disguises_text_gets_through(name: str, report: type[Report]) -> None:
    text = written(name, report()).decode("utf-8")
    wrong = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and c != "\n"}
    assert wrong == set()


@pytest.mark.parametrize("name", EXPORTERS)
def test_a_measure_without_an_answer_says_why(name: str) -> None:
    told = readable(name, every_state())
    for reason in (
        "no export of a flag service",
        "put one into debt/flags",
        "Binder Error: no column x",
        "report this",
    ):
        assert reason in told, reason


@pytest.mark.parametrize("name", SHORT)
def test_what_is_not_measured_has_a_word_and_no_number(name: str) -> None:
    missing = measure(9, "Nowhere to be seen")
    told = readable(name, Report("r", MOMENT, [Section(Result(missing, MOMENT, "unavailable", reason="no log"), ())]))
    told = re.sub(r"<style>.*</style>", "", told)
    assert "not measured" in told.lower()
    assert "no log" in told
    assert "0 files" not in told


@pytest.mark.parametrize("name", SHORT)
def test_files_that_were_not_read_stand_beside_the_number(name: str) -> None:
    assert "4 files (2 files unread)" in readable(name, every_state())


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_threshold_and_grade_are_told_with_every_number(name: str) -> None:
    told = readable(name, every_state())
    assert "watch at 25 %, act at 50 %; no published basis" in told
    assert "watch outside 0.20 to 0.80, act outside 0.10 to 0.90" in told
    assert "E3: read from the files: it looks like this, nothing was run" in told


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_the_line_beside_a_number_ends_where_the_number_is(name: str) -> None:
    past = replace(MOMENT, seq=1)

    def told(*values: float) -> str:
        result = Result(measure(4, "x"), past, "measured", 2.0)
        text = readable(name, Report("r", past, [Section(result, (), trend(*values))]))
        return re.sub(r"<figure>.*?</figure>", "", text)

    assert told(1.0, 2.0) == told(1.0, 2.0, 3.0, 9.0) != told(2.0, 1.0)


@pytest.mark.parametrize("name", SHORT)
def test_a_megabyte_of_one_word_is_cut_for_people(name: str) -> None:
    assert len(written(name, hostile())) < 60_000


@pytest.mark.parametrize("name", ["json", "parquet"])
def test_data_is_not_cut(name: str) -> None:
    assert "y" * 1_000_000 in readable(name, hostile())


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("name", EXPORTERS)
def test_what_is_no_number_is_never_written_as_one(name: str, value: float) -> None:
    report = every_state()
    section = report.sections[0]
    rows = [replace(row, value=value, extra={"x": value, "y": [value]}) for row in section.rows]
    odd = Section(replace(section.result, value=value), rows, trend(1.0, value, None, 3.0))
    told = readable(name, replace(report, sections=[odd], questions=()))
    told = re.sub(r"<style>.*</style>", "", told)
    assert not re.search(r"\b(nan|inf|infinity)\b", told, re.IGNORECASE)


@pytest.fixture(scope="module")
def twice(demo_session: StoreSession) -> list[Report]:
    """The report on the sample system, asked for twice."""
    return [build(demo_session, demo_session.moments()[-1], rows=5) for _ in range(2)]


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_sample_system_is_exported_and_every_time_the_same(name: str, twice: list[Report]) -> None:
    data, again = (written(name, report) for report in twice)
    assert 1000 < len(data) < 1_000_000
    assert data == again


@pytest.mark.parametrize("name", ["csv", "html", "json", "parquet"])
def test_the_sample_system_is_exported_with_the_first_commit_of_every_row(
    name: str, demo_session: StoreSession
) -> None:
    report = build(demo_session, demo_session.moments()[-1], "code", rows=5, since=True)
    assert all(section.since.keys() == {row.fingerprint for row in section.rows} for section in report.sections)
    assert report.sections[0].since
    first = next(iter(report.sections[0].since.values()))
    assert f"{first.moment.committed:%Y-%m-%d}" in readable(name, report)
