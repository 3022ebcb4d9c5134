"""Evidently's reports: what they measured, tested and found to have drifted."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from collectors.recorders.evidently import day_of
from collectors.records import all_recorders
from tests.collectors.recordings import Found, gathered

DATA = Path(__file__).parents[1] / "data" / "evidently"
ANSWERS = json.loads((DATA / "answers.json").read_text())
STATUS = {"SUCCESS": "pass", "FAIL": "fail", "WARNING": "warn", "ERROR": "error"}


def checks(found: Found) -> list[tuple[object, ...]]:
    return [(row["name"], row["status"]) for row in found.get("check_result", ())]


@pytest.mark.parametrize("name", ["tested.json", "bounds.json", "snapshot.json"])
def test_each_test_came_out_as_evidently_says(name: str) -> None:
    found = gathered("evidently", DATA / name)
    wanted = ANSWERS["tested.json" if name == "snapshot.json" else name]["tests"]
    assert sorted(checks(found)) == sorted((test, STATUS[status]) for test, status in wanted)
    assert "record_fault" not in found


def test_a_workspace_says_what_the_saved_report_says_and_when() -> None:
    saved, kept = gathered("evidently", DATA / "tested.json"), gathered("evidently", DATA / "snapshot.json")
    for table in ("check_result", "feature_stat"):
        for rows, recorded in ((saved[table], None), (kept[table], datetime(2025, 3, 1, 12))):
            assert {row.pop("recorded") for row in rows} == {recorded}
            for row in rows:
                row.pop("file")
        assert saved[table] == kept[table]


def test_statistics_are_those_of_the_metrics() -> None:
    values = dict(ANSWERS["tested.json"]["values"])
    rows = {row["feature"]: row for row in gathered("evidently", DATA / "tested.json")["feature_stat"]}
    for column in ("age", "same"):
        told = rows[column]
        assert told["mean"] == values[f"Mean value of '{column}'"]
        assert told["spread"] == values[f"Std value of '{column}'"]
        assert told["median"] == values[f"Quantile 0.5 of '{column}'"]
        assert told["null_share"] == values[f"Column '{column}' missing values"]["share"]
    assert rows["city"]["distinct_values"] == len(values["Unique Value Count: city"]["counts"])
    assert {row["examples"] for row in rows.values()} == {values["Row count in dataset"]}


def test_drift_is_judged_by_the_method_where_nothing_was_tested() -> None:
    rows = gathered("evidently", DATA / "untested.json")["check_result"]
    values = [value for name, value in ANSWERS["untested.json"]["values"] if name.startswith("Value drift")]
    assert [row["value"] for row in rows] == values
    assert [(row["subject"], row["name"], row["status"], row["bound"], row["kind"]) for row in rows] == [
        (".age", "drift by K-S p_value", "fail", 0.05, "drift"), (".same", "drift by K-S p_value", "pass", 0.05, "drift"),
        (".city", "drift by chi-square p_value", "fail", 0.05, "drift"), (".age", "drift by wasserstein", "fail", 0.1, "drift"),
        (".same", "drift by jensenshannon", "pass", 0.2, "drift"),
    ]  # fmt: skip


def test_a_bound_is_what_a_value_was_held_against() -> None:
    rows = gathered("evidently", DATA / "bounds.json")["check_result"]
    mean = ANSWERS["bounds.json"]["values"][0][1]
    assert [(row["subject"], row["value"], row["bound"]) for row in rows] == [
        (".age", mean, 10.0),
        (".age", mean, 45.5),
    ]


def test_the_older_api_is_read() -> None:
    found = gathered("evidently", DATA / "old_tests.json")
    statuses = [row["status"] for row in found["check_result"]]
    assert {name: statuses.count(STATUS[name]) for name in ANSWERS["old"]} == ANSWERS["old"]
    rows = gathered("evidently", DATA / "old_report.json")
    told = {(row["subject"], row["name"], row["status"]) for row in rows["check_result"]}
    assert (None, "DatasetDriftMetric", "fail") in told
    assert {(".age", "drift by K-S p_value", "fail"), (".same", "drift by K-S p_value", "pass")} < told
    stats = {row["feature"]: (row["null_share"], row["examples"], row["recorded"]) for row in rows["feature_stat"]}
    assert stats["age"] == (0.1, 500, datetime(2024, 2, 3))


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("reports/2025-03-01/drift.json", datetime(2025, 3, 1)), ("a/drift_20250301.json", datetime(2025, 3, 1)), ("2024-01-01/2025_03_01.json", datetime(2025, 3, 1)),
        ("drift.json", None), ("run-120250301/x.json", None), ("2025-02-31.json", None), ("2025-13-01.json", None),
    ],
)  # fmt: skip
def test_a_day_in_the_name_is_the_time(path: str, day: datetime | None) -> None:
    assert day_of(path) == day


def test_of_a_report_that_breaks_off_the_rest_stays(tmp_path: Path) -> None:
    whole = (DATA / "tested.json").read_bytes()
    (tmp_path / "half.json").write_bytes(whole[: whole.index(b'"tests": [{') + 3000])
    found = gathered("evidently", tmp_path / "half.json")
    assert len(found["check_result"]) > 2
    assert len(found["feature_stat"]) == 4
    assert [str(row["reason"])[:10] for row in found["record_fault"]] == ["breaks off"]


@pytest.mark.parametrize(
    "text",
    [
        '{"version": "1", "metrics": [], "tests": 7}', '{"version": "1", "metrics": [null, 1, {"metric": 3, "result": [1]}], "timestamp": null}',
        '{"version": "1", "tests": [{"group": 1, "parameters": {"condition": [], "score": "x"}}]}', '{"version": "1", "metrics": [' + "[" * 100_000,
        '{"metrics": [{"id": [1], "config": {"type": "evidently:metric_v2:ValueDrift", "threshold": NaN}, "value": Infinity}]}',
        '{"version": "1", "metrics": [{"metric": "ColumnSummaryMetric", "result": {"current_characteristics": {"number_of_rows": Infinity, "unique": NaN}}}]}',
        '{"metric_results": {"a": 1, "b": {"tests": [1]}}, "x": "evidently:metric_result_v2:"}',
    ],
)  # fmt: skip
def test_what_evidently_never_writes_is_no_exception(text: str, tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text(text)
    gathered("evidently", tmp_path / "odd.json")


def test_a_report_of_gigabytes_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "vast.json").open("wb") as file:
        file.write((DATA / "tested.json").read_bytes()[:4096])
        file.truncate(5_000_000_000)
    assert "larger than" in str(gathered("evidently", tmp_path / "vast.json")["record_fault"])


@pytest.mark.parametrize("head", [b"", b'{"metrics": [{"id": 1}]}', b'{"version": "1", "rows": []}', b"[1, 2]"])
def test_other_files_are_left_alone(head: bytes) -> None:
    assert not all_recorders()["evidently"].knows(Path("a.json"), head)
