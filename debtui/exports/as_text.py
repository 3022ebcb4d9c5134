"""The report for a terminal, 80 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import BinaryIO

from debtui.exports.base import Answer, Exporter, Report, Section
from debtui.exports.rows import LONGEST, grade, headline, limits, where, why
from debtui.format import GLYPHS, WORDS, cells, cut, safe, sparkline

WIDTH = 80


class TextExporter(Exporter):
    """Plain lines: a glyph and a word for each severity, no colour."""

    NAME = "text"
    SUFFIX = ".txt"

    def write(self, report: Report, out: BinaryIO) -> None:
        """See Exporter."""
        out.write(("\n".join(line.rstrip() for line in self._lines(report)) + "\n").encode("utf-8", "replace"))

    def _lines(self, report: Report) -> Iterator[str]:
        moment = report.moment
        yield f"{cut(safe(report.name), WIDTH - 30)} at {moment.commit_id[:12]}, {moment.committed:%Y-%m-%d}"
        yield cut(safe(moment.subject), WIDTH)
        if report.questions:
            yield from ("", "THE FIVE QUESTIONS (Sculley et al. 2015)")
            for count, answer in enumerate(report.questions, 1):
                yield from _question(count, answer)
        for heading, sections in groupby(report.sections, key=lambda section: section.result.measure.section):
            yield from ("", cut(safe(heading).upper(), WIDTH))
            for section in sections:
                yield from _section(section)


def _question(count: int, answer: Answer) -> Iterator[str]:
    yield from textwrap.wrap(f"{count}. {safe(answer.question)}", WIDTH, subsequent_indent="   ")
    said = "; ".join(f"{result.measure.title}: {headline(result)}" for result in answer.firm)
    yield from _wrapped(said or f"not measured; it needs {answer.lacking}")
    if answer.proxies:
        looks = "; ".join(f"{result.measure.title} {headline(result)}" for result in answer.proxies)
        yield from _wrapped(f"looks like: {looks}")


def _section(section: Section) -> Iterator[str]:
    result = section.result
    measure = result.measure
    yield from _heading(section)
    if result.status != "measured":
        yield from _wrapped(why(result))
    for row in section.rows:
        yield cut(f"    {GLYPHS[row.severity]} {where(row)}", WIDTH)
        yield cut(f"        {safe(row.told)}", WIDTH)
    if section.rows and result.total_rows > len(section.rows):
        told = f"      … {len(section.rows):,} of {result.total_rows:,} rows; all: debtui show {safe(measure.id)}"
        yield cut(told, WIDTH)
    yield cut(f"      {grade(measure)}", WIDTH)
    yield from _wrapped(f"threshold: {limits(measure)}", "      ")


def _heading(section: Section) -> Iterator[str]:
    """Title, number and trend in one line; what is too long for that goes below the title."""
    result = section.result
    left = f"{GLYPHS[result.severity]} {safe(result.measure.catalogue):<6}{safe(result.measure.title)}"
    right = f"{headline(result)} {WORDS[result.severity]}".strip()
    spark = sparkline([point.value for point in section.past], 16)
    if cells(left) <= 44 and cells(right) <= 17:
        yield f"{left}{' ' * (44 - cells(left))} {right:>17} {spark}"
    else:
        yield cut(left, WIDTH)
        yield cut(f"{'':8}{right}", WIDTH - 17) + (f" {spark}" if spark else "")


def _wrapped(text: str, indent: str = "   ") -> list[str]:
    told = cut(safe(text), LONGEST)
    width = (
        WIDTH if cells(told) <= len(told) else WIDTH // 2
    )  # wide characters fill two columns, and textwrap counts one
    return textwrap.wrap(told, width, initial_indent=indent, subsequent_indent=indent)
