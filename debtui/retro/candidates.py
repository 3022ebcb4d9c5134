"""What is worth doing next: findings by how they worsened, how old they are, how often people pass there, and how cheap they are to mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collectors.errors import DebtError
from debtui.compare import ROWS, Comparison, Difference
from debtui.measures.result import Evidence, Moment
from debtui.measures.spec import Measure
from debtui.session import Session

MOST = 10
PER_MEASURE = 2
"""So that one measure with many rows does not fill the list."""
_OFTEN, _VERY_OFTEN = 3, 10
"""Changes of the file within the period."""
_CHURN = "SELECT path, count(DISTINCT commit_id) FROM change WHERE landed > {first} AND landed <= {last} GROUP BY path"


@dataclass(frozen=True)
class Candidate:
    """A finding, and why it is here."""

    measure: Measure
    row: Evidence
    reasons: Sequence[str]
    weight: int
    """One or two for each reason: an order for reading, not a score of debt."""


def candidates(session: Session, comparison: Comparison, year_ago: Moment | None) -> Sequence[Candidate]:
    """At most ten findings that ask for attention at the later moment, at most two of a measure."""
    churn = _churn(session, comparison)
    pressing = [
        (one, [row for row in one.standing if row.severity in ("warn", "fail") and not row.accepted])
        for one in comparison.differences
    ]
    found: list[Candidate] = []
    for difference, rows in pressing:
        if not rows:
            continue
        old = _then(session, difference.measure, year_ago)
        told = [_candidate(difference, row, churn, old) for row in rows]
        found += sorted((one for one in told if one.reasons), key=_order)[:PER_MEASURE]
    return sorted(found, key=_order)[:MOST]


def _order(one: Candidate) -> tuple[int, bool, str, str]:
    return -one.weight, one.row.severity != "fail", one.measure.catalogue, one.row.subject


def _candidate(difference: Difference, row: Evidence, churn: Mapping[str, int], old: frozenset[str]) -> Candidate:
    reasons: list[tuple[int, str]] = []
    if any(row.fingerprint == came.fingerprint for came in difference.appeared):
        reasons.append((2, "new in this period"))
    elif any(row.fingerprint == shift.after.fingerprint for shift in difference.shifted):
        reasons.append((1, "changed in this period"))
    if row.fingerprint in old:
        reasons.append((1, "there for over a year"))
    changes = churn.get(row.path or "", 0)
    if changes >= _OFTEN:
        reasons.append((2 if changes >= _VERY_OFTEN else 1, f"its file was changed {changes} times"))
    if difference.measure.effort != "days":
        reasons.append((2 if difference.measure.effort == "minutes" else 1, f"mended in {difference.measure.effort}"))
    if row.severity == "fail":
        reasons.append((1, "beyond the limit to act"))
    return Candidate(difference.measure, row, [told for _, told in reasons], sum(weight for weight, _ in reasons))


def _churn(session: Session, comparison: Comparison) -> Mapping[str, int]:
    try:
        rows = session.sql(_CHURN.format(first=comparison.before.seq, last=comparison.after.seq), None, 200_000).rows
    except DebtError:  # a snapshot: the history is not in it
        return {}
    return {str(path): int(str(count)) for path, count in rows}


def _then(session: Session, measure: Measure, moment: Moment | None) -> frozenset[str]:
    """Fingerprints of the rows that asked for attention at a moment; none where that is not known."""
    if moment is None:
        return frozenset()
    try:
        rows = session.page(measure, moment.seq, 0, ROWS)
    except DebtError:
        return frozenset()
    return frozenset(row.fingerprint for row in rows if row.severity in ("warn", "fail"))
