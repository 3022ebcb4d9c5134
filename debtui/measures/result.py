"""What running a measure yields: a moment, a result, rows of evidence, points of a trend."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from debtui.measures.spec import CONTRACT, Measure, Severity

Status = Literal["measured", "unavailable", "failed"]


@dataclass(frozen=True)
class Moment:
    """A commit of the mainline. `seq` counts from 0, the oldest."""

    seq: int
    commit_id: str
    committed: datetime
    """UTC, without tzinfo."""
    author: str
    subject: str


@dataclass(frozen=True)
class Result:
    """What one measure says at one moment. Without status `measured`, `value` is None and there are no rows."""

    measure: Measure
    moment: Moment
    status: Status
    value: float | None = None
    severity: Severity = "none"
    total_rows: int = 0
    unread_files: int = 0
    """Files at that commit which the measure should have read and could not (or not yet)."""
    reason: str = ""
    """Why it is unavailable or failed."""
    hint: str = ""
    """What would make it measured."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Rows by severity."""


@dataclass(frozen=True)
class Evidence:
    """One row behind a number: a place, what is wrong there, and whose it is."""

    measure: str
    subject: str
    path: str | None
    line: int | None
    value: float | None
    explanation: str
    severity: Severity
    fingerprint: str
    owner: str | None
    owner_basis: str
    extra: Mapping[str, object] = field(default_factory=dict)
    accepted: str = ""
    """Until when, by whom and why the team lives with it; empty: it does not."""

    @property
    def told(self) -> str:
        """The explanation; before it, that the team lives with it."""
        return f"{self.accepted}. {self.explanation}" if self.accepted else self.explanation

    @property
    def label(self) -> str:
        """What tells the row from others on one line: path and line; without a line what it is about, as many stand in one export."""
        if self.path is None or (self.line is None and _COMMIT.fullmatch(self.subject) is None):
            return self.subject
        return self.path if self.line is None else f"{self.path}:{self.line}"


_COMMIT = re.compile("[0-9a-f]{40}")
_OWN = ("measure", "severity", "fingerprint", "owner", "owner_basis", "accepted", "rn")


def evidence_of(measure: Measure, row: Mapping[str, object]) -> Evidence:
    """A row by the names of its columns: those of the contract, those that a session adds (`rn` is its place), and extra ones."""
    extra = {name: value for name, value in row.items() if name not in CONTRACT and name not in _OWN}
    return Evidence(
        measure.id, str(row["subject"]), row["path"], row["line"], row["value"], str(row["explanation"]),  # type: ignore[arg-type]
        row["severity"], str(row["fingerprint"]), row["owner"], str(row["owner_basis"] or ""), extra,  # type: ignore[arg-type]
        str(row.get("accepted") or ""),
    )  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """One measure at a moment, as the gate sees it."""

    result: Result
    rows: Sequence[Evidence]
    """With severity warn or fail, worst first; where rows have no limit, the first few. Without extra columns."""
    rules: str
    """Digest of the rules that it was judged by."""

    @property
    def asking(self) -> Sequence[Evidence]:
        """The rows that ask for attention by their own limit."""
        return [row for row in self.rows if row.severity in {"warn", "fail"}]

    @property
    def answered(self) -> bool:
        """Whether its rows are all there are: nothing of the kind is an answer, an input that lacks is none."""
        result = self.result
        return result.status == "measured" or (result.status == "unavailable" and not result.hint)


@dataclass(frozen=True)
class Since:
    """From which mainline commit on a row has been there without a break."""

    moment: Moment
    basis: Literal["exact", "month", "at-least"]


@dataclass(frozen=True)
class TrendPoint:
    """One stored point of a trend. `value` is None where the measure was not measured: a gap, never a zero."""

    seq: int
    commit_id: str
    committed: datetime
    value: float | None
    status: Status
