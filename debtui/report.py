"""Builds the report that exporters write: every measure at one moment, its worst rows, its trend, and the five questions."""

from __future__ import annotations

from collections.abc import Sequence

from collectors.errors import DebtError
from debtui import __version__, closure
from debtui.exports.base import Answer, Report, Section
from debtui.graphview import View, view
from debtui.measures.result import Moment, Result
from debtui.questions import QUESTIONS
from debtui.session import NotMeasured, Session


def build(
    session: Session, moment: Moment, section: str | None = None, rows: int = 10, *, since: bool = False
) -> Report:
    """The report at a moment; `section` keeps one debt section, by its folder or heading. Raises DebtError for an unknown one."""
    measures = session.measures()
    if section is not None:
        known = sorted({m.folder for m in measures})
        measures = [m for m in measures if section.casefold() in (m.folder.casefold(), m.section.casefold())]
        if not measures:
            raise DebtError(f"there is no section {section!r}", f"sections: {', '.join(known)}")
    results = {measure.catalogue: session.result(measure, moment.seq) for measure in measures}
    sections = [_section(session, result, rows, since=since) for result in results.values()]
    return Report(
        name=session.name,
        moment=moment,
        sections=sections,
        questions=answers(results) if section is None else (),
        notes=tuple(session.status()),
        version=__version__,
        graph=_graph(session, moment) if section is None else None,
    )


def _graph(session: Session, moment: Moment) -> View | None:
    try:
        answers = [session.sql(sql, moment.seq, closure.MOST) for sql in (closure.NODES, closure.EDGES)]
    except NotMeasured:  # a snapshot that was made before its files were read
        return None
    nodes, edges = ([dict(zip(answer.columns, row, strict=True)) for row in answer.rows] for answer in answers)
    return view(closure.shown(nodes), [(str(edge["source"]), str(edge["target"])) for edge in edges])


def answers(results: dict[str, Result]) -> Sequence[Answer]:
    """What the results, by catalogue id, say to each of the five questions."""
    told = []
    for question in QUESTIONS:
        firm = [results[c] for c in question.answers if c in results and results[c].status == "measured"]
        proxies = [results[c] for c in question.hints if c in results and results[c].status == "measured"]
        told.append(Answer(question.text, firm, proxies, question.lacking))
    return tuple(told)


def _section(session: Session, result: Result, rows: int, *, since: bool) -> Section:
    measure, seq = result.measure, result.moment.seq
    if result.status != "measured":
        return Section(result, (), tuple(session.trend(measure)))
    page = tuple(session.page(measure, seq, 0, rows))
    found = {
        row.fingerprint: first for row in page if since and (first := session.since(measure, seq, row.fingerprint))
    }
    return Section(result, page, tuple(session.trend(measure)), found)
