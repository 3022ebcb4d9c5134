"""The report as one HTML file: no network, no script, charts as inline SVG, light and dark, fit for a phone and for paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import BinaryIO

from debtui.exports.base import Answer, Exporter, Report, Section
from debtui.exports.chart import chart, spark
from debtui.exports.graph import svg
from debtui.exports.rows import LONGEST, grade, headline, limits, where, why
from debtui.format import GLYPHS, WORDS, cut, number, safe
from debtui.measures.result import Evidence, Result, Since
from debtui.measures.spec import Measure


def text(value: object) -> str:
    """Text without markup, control or bidi characters, and of a length that can be read."""
    return escape(cut(safe(value), LONGEST), quote=True)


class HtmlExporter(Exporter):
    """What asks for attention, the five questions, then every measure, which unfolds to its trend and evidence."""

    NAME = "html"
    SUFFIX = ".html"

    def write(self, report: Report, out: BinaryIO) -> None:
        """See Exporter."""
        out.write(("\n".join(self._page(report)) + "\n").encode("utf-8", "replace"))

    def _page(self, report: Report) -> Iterator[str]:
        style = (files("debtui.exports") / "report.css").read_text("utf-8")
        moment = report.moment
        groups = [(name, list(found)) for name, found in groupby(report.sections, lambda s: s.result.measure.section)]
        yield "<!doctype html>"
        yield '<html lang="en"><head><meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        yield f"<title>Technical debt of {text(report.name)}</title><style>{style}</style></head><body>"
        yield f"<header><h1>Technical debt of {text(report.name)}</h1>"
        yield f"<p>At commit <code>{text(moment.commit_id[:12])}</code> of <time>{moment.committed:%Y-%m-%d}</time>: {text(moment.subject)}</p>"
        yield from _tally(report)
        yield "</header>"
        if len(groups) > 1:
            links = "".join(f'<li><a href="#s{n}">{text(name)}</a></li>' for n, (name, _) in enumerate(groups))
            yield f'<nav aria-label="Sections"><ul>{links}</ul></nav>'
        yield "<main>"
        yield from _attention(report)
        if report.questions:
            yield '<section aria-labelledby="questions"><h2 id="questions">The five questions</h2><ol class="questions">'
            for answer in report.questions:
                yield from _question(answer)
            yield "</ol></section>"
        yield from _graph(report)
        for n, (name, sections) in enumerate(groups):
            yield f'<section aria-labelledby="s{n}"><h2 id="s{n}">{text(name)}</h2>'
            for section in sections:
                yield from _measure(section)
            yield "</section>"
        yield from _notes(report)
        yield f"</main><footer><p>Made by debtui {text(report.version)}. What is not measured is not zero. "
        yield "On paper a measure shows its evidence if it was unfolded on the screen.</p></footer></body></html>"


def _tally(report: Report) -> Iterator[str]:
    """How many measures are in which state."""
    results = [section.result for section in report.sections]
    states = [_state(result) for result in results]
    yield f'<ul class="tally" aria-label="{len(results)} measures">'
    for state, told in (
        ("fail", "to act on"), ("warn", "to watch"), ("ok", "ok"), ("open", "without a threshold"),
        ("lacking", "not measured"), ("broken", "failed"),
    ):  # fmt: skip
        if state in states or state in {"fail", "warn", "ok"}:
            yield f'<li class="{state}"><b>{states.count(state)}</b> {told}</li>'
    yield "</ul>"


def _state(result: Result) -> str:
    """The class of a result in the style sheet: its severity, or that it has none."""
    if result.status != "measured":
        return "lacking" if result.status == "unavailable" else "broken"
    return "open" if result.severity == "none" else result.severity


def _attention(report: Report) -> Iterator[str]:
    """What a reader in a hurry needs: the numbers beyond their thresholds, what they cost and what to do."""
    yield '<section aria-labelledby="attention"><h2 id="attention">What asks for attention</h2>'
    found = [s for severity in ("fail", "warn") for s in report.sections if s.result.severity == severity]
    if not found:
        yield '<p class="missing">No measured number is beyond a threshold.</p>'
    else:
        yield '<ul class="cards">'
        for section in found:
            result, measure = section.result, section.result.measure
            yield f'<li class="{_state(result)}"><h3>{_glyph(result.severity)} {_link(measure)}</h3>'
            yield f'<p class="number"><b>{text(headline(result))}</b> <span class="word">{WORDS[result.severity]}</span>{spark(section.past)}</p>'
            yield f"<p>{text(measure.why)}</p><p><b>What to do:</b> {text(measure.remedy)}</p>"
            yield f"<p><small>Threshold: {text(limits(measure))}</small></p></li>"
        yield "</ul>"
    yield "</section>"


def _question(answer: Answer) -> Iterator[str]:
    yield f"<li><h3>{text(answer.question)}</h3>"
    if answer.firm:
        yield f'<ul class="said">{"".join(f"<li>{_said(result)}</li>" for result in answer.firm)}</ul>'
    else:
        yield f"<p><b>Not measured.</b> It needs {text(answer.lacking)}.</p>"
    if answer.proxies:
        looks = " ".join(f"<span>{_said(result)}</span>" for result in answer.proxies)
        yield f'<p class="said proxy">Looks like, from files alone: {looks}</p>'
    yield "</li>"


def _said(result: Result) -> str:
    return f"{_glyph(result.severity)} {_link(result.measure)} <b>{text(headline(result))}</b>"


def _link(measure: Measure) -> str:
    return f'<a href="#{_anchor(measure)}">{text(measure.title)}</a>'


def _anchor(measure: Measure) -> str:
    """The id of a measure's question: inside the fold, so that a browser unfolds what a link leads to."""
    return "m-" + re.sub(r"[^a-z0-9_-]", "-", measure.id[:80], flags=re.IGNORECASE | re.ASCII)


