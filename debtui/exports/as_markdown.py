"""The report as Markdown, for a retro's notes or a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import BinaryIO

from debtui.exports.base import Answer, Exporter, Report, Section
from debtui.exports.inert import text
from debtui.exports.rows import grade, headline, limits, where, why
from debtui.format import GLYPHS, WORDS, number, sparkline


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
                yield from _question(answer)
        for heading, sections in groupby(report.sections, key=lambda section: section.result.measure.section):
            yield from ("", f"## {text(heading)}")
            for section in sections:
                yield from _section(section)


def _question(answer: Answer) -> Iterator[str]:
    said = "; ".join(f"{text(r.measure.title)}: **{text(headline(r))}**" for r in answer.firm)
    yield f"1. {text(answer.question)}"
    yield f"   - {said or f'*not measured*: it needs {text(answer.lacking)}'}"
    if answer.proxies:
        looks = "; ".join(f"{text(r.measure.title)}: {text(headline(r))}" for r in answer.proxies)
        yield f"   - looks like, from files alone: {looks}"


def _section(section: Section) -> Iterator[str]:
    result = section.result
    measure = result.measure
    word = WORDS[result.severity]
    yield ""
    yield f"### {GLYPHS[result.severity]} {text(measure.title)}: {text(headline(result))}{f' ({word})' if word else ''}"
    yield ""
    yield text(measure.question)
    if result.status != "measured":
        yield from ("", f"**{headline(result).capitalize()}**: {text(why(result))}")
    spark = sparkline([point.value for point in section.past], 40)
    if spark:
        yield from ("", f"`{spark}` {section.past[0].committed:%Y-%m} to {section.past[-1].committed:%Y-%m}")
    if section.rows:
        yield from ("", "| | where | value | why | owner |", "|---|---|---:|---|---|")
        for row in section.rows:
            value = text(number(row.value, measure.unit))
            yield f"| {GLYPHS[row.severity]} | {text(where(row))} | {value} | {text(row.told)} | {text(row.owner or '–')} |"
        if result.total_rows > len(section.rows):
            yield from ("", f"{len(section.rows):,} of {result.total_rows:,} rows.")
    yield from ("", f"*{text(measure.catalogue)}; {text(grade(measure))}; threshold: {text(limits(measure))}.*")
