"""The report as one HTML file: no network, no script, charts as inline SVG, light and dark, fit for a phone and for paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import BinaryIO

from debtui.exports.base import Answer, Exporter, Report, Section
from debtui.exports.chart import chart, spark
from debtui.exports.graph import svg
from debtui.exports.rows import LONGEST, grade, headline, limits, where, why
from debtui.exports.summary import Moved, Summary, moved, summary
from debtui.format import GLYPHS, WORDS, cut, number, safe
from debtui.measures.change import before
from debtui.measures.result import Evidence, Result, Since
from debtui.measures.spec import Measure

FEW = 5
"""Lines of a box of the summary: all of it fits on one screen."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STATES = (
    ("fail", "to act on"), ("warn", "to watch"), ("ok", "ok"), ("open", "without a threshold"), ("lacking", "not measured"),
    ("broken", "failed"),
)  # fmt: skip


def text(value: object) -> str:
    """Text without markup, control or bidi characters, and of a length that can be read."""
    return escape(cut(safe(value), LONGEST), quote=True)


class HtmlExporter(Exporter):
    """One minute's summary, the five questions, what to act on; then every measure, which unfolds to its trend and evidence."""

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
        yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><meta name="color-scheme" content="light dark">'
        yield f"<title>Technical debt of {text(report.name)}</title><style>{style}</style></head><body>"
        yield '<a class="skip" href="#main">Skip to the content</a>'
        yield f"<header><h1>Technical debt of {text(report.name)}</h1>"
        yield f"<p>At commit <code>{text(moment.commit_id[:12])}</code> of <time>{moment.committed:%Y-%m-%d}</time>: {text(moment.subject)}</p>"
        yield "</header>"
        yield from _contents(report, [name for name, _ in groups])
        yield '<main id="main">'
        found, anchors = summary(report), {name: f"s{n}" for n, (name, _) in enumerate(groups)}
        yield from _minute(report, found, anchors)
        if report.questions:
            yield '<section aria-labelledby="questions"><h2 id="questions">The five questions</h2><ol class="questions">'
            for answer in report.questions:
                yield from _question(answer)
            yield "</ol></section>"
        yield from _attention(found)
        for name, sections in groups:
            yield f'<section aria-labelledby="{anchors[name]}"><h2 id="{anchors[name]}">{text(name)}</h2>'
            yield f'<p class="counts">{_counts(sections)}</p>'
            for section in sections:
                yield from _measure(section)
            yield "</section>"
        yield from _graph(report)
        yield from _notes(report)
        yield f"</main><footer><p>Made by debtui {text(report.version)}. What is not measured is not zero. There is no score over all. "
        yield "On paper every measure is unfolded.</p></footer></body></html>"


def _contents(report: Report, names: Sequence[str]) -> Iterator[str]:
    links = [("minute", "In one minute")]
    links += [("questions", "The five questions")] if report.questions else []
    links += [(f"s{n}", name) for n, name in enumerate(names)]
    links += [("flow", "Where data goes")] if report.graph and report.graph.nodes else []
    links += [("notes", "What was read")] if report.notes else []
    told = "".join(f'<li><a href="#{anchor}">{text(name)}</a></li>' for anchor, name in links)
    yield f'<nav aria-label="Contents"><ul>{told}</ul></nav>'


def _minute(report: Report, found: Summary, anchors: dict[str, str]) -> Iterator[str]:
    """How many measures are in which state, and what is behind that, in four short lists."""
    states = [_state(section.result) for section in report.sections]
    yield '<section aria-labelledby="minute"><h2 id="minute">In one minute</h2>'
    yield f'<ul class="tally" aria-label="{len(states)} measures">'
    for state, told in _STATES:
        if state in states or state in {"fail", "warn", "ok"}:
            yield f'<li class="{state}"><b>{states.count(state)}</b> {told}</li>'
    yield '</ul><div class="boxes">'
    since = f" than on {found.earlier:%Y-%m-%d}" if found.earlier else ""
    act = [f"{_link(s.result.measure)} <b>{text(_bare(s.result))}</b>" for s in found.act]
    yield from _box(
        "fail", "Beyond its limit", act, "No measured number is.", '<a href="#attention">what to act on</a>'
    )
    for kind, name, moves, other in (
        ("warn", "Worse", found.worse, "better"), ("ok", "Better", found.better, "worse"),
    ):  # fmt: skip
        lines = [f"{_link(m.section.result.measure)} {_move(m)}" for m in moves]
        if found.compared:
            yield from _box(
                kind,
                f"{name}{since}",
                lines,
                f"None of {found.compared} that were measured then.",
                f"marked “{name.lower()}” in their sections",
            )
        else:
            yield from _box(
                "lacking",
                f"{name} than a quarter ago",
                [],
                f"Not known: nothing of a quarter ago is stored that could be {other} or not.",
                "",
            )
    missing = sorted(found.lacking, key=lambda each: each[1], reverse=True)
    lines = [f'<a href="#{anchors[name]}">{text(name)}</a> <b>{count} of {of}</b>' for name, count, of in missing]
    yield from _box("lacking", "Not measured", lines, "Every measure has a number.", "in other sections")
    yield "</div></section>"


def _box(kind: str, name: str, lines: Sequence[str], none: str, rest: str) -> Iterator[str]:
    yield f'<div class="box {kind}"><h3>{name}</h3>'
    if not lines:
        yield f'<p class="missing">{none}</p>'
    else:
        yield f'<ul class="lines">{"".join(f"<li>{line}</li>" for line in lines[:FEW])}</ul>'
    if len(lines) > FEW:
        yield f'<p class="missing">and {len(lines) - FEW} more: {rest}</p>'
    yield "</div>"


