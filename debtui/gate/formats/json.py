"""For programs: the verdict as one document."""

from __future__ import annotations

from typing import Any

from debtui.check import FAILING, Item, Verdict
from debtui.exports.documents import measured, threshold
from debtui.exports.rows import record
from debtui.gate.formats.base import Format
from debtui.gate.inert import json_text
from debtui.measures.result import Result


class Json(Format):
    """One JSON document."""

    def write(self, verdict: Verdict) -> str:
        """See Format."""
        grouped = [(result, verdict.of(result.measure.id)) for result in verdict.results]
        return json_text({
            "passed": verdict.passed,
            "commit": verdict.moment.commit_id,
            "seq": verdict.moment.seq,
            "compared_with": verdict.before or None,
            "measured": len(verdict.with_status("measured")),
            "not_measured": len(verdict.with_status("unavailable")),
            "new": verdict.count("new"),
            "worse": verdict.count("worse"),
            "tolerated": verdict.count("tolerated"),
            "accepted": verdict.count("accepted"),
            "failing": [
                _failing(result, [item for item in items if item.state in {*FAILING, "behind"}])
                for result, items in grouped if any(item.state in FAILING for item in items)
            ],
            "fixed": [
                {"measure": row.measure, "subject": row.subject, "path": row.path, "fingerprint": row.fingerprint}
                for _, row in verdict.fixed
            ],
            "lapsed": [result.measure.id for result in verdict.lapsed],
            "uncompared": [result.measure.id for result in verdict.uncompared],
            "other_rules": [result.measure.id for result in verdict.other_rules],
            "broken": [{"measure": result.measure.id, "reason": result.reason} for result in verdict.broken],
        })  # fmt: skip


def _failing(result: Result, items: list[Item]) -> dict[str, Any]:
    rows = []
    for item in items:
        if item.row is not None:
            flat = record(result, item.row)
            for name in ("measure", "catalogue", "commit", "since", "since_basis"):
                del flat[name]
            rows.append(flat | {"state": item.state, "was": _was(item), "commits": list(item.commits)})
    head = next((item for item in items if item.row is None), None)
    beyond = {"beyond": head is not None, "was": _was(head) if head else None}
    return {**measured(result), **beyond, "threshold": threshold(result.measure), "rows": rows}


def _was(item: Item) -> dict[str, Any] | None:
    return None if item.was is None else {"value": item.was.value, "severity": item.was.severity}


FORMAT = Json()
