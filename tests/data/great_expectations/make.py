"""Runs Great Expectations on made-up data and keeps what it writes: a suite, and a validation of it.

    pip install great_expectations==1.24.1
    python tests/data/great_expectations/make.py

`answers.json` is what its own result says of each expectation, before it is written to the file.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd

HERE = Path(__file__).parent
DATA = pd.DataFrame({
    "id": [1, 2, 3, 4, 4], "age": [33.0, None, 51.0, 27.0, 190.0], "city": ["Bern", "Basel", "Bern", "Genf", "Uri"],
})  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        context = gx.get_context(mode="file", project_root_dir=folder)
        batch = (
            context.data_sources.add_pandas("shop")
            .add_dataframe_asset("users")
            .add_batch_definition_whole_dataframe("all")
        )
        suite = context.suites.add(gx.ExpectationSuite("users", expectations=[
            gxe.ExpectColumnValuesToNotBeNull(column="age", mostly=0.95, severity="warning", notes="Owner: growth"),
            gxe.ExpectColumnValuesToBeBetween(column="age", min_value=0, max_value=120),
            gxe.ExpectColumnValuesToBeUnique(column="id"),
            gxe.ExpectColumnValuesToBeInSet(column="city", value_set=["Bern", "Basel", "Genf", "Uri"]),
            gxe.ExpectColumnMeanToBeBetween(column="age", min_value=20, max_value=60),
            gxe.ExpectTableRowCountToBeBetween(min_value=1, max_value=10),
            gxe.ExpectTableRowCountToEqual(value=5),
            gxe.ExpectTableColumnsToMatchSet(column_set=["id", "age", "city"]),
            gxe.ExpectColumnValuesToBeBetween(column="nowhere", min_value=0),
        ]))  # fmt: skip
        validation = context.validation_definitions.add(
            gx.ValidationDefinition(name="nightly", data=batch, suite=suite)
        )
        checkpoint = context.checkpoints.add(gx.Checkpoint(name="nightly", validation_definitions=[validation]))
        result = checkpoint.run(batch_parameters={"dataframe": DATA})
        (kept,) = Path(folder).glob("gx/uncommitted/validations/**/*.json")
        (HERE / "validation.json").write_text(short(json.loads(kept.read_text())))
        (HERE / "suite.json").write_text((Path(folder) / "gx/expectations/users.json").read_text())
        (HERE / "checkpoint.json").write_text((Path(folder) / "gx/checkpoints/nightly.json").read_text())
        (validated,) = result.run_results.values()
        answers = [
            [each.expectation_config.type, each.success, each.exception_info.get("raised_exception", True),
             each.result.get("observed_value"), each.result.get("unexpected_percent")]
            for each in validated.results
        ]  # fmt: skip
        (HERE / "answers.json").write_text(json.dumps(answers, indent=1, default=str) + "\n")


def short(told: dict) -> str:
    """Without the traces of what it raised, which name directories of the machine."""
    for each in told["results"]:
        for trace in each["exception_info"].values():
            if isinstance(trace, dict):
                trace["exception_traceback"] = ""
    return json.dumps(told, indent=2)


if __name__ == "__main__":
    main()
