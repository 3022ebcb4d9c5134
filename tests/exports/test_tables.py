"""CSV, JSON and Parquet: every row, for the programs that people open them with."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from debtui.exports.rows import COLUMNS, defused
from tests.exports.reports import every_state, hostile, written

duckdb = pytest.importorskip("duckdb")
FORMULAS = [
    "=cmd()",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=cmd()",
    "\r=cmd()",
    " =cmd()",
    "\u200b=cmd()",
    "\n=cmd()",
    "'=1",
    "＝cmd()",
]


def lines(report: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written("csv", report).decode(), newline="")))


def test_csv_holds_every_row_and_one_line_for_each_measure_without_an_answer() -> None:
    rows = lines(every_state())
    assert [row["status"] for row in rows] == ["measured"] * 4 + ["unavailable", "failed"]
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["since"] == "2025-03-01T00:00:00Z"
    assert json.loads(rows[0]["extra"]) == {"people": 2, "seen": "2025-01-02T00:00:00Z"}
    assert rows[2]["value"] == ""
    assert rows[4]["value"] == rows[4]["path"] == ""


def test_no_cell_of_the_csv_is_a_formula_or_longer_than_a_spreadsheet_takes() -> None:
    rows = lines(hostile())
    assert len(rows) == 5
    for cell in (cell for row in rows for cell in row.values()):
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")), cell[:40]
        assert len(cell) <= 32_767
    assert (rows[3]["path"], rows[3]["explanation"], rows[3]["owner"]) == ("'=cmd()", "'+1+1", "'@owner")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_a_quote_in_front(text: str) -> None:
    told = str(defused(text))
    assert told.startswith("'") or told.startswith("\ufffd")


@pytest.mark.parametrize("value", [-3, -0.5, None, True, "a-b", "src/=x.py"])
def test_numbers_and_plain_words_stay_as_they_are(value: object) -> None:
    assert defused(value) == value


def test_json_is_valid_and_holds_every_measure_row_and_trend() -> None:
    def refuse(name: str) -> None:
        raise AssertionError(name)

    report = json.loads(written("json", every_state()), parse_constant=refuse)
    assert [m["status"] for m in report["measures"]] == ["measured"] * 5 + ["unavailable", "failed"]
    assert [m["headline"]["value"] for m in report["measures"]] == [4.0, 0.31, 7.0, 0.031, 0.5, None, None]
    assert [p["value"] for p in report["measures"][0]["trend"]] == [None, 2.0, None, None, 3.0, 4.0]
    assert report["measures"][4]["threshold"] == {
        "better": "band", "warn": [0.2, 0.8], "fail": [0.1, 0.9], "basis": "no published basis",
    }  # fmt: skip
    assert report["measures"][5]["reason"] == "no export of a flag service"
    assert report["measures"][0]["rows"][0]["since_basis"] == "exact"


def test_other_programs_read_the_json_too(tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    file.write_bytes(written("json", hostile()))
    found = duckdb.sql(f"SELECT len(measures) FROM read_json('{file}', maximum_object_size=50000000)").fetchall()
    assert found == [(3,)]


def test_polars_and_duckdb_read_the_same_parquet(tmp_path: Path) -> None:
    for number, (report, rows) in enumerate(((every_state(), 6), (hostile(), 5))):
        file = tmp_path / f"{number}.parquet"
        file.write_bytes(written("parquet", report))
        frame = pl.read_parquet(file)
        assert frame.columns == list(COLUMNS)
        assert frame.schema["value"] == pl.Float64
        assert frame.schema["line"] == pl.Int64
        assert frame.height == rows
        assert duckdb.sql(f"SELECT * FROM '{file}'").fetchall() == frame.rows()


def test_a_parquet_of_nothing_has_its_columns_all_the_same() -> None:
    report = every_state()
    empty = type(report)("r", report.moment, [])
    assert pl.read_parquet(io.BytesIO(written("parquet", empty))).columns == list(COLUMNS)
