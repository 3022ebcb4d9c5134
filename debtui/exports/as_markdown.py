"""The report as Markdown, for a retro's notes or a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import BinaryIO

from debtui.exports.base import Exporter, Report, Section
from debtui.exports.rows import headline
from debtui.format import GLYPHS, WORDS, number, safe, sparkline
from debtui.questions import GRADES


def text(value: object) -> str:
    """Text that Markdown shows as it is: no HTML, no links, no emphasis, no end of a table's cell."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~@])", r"\\\1", safe(value)).replace("://", ":&#8203;//")


class MarkdownExporter(Exporter):
    """A heading per section of debt, a table of evidence per measure."""

    NAME = "markdown"
    SUFFIX = ".md"

    def write(self, report: Report, out: BinaryIO) -> None:
        """See Exporter."""
        out.write(("\n".join(self._lines(report)) + "\n").encode("utf-8", "replace"))

    def _lines(self, report: Report) -> Iterator[str]:
        moment = report.moment
        yield f"# Debt of {text(report.name)}"
        yield ""
        yield f"At `{moment.commit_id[:12]}` of {moment.committed:%Y-%m-%d}: {text(moment.subject)}"
        if report.questions:
            yield from ("", "## The five questions", "")
            for answer in report.questions:
                said = "; ".join(
                    f"{r.measure.title}: **{number(r.value, r.measure.headline.unit)}**" for r in answer.firm
                )
                yield f"1. {answer.question}  "
                yield f"   {said or f'*not measured*: it needs {text(answer.lacking)}'}"
        for heading, sections in groupby(report.sections, key=lambda section: section.result.measure.section):
            yield from ("", f"## {text(heading)}")
            for section in sections:
                yield from self._section(section)

    def _section(self, section: Section) -> Iterator[str]:
        result = section.result
        measure = result.measure
        word = WORDS[result.severity]
        yield ""
        yield f"### {GLYPHS[result.severity]} {text(measure.title)}: {text(headline(section))}{f' ({word})' if word else ''}"
        yield ""
        yield f"{text(measure.question)} *{measure.catalogue}, {measure.grade}: {GRADES[measure.grade]}.*"
        spark = sparkline([point.value for point in section.trend], 40)
        if spark:
            yield f"`{spark}`"
        if result.status != "measured":
            yield ""
            yield f"{text(result.reason)}{f'; {text(result.hint)}' if result.hint else ''}"
        if section.rows:
            yield from ("", "| | where | value | why | owner |", "|---|---|---:|---|---|")
            for row in section.rows:
                place = text(f"{row.path}:{row.line}" if row.path and row.line else row.path or row.subject)
                value = text(number(row.value, measure.unit))
                yield f"| {GLYPHS[row.severity]} | {place} | {value} | {text(row.explanation)} | {text(row.owner or '–')} |"
            if result.total_rows > len(section.rows):
                yield ""
                yield f"{len(section.rows)} of {result.total_rows:,} rows."
