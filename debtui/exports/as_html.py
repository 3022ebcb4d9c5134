"""The report as one HTML file: no network, no script, charts as inline SVG, light and dark, fit for a phone and for paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import BinaryIO

from debtui.exports.base import Answer, Exporter, Report, Section
from debtui.exports.chart import svg
from debtui.exports.rows import headline
from debtui.format import GLYPHS, WORDS, number, safe
from debtui.measures.result import Result
from debtui.questions import GRADES


def text(value: object) -> str:
    """Text without markup, control or bidi characters."""
    return escape(safe(value), quote=True)


class HtmlExporter(Exporter):
    """Sections of debt with the five questions on top; every measure unfolds to its evidence."""

    NAME = "html"
    SUFFIX = ".html"

    def write(self, report: Report, out: BinaryIO) -> None:
        """See Exporter."""
        out.write("\n".join(self._page(report)).encode("utf-8", "replace"))

    def _page(self, report: Report) -> Iterator[str]:
        style = (files("debtui.exports") / "report.css").read_text("utf-8")
        title = f"Debt of {text(report.name)}"
        yield "<!doctype html>"
        yield '<html lang="en"><head><meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        yield f"<title>{title}</title><style>{style}</style></head><body>"
        yield f"<header><h1>{title}</h1>"
        moment = report.moment
        yield f"<p>Commit <code>{moment.commit_id[:12]}</code> of <time>{moment.committed:%Y-%m-%d}</time>: {text(moment.subject)}</p>"
        yield f"<p>{_summary(report)}</p></header><main>"
        if report.questions:
            yield '<section aria-labelledby="questions"><h2 id="questions">The five questions</h2><ol class="questions">'
            for answer in report.questions:
                yield from _question(answer)
            yield "</ol></section>"
        for number_, (heading, sections) in enumerate(groupby(report.sections, key=lambda s: s.result.measure.section)):
            yield f'<section aria-labelledby="s{number_}"><h2 id="s{number_}">{text(heading)}</h2>'
            for section in sections:
                yield from _measure(section)
            yield "</section>"
        yield from _notes(report)
        yield f"</main><footer><p>Made by debtui {text(report.version)}. What is not measured is not zero.</p></footer></body></html>"


def _summary(report: Report) -> str:
    counts = {word: sum(1 for s in report.sections if s.result.severity == word) for word in ("fail", "warn", "ok")}
    missing = sum(1 for s in report.sections if s.result.status != "measured")
    return (
        f"{len(report.sections)} measures: {counts['fail']} to act on, {counts['warn']} to watch, {counts['ok']} fine, "
        f"{len(report.sections) - missing - sum(counts.values())} without a threshold, {missing} not measured."
    )


def _question(answer: Answer) -> Iterator[str]:
    yield f'<li><p class="q">{text(answer.question)}</p>'
    if answer.firm:
        yield f"<ul>{''.join(f'<li>{_said(result)}</li>' for result in answer.firm)}</ul>"
    else:
        yield f'<p><strong class="none">Not measured.</strong> It needs {text(answer.lacking)}.</p>'
    if answer.proxies:
        yield f'<p class="proxy">Looks like, from files alone: {"; ".join(_said(result) for result in answer.proxies)}.</p>'
    yield "</li>"


def _said(result: Result) -> str:
    return f'<a href="#{result.measure.id}">{text(result.measure.title)}</a>: {text(number(result.value, result.measure.headline.unit))}'


def _measure(section: Section) -> Iterator[str]:
    result = section.result
    measure = result.measure
    word = WORDS[result.severity] or ("not measured" if result.status != "measured" else "no threshold")
    yield f'<article id="{text(measure.id)}" class="{result.severity}"><details><summary>'
    yield f'<span class="glyph" aria-hidden="true">{GLYPHS[result.severity]}</span>'
    yield f'<span class="title">{text(measure.title)}</span> <span class="value">{text(headline(result))}</span>'
    yield f'<span class="word">{text(word)}</span></summary>'
    yield f'<p class="q">{text(measure.question)}</p>'
    if result.status != "measured":
        yield f'<p class="missing">{text(result.reason)}{f"; {text(result.hint)}" if result.hint else ""}</p>'
    yield svg(section.trend, measure)
    if section.rows:
        yield from _table(section)
    yield "<dl>"
    limits = measure.headline.threshold
    band = ", ".join(f"{name} at {number(limit, measure.headline.unit) if isinstance(limit, int | float) else limit}"
                     for name, limit in (("watch", limits.warn), ("act", limits.fail)) if limit is not None)  # fmt: skip
    for term, told in (
        ("Why it matters", measure.why), ("What to do", measure.remedy), ("How it is computed", measure.formula),
        ("What it cannot tell", measure.pitfalls), ("Evidence", f"{measure.grade}: {GRADES[measure.grade]}"),
        ("Threshold", f"{band or 'none'}; {measure.headline.basis}"), ("Source", f"{measure.paper} ({measure.catalogue})"),
    ):  # fmt: skip
        yield f"<dt>{term}</dt><dd>{text(told)}</dd>"
    yield "</dl></details></article>"


def _table(section: Section) -> Iterator[str]:
    result = section.result
    shown = f"{len(section.rows):,} of {result.total_rows:,} rows, worst first"
    yield f'<div class="rows" tabindex="0" role="region" aria-label="Evidence"><table><caption>{shown}</caption><thead><tr>'
    yield (
        "".join(f'<th scope="col">{name}</th>' for name in ("", "Where", "Value", "Why", "Owner", "Since"))
        + "</tr></thead><tbody>"
    )
    for row in section.rows:
        place = f"{row.path}:{row.line}" if row.path and row.line else row.path or row.subject
        since = section.since.get(row.fingerprint)
        when = f"{since.moment.committed:%Y-%m-%d} ({since.basis})" if since else "–"
        yield (
            f'<tr class="{row.severity}"><td><span aria-hidden="true">{GLYPHS[row.severity]}</span>'
            f'<span class="sr">{WORDS[row.severity]}</span></td><th scope="row">{text(place)}</th>'
            f"<td>{text(number(row.value, result.measure.unit))}</td><td>{text(row.explanation)}</td>"
            f'<td title="{text(row.owner_basis)}">{text(row.owner or "–")}</td><td>{when}</td></tr>'
        )
    yield "</tbody></table></div>"


def _notes(report: Report) -> Iterator[str]:
    if report.notes:
        yield '<section aria-labelledby="notes"><h2 id="notes">What was read, and what was not</h2><dl class="notes">'
        for topic, told in report.notes:
            yield f"<dt>{text(topic)}</dt><dd>{text(told)}</dd>"
        yield "</dl></section>"
