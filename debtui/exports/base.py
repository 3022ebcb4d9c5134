"""What an export format is: a name, a suffix, and a way to write a report to a stream."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar

from debtui.graphview import View
from debtui.measures.result import Evidence, Moment, Result, Since, TrendPoint


@dataclass(frozen=True)
class Section:
    """One measure in a report: its result, its worst rows, its trend."""

    result: Result
    rows: Sequence[Evidence]
    """The worst rows, at most as many as the report was asked for; `result.total_rows` counts all."""
    trend: Sequence[TrendPoint] = ()
    since: Mapping[str, Since] = field(default_factory=dict)
    """By fingerprint, of the rows for which it was computed."""

    @property
    def past(self) -> Sequence[TrendPoint]:
        """The trend up to the report's moment: what may stand beside its number without a mark where it is."""
        return [point for point in self.trend if point.seq <= self.result.moment.seq]


@dataclass(frozen=True)
class Answer:
    """One of the five questions, and what speaks to it."""

    question: str
    firm: Sequence[Result]
    """From records or history. None: the question is not measured."""
    proxies: Sequence[Result]
    """Static proxies: they only look like an answer."""
    lacking: str
    """What would have to be supplied."""


@dataclass(frozen=True)
class Report:
    """Everything an exporter needs; no exporter asks the store."""

    name: str
    """Of the repository."""
    moment: Moment
    sections: Sequence[Section]
    questions: Sequence[Answer] = ()
    """The five questions of Sculley et al.; empty in a report of one section."""
    notes: Sequence[tuple[str, str]] = ()
    """What was read and what was not, as (topic, sentence)."""
    version: str = ""
    graph: View | None = None
    """The graph of data at the moment; None where it was not asked for."""


class Exporter(ABC):
    """One format. `Exporter` subclasses are found by walking this folder; nobody imports one by name."""

    NAME: ClassVar[str]
    """What `--format` calls it."""
    SUFFIX: ClassVar[str]
    BINARY: ClassVar[bool] = False
    """Whether the output may not be printed to a terminal."""

    @abstractmethod
    def write(self, report: Report, out: BinaryIO) -> None:
        """Write the whole report."""
        ...
