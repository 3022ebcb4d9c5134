"""The report as a comment on a pull request: what is beyond its limit and what got worse, in at most sixty lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from debtui.exports.base import Exporter, Report, Section
from debtui.exports.inert import text
from debtui.exports.rows import headline, where, why
from debtui.exports.summary import Moved, Summary, summary
from debtui.format import GLYPHS, WORDS, cut, number, safe
from debtui.measures.spec import Measure

BYTES = 60_000
"""GitHub takes 65,536 characters of a comment."""
_NUMBERS, _ROWS, _OF_EACH, _REASONS = 15, 16, 2, 6
"""Lines of each part: together they make fifty-nine with what stands around them."""
_LONGEST = 160
"""Characters of a text from outside."""


class CommentExporter(Exporter):
    """A table of numbers, with rows of evidence and reasons folded below it."""

    NAME = "comment"
    SUFFIX = ".md"

    def write(self, report: Report, out: BinaryIO) -> None:
        """See Exporter."""
        out.write(("\n".join(_lines(report)) + "\n").encode("utf-8", "replace"))


def _lines(report: Report) -> Iterator[str]:
    found, moment = summary(report), report.moment
    worse = {id(move.section): move for move in found.worse}
    shown = [*found.act, *(move.section for move in found.worse if move.section.result.severity != "fail")]
    yield f"### Technical debt of {_short(report.name)}: {_title(found)}"
    yield ""
    yield f"At `{moment.commit_id[:12]}` of {moment.committed:%Y-%m-%d}: {_short(moment.subject)}"
    yield ""
    if shown:
        yield from ("| | measure | now | a quarter ago | |", "|---|---|---:|---:|---|")
        numbers = list(_fitting((_number(s, worse.get(id(s))) for s in shown), _NUMBERS, BYTES // 4))
        yield from numbers
        yield from _more(len(shown) - len(numbers), "in the whole report: `debtui report`")
    else:
        then = "nothing got worse" if found.compared else "of a quarter ago nothing is stored"
        yield f"No measured number is beyond its limit, and {then}."
    rows = [line for section in shown for line in _rows(section)]
    if rows:
        table = ["| | where | value | why | owner |", "|:--|---|---:|---|---|", *_fitting(rows, _ROWS, BYTES // 2)]
        yield from _folded(f"The worst rows: {len(table) - 2}", table)
    lacking = sorted(
        (s for s in report.sections if s.result.status != "measured"), key=lambda s: s.result.status != "failed"
    )
    if lacking:
        told = list(_fitting((_reason(section) for section in lacking), _REASONS, BYTES // 6))
        more = len(lacking) - len(told)
        yield from _folded(
            f"Without a number: {len(lacking)} of {len(report.sections)}",
            [*told, *([f"- and {more} more"] if more else [])],
        )


def _title(found: Summary) -> str:
    told = [f"{len(found.act)} to act on", f"{len(found.watch)} to watch"]
    if found.earlier:
        told += [f"{len(found.worse)} worse and {len(found.better)} better than on {found.earlier:%Y-%m-%d}"]
    return ", ".join([*told, f"{found.unmeasured} without a number"])


def _number(section: Section, move: Moved | None) -> str:
    result = section.result
    state = f"{GLYPHS[result.severity]} {WORDS[result.severity]}".strip()
    was = text(number(move.was.value, result.measure.headline.unit)) if move else ""
    return (
        f"| {state} | {_named(result.measure)} | {_short(headline(result))} | {was} | {move.verdict if move else ''} |"
    )


def _rows(section: Section) -> Iterator[str]:
    """The worst rows of a measure; those that are as they should be are no reason for anything."""
    measure = section.result.measure
    for row in [row for row in section.rows if row.severity != "ok"][:_OF_EACH]:
        value = text(number(row.value, measure.unit))
        cells = (_short(where(row)), value, _short(row.told), _short(row.owner or "–"))
        yield f"| {GLYPHS[row.severity]} {_short(measure.catalogue)} | {' | '.join(cells)} |"


def _reason(section: Section) -> str:
    result = section.result
    return f"- {_named(result.measure)}, {headline(result)}: {_short(why(result))}"


def _named(measure: Measure) -> str:
    return f"{_short(measure.title)} ({_short(measure.catalogue)})"


def _folded(title: str, lines: Sequence[str]) -> Iterator[str]:
    """The empty lines make Markdown of what is folded, and a table of what follows a sentence."""
    yield from ("", f"<details><summary>{title}</summary>", "", *lines, "", "</details>")


def _more(count: int, where_: str) -> Iterator[str]:
    if count > 0:
        yield from ("", f"{count} more {where_}.")


def _fitting(lines: Iterable[str], most: int, size: int) -> Iterator[str]:
    """The first lines, as many and as long as there is room for."""
    for count, line in enumerate(lines):
        size -= len(line.encode("utf-8", "replace")) + 1
        if count == most or size < 0:
            return
        yield line


def _short(told: object) -> str:
    return text(cut(safe(told), _LONGEST))
