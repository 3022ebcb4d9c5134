"""What dbt wrote about a run: tests, builds, freshness."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.collectors.recordings import gathered, knowing

DATA = Path(__file__).parents[1] / "data" / "dbt_results"
ANSWERS = json.loads((DATA / "answers.json").read_text())


def test_each_result_is_as_dbt_says() -> None:
    rows = gathered("dbt", DATA / "run_results.json")["check_result"]
    told = [(row["name"] if row["kind"] == "test" else row["subject"], row["status"], row["value"]) for row in rows]
    wanted = [
        (name, "pass" if status == "success" else status, found)
        for name, _, status, found in ANSWERS["run_results.json"]
    ]
    assert told == wanted
    assert [row["kind"] == "test" for row in rows] == ["test" in kind for _, kind, *_ in ANSWERS["run_results.json"]]
    assert {row["invocation"] for row in rows} == {"dbt build"}
    assert {str(row["recorded"])[:10] for row in rows} == {"2026-11-24"}
    assert "ada" not in str(rows)


def test_the_manifest_beside_it_tells_what_a_test_is_about() -> None:
    rows = gathered("dbt", DATA / "run_results.json")["check_result"]
    told = {row["name"]: (row["subject"], row["bound"]) for row in rows if row["kind"] == "test"}
    assert told == {
        "unique_orders_id": ("orders.id", 0.0), "not_null_orders_id": ("orders.id", 0.0), "not_null_orders_user_id": ("orders.user_id", 10.0),
        "no_refunds": ("orders", 0.0), "keeps_all": ("orders", None),
    }  # fmt: skip


def test_without_a_manifest_a_test_has_its_name_alone(tmp_path: Path) -> None:
    shutil.copy(DATA / "run_results.json", tmp_path)
    rows = gathered("dbt", tmp_path / "run_results.json")["check_result"]
    tests = {(row["name"], row["subject"]) for row in rows if row["kind"] == "test"}
    assert tests == {
        ("unique_orders_id", None), ("not_null_orders_id", None), ("not_null_orders_user_id", None), ("no_refunds", None), ("keeps_all", "orders")
    }  # fmt: skip


def test_freshness_is_as_dbt_says() -> None:
    rows = {row["subject"]: row for row in gathered("dbt", DATA / "sources.json")["freshness"]}
    for schema, table, status, newest, age in ANSWERS["sources.json"]:
        if age is None:
            continue  # a table that is not there is no source of the file
        row = rows.pop(f"{schema}.{table}")
        assert (row["status"], str(row["newest"])) == (status, newest.removesuffix("+00:00"))
        assert abs((row["recorded"] - row["newest"]) - timedelta(seconds=age)) < timedelta(milliseconds=1)  # type: ignore[operator]
        assert row["warn_after"] in {86_400, 999_999 * 86_400}
    assert rows == {}


def test_what_docs_generate_left_is_no_result() -> None:
    assert gathered("dbt", DATA / "docs.json") == {}


def test_a_source_that_could_not_be_asked_is_unknown(tmp_path: Path) -> None:
    told = {
        "metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/sources/v3.json"},
        "results": [
            {"unique_id": "source.p.raw.x", "error": "no", "status": "runtime error"},
            {"unique_id": "source.p.raw.y", "status": "warn", "max_loaded_at": "2024-01-02T01:00:00+02:00", "snapshotted_at": "soon", "criteria": {"warn_after": {"count": 2, "period": "hour"}}},
        ],
    }  # fmt: skip
    (tmp_path / "sources.json").write_text(json.dumps(told))
    found = gathered("dbt", tmp_path / "sources.json")
    assert [(row["subject"], row["status"], row["newest"], row["warn_after"]) for row in found["freshness"]] == [
        ("raw.x", "unknown", None, None), ("raw.y", "warn", datetime(2024, 1, 1, 23), 7200.0),
    ]  # fmt: skip
    assert len(found["record_fault"]) == 1


def test_what_breaks_off_keeps_what_stands_before(tmp_path: Path) -> None:
    whole = (DATA / "run_results.json").read_bytes()
    (tmp_path / "run_results.json").write_bytes(whole[: whole.index(b'"test.shop.no_refunds"')])
    (tmp_path / "manifest.json").write_text('{"nodes": {"test.shop.no_refunds": {"attached_node"')
    found = gathered("dbt", tmp_path / "run_results.json")
    assert len(found["check_result"]) == 4
    assert "breaks off" in str(found["record_fault"][0]["reason"])


def test_a_broken_manifest_costs_the_subjects_alone(tmp_path: Path) -> None:
    shutil.copy(DATA / "run_results.json", tmp_path)
    (tmp_path / "manifest.json").write_text('{"nodes": {"test.shop.no_refunds": {"attached_node"')
    found = gathered("dbt", tmp_path / "run_results.json")
    assert len(found["check_result"]) == 8
    assert "manifest.json beside it" in str(found["record_fault"])


@pytest.mark.parametrize(
    "text",
    ['{"metadata": 1, "results": [1, {}], "args": []}', '{"results": [{"unique_id": 3, "timing": 2, "failures": "x"}], "args": {"which": 1, "select": "x"}}',
     '{"results": [{"unique_id": "test.a"}, {"unique_id": "unit_test.a.b"}, {"unique_id": "model"}]}'],
)  # fmt: skip
def test_what_dbt_never_writes_is_no_exception(text: str, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(text[:-1] + ', "x": {"dbt_schema_version": "a/run-results/v6.json"}}')
    gathered("dbt", tmp_path / "r.json")


def test_only_results_are_read() -> None:
    assert knowing(DATA / "run_results.json") == ["dbt"]
    assert knowing(DATA / "manifest.json") == []
