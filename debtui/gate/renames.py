"""A row about a file that was renamed is the row that was there, not a new one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from debtui.gate.known import KnownRow
from debtui.measures.result import Evidence
from debtui.session import Session

_MOST = 1_000_000
_RENAMED = """
SELECT DISTINCT change.path AS was, lineage_at.path
FROM lineage_at
JOIN change USING (file)
JOIN commit_at ON change.landed <= commit_at.seq
WHERE change.path <> lineage_at.path AND change.path NOT IN (SELECT path FROM file_at)
"""
_PARTS = re.compile(r"(::| [~<>] | -> | |:)")
"""What joins paths with names, and with each other, in a subject."""


def renames(session: Session, seq: int) -> Mapping[str, str]:
    """Earlier path to the path at a moment, of every file that was renamed and whose old path is free since."""
    table = session.sql(_RENAMED, seq, _MOST)
    return {str(was): str(path) for was, path in table.rows}


def linked(
    gone: Iterable[KnownRow], new: Iterable[Evidence], read: Callable[[], Mapping[str, str]]
) -> Mapping[str, KnownRow]:
    """Fingerprint of a new row to the row of the same measure that it was under an earlier path; `read` only where there may be one."""
    left, waiting = list(gone), list(new)
    if not left or not waiting:
        return {}
    moved = read()
    if not moved:
        return {}
    names = {**moved} | {_dotted(was): _dotted(path) for was, path in moved.items() if was.endswith(".py")}
    by_subject: dict[tuple[str, str], list[KnownRow]] = {}
    for row in left:
        for subject in _subjects(row, names):
            by_subject.setdefault((row.measure, subject), []).append(row)
    found: dict[str, KnownRow] = {}
    used: set[str] = set()
    for told in waiting:
        rows: Sequence[KnownRow] = by_subject.get((told.measure, told.subject), ())
        was = next((row for row in rows if row.fingerprint not in used), None)
        if was is not None:
            used.add(was.fingerprint)
            found[told.fingerprint] = was
    return found


def _subjects(row: KnownRow, names: Mapping[str, str]) -> set[str]:
    """What the row's subject would be called today."""
    told = {"".join(names.get(part, part) for part in _PARTS.split(row.subject))}
    if row.path is not None and row.path in names:  # its own path may have what joins others in it
        told.add(row.subject.replace(row.path, names[row.path]))
    return told - {row.subject}


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
