"""The columns of evidence: as many as the width can hold, the sentence that explains a row before everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from debtui.widgets.marks import SIGNS, number
from debtui.widgets.virtual_table import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from debtui.measures.result import Evidence
    from debtui.measures.spec import Measure

_OWNER = 16
_EXTRA = 14


def evidence_columns(measure: Measure, extras: Sequence[str], room: int) -> list[Column]:
    """Severity, value, place and explanation; then the owner and the measure's own columns, where there is room."""
    narrow, unit = room < 60, measure.unit
    judged = measure.threshold.warn is not None or measure.threshold.fail is not None
    columns = [
        *([_severity(narrow=narrow)] if judged else []),
        Column("value", unit[:12], 8 if narrow else max(8, min(12, len(unit))), _value(unit), right=True),
        Column("path", "where", -2, lambda row: row.label, path=True),
        Column("explanation", "what", -3, lambda row: row.told),
    ]
    if room >= 110:
        columns.append(Column("owner", "owner", _OWNER, lambda row: row.owner or "—", lambda row: "line--dim"))
    fitting = extras[: max(0, (room - 140) // (_EXTRA + 1))]
    columns += [Column(name, name.replace("_", " "), _EXTRA, _extra(name), lambda row: "line--dim") for name in fitting]
    return columns


def _severity(*, narrow: bool) -> Column:
    def cell(row: Evidence) -> str:
        told = ("◇", "kept") if row.accepted else SIGNS[row.severity]
        return told[0] if narrow else " ".join(told)

    return Column(
        "severity", "", 1 if narrow else 6, cell, lambda row: f"mark--{'none' if row.accepted else row.severity}"
    )


def _value(unit: str) -> Callable[[Evidence], str]:
    return lambda row: number(row.value, unit)


def _extra(name: str) -> Callable[[Evidence], str]:
    def cell(row: Evidence) -> str:
        value = row.extra.get(name)
        return number(value) if isinstance(value, float) else "—" if value is None else str(value)

    return cell
