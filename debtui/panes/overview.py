"""Pane 1: the five questions of Sculley et al. (2015), each answered by what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from debtui.panes.listing import Listing
from debtui.questions import QUESTIONS, Question
from debtui.widgets.marks import state
from debtui.widgets.measure_list import Entry, Heading, Item, Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from debtui.measures.spec import Measure

_PRESSING = ("fail", "warn", "failed", "ok", "none", "pending", "unavailable")


class Overview(Listing):
    """Questions with the measures that speak to them, then whatever else got worse."""

    KEY = "1"
    TITLE = "Overview"
    SHORT = "Over"
    ORDER = 10
    HELP = """
The five questions with which Sculley et al. end their paper. Below each stand the measures that answer it,
the most pressing first, then those that only look like an answer. A question that nothing here can answer
says "not measured", and what it would take. Then follows what else got worse in the quarter before this
commit. There is no composite score: numbers of different kinds do not add up.
"""

    def measures(self) -> Sequence[Measure]:
        """See Listing."""
        return self.ledger.measures

    def items(self, entries: Sequence[Entry]) -> list[Item]:
        """See Listing."""
        by_id = {entry.measure.catalogue: entry for entry in entries}
        found: list[Item] = []
        listed: set[str] = set()
        for number, question in enumerate(QUESTIONS, 1):
            lines = _lines(question, by_id)
            listed.update(item.measure.id for item in lines if isinstance(item, Entry))
            found += [Heading(f" Q{number} {question.text}"), *lines]
        worse = [entry for entry in entries if entry.change.verdict == "worse" and entry.measure.id not in listed]
        return [*found, Heading(" Also worse than a quarter ago"), *worse] if worse else found


def _lines(question: Question, by_id: dict[str, Entry]) -> list[Item]:
    answers = sorted((by_id[name] for name in question.answers if name in by_id), key=_pressing)
    hints = sorted((by_id[name] for name in question.hints if name in by_id), key=_pressing)
    lines: list[Item] = [*answers]
    if not any(entry.result is None or entry.result.status == "measured" for entry in answers):
        lines.append(Remark(f"◌ not measured. It would take {question.lacking}"))
    if hints:
        lines += [Remark("  it looks like this, which is no answer yet:"), *hints]
    return lines


def _pressing(entry: Entry) -> int:
    return _PRESSING.index(state(entry.result))
