"""The pages of a retro: a heading with a number, and what stands below it, each line with what it leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from debtui.exports.comparison import counted, delta, step, usual
from debtui.exports.retro import kept, less, period, thanks
from debtui.exports.rows import where

if TYPE_CHECKING:
    from debtui.compare import Difference
    from debtui.measures.spec import Measure
    from debtui.retro.build import Retro

_ROWS = 2
"""Rows told of each measure that got worse; enter shows all."""


@dataclass(frozen=True)
class Piece:
    """One thing on a page: a line, and sentences below it."""

    head: str
    body: Sequence[str] = ()
    state: str = "none"
    """How its sign is coloured: worse, better, warn, fail, none."""
    measure: Measure | None = None
    """What enter leads to."""
    about: str = ""
    """What a promise made here is about: a catalogue id or a fingerprint."""


@dataclass(frozen=True)
class Page:
    """One step of the walk."""

    title: str
    number: str
    """What is counted, for large type."""
    pieces: Sequence[Piece]
    empty: str
    """Said where there is nothing, which may be good."""


def pages(retro: Retro) -> Sequence[Page]:
    """The walk, from thanks to promises."""
    return (
        Page("What went away", str(len(retro.removed)), list(_removed(retro)), "Nothing that is counted here was removed."),
        Page("What got better", str(len(retro.better)), [_number(one, "better") for one in retro.better],
             "No number got better by more than it usually moves."),
        Page("What got worse", str(len(retro.worse)), [_worse(retro, one) for one in retro.worse],
             "No number got worse by more than it usually moves."),
        Page("New, and nobody's", str(len(retro.unowned)), list(_unowned(retro)), "Every new finding has an owner."),
        Page("What was promised", str(len(retro.promises)), list(_promised(retro)),
             "Nothing was promised in an earlier retro. P writes a promise down, about what is under the cursor."),
        Page("Worth doing next", str(len(retro.next)), list(_next(retro)), "Nothing asks for attention."),
        Page("Noted today", str(len(retro.notes)), [Piece(note.text, about=note.about) for note in retro.notes],
             "Nothing is noted yet: N writes a note. T ends the retro; the next one begins where this one ends."),
    )  # fmt: skip


def about(retro: Retro) -> str:
    """What the whole walk is about, in a line."""
    return f"{period(retro)}; {retro.usual} numbers moved no further than usual"


def _removed(retro: Retro) -> Iterator[Piece]:
    for one in retro.removed:
        why = retro.said(thanks(one))
        yield Piece(less(one), [why] if why else [], "better")
    for told in retro.unknown:
        yield Piece("not known", [told], "none")


def _number(one: Difference, state: str, body: Sequence[str] = ()) -> Piece:
    measure = one.measure
    told = "; ".join(part for part in (delta(one), usual(one), counted(one)) if part)
    return Piece(f"{measure.title}: {step(one)}", [told, *body], state, measure, measure.catalogue)


def _worse(retro: Retro, one: Difference) -> Piece:
    rows = [f"{where(row)}: {retro.said(row.told)}{_with(one, row.fingerprint)}" for row in one.appeared[:_ROWS]]
    return _number(one, "worse", rows)


def _with(one: Difference, fingerprint: str) -> str:
    since = one.commits.get(fingerprint)
    return "" if since is None else f" ({since.moment.commit_id[:9]} {since.moment.committed:%Y-%m-%d})"


def _unowned(retro: Retro) -> Iterator[Piece]:
    for measure, row in retro.unowned:
        yield Piece(
            f"{measure.title}: {where(row)}", [retro.said(row.explanation)], row.severity, measure, row.fingerprint
        )


def _promised(retro: Retro) -> Iterator[Piece]:
    for one in retro.promises:
        moved = (
            "better"
            if one.verdict == "better" or one.gone
            else "worse"
            if one.verdict == "worse" or one.overdue
            else "none"
        )
        yield Piece(one.action.text, [kept(one)], moved, one.measure, one.action.about)


def _next(retro: Retro) -> Iterator[Piece]:
    for count, one in enumerate(retro.next, 1):
        body = [retro.said(one.row.explanation), ", ".join(one.reasons), one.measure.remedy]
        head = f"{count}. {one.measure.title}: {where(one.row)}"
        yield Piece(head, body, one.row.severity, one.measure, one.row.fingerprint)
