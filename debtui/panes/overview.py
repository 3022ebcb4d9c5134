"""Pane 1: the five questions of "Hidden Technical Debt in Machine Learning Systems", each answered by what was measured."""

from __future__ import annotations

from collections.abc import Sequence

from debtui.measures.spec import Measure
from debtui.panes.listing import Listing
from debtui.questions import QUESTIONS
from debtui.widgets.marks import state
from debtui.widgets.measure_list import Entry, Heading, Item, Remark

_EACH = 3
"""Measures shown per question: the most pressing ones."""
_PRESSING = ("fail", "warn", "failed", "ok", "none", "pending", "unavailable")


class Overview(Listing):
    """Questions with the measures that speak to them, then whatever else got worse."""

    KEY = "1"
    TITLE = "Overview"
    SHORT = "Over"
    ORDER = 10
    HELP = """
The five questions with which Sculley et al. end their paper. Below each stand the measures that speak to it, the most pressing
first; a question that nothing here can answer says "not measured", and what would answer it. Then follows what else got worse
in the quarter before this commit. There is no composite score: numbers of different kinds do not add up.
"""

    def measures(self) -> Sequence[Measure]:
        return self.ledger.measures

    def items(self, entries: Sequence[Entry]) -> list[Item]:
        found: list[Item] = []
        listed: set[str] = set()
        by_id = {entry.measure.id: entry for entry in entries}
        for number, question in enumerate(QUESTIONS, 1):
            speaking = [by_id[m.id] for m in question.answered_by(self.ledger.measures) if m.id in by_id]
            speaking.sort(key=_pressing)
            found.append(Heading(f" {number} {question.text}"))
            found += speaking[:_EACH]
            listed.update(entry.measure.id for entry in speaking[:_EACH])
            if not question.answered_by(self.ledger.measures):
                found.append(Remark(f"○ not measured. It would take {question.lit_by}."))
            elif more := len(speaking) - _EACH:
                if more > 0:
                    found.append(Remark(f"  and {more} more, less pressing, under {speaking[0].measure.section}"))
        worse = [entry for entry in entries if entry.change.verdict == "worse" and entry.measure.id not in listed]
        if worse:
            found += [Heading(" Also worse than a quarter ago"), *worse]
        return found


def _pressing(entry: Entry) -> int:
    return _PRESSING.index(state(entry.result))
