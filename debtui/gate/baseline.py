"""The baseline: a file in the repository that says which debts are tolerated. One line an item, so that git merges it."""

from __future__ import annotations

import json
import math
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from collectors.errors import DebtError
from debtui.gate.known import RANK, Before, KnownMeasure, KnownRow, before
from debtui.measures.result import Judged


class Unreadable(DebtError):
    """A baseline that says nothing any more: damaged, or in the middle of a merge."""


LAYOUT = 1
"""Raise it when an older debtui would misread the file."""

PLACE = Path("debt") / "baseline.json"
"""In the work tree."""

_LARGEST = 256_000_000
_ANEW = "run `debtui check --update-baseline`"
_MARKER = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)", re.MULTILINE)


def place_of(work_tree: Path | None, named: Path | None) -> Path:
    """The file to use: the one named, else the work tree's. Raises DebtError where there is none, or it would lie elsewhere."""
    if named is not None:
        return named
    if work_tree is None:
        raise DebtError("a bare repository has no place for a baseline", "name a file with --baseline FILE")
    if not (work_tree / PLACE.parent).resolve().is_relative_to(work_tree.resolve()):
        raise DebtError(f"{PLACE.parent} leads out of the repository", "name a file with --baseline FILE")
    return work_tree / PLACE


def read(path: Path) -> Before:
    """A baseline. An item that stands twice, as after a merge of both sides, is the better of the two.

    Raises DebtError for a file that is not there, not whole, of a newer debtui, or in the middle of a merge.
    """
    text = _text(path)
    if _MARKER.search(text):
        raise Unreadable(
            f"{path} has conflict markers of a merge",
            f"keep the lines of both sides (each is an item of its own), or {_ANEW}",
        )
    try:
        document: Any = json.loads(text)
        layout = document["layout"]
        items = [item for item in document["items"] if item is not None]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(f"{path} is no baseline: {error}", f"restore it from git, or {_ANEW}") from error
    if not isinstance(layout, int) or layout > LAYOUT:
        raise DebtError(
            f"{path} has layout {layout!r}, and this debtui knows {LAYOUT}", "update debtui: a newer one wrote the file"
        )
    measures: dict[str, KnownMeasure] = {}
    rows: dict[tuple[str, str], KnownRow] = {}
    for number, item in enumerate(items, 1):
        try:
            _take(item, measures, rows)
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise Unreadable(
                f"{path}: item {number} is damaged: {error!r}", f"restore it from git, or {_ANEW}"
            ) from error
    return Before("the baseline", measures, {key: row for key, row in rows.items() if key[0] in measures})


def updated(old: Before | None, judged: Iterable[Judged], gone: Iterable[str] = ()) -> Before:
    """The baseline of what is there now; what cannot be measured now stays as it was.

    `gone` are measures that no longer exist.
    """
    told = list(judged)
    new = before("the baseline", told)
    if old is None:
        return new
    lost = {m for m in old.measures if m not in new.measures} - set(gone)
    measures = {**new.measures, **{name: old.measures[name] for name in lost}}
    return Before(new.name, measures, {**new.rows, **{key: row for key, row in old.rows.items() if key[0] in lost}})


def write(path: Path, told: Before) -> None:
    """Write a baseline, at once or not at all; a link in its place is replaced, never followed."""
    items: list[tuple[tuple[str, ...], dict[str, object]]] = [
        ((m.measure,), {"measure": m.measure, "value": _short(m.value), "severity": m.severity, "rules": m.rules})
        for m in told.measures.values()
    ]
    items += [
        ((r.measure, r.subject, r.fingerprint), {
            "measure": r.measure, "fingerprint": r.fingerprint, "severity": r.severity, "value": _short(r.value),
            "subject": r.subject, "path": r.path,
        }) for r in told.rows.values()
    ]  # fmt: skip
    lines = [f'{{"layout": {LAYOUT}, "items": [', *(f"{_line(item)}," for _, item in sorted(items)), "null]}", ""]
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        with fresh.open("x", encoding="ascii") as stream:
            stream.write("\n".join(lines))
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise DebtError(f"{path} cannot be written: {error.strerror}", "name another file with --baseline") from error


def _text(path: Path) -> str:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise DebtError(f"{path} is no baseline: not a file, or too large a one", _ANEW)
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path} is no baseline: it is not UTF-8", f"restore it from git, or {_ANEW}") from error
    except OSError as error:
        raise DebtError(f"{path} cannot be read: {error.strerror}", f"{_ANEW} to make it") from error


def _take(item: Any, measures: dict[str, KnownMeasure], rows: dict[tuple[str, str], KnownRow]) -> None:
    measure, value, severity = str(item["measure"]), item["value"], item["severity"]
    if severity not in RANK:
        raise ValueError(severity)
    number = None if value is None else float(value)
    if "fingerprint" not in item:
        told = KnownMeasure(measure, number, severity, str(item["rules"]))
        twin = measures.get(measure)
        measures[measure] = told if twin is None else min(twin, told, key=lambda m: RANK[m.severity])
        return
    path = None if item["path"] is None else str(item["path"])
    row = KnownRow(measure, str(item["fingerprint"]), severity, number, str(item["subject"]), path)
    same = rows.get((measure, row.fingerprint))
    rows[measure, row.fingerprint] = row if same is None else min(same, row, key=lambda r: RANK[r.severity])


def _short(value: float | None) -> float | None:
    """Nine digits: the last ones of a sum depend on the order of threads, and a line that changes by itself is no ratchet."""
    return None if value is None or not math.isfinite(value) else float(f"{value:.9g}")


def _line(item: dict[str, object]) -> str:
    """One line of ASCII; half a surrogate pair, and what JSON leaves as it is though it steers a terminal, is escaped or replaced."""
    told = {key: v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for key, v in item.items()}
    return json.dumps(told).replace("\x7f", "\\u007f")
