"""The retro of a period: everything that its pages show, in one object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from collectors.errors import DebtError
from debtui.compare import Comparison, Difference, compare, with_commits
from debtui.measures.change import Verdict, change
from debtui.measures.result import Evidence, Moment
from debtui.measures.spec import Measure
from debtui.retro import diary
from debtui.retro.candidates import Candidate, candidates
from debtui.retro.removed import Removal, removals
from debtui.session import Session

QUARTER, YEAR = timedelta(days=91), timedelta(days=365)
TRACED = 3
"""Rows of each worse measure for which the commit is looked up."""


@dataclass(frozen=True)
class Promise:
    """An action of an earlier retro, and what became of its number."""

    action: diary.Action
    measure: Measure | None
    """None: it is about nothing that is measured."""
    now: float | None
    verdict: Verdict
    gone: bool | None = None
    """Whether the finding that it is about is no longer there; None: it is about none, or nobody can tell."""
    overdue: bool = False


@dataclass(frozen=True)
class Retro:
    """A period, as a team walks through it."""

    comparison: Comparison
    today: date
    removed: Sequence[Removal]
    unknown: Sequence[str]
    """What of the removals could not be asked, in words."""
    better: Sequence[Difference]
    worse: Sequence[Difference]
    usual: int
    """Measures that moved no further than usual."""
    unowned: Sequence[tuple[Measure, Evidence]]
    """New findings that nobody owns."""
    promises: Sequence[Promise]
    next: Sequence[Candidate]
    notes: Sequence[diary.Note]
    """Of today."""
    names: bool
    """Whether the team has chosen that people are named."""
    people: Sequence[str] = ()
    """Everybody's name, the longest first; empty where names are chosen."""

    def said(self, told: str) -> str:
        """A sentence without the names of people, unless the team has chosen names."""
        for name in self.people:
            told = told.replace(name, "somebody")
        return told


def first_of(session: Session, since: Callable[[str], Moment], word: str | None, last: Moment) -> Moment:
    """The moment that a period begins with: a revision or a time, the last retro's end, else a quarter ago.

    `last` is its end; `since` turns a word into a moment. The last retro is the newest diary that names a commit of before today.
    """
    if word not in (None, "last"):
        first = since(str(word))
        if first.seq >= last.seq:
            raise DebtError(f"{word} is no earlier than the end of the period", "name an earlier commit or time")
        return first
    for held in diary.load(session, last.seq):
        known = next((moment for moment in session.moments() if moment.commit_id == held.last), None)
        if known is not None and known.seq < last.seq:
            return known
    return moment_before(session, last, QUARTER) or session.moments()[0]


def moment_before(session: Session, moment: Moment, span: timedelta) -> Moment | None:
    """The last mainline commit at least so long before a moment; None where history is shorter."""
    limit = moment.committed - span
    earlier = [one for one in session.moments()[: moment.seq] if one.committed <= limit]
    return earlier[-1] if earlier else None


def build(
    session: Session,
    before: Moment,
    after: Moment,
    today: date,
    *,
    names: bool = False,
    told: Callable[[str], None] = lambda stage: None,
) -> Retro:
    """The retro between two moments of one repository. Takes seconds; `told` hears what is being done."""
    told("comparing the two moments")
    people = () if names else _people(session)
    comparison = compare(session, before, session, after)
    comparison = replace(comparison, differences=[_discreet(one, people) for one in comparison.differences])
    told("looking for what was removed")
    removed, unknown = removals(session, before, after)
    told("looking for the commits that did it")
    worse = [with_commits(session, comparison, one, TRACED) for one in comparison.of("worse")]
    told("ranking what is worth doing next")
    diaries = diary.load(session, after.seq)
    return Retro(
        comparison=comparison,
        today=today,
        removed=[replace(one, by=_whom(session, one, before, names=names)) for one in removed],
        unknown=unknown,
        better=comparison.of("better"),
        worse=worse,
        usual=len(comparison.of("within noise")),
        unowned=_unowned(comparison),
        promises=[promise(session, comparison, action, today) for one in diaries for action in one.actions],
        next=candidates(session, comparison, moment_before(session, after, YEAR)),
        notes=[note for one in diaries if one.held == today for note in one.notes],
        names=names,
        people=people,
    )


def promise(session: Session, comparison: Comparison, action: diary.Action, today: date) -> Promise:
    """What became of an action: its measure's number then and now, or whether its finding is still there."""
    wanted = action.about.casefold()
    for one in comparison.differences:
        measure = one.measure
        rows = {row.fingerprint for row in one.standing}
        about = wanted in (measure.id.casefold(), measure.catalogue.casefold())
        if not about and action.about not in rows | {row.fingerprint for row in one.went}:
            continue
        gone = None if about else action.about not in rows
        verdict = change(measure, one.after.value, action.was).verdict
        return Promise(action, measure, one.after.value, verdict, gone, _overdue(action, today))
    return Promise(action, None, None, "unknown", None, _overdue(action, today))


def _overdue(action: diary.Action, today: date) -> bool:
    return not action.done and action.due is not None and action.due < today


def _people(session: Session) -> Sequence[str]:
    """Names of two words and more: a shorter one may be any word of a sentence."""
    rows = session.sql("SELECT DISTINCT name FROM person WHERE NOT bot", None, 100_000).rows
    return sorted((str(name) for (name,) in rows if " " in str(name).strip()), key=len, reverse=True)


def _unowned(comparison: Comparison) -> Sequence[tuple[Measure, Evidence]]:
    pressing = ("warn", "fail")
    return [
        (one.measure, row)
        for one in comparison.differences
        for row in one.appeared
        if row.owner is None and row.path is not None and row.severity in pressing and not row.accepted
    ]


def _discreet(one: Difference, people: Sequence[str]) -> Difference:
    """Without rows that are about a person, unless the team has chosen names: a retro ranks nobody."""
    hidden = frozenset(people)

    def kept(rows: Sequence[Evidence]) -> list[Evidence]:
        return [row for row in rows if row.subject not in hidden]

    shifted = [shift for shift in one.shifted if shift.after.subject not in hidden]
    return replace(one, appeared=kept(one.appeared), went=kept(one.went), standing=kept(one.standing), shifted=shifted)


def _whom(session: Session, removal: Removal, before: Moment, *, names: bool) -> str:
    """Whom to thank: the commit's author where the team has chosen names, else the team or the part of the system."""
    if names and removal.moment is not None:
        return removal.moment.author
    path = removal.path.replace("'", "''")
    sql = f"SELECT component, owner, basis FROM path_class LEFT JOIN owner_at USING (path) WHERE path = '{path}'"
    for component, owner, basis in session.sql(sql, before.seq, 1).rows:
        return str(owner) if basis == "CODEOWNERS" else "" if component == "(root)" else str(component)
    return ""
