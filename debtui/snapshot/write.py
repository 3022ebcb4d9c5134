"""Writes one moment of a session as a snapshot: everything that a report tells and the panes show, and no file's content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from collectors import secrets
from collectors.errors import DebtError
from collectors.registry import all_sources, analysers
from debtui import __version__, report
from debtui.derived import base as derived
from debtui.exports.rows import plain
from debtui.measures.result import Evidence, Moment, Result
from debtui.measures.spec import Measure
from debtui.session import Session
from debtui.snapshot import documents, tables
from debtui.snapshot.archive import checksum, packed
from debtui.snapshot.layout import (
    CODE,
    COLUMNS,
    EVIDENCE,
    FORMAT,
    LAYOUT,
    MAINLINE,
    MANIFEST,
    MEASURES,
    MOST_ROWS,
    REPORT,
    TREND,
    Field,
    view_member,
    views,
)
from debtui.store.schema import SCHEMA_VERSION

AROUND = 12
"""Lines before and behind the line of a row that go with the code."""
_ALL_LINES = 10_000_000
_OF_THE_PLACE = {"Repository", "Store"}
"""Topics of the status that name paths of the machine."""
_PATHS = "SELECT path, coalesce(component, '') AS component FROM path_class WHERE path IN (SELECT path FROM data_node_at) ORDER BY path"
"""What the graph of data needs of all paths."""
_PROGRAMS = "SELECT path FROM path_class WHERE kind IN ('code', 'test') AND path IN (SELECT path FROM file_at)"

Rows = Mapping[str, Sequence[Evidence]]


def snapshot(session: Session, moment: Moment, *, code: bool = False) -> bytes:
    """The whole file. With `code`, also the lines around each row of evidence, their secrets blanked. Raises DebtError."""
    rows: dict[str, Sequence[Evidence]] = {}
    results: list[Result] = []
    with ThreadPoolExecutor(1) as beside:  # a session answers views and rows at the same time: a fifth of the whole
        asked = beside.submit(lambda: (_views(session, moment.seq), _trends(session, moment.seq)))
        for measure in session.measures():
            rows[measure.id] = _rows(session, measure, moment.seq)
            results.append(session.result(measure, moment.seq))
        (held, lacking), trends = asked.result()
    members: dict[str, bytes] = {
        MEASURES: documents.written([_measured(session, result, rows[result.measure.id]) for result in results]),
        REPORT: documents.written(_report(session, results, lacking)),
        MAINLINE: _mainline(session.moments()[: moment.seq + 1]),
        TREND: tables.parquet(COLUMNS[TREND], trends),
        EVIDENCE: tables.parquet(COLUMNS[EVIDENCE], _evidence(results, rows)),
        **{view_member(view): tables.parquet(fields, told) for view, (fields, told) in held.items()},
    }
    if code:
        members[CODE] = tables.parquet(COLUMNS[CODE], _code(session, moment.seq, rows))
    manifest = {
        "format": FORMAT,
        "layout": LAYOUT,
        "repository": session.name,
        "moment": documents.moment_told(moment),
        "debtui": __version__,
        "schema": SCHEMA_VERSION,
        "rules": _rules(),
        "members": {name: {"sha256": checksum(data), "bytes": len(data)} for name, data in members.items()},
    }
    return packed({MANIFEST: documents.written(manifest), **members})


def _rows(session: Session, measure: Measure, seq: int) -> Sequence[Evidence]:
    """All rows, worst first. They are asked right before the result, which then is not computed a second time."""
    try:
        return _settled(session.page(measure, seq, 0, MOST_ROWS))
    except DebtError:
        if session.result(measure, seq).total_rows:
            raise
        return ()  # not measured: the result says why


def _settled(rows: Sequence[Evidence]) -> list[Evidence]:
    """Rows that differ in nothing but extra columns have no order of their own: they get one, and their fingerprints with it."""
    groups: dict[object, list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault((row.subject, row.path, row.line), []).append(place)
    settled = list(rows)
    for places in groups.values():
        if len(places) > 1:
            tied = sorted(
                (rows[place] for place in places), key=lambda row: repr((row.value, row.explanation, row.extra))
            )
            marks = sorted(row.fingerprint for row in tied)
            left: dict[str, list[Evidence]] = {}
            for row, mark in zip(tied, marks, strict=True):
                left.setdefault(repr(row.value), []).append(replace(row, fingerprint=mark))
            for place in places:  # where a row of the same value was: the order by value holds
                settled[place] = left[repr(rows[place].value)].pop(0)
    return settled


def _measured(session: Session, result: Result, rows: Sequence[Evidence]) -> Mapping[str, object]:
    kinds = documents.kinds_of(row.extra for row in rows)
    return documents.measured(result, session.rules(result.measure), kinds)


def _report(session: Session, results: Sequence[Result], lacking: Mapping[str, DebtError]) -> Mapping[str, object]:
    answers = report.answers({result.measure.catalogue: result for result in results})
    return {
        "questions": [
            {
                "question": answer.question,
                "status": "measured" if answer.firm else "not measured",
                "measures": [result.measure.id for result in answer.firm],
                "proxies": [result.measure.id for result in answer.proxies],
                "lacking": None if answer.firm else answer.lacking,
            }
            for answer in answers
        ],
        "notes": [{"topic": topic, "text": told} for topic, told in session.status() if topic not in _OF_THE_PLACE],
        "not_held": {view: {"reason": why.message, "hint": why.hint} for view, why in lacking.items()},
    }


def _rules() -> Mapping[str, Mapping[str, int]]:
    """Versions of everything that numbers depend on but the settings, which are in each measure's own rules."""
    return {
        "analysers": {one.name: one.version for one in sorted(analysers(), key=lambda one: one.name)},
        "sources": {one.name: one.version for one in sorted(all_sources(), key=lambda one: one.name)},
        "derived": {name: one.version for name, one in sorted(derived.found().items())},
    }


