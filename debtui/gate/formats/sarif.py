"""SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from collectors.gitstream import encode_path
from debtui import __version__
from debtui.check import FAILING, Item, Verdict
from debtui.format import safe
from debtui.gate.formats.base import Format, failed, notes, sentence, severity, summary
from debtui.gate.inert import inert, json_text
from debtui.measures.spec import Measure, Severity

_LEVELS: dict[Severity, str] = {"fail": "error", "warn": "warning", "ok": "note", "none": "note"}
_STATES = {"new": "new", "beyond": "new", "worse": "updated", "tolerated": "unchanged", "accepted": "unchanged"}
_PLACEHOLDER = re.compile(r"\{(\d+)\}")


class Sarif(Format):
    """One run: a rule for each measure, a result for each row, what is tolerated as suppressed."""

    def write(self, verdict: Verdict) -> str:
        """See Format."""
        rules = [_rule(result.measure) for result in verdict.results]
        index = {rule["id"]: place for place, rule in enumerate(rules)}
        told = [(text, "note") for text in (*notes(verdict), summary(verdict))]
        told += [(f"{result.measure.catalogue}: {failed(result)}", "error") for result in verdict.broken]
        run = {
            "tool": {"driver": {
                "name": "debtui", "version": __version__, "semanticVersion": __version__, "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "automationDetails": {"id": "debtui/"},
            "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
            "invocations": [{
                "executionSuccessful": not verdict.broken,
                "toolExecutionNotifications": [
                    {"message": _message(text), "level": level} for text, level in told
                ],
            }],
            "results": [_result(item, index, compared=bool(verdict.before)) for item in verdict.items],
            "properties": {"commit": verdict.moment.commit_id, "passed": verdict.passed},
        }  # fmt: skip
        return json_text({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run],
        })  # fmt: skip


def _rule(measure: Measure) -> dict[str, Any]:
    lines = [measure.why, f"What to do: {measure.remedy}", f"Formula: {measure.formula}", f"Pitfalls: {measure.pitfalls}",
             f"Evidence: {measure.grade}. Source: {measure.paper}."]  # fmt: skip
    return {
        "id": inert(measure.id),
        "name": inert(measure.catalogue),
        "shortDescription": _message(measure.title),
        "fullDescription": _message(measure.question),
        "help": {"text": "\n".join(_message(line)["text"] for line in lines)},
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["technical-debt", inert(measure.section)], "precision": _precision(measure)},
    }


def _precision(measure: Measure) -> str:
    """A static proxy only looks like what it is called."""
    return "medium" if measure.grade == "E3" else "high"


def _result(item: Item, index: dict[str, int], *, compared: bool) -> dict[str, Any]:
    measure, row = item.result.measure, item.row
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(row.path if row else None), "uriBaseId": "%SRCROOT%"}}
    if row is not None and row.line:
        place["region"] = {"startLine": max(1, row.line)}
    location: dict[str, Any] = {"physicalLocation": place}
    if row is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": inert(row.subject)}]
    told: dict[str, Any] = {
        "ruleId": inert(measure.id),
        "ruleIndex": index[inert(measure.id)],
        "level": _LEVELS[severity(item)],
        "message": _message(sentence(item) if row is None or row.path else f"{safe(row.subject)}: {sentence(item)}"),
        "locations": [location],
        "partialFingerprints": {"debtuiRow/v1": row.fingerprint if row else f"{measure.id}/headline"},
    }
    if compared:
        told["baselineState"] = _STATES.get(item.state, "unchanged")
    if item.state not in {*FAILING, "behind"}:
        why = "It was there before." if row is None or not row.accepted else inert(row.accepted)
        told["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return told


def _uri(path: str | None) -> str:
    """Relative to the root, every byte but the plainest as %XX; the root itself for what is about no file."""
    return quote(encode_path(path), safe="/") if path else "."


def _message(text: str) -> dict[str, str]:
    """Plain text in which nothing is a link (`[text](target)`) or a placeholder (`{0}`)."""
    return {"text": _PLACEHOLDER.sub(r"{{\1}}", inert(text).replace("](", "] ("))}


FORMAT = Sarif()
