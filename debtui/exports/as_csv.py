"""Evidence rows as comma-separated values, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from debtui.exports.base import Exporter, Report
from debtui.exports.rows import COLUMNS, defused, records


class CsvExporter(Exporter):
    """One line per row of evidence, or per measure that has no answer."""

    NAME = "csv"
    SUFFIX = ".csv"

    def write(self, report: Report, out: BinaryIO) -> None:
        """See Exporter."""
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in records(report.sections):
            writer.writerow({name: defused(value) for name, value in row.items()})
        out.write(text.getvalue().encode("utf-8", "replace"))
