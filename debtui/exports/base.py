"""What an export format is: a name, a suffix, and a way to write a report to a stream."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar

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


@dataclass(frozen=True)
class Report:
    """Everything an exporter needs; no exporter asks the store."""

    name: str
    """Of the repository."""
    moment: Moment
    sections: Sequence[Section]
    questions: Sequence[tuple[str, Sequence[Result]]]
    """The five questions of Sculley et al., each with the results that speak to it (none: not measured)."""
    notes: Sequence[tuple[str, str]] = ()
    """What was read and what was not, as (topic, sentence)."""
    version: str = ""


class Exporter(ABC):
    """One format. `Exporter` subclasses are found by walking this folder; nobody imports one by name."""

    NAME: ClassVar[str]
    SUFFIX: ClassVar[str]
    BINARY: ClassVar[bool] = False
    """Whether the output may not be printed to a terminal."""

    @abstractmethod
    def write(self, report: Report, out: BinaryIO) -> None: ...
