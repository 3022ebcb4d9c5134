"""What the gate asks of a moment: every measure's result with the rows that ask for attention. Collect keeps it of the newest commit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from debtui.measures import run
from debtui.measures.result import Evidence, Judged, Moment, Result
from debtui.measures.spec import Measure
from debtui.store import schema
from debtui.store.db import Cursor, Failure, Store, failure

SHOWN = 5
"""Rows told of a measure whose rows have no limit of their own."""

_ROW = "subject, path, line, value, explanation, severity, fingerprint, owner, owner_basis"
_RESULT = "status, value, total_rows, unread_files, reason, hint, counts"


def digest(measure: Measure, settings_digest: str) -> str:
    """Changes when anything does that a `Judged` of the measure depends on, its headline's limit excepted."""
    parts = (measure.threshold, measure.of, measure.without, measure.supply, run.rules_of_view("owner_at"))
    told = f"{run.rules_digest(measure, settings_digest)} {parts!r}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def judge(cursor: Cursor, measure: Measure, moment: Moment, settings_digest: str) -> Judged:
    """One measure, evaluated."""
    rules = run.rules_digest(measure, settings_digest)
    result = run.evaluate(cursor, measure, moment)
    if not result.total_rows:
        return Judged(result, (), rules)
    try:
        run.prepare(cursor, "owner_at", moment.seq)
        ranked = f"SELECT *, row_number() OVER (ORDER BY {run.order_sql(measure.threshold)}) AS rn FROM ({run.owned_sql(measure)})"
        asking = f"severity IN ('warn', 'fail') OR (severity = 'none' AND rn <= {SHOWN})"
        rows = cursor.rows(f"SELECT {_ROW} FROM ({ranked}) WHERE {asking} ORDER BY rn")
    except Failure as error:
        lost = replace(result, status="failed", value=None, severity="none", reason=failure(error), hint="mend its SQL")
        return Judged(lost, (), rules)
    return Judged(result, [_evidence(measure, row) for row in rows], rules)


def keep(store: Store, judged: Sequence[Judged], settings_digest: str) -> None:
    """Store what was judged, in place of what was stored of the same measures."""
    names = [told.result.measure.id for told in judged]
    for table in (schema.JUDGEMENT, schema.FINDING):
        store.main.execute(f'DELETE FROM "{table.name}" WHERE list_contains(?::VARCHAR[], measure)', [names])
    results, rows = [], []
    for told in judged:
        result = told.result
        rules = digest(result.measure, settings_digest)
        counts = json.dumps(dict(result.counts), sort_keys=True)
        results.append((
            result.measure.id, rules, result.moment.commit_id, result.status, result.value, result.total_rows,
            result.unread_files, result.reason, result.hint, counts,
        ))  # fmt: skip
        rows += [
            (row.measure, place, row.subject, row.path, row.line, row.value, row.explanation, row.severity,
             row.fingerprint, row.owner, row.owner_basis)
            for place, row in enumerate(told.rows)
        ]  # fmt: skip
    store.append(schema.JUDGEMENT, results)
    store.append(schema.FINDING, rows)


def at_moment(cursor: Cursor, measures: Sequence[Measure], settings_digest: str, moment: Moment) -> list[Judged]:
    """Every measure at a moment: as it is stored where that is by today's rules, else evaluated anew.

    So is one that failed: what it failed of may have been mended.
    """
    stored = {(name, rules): told for name, rules, *told in _stored(cursor, moment) if told[0] != "failed"}
    fresh = {m.id: stored.get((m.id, digest(m, settings_digest))) for m in measures}
    known = [name for name, told in fresh.items() if told]
    rows: dict[str, list[Any]] = {}
    sql = f"SELECT measure, {_ROW} FROM finding WHERE list_contains(?::VARCHAR[], measure) ORDER BY measure, place"
    for name, *row in cursor.rows(sql, [known]):
        rows.setdefault(name, []).append(row)
    found = []
    for measure in measures:
        told = fresh[measure.id]
        if told is None:
            found.append(judge(cursor, measure, moment, settings_digest))
            continue
        evidence = [_evidence(measure, row) for row in rows.get(measure.id, ())]
        rules = run.rules_digest(measure, settings_digest)
        found.append(Judged(_result(measure, moment, told), evidence, rules))
    return found


def _stored(cursor: Cursor, moment: Moment) -> list[tuple[Any, ...]]:
    return cursor.rows(
        f"SELECT measure, rules_digest, {_RESULT} FROM judgement WHERE commit_id = ?", [moment.commit_id]
    )


def _result(measure: Measure, moment: Moment, told: Sequence[Any]) -> Result:
    status, value, total, unread, reason, hint, counts = told
    severity = measure.headline.threshold.severity(value)
    return Result(measure, moment, status, value, severity, total, unread, reason, hint, json.loads(counts))


def _evidence(measure: Measure, row: Sequence[Any]) -> Evidence:
    subject, path, line, value, explanation, severity, fingerprint, owner, basis = row
    return Evidence(
        measure.id,
        str(subject),
        path,
        line,
        value,
        str(explanation),
        severity,
        str(fingerprint),
        owner,
        str(basis or ""),
    )
