"""What DVCLive writes of a training: metrics.json with the last values, params.yaml, and a TSV of steps for each metric.

A directory is a run. It is known by its name, or by the TSVs below `plots/metrics`. Metrics are called as DVC shows them, levels
joined by dots. Where metrics.json is committed, as DVCLive means it to be, the commits are the runs: see the view `run_at`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from collectors import records
from collectors.json_record import document
from collectors.mlflow_runs import homeless, is_personal
from collectors.records import Recorder, Records, when
from collectors.spec import Unreadable
from collectors.trees import Tree, yaml_documents

_METRICS = ("plots", "metrics")
_SUMMARY = "metrics.json"
_LARGEST = 1_000_000
_LONGEST = 4_000
_MOST = 10_000
"""Values of one file, and TSVs of one run that are looked at for when it began."""
_MANY = 5_000
Point = tuple[int, int | None, object, float | None, int | None]


def knows(path: Path, head: bytes) -> bool:
    """By where it lies."""
    if path.name == _SUMMARY:
        return path.parent.name == "dvclive" or path.parent.joinpath(*_METRICS).is_dir()
    root = _root(path)
    return root is not None and (root.name == "dvclive" or _is_file(root / _SUMMARY))


def _root(path: Path) -> Path | None:
    """The directory of the run that a TSV is of: the one that has `plots/metrics`, which itself is above it; the innermost."""
    above = [folder for folder in path.parents if folder.parts[-2:] == _METRICS]
    return above[0].parents[1] if above else None


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def read(path: Path, into: Records) -> Iterator[None]:
    """A run by its metrics.json, or the points of one metric by its TSV."""
    name = PurePosixPath(into.file)
    if path.name == _SUMMARY:
        yield from _run(path, _named(name.parent), into)
        return
    root = _root(path)
    depth = len(path.relative_to(root).parts) if root else 1
    run = _named(name.parents[min(depth, len(name.parents)) - 1])
    if root and not _is_file(root / _SUMMARY):
        into.add(
            records.RUN, run=run, name=run.rpartition("/")[2], status="unknown", started=_begun(path), deleted=False
        )
    yield from _points(path, ".".join(path.with_suffix("").parts[len(path.parts) - depth + len(_METRICS) :]), run, into)


def _named(folder: PurePosixPath) -> str:
    return str(folder) if folder.name else "dvclive"


def _run(path: Path, run: str, into: Records) -> Iterator[None]:
    root = path.parent
    curves = root.joinpath(*_METRICS)
    files = [file for file in islice(curves.rglob("*.tsv"), _MOST) if _is_file(file)] if curves.is_dir() else []
    into.add(
        records.RUN, run=run, name=run.rpartition("/")[2], status="unknown", started=min(filter(None, map(_begun, files)), default=None), deleted=False,
    )  # fmt: skip
    told = document(path, into)
    step = told.get("step")
    curved = {file.relative_to(curves).with_suffix("").parts for file in files}
    rows: list[Point] = []
    for names, value in islice(_leaves(told, (), 0), _MOST):
        number = _number(value)
        if number is not None and names not in curved and names != ("step",):
            at = step if isinstance(step, int) and abs(step) < 1 << 62 else None
            rows.append((into.series(".".join(names), run=run), at, None, number, None))
    into.points(rows)
    if _is_file(root / "params.yaml"):
        _parameters(root / "params.yaml", run, into)
    yield


def _leaves(told: Any, names: tuple[str, ...], depth: int) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not isinstance(told, dict):
        yield names, told
    elif depth < 60:
        for name, value in told.items():
            yield from _leaves(value, (*names, name), depth + 1)


def _number(told: Any) -> float | None:
    """A number; NaN and infinity, which are written as texts, too. None for what is none."""
    if isinstance(told, bool) or not isinstance(told, int | float | str):
        return None
    try:
        number = float(told)
    except OverflowError:
        return math.inf
    except ValueError:
        return None
    return number if not isinstance(told, str) or not math.isfinite(number) else None


def _parameters(path: Path, run: str, into: Records) -> None:
    try:
        if path.stat().st_size > _LARGEST:
            raise Unreadable(f"larger than {_LARGEST:,} bytes")  # noqa: TRY301  told like what the reader finds
        tree = next(iter(yaml_documents(path.read_bytes().decode("utf-8", "replace"))), Tree())
    except (OSError, Unreadable) as error:
        into.fault(f"params.yaml: {error}")
        return
    for key, value in islice(_texts(tree, ""), _MOST):
        if not is_personal(key):
            into.add(records.RUN_VALUE, run=run, role="param", key=key, value=homeless(value)[:_LONGEST])


def _texts(tree: Tree, name: str) -> Iterator[tuple[str, str]]:
    for key, value in tree.entries.items():
        yield from _texts(value, f"{name}{key}.")
    if tree.items or tree.text is not None:
        yield name.removesuffix("."), _written(tree)


def _written(tree: Tree) -> str:
    return f"[{', '.join(map(_written, tree.items))}]" if tree.items else tree.text or ""


def _begun(path: Path) -> datetime | None:
    """When the first point of a TSV was written, where it says so."""
    try:
        (_, head), (_, first) = islice(records.lines(path), 2)
        return when(first.split(b"\t")[head.split(b"\t").index(b"timestamp")].decode("ascii"))
    except (OSError, ValueError, IndexError):
        return None


def _points(path: Path, metric: str, run: str, into: Records) -> Iterator[None]:
    """Lines of a step and a value, with the milliseconds of a time in front where the program asked for it."""
    series = into.series(metric, run=run)
    header: list[bytes] = []
    rows: list[Point] = []
    broken = first = 0
    try:
        for line, data in records.lines(path):
            cells = data.split(b"\t")
            if not header:
                header = cells
                continue
            try:
                told = dict(zip(header, cells, strict=True))
                value = float(told[header[-1]])
                step = int(told[b"step"]) if b"step" in told else None
                at = when(told[b"timestamp"].decode("ascii")) if b"timestamp" in told else None
            except ValueError:
                broken, first = broken + 1, first or line
                continue
            rows.append((series, step if step is None or abs(step) < 1 << 62 else None, at, value, None))
            if len(rows) >= _MANY:
                into.points(rows)
                rows = []
                yield
    finally:  # a line that no point is as long as ends it
        into.points(rows)
    if broken:
        into.fault(f"lines that are no points: {broken:,}", first)
    if not header:
        into.fault("empty: no metric was written to it")
    yield


RECORDER = Recorder((_SUMMARY, "*.tsv"), read, knows)
