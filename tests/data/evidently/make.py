"""Runs Evidently on made-up data and keeps what it writes: a report, the same in a workspace, and report and tests of the older API.

    pip install "evidently==0.7.23" "pandas<3"
    DO_NOT_TRACK=1 python tests/data/evidently/make.py

`answers.json` is what its own objects say: the value of each metric and the status of each test, and whether a column drifted.
"""

from __future__ import annotations

import json
import tempfile
import warnings
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.legacy.metric_preset import DataDriftPreset as OldDrift
from evidently.legacy.metric_preset import DataQualityPreset as OldQuality
from evidently.legacy.report import Report as OldReport
from evidently.legacy.test_preset import DataDriftTestPreset, DataStabilityTestPreset
from evidently.legacy.test_suite import TestSuite
from evidently.metrics import MeanValue, ValueDrift
from evidently.presets import DataDriftPreset, DataSummaryPreset
from evidently.tests import gt, lt
from evidently.ui.workspace import Workspace

warnings.filterwarnings("ignore")
HERE = Path(__file__).parent
PICTURES = {"widget", "widgets", "tests_widgets"}


def frames() -> tuple[pd.DataFrame, pd.DataFrame]:
    random = np.random.default_rng(0)
    reference = pd.DataFrame(
        {"age": random.normal(40, 10, 500), "city": random.choice(["a", "b"], 500), "same": random.normal(0, 1, 500)}
    )
    current = pd.DataFrame(
        {
            "age": random.normal(50, 10, 500),
            "city": random.choice(["a", "b", "c"], 500),
            "same": random.normal(0, 1, 500),
        }
    )
    current.loc[:49, "age"] = np.nan
    return reference, current


def main() -> None:
    reference, current = frames()
    defined = DataDefinition(numerical_columns=["age", "same"], categorical_columns=["city"])
    data = [Dataset.from_pandas(frame, data_definition=defined) for frame in (current, reference)]
    answers = {}
    for name, report in {
        "tested.json": Report([DataDriftPreset(), DataSummaryPreset()], include_tests=True),
        "untested.json": Report(
            [
                DataDriftPreset(),
                ValueDrift(column="age", method="wasserstein"),
                ValueDrift(column="same", method="jensenshannon", threshold=0.2),
            ]
        ),
        "bounds.json": Report([MeanValue(column="age", tests=[gt(10), lt(45.5)])]),
    }.items():
        run = report.run(*data, timestamp=datetime(2025, 3, 1, 12))
        run.save_json(str(HERE / name))
        answers[name] = {
            "values": [[item.display_name, value(item)] for item in run._metrics.values()],
            "tests": [[test.name, test.status.value] for item in run._metrics.values() for test in item.tests],
        }
        if name == "tested.json":
            with tempfile.TemporaryDirectory() as folder:
                space = Workspace.create(folder)
                space.add_run(space.create_project("shop").id, run)
                (kept,) = Path(folder).glob("*/snapshots/*.json")
                told = without(json.loads(kept.read_text()))
                (HERE / "snapshot.json").write_text(json.dumps(told))
    old = OldReport([OldDrift(), OldQuality()], timestamp=datetime(2024, 2, 3))
    old.run(reference_data=reference, current_data=current)
    old.save_json(str(HERE / "old_report.json"))
    short = json.loads((HERE / "old_report.json").read_text())
    short["metrics"] = [
        each
        for each in short["metrics"]
        if each["metric"] in {"DatasetDriftMetric", "DataDriftTable", "ColumnSummaryMetric"}
    ]
    for each in short["metrics"]:
        for column in each["result"].get("drift_by_columns", {}).values():
            column.pop("current", None), column.pop("reference", None)
    (HERE / "old_report.json").write_text(json.dumps(short))
    suite = TestSuite([DataDriftTestPreset(), DataStabilityTestPreset()], timestamp=datetime(2024, 2, 3))
    suite.run(reference_data=reference, current_data=current)
    suite.save_json(str(HERE / "old_tests.json"))
    answers["old"] = suite.as_dict()["summary"]["by_status"]
    (HERE / "answers.json").write_text(json.dumps(answers, indent=1, default=str) + "\n")


def value(item):
    return item.to_simple_dict() if hasattr(item, "to_simple_dict") else getattr(item, "value", None)


def without(told):
    """Without pictures, which are nine tenths of a snapshot."""
    if isinstance(told, dict):
        return {name: without(each) for name, each in told.items() if name not in PICTURES}
    return [without(each) for each in told] if isinstance(told, list) else told


if __name__ == "__main__":
    main()
