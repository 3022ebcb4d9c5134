"""Evidence rows as Parquet, for notebooks and DuckDB."""

from __future__ import annotations

from typing import BinaryIO

from debtui.exports.base import Exporter, Report
from debtui.exports.rows import COLUMNS, records
from debtui.format import safe


class ParquetExporter(Exporter):
    """One record per row of evidence, or per measure that has no answer."""

    NAME = "parquet"
    SUFFIX = ".parquet"
    BINARY = True

    def write(self, report: Report, out: BinaryIO) -> None:
        """See Exporter."""
        import polars as pl

        kinds = dict.fromkeys(COLUMNS, pl.String) | {"line": pl.Int64, "value": pl.Float64}
        rows = [
            {name: safe(value) if isinstance(value, str) else value for name, value in row.items()}
            for row in records(report.sections)
        ]
        pl.DataFrame(rows, schema=kinds).write_parquet(out)
