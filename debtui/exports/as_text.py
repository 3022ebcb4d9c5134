"""The report for a terminal, 80 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import BinaryIO

from debtui.exports.base import Exporter, Report, Section
from debtui.exports.rows import headline, where
from debtui.format import GLYPHS, WORDS, number, safe, sparkline
from debtui.questions import GRADES

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
        yield f"{safe(report.name)} at {moment.commit_id[:12]}, {moment.committed:%Y-%m-%d}"
        yield _short(safe(moment.subject), WIDTH)
        if report.questions:
            yield from ("", "THE FIVE QUESTIONS (Sculley et al. 2015)")
            for number_, answer in enumerate(report.questions, 1):
                yield from textwrap.wrap(f"{number_}. {answer.question}", WIDTH, subsequent_indent="   ")
                said = [f"{r.measure.title}: {number(r.value, r.measure.headline.unit)}" for r in answer.firm]
                yield from _wrapped("; ".join(said) if said else f"not measured; it needs {answer.lacking}")
                if answer.proxies:
                    looks = "; ".join(
                        f"{r.measure.title} {number(r.value, r.measure.headline.unit)}" for r in answer.proxies
                    )
                    yield from _wrapped(f"looks like: {looks}")
        for heading, sections in groupby(report.sections, key=lambda section: section.result.measure.section):
            yield from ("", heading.upper())
            for section in sections:
                yield from self._section(section)

    def _section(self, section: Section) -> Iterator[str]:
        result = section.result
        measure = result.measure
        glyph, word = GLYPHS[result.severity], WORDS[result.severity]
        spark = sparkline([point.value for point in section.trend], 16)
        left = f"{glyph} {measure.catalogue:<6}{measure.title}"
        right = f"{headline(section)} {word}".strip()
        yield f"{left:<44} {right:>17} {spark}" if len(left) <= 44 and len(right) <= 17 else f"{left}: {right} {spark}"
        if result.status != "measured":
            yield from _wrapped(safe(result.reason) + (f"; {safe(result.hint)}" if result.hint else ""))
            return
        if result.total_rows and section.rows:
            for row in section.rows:
                yield _short(f"    {GLYPHS[row.severity]} {where(row)}", WIDTH)
                yield _short(f"        {safe(row.explanation)}", WIDTH)
            if result.total_rows > len(section.rows):
                yield f"      … {len(section.rows)} of {result.total_rows:,} rows; all: debtui show {measure.id}"
        yield f"      {measure.grade}: {GRADES[measure.grade]}"


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(safe(text), WIDTH, initial_indent="   ", subsequent_indent="   ")
