"""Tables tell by their columns what they record."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import pytest

from collectors.record_columns import KINDS, NAMES
from collectors.recorders import table
from collectors.records import Records, when
from collectors.spec import DeclaredTable
from tests.clock import seconds

CASES: dict[str, tuple[str, str, dict[str, list[dict[str, object]]]]] = {
    "importances": (
        "i.csv", "model,release,date,feature,importance,std\nrank,7,2025-01-02,age,0.5,0.1\nrank,7,2025-01-02,zip,,\n",
        {"feature_importance": [
            {"model": "rank", "version": "7", "recorded": datetime(2025, 1, 2), "feature": "age", "importance": 0.5, "spread": 0.1, "probe": None},
            {"feature": "zip", "importance": None},
        ]},
    ),
    "statistics of a day": (
        "s.tsv", "date\ttable\tfeature\tn\tnull_share\tmax_ts\n2025-03-01\torders\tage\t1000\t0.1\t2025-02-28T23:00:00+01:00\n",
        {"feature_stat": [{"dataset": "orders", "feature": "age", "examples": 1000, "null_share": 0.1, "newest": datetime(2025, 2, 28, 22)}]},
    ),
    "metrics of releases, a row each": (
        "m.csv", "model,release,released,metric,slice,value,n\nrank,1,2025-01-01,auc,,0.7,900\nrank,1,2025-01-01,auc,country=DE,0.6,90\nrank,2,2025-02-01,auc,,nan,900\n",
        {
            "run": [{"run": "rank 1", "model": "rank"}, {"run": "rank 2"}],
            "release": [{"version": "1", "released": datetime(2025, 1, 1), "run": "rank 1"}, {"version": "2"}],
            "series": [{"metric": "auc", "slice": ""}, {"slice": "country=DE"}, {"run": "rank 2"}],
            "point": [{"value": 0.7, "examples": 900}, {"value": 0.6, "examples": 90}, {"value": None}],
        },
    ),
    "metrics of steps, a column each": (
        "w.jsonl", '{"_step": 1, "_timestamp": 1700000000, "loss": 0.5}\n{"_step": 2, "loss": 0.25, "acc": 1}\n',
        {
            "run": [{"run": "w.jsonl"}],
            "series": [{"metric": "loss"}, {"metric": "acc"}],
            "point": [{"step": 1, "value": 0.5, "recorded": datetime(2023, 11, 14, 22, 13, 20)}, {"step": 2, "value": 0.25}, {"step": 2, "value": 1.0}],
        },
    ),
    "bias by period": (
        "b.csv", "model,period,slice,n,mean_prediction,mean_label\nrank,2025-01-01,,20000,0.062,0.055\n",
        {"prediction_bias": [{"model": "rank", "mean_prediction": 0.062, "mean_label": 0.055, "examples": 20000, "slice": ""}]},
    ),
    "a log of releases": (
        "r.csv", "Model,Version,Deployed at,Commit,Stage\nrank,3,2025-04-01T00:00:00Z,abc1234,production\n",
        {"release": [{"model": "rank", "version": "3", "released": datetime(2025, 4, 1), "commit_id": "abc1234", "stage": "production"}]},
    ),
    "correlations": (
        "c.csv", "feature_a,feature_b,spearman\nage,tenure,0.95\nage,label,0.1\n",
        {"feature_pair": [{"first": "age", "second": "tenure", "correlation": 0.95, "label": False}, {"second": "label", "label": True}]},
    ),
    "distributions": (
        "d.csv", "date,feature,bin,count\n2025-01-01,age,0-10,5\n",
        {"feature_bin": [{"feature": "age", "bin": "0-10", "examples": 5.0, "dataset": ""}]},
    ),
    "results of checks": (
        "k.csv", "subject,check,kind,status,date,value,threshold\norders.age,not_null,,Passed,2025-01-01,0,0\nrank 7,before release,gate,failed,2025-01-02,,\n",
        {"check_result": [
            {"subject": "orders.age", "name": "not_null", "kind": "test", "status": "pass", "value": 0.0, "bound": 0.0},
            {"subject": "rank 7", "kind": "gate", "status": "fail", "recorded": datetime(2025, 1, 2)},
        ]},
    ),
    "a check of a kind that is not known is a test": (
        "u.csv", "subject,check,kind,status\norders,a,nonsense,pass\n", {"check_result": [{"name": "a", "kind": "test"}]},
    ),
    "inputs of runs": (
        "p.csv", "run_id,input,version,role\nr1,orders,v7,training\n",
        {"run_input": [{"run": "r1", "name": "orders", "version": "v7", "role": "training"}]},
    ),
    "ages of tables": (
        "f.csv", "subject,date,newest,error_after\norders,2025-01-03,2025-01-01,86400\n",
        {"freshness": [{"subject": "orders", "newest": datetime(2025, 1, 1), "error_after": 86400.0, "warn_after": None}]},
    ),
    "incidents": (
        "n.csv", "subject,opened,acknowledged,closed,title\norders.age,2025-01-01,2025-01-03,,age is empty\n",
        {"incident": [{"subject": "orders.age", "acknowledged": datetime(2025, 1, 3), "closed": None, "text": "age is empty"}]},
    ),
    "results of checks of columns": (
        "k.csv", "date,table,column,check,status,value,threshold\n2025-01-01,orders,id,unique,Passed,0,0\n2025-01-02,orders,,rows,FAILED,3,10\n",
        {"check_result": [
            {"subject": "orders.id", "name": "unique", "status": "pass", "kind": "test", "value": 0.0, "bound": 0.0},
            {"subject": "orders", "name": "rows", "status": "fail", "recorded": datetime(2025, 1, 2), "bound": 10.0},
        ]},
    ),
    "freshness": (
        "f.csv", "asset,time,latest,max_age_seconds,status\norders,2025-01-02,2025-01-01T12:00:00+02:00,3600,failed\n",
        {"freshness": [{"subject": "orders", "newest": datetime(2025, 1, 1, 10), "error_after": 3600.0, "warn_after": None, "status": "error"}]},
    ),
    "lines of JSON that are broken": (
        "l.jsonl", '{"feature": "a", "importance": 1}\n{"feature": "b", "impor\n[1]\n\n{"feature": "c", "importance": NaN}\n{"feature": "d", "importance": "x"}\n' + "[" * 5_000 + "\n",
        {
            "feature_importance": [{"feature": "a", "importance": 1.0}, {"feature": "c", "importance": None}],
            "record_fault": [{"line": 2}, {"line": 6}, {"line": 7, "reason": "nested too deep"}],
        },
    ),
    "a cell that is longer than any": (
        "o.csv", "feature,importance\na,1\n" + "b" * 200_000 + ",2\nc,3\n",
        {"feature_importance": [{"feature": "a"}, {"feature": "c"}], "record_fault": [{"line": 3, "reason": "field larger than field limit (131072)"}]},
    ),
    "times of several zones, and one twice": (
        "z.csv", "date,feature,n\n2025-01-01T00:00:00+02:00,a,1\n2024-12-31T22:00:00Z,a,2\n2024-12-31T17:00:00-05:00,a,3\n",
        {"feature_stat": [{"recorded": datetime(2024, 12, 31, 22), "examples": n} for n in (1, 2, 3)]},
    ),
    "numbers that are none": (
        "n.csv", "model,metric,value,step\nm,auc,inf,1\nm,auc,-Infinity,2\nm,auc,NaN,3\nm,auc,0.5,inf\n",
        {"series": [{"metric": "auc"}], "point": [{"value": None}, {"value": None}, {"value": None}], "record_fault": [{"line": 5}]},
    ),
    "a table of something else": ("x.csv", "city,people\nBern,1\n", {}),
    "one row of three that cannot be read": (
        "o.csv", "model,version,released\nrank,1,2025-01-01\nrank,2,soon\nrank,3,2025-01-03\n",
        {"release": [{"version": "1"}, {"version": "3"}], "record_fault": [{"line": 3}]},
    ),
}  # fmt: skip


def gathered(path: Path, declared: DeclaredTable | None = None) -> dict[str, list[dict[str, object]]]:
    into = Records()
    into.begin(path.name, "table", declared)
    for _ in table.read(path, into):
        pass
    found: dict[str, list[dict[str, object]]] = {}
    for batch in into.batches(last=True):
        found.setdefault(batch.table.name, []).extend(
            dict(zip(batch.table.names, row, strict=True)) for row in batch.rows
        )
    return found


@pytest.mark.parametrize("case", CASES)
def test_columns_tell_what_a_table_records(case: str, tmp_path: Path) -> None:
    name, text, wanted = CASES[case]
    (tmp_path / name).write_text(text)
    found = gathered(tmp_path / name)
    assert found.keys() == wanted.keys()
    for kind, rows in wanted.items():
        assert [{key: row[key] for key in want} for row, want in zip(found[kind], rows, strict=True)] == rows


def test_an_example_is_a_number_that_does_not_tell_its_id(tmp_path: Path) -> None:
    for version in ("1", "2"):
        (tmp_path / f"{version}.csv").write_text("id,label,pred\nada@example.org,1,0\n")
    (one,), (two,) = (gathered(tmp_path / f"{version}.csv")["prediction"] for version in ("1", "2"))
    assert (one["version"], two["version"]) == ("1", "2")
    assert one["example"] == two["example"]
    assert isinstance(one["example"], int)


def test_a_table_in_parquet_says_the_same(tmp_path: Path) -> None:
    import polars as pl

    pl.DataFrame({"feature": ["age"], "importance": [0.5], "date": [datetime(2025, 1, 1)]}).write_parquet(
        tmp_path / "i.parquet"
    )
    (row,) = gathered(tmp_path / "i.parquet")["feature_importance"]
    assert (row["feature"], row["importance"], row["recorded"]) == ("age", 0.5, datetime(2025, 1, 1))


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2025-01-02", datetime(2025, 1, 2)), ("2025-01-02T03:04:05Z", datetime(2025, 1, 2, 3, 4, 5)), ("20250102", datetime(2025, 1, 2)),
        ("2025-01-02 03:00:00+02:00", datetime(2025, 1, 2, 1)), (1700000000, datetime(2023, 11, 14, 22, 13, 20)),
        ("1700000000000", datetime(2023, 11, 14, 22, 13, 20)), (1700000000.5, datetime(2023, 11, 14, 22, 13, 20, 500000)), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_moment_is_read_however_it_is_written(told: object, moment: datetime | None) -> None:
    assert when(told) == moment


@pytest.mark.parametrize("told", ["soon", "inf", "1e300", "0001-01-01T00:00:00+01:00", "2025-13-01"])
def test_what_is_no_moment_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match=r"day|moment|isoformat|years|month"):
        when(told)


def test_the_settings_say_what_columns_mean(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("var,gini gain,importance,when\nage,0.5,high,2025-01-02\n")
    columns = (("var", "feature"), ("gini gain", "importance"), ("when", "recorded"))
    (row,) = gathered(tmp_path / "x.csv", DeclaredTable("*.csv", "feature_importance", columns))["feature_importance"]
    assert (row["feature"], row["importance"], row["recorded"]) == ("age", 0.5, datetime(2025, 1, 2))


def test_the_settings_say_what_a_table_is_of_two_that_it_could_be(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("feature,date,importance,n\nage,2025-01-02,0.5,7\n")
    assert list(gathered(tmp_path / "x.csv")) == ["feature_importance"]
    (row,) = gathered(tmp_path / "x.csv", DeclaredTable("*.csv", "feature_stat", ()))["feature_stat"]
    assert (row["feature"], row["examples"]) == ("age", 7)


def test_columns_that_are_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    (fault,) = gathered(tmp_path / "x.csv", DeclaredTable("*.csv", "release", (("a", "model"), ("c", "version"))))[
        "record_fault"
    ]
    assert fault["reason"] == "no columns of release: a, b"


def test_what_may_be_declared_is_what_can_be_read() -> None:
    assert {shape.table.name for shape in table.SHAPES} == KINDS
    assert all(
        any(table.Columns(dict.fromkeys(needs), {name: name for name in needs}).has(*needs) for needs in shape.needs)
        for shape in table.SHAPES
    )
    assert {name for shape in table.SHAPES for needs in shape.needs for name in needs} <= NAMES.keys()


def test_of_many_broken_rows_some_are_told_and_how_many_there_are(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"feature": "a", "importance": 1}\n' + "{\n" * 50_000)
    faults = gathered(tmp_path / "x.jsonl")["record_fault"]
    assert [fault["line"] for fault in faults] == [*range(2, 22), None]
    assert faults[-1]["reason"] == "more rows that cannot be read: 49,980"


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl", "a.parquet"])
def test_five_gigabytes_of_nothing_are_refused_at_once(name: str, tmp_path: Path) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(5_000_000_000)
    begun = time.process_time()
    with pytest.raises(ValueError, match=r"longer than|magic|footer|Parquet|parquet"):
        gathered(tmp_path / name)
    assert time.process_time() - begun < seconds(2)
