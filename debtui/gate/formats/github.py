"""For the log of GitHub Actions: workflow commands that annotate lines."""

from __future__ import annotations

from debtui.check import Verdict
from debtui.format import safe
from debtui.gate.formats.base import Format, failed, notes, sentence, severity, summary, title

_MOST = 50
"""Rows annotated of one measure; GitHub shows ten of a step, and the log has them all."""


class Github(Format):
    """`::error file=…,line=…,title=…::message`. Every line begins with a command, so none in a message is read as one."""

    def write(self, verdict: Verdict) -> str:
        """See Format."""
        lines = []
        for result in verdict.results:
            for item in [i for i in verdict.of(result.measure.id) if i.state not in {"tolerated", "accepted"}][:_MOST]:
                told = {} if item.row is None else {"file": item.row.path, "line": item.row.line}
                subject = f"{safe(item.row.subject)}: " if item.row is not None and item.row.path is None else ""
                level = {"fail": "error", "warn": "warning"}.get(severity(item), "notice")
                lines.append(_command(level, subject + sentence(item), **told, title=title(result.measure)))
        lines += [_command("error", failed(result), title=title(result.measure)) for result in verdict.broken]
        level = "error" if verdict.strict and verdict.lapsed else "notice"
        lines += [_command(level, note, title="debtui") for note in notes(verdict)]
        return "\n".join([*lines, _command("notice", summary(verdict), title="debtui"), ""])


def _command(name: str, message: str, **properties: object) -> str:
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value is not None)
    return f"::{name} {told}::{_data(message)}"


def _data(text: str) -> str:
    """As the runner's own toolkit escapes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(safe(value)).replace(":", "%3A").replace(",", "%2C")


FORMAT = Github()
