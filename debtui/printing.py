"""How commands print answers that are no report: tables, rows of one measure, comma-separated values."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence

from debtui.exports.base import Section
from debtui.exports.rows import defused, headline, where
from debtui.format import GLYPHS, WORDS, number, safe


def shown_rows(section: Section, found: int) -> str:
    """A measure's number and rows, two lines a row."""
    result = section.result
    measure = result.measure
    lines = [
        f"{safe(measure.title)} ({safe(measure.catalogue)}, {measure.grade}): {headline(result)} {WORDS[result.severity]}".rstrip(),
        safe(measure.question),
    ]
    if result.status != "measured":
        lines += [safe(result.reason), *([safe(result.hint)] if result.hint else [])]
    for row in section.rows:
        since = section.since.get(row.fingerprint)
        when = f", since {since.moment.committed:%Y-%m-%d} ({since.basis})" if since else ""
        owner = f" [{safe(row.owner)}]" if row.owner else ""
        lines.append(f"{GLYPHS[row.severity]} {number(row.value, measure.unit):>12}  {where(row)}{owner}{when}")
        lines.append(f"{'':16}{safe(row.told)}")
    if found > len(section.rows):
        lines.append(f"{len(section.rows):,} of {found:,} rows; all with --limit 0")
    return "\n".join(lines) + "\n"


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Cells in columns; long ones are cut at 80 characters."""
    cells = [[safe("" if value is None else value)[:80] for value in row] for row in rows]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(columns)]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in [list(columns), *cells]
    ]
    return "\n".join(lines) + "\n"


def csv_lines(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows as comma-separated values on standard output, formulas defused."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([defused(value) for value in row] for row in rows)
