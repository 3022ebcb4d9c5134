"""The five questions of "Hidden Technical Debt in Machine Learning Systems" (2015, section 9), and which measures speak to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from debtui.measures.spec import Measure


@dataclass(frozen=True)
class Question:
    """One of the five."""

    text: str
    families: tuple[str, ...]
    """Catalogue ids, or their letters for a whole family."""
    lit_by: str
    """What would let debtui answer it, or answer it better."""

    def answered_by(self, measures: Sequence[Measure]) -> list[Measure]:
        """The measures that speak to it."""
        return [m for m in measures if m.catalogue in self.families or m.catalogue.partition("-")[0] in self.families]


QUESTIONS = (
    Question(
        "Does improving one model or signal degrade others?",
        ("EN", "CC", "CO-1", "CO-2", "CO-4"),
        "a log of releases or runs with their metrics per model and slice",
    ),
    Question(
        "What is the transitive closure of all data dependencies?",
        ("DD", "UC", "CO-6", "CO-7", "CO-8"),
        "a lineage export, a dbt manifest, or a dvc.yaml",
    ),
    Question(
        "How easily can an entirely new algorithmic approach be tested at full scale?",
        ("AL",),
        "a log of experiments with the commit and the size of each run",
    ),
    Question(
        "How precisely can the impact of a new change to the system be measured?",
        ("PR",),
        "repeated runs of one configuration, with their metrics",
    ),
    Question(
        "How quickly can new members of the team be brought up to speed?",
        ("ON",),
        "an export of pull requests, and the dates on which people joined",
    ),
)