def _glyph(severity: str) -> str:
    word = f'<span class="sr">{WORDS[severity]}</span>' if WORDS[severity] else ""
    return f'<span class="glyph {severity}" aria-hidden="true">{GLYPHS[severity]}</span>{word}'


def _graph(report: Report) -> Iterator[str]:
    """Where data goes: wider than the page, it is moved sideways in its place."""
    if report.graph is None or not report.graph.nodes:
        return
    told = f"Where data goes: {len(report.graph.nodes):,} things, {len(report.graph.edges):,} links"
    yield f'<section aria-labelledby="flow"><h2 id="flow">{told}</h2>'
    yield f'<div class="graph" tabindex="0" role="group" aria-labelledby="flow">{svg(report.graph, told)}</div>'
    notes = ["From the left to the right; dashed lines lead back.", *(f"{note}." for note in report.graph.notes)]
    yield "".join(f'<p class="missing">{text(note)}</p>' for note in notes) + "</section>"


def _measure(section: Section) -> Iterator[str]:
    result = section.result
    measure = result.measure
    measured = result.status == "measured"
    word = (WORDS[result.severity] or "no threshold") if measured else headline(result)
    yield f'<article class="{_state(result)}"><details><summary>'
    yield f'<span class="glyph" aria-hidden="true">{GLYPHS[result.severity]}</span>'
    yield f"<h3>{text(measure.title)} <small>{text(measure.catalogue)}</small></h3>"
    yield f'<span class="trend">{spark(section.past)}</span><b class="value">{text(headline(result)) if measured else "–"}</b>'
    yield f'<span class="word">{word}</span>'
    if not measured:
        yield f'<span class="missing">{text(why(result))}</span>'
    yield f'</summary><p class="question" id="{_anchor(measure)}">{text(measure.question)}</p>'
    yield chart(section.trend, measure, result.moment.committed)
    if section.rows:
        yield from _table(section)
    yield '<dl class="about">'
    for term, told in (
        ("Why it matters", measure.why), ("What to do", measure.remedy), ("How it is computed", measure.formula),
        ("What it cannot tell", measure.pitfalls), ("Evidence", grade(measure)), ("Threshold", limits(measure)),
        ("Source", measure.paper),
    ):  # fmt: skip
        yield f"<div><dt>{term}</dt><dd>{text(told)}</dd></div>"
    yield "</dl></details></article>"


def _table(section: Section) -> Iterator[str]:
    """The rows of evidence. The roles are told once more: on a phone the style sheet lays rows out as blocks."""
    result = section.result
    owners, since = any(row.owner for row in section.rows), section.since
    names = ["State", "Where", "Value", "Why", *(["Owner"] if owners else []), *(["Since"] if since else [])]
    yield '<table role="table"><caption>'
    yield f"{len(section.rows):,} of {max(result.total_rows, len(section.rows)):,} rows, worst first</caption>"
    heads = "".join(f'<th scope="col" role="columnheader" class="{name.lower()}">{name}</th>' for name in names)
    yield f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">'
    for row in section.rows:
        cells = [
            f'<td role="cell" class="state">{_glyph(row.severity)}</td>',
            f'<th scope="row" role="rowheader" class="where">{text(where(row))}</th>',
            f'<td role="cell" class="value">{text(number(row.value, result.measure.unit))}</td>',
            f'<td role="cell" class="why">{text(row.explanation)}</td>',
        ]
        if owners:
            cells.append(f'<td role="cell" class="owner">{_owner(row)}</td>')
        if since:
            cells.append(f'<td role="cell" class="since">{_since(since.get(row.fingerprint))}</td>')
        yield f'<tr role="row">{"".join(cells)}</tr>'
    yield "</tbody></table>"


def _owner(row: Evidence) -> str:
    return f'{text(row.owner)} <span class="basis">{text(row.owner_basis)}</span>' if row.owner else "–"


def _since(since: Since | None) -> str:
    return f'{since.moment.committed:%Y-%m-%d} <span class="basis">{since.basis}</span>' if since else "–"


def _notes(report: Report) -> Iterator[str]:
    if report.notes:
        yield '<section aria-labelledby="notes"><h2 id="notes">What was read, and what was not</h2><dl class="about">'
        for topic, told in report.notes:
            yield f"<div><dt>{text(topic)}</dt><dd>{text(told)}</dd></div>"
        yield "</dl></section>"
