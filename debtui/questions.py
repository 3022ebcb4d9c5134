"""The five questions of Sculley et al. (2015, section 9), and which measures speak to each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One question, the catalogue ids that answer it, and what would have to be supplied where nothing does."""

    text: str
    answers: tuple[str, ...]
    """Measured from records or history, or from what is declared: they may be read as an answer."""
    hints: tuple[str, ...]
    """Static proxies: they "look like", and never "are"."""
    lacking: str
    """What would light the question up."""


QUESTIONS = (
    Question(
        "Does improving one model or signal degrade others?",
        ("EN-1", "EN-2", "EN-3", "EN-4"), ("CO-1", "CO-7"),
        "records of releases with their metrics, model by model; coupling in the code only looks like it",
    ),
    Question(
        "What is the transitive closure of all data dependencies?",
        ("DD-1",), ("DD-10", "CO-8"),
        "what programs compute: names and paths that no file says; records of runs (OpenLineage, manifests) under the exports tell them",
    ),
    Question(
        "How easily can an entirely new algorithm be tested at full scale?",
        ("AL-1", "AL-2", "AL-3"), ("ON-10",),
        "a log of training runs with the size of their data",
    ),
    Question(
        "How precisely can the impact of a change to the system be measured?",
        ("PR-1", "PR-2", "PR-3", "PR-4"), (),
        "metrics of repeated runs: without their noise no difference is one",
    ),
    Question(
        "How quickly can new members of the team be brought up to speed?",
        ("ON-1", "ON-3", "ON-4", "ON-5"), ("ON-8",),
        "a history of more than one person",
    ),
)  # fmt: skip
GRADES = {
    "E1": "a record states it",
    "E2": "read from the history of changes",
    "E3": "read from the files: it looks like this, nothing was run",
    "E4": "somebody declared it",
}
