"""What recorders read, table by table, for the tests of recorders."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from collectors.records import Records, all_recorders
from collectors.sources.record import COLLECTOR
from collectors.spec import Reading

DATA = Path(__file__).parent.parent / "data"
Found = dict[str, list[dict[str, object]]]


def gathered(tool: str, path: Path, name: str | None = None) -> Found:
    """Rows by the name of their table. The recorder must know the file as its own. A ValueError is a fault, as the source has it."""
    recorder = all_recorders()[tool]
    with path.open("rb") as file:
        assert recorder.knows(path, file.read(4096)), f"{path} is not taken for {tool}'s"
    into = Records()
    into.begin(name or path.name, tool)
    try:
        for _ in recorder.read(path, into):
            pass
    except ValueError as error:
        into.fault(str(error))
    found: Found = {}
    for batch in into.batches(last=True):
        if batch.rows:
            rows = [dict(zip(batch.table.names, row, strict=True)) for row in batch.rows]
            found.setdefault(batch.table.name, []).extend(rows)
    return found


def knowing(path: Path) -> list[str]:
    """The recorders that take a file for their own by its content, whatever its name; those of tables by columns are not asked."""
    with path.open("rb") as file:
        head = file.read(4096)
    return [tool for tool, each in all_recorders().items() if tool != "table" and each.knows(path, head)]


def collected(*places: Path) -> dict[str, list[dict[str, Any]]]:
    """What the source of records reads below some places: each file by whichever recorder has it."""
    found: dict[str, list[dict[str, Any]]] = {}
    reading = Reading(repo=SimpleNamespace(work_tree=None), tip="", exports=places)  # type: ignore[arg-type]
    for batch in COLLECTOR.collect(reading):
        rows = found.setdefault(batch.table.name, [])
        rows += [dict(zip(batch.table.names, row, strict=True)) for row in batch.rows]
    return {table: rows for table, rows in found.items() if rows}


def points(found: dict[str, list[dict[str, Any]]]) -> dict[tuple[str, str], list[tuple[object, object, object]]]:
    """Step, time and value of each point, by run and metric."""
    series = {row["series"]: (row["run"], row["metric"]) for row in found.get("series", [])}
    told: dict[tuple[str, str], list[tuple[object, object, object]]] = {}
    for row in found.get("point", []):
        told.setdefault(series[row["series"]], []).append((row["step"], row["recorded"], row["value"]))
    return told