def _mainline(moments: Sequence[Moment]) -> bytes:
    told = [(m.seq, m.commit_id, m.committed, m.author, m.subject) for m in moments]
    return tables.parquet(COLUMNS[MAINLINE], told)


def _trends(session: Session, last: int) -> list[Sequence[object]]:
    return [
        (measure.id, point.seq, plain(point.value), point.status)
        for measure in session.measures()
        for point in session.trend(measure)
        if point.seq <= last
    ]


def _evidence(results: Sequence[Result], rows: Rows) -> Iterator[Sequence[object]]:
    for result in results:
        measure = result.measure
        for place, row in enumerate(rows[measure.id]):
            yield (
                measure.id, measure.catalogue, place, row.subject, row.path, row.line, row.value, measure.unit, row.severity,
                row.explanation, row.owner, row.owner_basis, row.fingerprint, row.accepted or None, documents.cell(row.extra),
            )  # fmt: skip


def _views(
    session: Session, seq: int
) -> tuple[dict[str, tuple[Mapping[str, Field], list[tuple[object, ...]]]], dict[str, DebtError]]:
    """Columns and rows of each view that can be had, and why the others cannot."""
    held: dict[str, tuple[Mapping[str, Field], list[tuple[object, ...]]]] = {}
    lacking: dict[str, DebtError] = {}
    for view, fields in views().items():
        try:
            told = (
                session.sql(_PATHS, seq, MOST_ROWS)
                if view == "path_class"
                else session.view_page(view, seq, 0, MOST_ROWS)
            )
        except DebtError as why:
            lacking[view] = why
            continue
        place = [told.columns.index(name) for name in fields]
        held[view] = fields, [tuple(row[at] for at in place) for row in told.rows]
    return held, lacking


def _code(session: Session, seq: int, rows: Rows) -> Iterator[tuple[str, int, str]]:
    """Lines of programs around each row's line, each once, by path and number.

    Not of configuration: there a secret's name may stand far from its value, and nothing tells the value by itself.
    """
    programs = {str(path) for (path,) in session.sql(_PROGRAMS, seq, MOST_ROWS).rows}
    wanted: dict[str, set[int]] = {}
    for row in (row for of_it in rows.values() for row in of_it):
        if row.path in programs:
            middle = max(row.line or 1, 1)
            wanted.setdefault(row.path, set()).update(range(max(middle - AROUND, 1), middle + AROUND + 1))
    for path, numbers in sorted(wanted.items()):
        try:
            source = session.source(path, seq, 1, _ALL_LINES)
        except DebtError:  # the path is no file's, or the file is not there
            continue
        lines = _blanked(source.lines)
        yield from ((path, number, lines[number - 1]) for number in sorted(numbers) if number <= len(lines))


def _blanked(lines: Sequence[str]) -> list[str]:
    """The lines with a block for each character of a secret: a file is shown on the machine that has it, a snapshot goes elsewhere."""
    told = "\n".join(lines)
    parts, done = [], 0
    for start, end in secrets.spans(told):
        parts += [told[done:start], "".join("\n" if char == "\n" else "█" for char in told[start:end])]
        done = end
    return "".join((*parts, told[done:])).split("\n")