def _move(move: Moved) -> str:
    """From what to what: the arrow is said in a word to who does not see it."""
    old, _, new = text(move.told).partition(" → ")
    return f'<b>{old} <span aria-hidden="true">→</span><span class="sr">to</span> {new}</b>'


def _bare(result: Result) -> str:
    """The number alone: what was not read stands with the measure itself."""
    return safe(number(result.value, result.measure.headline.unit))


def _counts(sections: Sequence[Section]) -> str:
    states = [_state(section.result) for section in sections]
    return ", ".join(
        f'<span class="{state}">{states.count(state)} {told}</span>' for state, told in _STATES if state in states
    )


def _state(result: Result) -> str:
    """The class of a result in the style sheet: its severity, or that it has none."""
    if result.status != "measured":
        return "lacking" if result.status == "unavailable" else "broken"
    return "open" if result.severity == "none" else result.severity


def _attention(found: Summary) -> Iterator[str]:
    """The numbers at which to act, with what they cost and what to do; those to watch in a line each."""
    yield '<section aria-labelledby="attention"><h2 id="attention">What to act on</h2>'
    if not found.act:
        yield f'<p class="missing">No measured number is beyond {"the limit at which to act" if found.watch else "a threshold"}.</p>'
    else:
        yield '<ul class="cards">'
        for section in found.act:
            result, measure = section.result, section.result.measure
            yield f'<li class="{_state(result)}"><h3>{_glyph(result.severity)} {_link(measure)}</h3>'
            yield f'<p class="number"><b>{text(_bare(result))}</b>{spark(section.past)}</p>'
            yield f"<p>{text(measure.why)}</p><p><b>What to do:</b> {text(measure.remedy)}</p>"
            yield f"<p><small>Threshold: {text(limits(measure))}</small></p></li>"
        yield "</ul>"
    if found.watch:
        yield '<h3 class="below">To watch</h3><ul class="lines many">'
        yield (
            "".join(f"<li>{_link(s.result.measure)} <b>{text(_bare(s.result))}</b></li>" for s in found.watch) + "</ul>"
        )
    yield "</section>"


def _question(answer: Answer) -> Iterator[str]:
    worst = next((s for s in ("fail", "warn", "ok") if any(r.severity == s for r in answer.firm)), "open")
    yield f'<li class="{worst if answer.firm else "lacking"}"><h3>{text(answer.question)}</h3>'
    if answer.firm:
        yield f'<ul class="lines many">{"".join(f"<li>{_said(result)}</li>" for result in answer.firm)}</ul>'
    else:
        yield f"<p><b>Not measured.</b> It needs {text(answer.lacking)}.</p>"
    if answer.proxies:
        looks = " ".join(f"<span>{_said(result)}</span>" for result in answer.proxies)
        yield f'<p class="said proxy">Looks like, from files alone: {looks}</p>'
    yield "</li>"


def _said(result: Result) -> str:
    return f"<span>{_glyph(result.severity)} {_link(result.measure)}</span> <b>{text(headline(result))}</b>"


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
    yield f'<span class="word">{word}</span>{_trend_word(section)}'
    if not measured:
        yield f'<span class="missing">{text(why(result))}</span>'
    yield f'</summary><p class="question" id="{_anchor(measure)}">{text(measure.question)}</p>'
    yield from _since_then(section)
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


def _trend_word(section: Section) -> str:
    """Whether the number got worse or better in the last quarter, in the line of the measure."""
    was = before(section.trend, section.result.moment)
    move = moved(section, was) if was else None
    return f'<span class="moved">{move.verdict}</span>' if move and move.verdict in {"worse", "better"} else ""


def _since_then(section: Section) -> Iterator[str]:
    """What became of the number in the last quarter."""
    was = before(section.trend, section.result.moment)
    if section.result.status != "measured" or was is None or was.value is None:
        return
    unit, move = section.result.measure.headline.unit, moved(section, was)
    said = "the same" if move is None else f"now {text(_bare(section.result))}"
    verdict = f", <b>{move.verdict}</b>" if move and move.verdict in {"worse", "better"} else ""
    yield f'<p class="missing">{text(number(was.value, unit))} on {was.committed:%Y-%m-%d}, {said}{verdict}.</p>'


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
            f'<th scope="row" role="rowheader" class="where">{text(where(row))}{_named(row)}</th>',
            f'<td role="cell" class="value">{text(number(row.value, result.measure.unit))}</td>',
            f'<td role="cell" class="why">{text(row.told)}</td>',
        ]
        if owners:
            cells.append(f'<td role="cell" class="owner">{_owner(row)}</td>')
        if since:
            cells.append(f'<td role="cell" class="since">{_since(since.get(row.fingerprint))}</td>')
        yield f'<tr role="row">{"".join(cells)}</tr>'
    yield "</tbody></table>"


def _named(row: Evidence) -> str:
    """What the row is about, or its file, where the label does not say it."""
    name = row.subject.removeprefix(row.path or "").lstrip(":#")
    name = name[:12] if re.fullmatch("[0-9a-f]{40}", name) else name
    rest = name if row.label != row.subject else row.path
    return f' <span class="basis">{text(rest)}</span>' if rest and rest not in row.label else ""


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
