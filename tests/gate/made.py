"""Judgements made by hand, and a session that answers with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from debtui.measures.result import Evidence, Judged, Result
from debtui.measures.spec import Measure, Severity, Threshold
from debtui.session import Table
from tests.exports.reports import MOMENT, measure

LIMITS = Threshold("lower", 2, 10)
FILES = measure(1, "Files in debt", "files", LIMITS)


def row(
    subject: str, value: float | None = 2, severity: Severity = "warn", path: str | None = "", **more: object
) -> Evidence:
    """A row whose fingerprint is its subject; its path is the subject's first part unless another is given."""
    told = Evidence(
        FILES.id, subject, subject.split("::")[0] if path == "" else path, 3, value, f"{subject} is in debt", severity,
        f"fp:{subject}", None, "",
    )  # fmt: skip
    return replace(told, **more)  # type: ignore[arg-type]


def judged(
    *rows: Evidence, value: float | None = None, of: Measure = FILES, rules: str = "r1", **more: object
) -> Judged:
    """One measure; its headline counts its rows unless told otherwise."""
    number = float(len(rows)) if value is None else value
    result = Result(of, MOMENT, "measured", number, of.headline.threshold.severity(number), len(rows))
    return Judged(replace(result, **more), [replace(one, measure=of.id) for one in rows], rules)  # type: ignore[arg-type]


def unmeasured(hint: str, of: Measure = FILES) -> Judged:
    """A measure that lacks its input (with a hint), or has nothing to speak of (without)."""
    return Judged(Result(of, MOMENT, "unavailable", reason="there is none", hint=hint), (), "r1")


@dataclass
class Answers:
    """The part of a session that the gate asks."""

    told: Sequence[Judged]
    renamed: Mapping[str, str] = field(default_factory=dict)

    def judged(self, seq: int) -> Sequence[Judged]:
        return self.told

    def sql(self, text: str, seq: int | None = None, limit: int = 1000) -> Table:
        return Table(("was", "path"), list(self.renamed.items()))
