"""What people export from W&B is read as runs and points, whatever the format."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.collectors.recordings import DATA, collected, points

EXPORTS = DATA / "wandb" / "exports"


def moment(told: float) -> datetime:
    return datetime(1970, 1, 1) + timedelta(seconds=told)


@pytest.mark.parametrize("name", ["runs.csv", "runs.json", "runs.parquet", "flat.csv"])
def test_a_table_of_runs_has_their_settings_and_summaries(name: str) -> None:
    found = collected(EXPORTS / name)
    assert "record_fault" not in found
    first, second = found["run"]
    assert [first[key] for key in ("tool", "run", "name", "status", "started", "ended")] == [
        "wandb_export", "first", "first", "finished", moment(1767225640), moment(1767225700.5),
    ]  # fmt: skip
    assert [second[key] for key in ("run", "status", "started")] == ["second", "failed", moment(1767229294)]
    params = {(row["run"], row["key"]): row["value"] for row in found["run_value"]}
    assert {key: value.replace("True", "true") for key, value in params.items() if key[1] != "none"} == {
        ("first", "lr"): "0.1", ("first", "net.depth"): "3", ("first", "layers"): "[64, 32]", ("first", "early"): "true",
        ("second", "lr"): "0.01", ("second", "net.depth"): "4",
    }  # fmt: skip
    told = {key: rows for key, rows in points(found).items() if key[1] != "odd"}
    assert told == {
        ("first", "loss"): [(30, moment(1767225700.5), 0.25)], ("first", "val.auc"): [(30, moment(1767225700.5), 0.875)],
        ("second", "loss"): [(3, moment(1767229300), 0.5)],
    }  # fmt: skip
    odd = points(found).get(("first", "odd"), [(30, moment(1767225700.5), None)])
    assert odd == [(30, moment(1767225700.5), None)]


@pytest.mark.parametrize("name", ["history.csv", "history.json", "history.parquet"])
def test_a_history_has_its_steps_and_times(name: str) -> None:
    found = collected(EXPORTS / name)
    (run,) = found["run"]
    assert run["started"] == moment(1767225600.5)
    told = {metric: rows for (_, metric), rows in points(found).items()}
    assert told == {
        "loss": [(n, moment(1767225600.5 + n), pytest.approx(1 / (n + 1), rel=1e-9)) for n in range(5)],
        "auc": [(n, moment(1767225600.5 + n), n / 10) for n in (1, 3)],
    }
    assert "record_fault" not in found


CHART = """"Step","first - val - loss","first - val - loss__MIN","first - val - loss__MAX","second - val - loss","second - val - loss__MIN","second - val - loss__MAX"
"0","0.5","0.5","0.5","","",""
"10","NaN","0.25","0.25","0.75","0.75","0.75"
"""
PAGE = """"Name","State","Notes","User","Tags","Created","Runtime","Sweep","lr","loss"
"amber-sun-1","finished","call Ada","ada","base, x","2026-01-01T00:00:00.000Z","60","s1","0.1","0.5"
"amber-sun-1","running","-","ada","","2026-01-02T00:00:00.000Z","5","","0.1","0.6"
"""


def test_a_chart_has_points_of_each_of_its_runs(tmp_path: Path) -> None:
    (tmp_path / "chart.csv").write_text(CHART)
    found = collected(tmp_path)
    # A name may have a dash of its own: what stands behind the last is taken for the metric.
    assert points(found) == {
        ("first - val", "loss"): [(0, None, 0.5), (10, None, None)],
        ("second - val", "loss"): [(10, None, 0.75)],
    }
    assert len(found["run"]) == 2


def test_of_a_page_s_table_the_runs_are_known_and_why_their_numbers_are_not(tmp_path: Path) -> None:
    (tmp_path / "page.csv").write_text(PAGE)
    found = collected(tmp_path)
    runs = [(row["run"], row["name"], row["status"], row["started"], row["ended"]) for row in found["run"]]
    assert runs == [
        ("amber-sun-1", "amber-sun-1", "finished", datetime(2026, 1, 1), datetime(2026, 1, 1, 0, 1)),
        ("amber-sun-1 (2)", "amber-sun-1", "running", datetime(2026, 1, 2), None),
    ]  # fmt: skip
    assert {(row["key"], row["value"]) for row in found["run_value"]} == {("tags", "base, x"), ("sweep", "s1")}
    (fault,) = found["record_fault"]
    assert fault["reason"] == "settings and metrics cannot be told apart, name them config.x and summary.x: lr, loss"
    assert "Ada" not in str(found) and "'ada'" not in str(found)  # noqa: PT018


def test_rows_that_cannot_be_read_cost_no_other(tmp_path: Path) -> None:
    cells = [
        "{'loss': 1}",
        "__import__('os').getcwd()",
        "{'a': " + "(" * 9000,
        "-" * 90_000 + "1",
        "[1]",
        "{'loss': nan, 'x': -inf}",
        "{" * 300_000,
    ]
    lines = ["summary,config,name", *(f'"{cell}",{{}},r{n}' for n, cell in enumerate(cells))]
    (tmp_path / "runs.csv").write_text("\n".join(lines))
    (tmp_path / "cut.json").write_text('[{"_step": 0, "loss": 1}, {"_step": 1, "lo')
    (tmp_path / "other.json").write_text('[{"summary": "x"}]')
    found = collected(tmp_path)
    assert [row["name"] for row in found["run"]] == ["cut", "r0", "r5"]
    faults = {(Path(row["file"]).name, row["line"]) for row in found["record_fault"]}
    assert faults == {("cut.json", None), *(("runs.csv", n) for n in (3, 4, 5, 6, 8))}
    assert [rows for (run, _), rows in points(found).items() if run == "r5"] == [[(None, None, None)]] * 2


def test_a_table_of_something_else_is_not_wandb_s(tmp_path: Path) -> None:
    (tmp_path / "releases.csv").write_text("model,version,released,metric,value\nm,1,2025-01-01,auc,0.5\n")
    (tmp_path / "summary.csv").write_text("run,step,loss,summary\nr,1,0.5,x\n")
    assert {row["tool"] for row in collected(tmp_path)["run"]} == {"table"}
