"""What `mlflow experiments csv` writes, and `search_runs().to_csv()`: a row per run, with the last value of each metric."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from collectors import records
from collectors.mlflow_runs import moment, number, tell
from collectors.records import Recorder, Records

_HEADS = (b"run_id,experiment_id,", b",run_id,experiment_id,")
"""The latter with the numbers of the rows that pandas writes in front."""


def knows(path: Path, head: bytes) -> bool:
    """By its first columns."""
    return head.removeprefix(b"\xef\xbb\xbf").startswith(_HEADS)


def read(path: Path, into: Records) -> Iterator[None]:
    """Row by row."""
    text = (line.decode("utf-8-sig", "replace") for _, line in records.lines(path))
    reader = csv.reader((f"{line}\n" for line in text), strict=True)
    header = next(reader, [])
    try:
        for cells in reader:
            if len(cells) != len(header):
                into.fault(f"a row of {len(cells)} cells under {len(header)} names", reader.line_num)
                continue
            _run(dict(zip(header, cells, strict=True)), into)
            yield
    except csv.Error as error:
        into.fault(str(error), reader.line_num)


def _run(row: dict[str, str], into: Records) -> None:
    run, ended = row["run_id"], moment(row.get("end_time"))
    if not run or not into.first(run):
        return
    tell(
        into, run, _part(row, "tags."), _part(row, "params."), experiment=row.get("experiment_id") or None, status=row.get("status"),
        started=row.get("start_time"), ended=ended,
    )  # fmt: skip
    for metric, value in _part(row, "metrics.").items():
        # NaN and a metric that the run does not have are both written as nothing.
        into.points([(into.series(metric, run=run), None, ended, number(value), None)])


def _part(row: dict[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix) and value}


RECORDER = Recorder(("*.csv",), read, knows)
