"""Validations of Great Expectations: what came of each expectation."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from tests.collectors.recordings import gathered, knowing

DATA = Path(__file__).parents[1] / "data" / "great_expectations"
ANSWERS = json.loads((DATA / "answers.json").read_text())


def test_each_expectation_came_out_as_great_expectations_says() -> None:
    rows = gathered("great_expectations", DATA / "validation.json")["check_result"]
    for row, (name, success, raised, observed, unexpected) in zip(rows, ANSWERS, strict=True):
        assert row["name"] == name
        assert (row["status"] == "pass") is success
        assert (row["status"] == "error") is raised
        measured = observed if isinstance(observed, int | float) else None
        assert row["value"] == (measured if unexpected is None else unexpected / 100)
        assert (row["invocation"], str(row["recorded"])[:4]) == ("users", "2026")


def test_a_row_says_what_was_held_against_what() -> None:
    rows = gathered("great_expectations", DATA / "validation.json")["check_result"]
    told = {(row["subject"], row["name"]): (row["status"], row["value"], row["bound"]) for row in rows}
    assert told[("users.age", "expect_column_values_to_not_be_null")] == ("warn", 0.2, 0.05)
    assert told[("users.age", "expect_column_mean_to_be_between")] == ("fail", 75.25, 60.0)
    assert told[("users", "expect_table_row_count_to_equal")] == ("pass", 5.0, 5.0)
    assert told[("users.nowhere", "expect_column_values_to_be_between")] == ("error", None, None)


def test_no_value_of_the_data_is_kept() -> None:
    assert "190" not in str(gathered("great_expectations", DATA / "validation.json"))


def test_a_suite_is_no_result() -> None:
    assert gathered("great_expectations", DATA / "suite.json") == {}


def test_a_result_of_the_older_kind_is_read(tmp_path: Path) -> None:
    told = {
        "meta": {"great_expectations_version": "0.13", "expectation_suite_name": "s", "run_id": {"run_time": "20200102T030405.500000Z"}, "batch_kwargs": {"table": "t"}},
        "results": [
            {"success": False, "exception_info": {"raised_exception": False}, "result": {"unexpected_percent": 50.0},
             "expectation_config": {"expectation_type": "expect_column_pair_values_to_be_equal", "kwargs": {"column_A": "a", "column_B": "b"}}},
        ],
    }  # fmt: skip
    (tmp_path / "v.json").write_text(json.dumps(told))
    (row,) = gathered("great_expectations", tmp_path / "v.json")["check_result"]
    assert (row["subject"], row["status"], row["value"], row["bound"]) == ("t.a+b", "fail", 0.5, 0.0)
    assert (row["recorded"], row["invocation"]) == (datetime(2020, 1, 2, 3, 4, 5, 500000), "s")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.999])
def test_of_a_validation_that_breaks_off_the_rest_stays(share: float, tmp_path: Path) -> None:
    whole = (DATA / "validation.json").read_bytes()
    (tmp_path / "v.json").write_bytes(whole[: int(len(whole) * share)])
    found = gathered("great_expectations", tmp_path / "v.json")
    assert len(found["check_result"]) == whole[: int(len(whole) * share)].count(b'\n      "success":')
    assert len(found["record_fault"]) == 1


@pytest.mark.parametrize(
    "text",
    ['{"results": 3, "meta": []}', '{"results": [1, {"expectation_config": {"kwargs": {"column_list": 1}}, "result": {"unexpected_percent": NaN}}]}',
     '{"results": [{"expectation_config": []}], "meta": {"run_id": {"run_time": "soon"}}}'],
)  # fmt: skip
def test_what_great_expectations_never_writes_is_no_exception(text: str, tmp_path: Path) -> None:
    (tmp_path / "v.json").write_text(text[:-1] + ', "great_expectations_version": 1}')
    gathered("great_expectations", tmp_path / "v.json")


def test_each_file_has_one_reader() -> None:
    data = DATA.parent
    for tool, name in {
        "great_expectations": "great_expectations/validation.json", "evidently": "evidently/tested.json", "prometheus": "prometheus/range.json",
    }.items():  # fmt: skip
        assert knowing(data / name) == [tool]
    assert knowing(data / "dbt" / "ls.json") == []
