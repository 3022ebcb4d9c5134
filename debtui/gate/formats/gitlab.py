"""For GitLab's Code Quality: a list of what fails. GitLab compares it with the target branch's list itself."""

from __future__ import annotations

import hashlib

from debtui.check import FAILING, Item, Verdict
from debtui.format import safe
from debtui.gate.formats.base import Format, failed, sentence, severity, title
from debtui.gate.inert import inert, json_text

_SEVERITY = {"fail": "major", "warn": "minor", "ok": "info", "none": "info"}


class Gitlab(Format):
    """One object for each row; what is about no file stands at the repository's root, as GitLab wants a place."""

    def write(self, verdict: Verdict) -> str:
        """See Format."""
        found = [_issue(item) for item in verdict.items if item.state in {*FAILING, "behind"}]
        broken = [_entry(title(r.measure), r.measure.id, failed(r), "critical", None, 1) for r in verdict.broken]
        return json_text([*found, *broken])


def _issue(item: Item) -> dict[str, object]:
    measure, row = item.result.measure, item.row
    told = sentence(item) if row is None or row.path else f"{inert(row.subject)}: {sentence(item)}"
    mark = f"{measure.id}\0{row.fingerprint if row else ''}"
    place = (row.path, row.line or 1) if row else (None, 1)
    return _entry(title(measure), mark, told, _SEVERITY[severity(item)], *place)


def _entry(name: str, mark: str, told: str, level: str, path: str | None, line: int) -> dict[str, object]:
    return {
        "description": f"{name}: {told}",
        "check_name": name,
        "fingerprint": hashlib.sha256(mark.encode("utf-8", "surrogatepass")).hexdigest(),
        "severity": level,
        "location": {"path": safe(path) if path else ".", "lines": {"begin": max(1, line)}},
    }


FORMAT = Gitlab()
