"""MLflow's store of files: a directory per run with a file per metric, parameter and tag; a directory per registered model.

A run is known by its `meta.yaml`, and the rest is read from beside it. Those of experiments and datasets are read with their runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from collectors import records
from collectors.mlflow_runs import COMMIT, CONTEXT, LONGEST, moment, number, rows_of, stage_of, tell
from collectors.records import Recorder, Records
from collectors.spec import Unreadable
from collectors.trees import Tree, yaml_documents

_RUN = re.compile(rb"^run_(id|uuid): ", re.MULTILINE)
_STATUS = {"1": "RUNNING", "2": "SCHEDULED", "3": "FINISHED", "4": "FAILED", "5": "KILLED"}
_LARGEST = 1_000_000
_MANY = 5_000
_DEEPEST = 8
"""Levels of a metric's name."""
_ID = re.compile(r"[\w.-]+")


def knows(path: Path, head: bytes) -> bool:
    """Whether it is a run's or a model version's; nothing else is read by itself."""
    return bool(_RUN.search(head)) and (b"\nlifecycle_stage: " in head or path.parent.name.startswith("version-"))


def read(path: Path, into: Records) -> Iterator[None]:
    """A run with its points, or a version of a registered model."""
    told = _meta(path)
    if path.parent.name.startswith("version-"):
        _release(path, told, into)
        return
    run = _text(told, "run_id") or _text(told, "run_uuid") or path.parent.name
    home = path.parent
    experiment = _meta(home.parent / "meta.yaml")
    status = _text(told, "status")
    tags = _values(home / "tags", into)
    for field, tag in (("source_version", COMMIT), ("source_name", "mlflow.source.name")):
        if value := _text(told, field):
            tags.setdefault(tag, value)
    tell(
        into, run, tags, _values(home / "params", into), name=_text(told, "run_name") or _text(told, "name"), experiment=_text(experiment, "name"),
        status=_STATUS.get(status or "", status), started=_text(told, "start_time"), ended=_text(told, "end_time"),
        deleted="deleted" in (_text(told, "lifecycle_stage"), _text(experiment, "lifecycle_stage")),
    )  # fmt: skip
    for each in sorted((home / "inputs").glob("*/meta.yaml")):
        _input(each, run, into)
    for metric, file in _below(home / "metrics"):
        yield from _points(metric, file, run, into)


def _input(path: Path, run: str, into: Records) -> None:
    told = _meta(path)
    source = _text(told, "source_id") or ""
    if _text(told, "source_type") == "DATASET" and _ID.fullmatch(source):
        dataset = _meta(path.parents[3] / "datasets" / source / "meta.yaml")
        if name := _text(dataset, "name"):
            into.add(
                records.RUN_INPUT, run=run, name=name, version=_text(dataset, "digest"), role=_text(told.get("tags"), CONTEXT),
                examples=rows_of(_text(dataset, "profile")),
            )  # fmt: skip


def _points(metric: str, file: Path, run: str, into: Records) -> Iterator[None]:
    """Lines `milliseconds value step`, in stores of before 2019 without the step."""
    series = into.series(metric, run=run)
    rows: list[tuple[int, int | None, object, float | None, int | None]] = []
    broken = 0
    for line, data in records.lines(file):
        parts = data.split()
        if len(parts) not in (2, 3) or not parts[0].lstrip(b"-").isdigit() or not parts[-1]:
            broken = broken or line
            continue
        step = int(parts[2]) if len(parts) == 3 and parts[2].lstrip(b"-").isdigit() else None
        rows.append((series, step, moment(parts[0].decode()), number(parts[1].decode("ascii", "replace")), None))
        if len(rows) >= _MANY:
            into.points(rows)
            rows = []
            yield
    into.points(rows)
    if broken:
        into.fault(f"metrics/{metric}: a line that is no point", broken)


def _release(path: Path, told: Tree, into: Records) -> None:
    version = _text(told, "version") or path.parent.name.removeprefix("version-")
    stage = _text(told, "current_stage")
    if stage == "Deleted_Internal":
        return
    model = _meta(path.parents[1] / "meta.yaml")
    aliases = [alias for alias, of in model.get("aliases").entries.items() if of.text == version]
    aliases += [file.name for file in sorted((path.parents[1] / "aliases").glob("*")) if _read(file).strip() == version]
    run = _text(told, "run_id")
    commits = sorted(path.parents[3].glob(f"*/{run}/tags/{COMMIT}")) if run and _ID.fullmatch(run) else []
    into.add(
        records.RELEASE, model=_text(told, "name") or path.parents[1].name, version=version, released=moment(_text(told, "creation_timestamp")), run=run,
        commit_id=_read(commits[0]).strip() or None if commits else None, stage=stage_of(stage, list({*aliases})),
    )  # fmt: skip


def _values(folder: Path, into: Records) -> dict[str, str]:
    """Parameters or tags: a file each, named like it."""
    found = {}
    for key, file in _below(folder):
        try:
            found[key] = _read(file)[:LONGEST]
        except OSError as error:
            into.fault(f"{folder.name}/{key}: {error.strerror}")
    return found


def _below(folder: Path, name: str = "", depth: int = 0) -> Iterator[tuple[str, Path]]:
    """Files with their names from there. No link is followed."""
    if depth > _DEEPEST or folder.is_symlink() or not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            continue
        if path.is_dir():
            yield from _below(path, f"{name}{path.name}/", depth + 1)
        elif path.is_file():
            yield f"{name}{path.name}", path


def _read(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return file.read(_LARGEST).decode("utf-8", "replace")


def _meta(path: Path) -> Tree:
    """What a meta.yaml says; nothing where there is none. Raises ValueError."""
    try:
        return next(iter(yaml_documents(_read(path))), Tree())
    except Unreadable as error:
        raise ValueError(f"{path.name}: {error}") from error


def _text(tree: Tree, name: str) -> str | None:
    text = tree.get(name).text
    return None if text in {None, "", "null", "~"} else text


RECORDER = Recorder(("meta.yaml",), read, knows)
