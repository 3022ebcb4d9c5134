"""Directories of DVCLive say what DVC says of them, and broken files cost no other."""

from __future__ import annotations

import json
import os
import resource
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.collectors.recordings import DATA, collected, points

LIVE = DATA / "dvclive" / "dvclive"


@pytest.fixture
def live(tmp_path: Path) -> Path:
    shutil.copytree(LIVE, tmp_path / "dvclive")
    return tmp_path / "dvclive"


def test_the_last_values_are_those_that_dvc_shows() -> None:
    found = collected(LIVE)
    assert "record_fault" not in found
    (run,) = found["run"]
    assert (run["tool"], run["run"], run["status"]) == ("dvclive", "dvclive", "unknown")
    assert run["started"] == min(each[1] for each in points(found)["dvclive", "train.loss"])
    (shown,) = json.loads((DATA / "dvclive" / "live.json").read_text())[""]["data"].values()
    want = {
        "train.loss": shown["data"]["train"]["loss"],
        **{name: shown["data"][name] for name in ("auc", "nan", "final")},
    }
    told = {metric: rows[-1][2] for (_, metric), rows in points(found).items()}
    assert told == {metric: None if value == "nan" else value for metric, value in want.items()}
    assert {rows[-1][0] for rows in points(found).values()} == {shown["data"]["step"]}


def test_every_step_is_a_point_and_has_its_time_where_there_is_one() -> None:
    found = points(collected(LIVE))
    lines = [line.split("\t") for line in (LIVE / "plots/metrics/train/loss.tsv").read_text().splitlines()[1:]]
    assert found["dvclive", "train.loss"] == [
        (int(step), datetime(1970, 1, 1) + timedelta(milliseconds=int(at)), float(value)) for at, step, value in lines
    ]
    assert found["dvclive", "auc"] == [(n, None, 0.5 + n / 10) for n in range(4)]
    assert found["dvclive", "nan"] == [(n, None, None) for n in range(4)]
    assert found["dvclive", "final"] == [(3, None, 0.9)]


def test_parameters_are_read_and_people_are_not() -> None:
    params = {row["key"]: row["value"] for row in collected(LIVE)["run_value"]}
    assert params == {"lr": "0.1", "net.depth": "3", "layers": "[64, 32]", "odd": "it's"}


def test_a_run_elsewhere_is_known_by_its_curves_and_one_without_last_values_by_its_name(tmp_path: Path) -> None:
    shutil.copytree(LIVE, tmp_path / "first")
    shutil.copytree(LIVE, tmp_path / "second" / "dvclive")
    (tmp_path / "second" / "dvclive" / "metrics.json").unlink()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "metrics.json").write_text('{"auc": 1}')
    (tmp_path / "other" / "curve.tsv").write_text("step\tauc\n0\t1\n")
    found = collected(tmp_path)
    base = tmp_path.name
    assert {(row["tool"], row["run"]) for row in found["run"]} == {
        ("dvclive", f"{base}/first"), ("dvclive", f"{base}/second/dvclive"), ("table", f"{base}/other/curve.tsv"),
    }  # fmt: skip
    assert {metric for run, metric in points(found) if run.endswith("second/dvclive")} == {"train.loss", "auc", "nan"}


def test_broken_files_cost_no_other(live: Path) -> None:
    curves = live / "plots" / "metrics"
    (live / "metrics.json").write_text('{"train": {"loss": 0.1}, "final": 0.9, "odd": "inf", "text": "x", "half": 0.')
    (live / "params.yaml").write_text("lr: [1\n")
    (curves / "auc.tsv").write_bytes(b"step\tauc\n0\t0.5\n\xff\t1\n0\t0.75\n1\tx\n2")
    (curves / "empty.tsv").write_bytes(b"")
    (curves / "caf\udce9.tsv").write_bytes(b"timestamp\tstep\tc\n99999999999999999999\t0\t1\n-5\t1\t2\n")
    (curves / "link.tsv").symlink_to("/etc/passwd")
    found = collected(live)
    assert points(found)["dvclive", "auc"] == [(0, None, 0.5), (0, None, 0.75)]
    assert len(points(found)["dvclive", "train.loss"]) == 4
    assert points(found)["dvclive", "final"] == [(None, None, 0.9)]
    assert points(found)["dvclive", "odd"] == [(None, None, None)]
    reasons = sorted(str(row["reason"]).partition(":")[0] for row in found["record_fault"])
    assert reasons == ["breaks off", "empty", "lines that are no points", "lines that are no points", "params.yaml"]


def test_five_gigabytes_of_nothing_take_no_memory(live: Path) -> None:
    place = live / "plots" / "metrics" / "auc.tsv"
    os.truncate(place, 5_000_000_000)
    os.truncate(live / "metrics.json", 5_000_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = collected(live)
    assert len(points(found)["dvclive", "auc"]) == 4
    assert sorted("longer than" in str(row["reason"]) or "larger than" in str(row["reason"]) for row in found["record_fault"]) == [True, True]  # fmt: skip
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kilobytes
