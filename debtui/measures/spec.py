"""A measure is one .sql file: a TOML header in its first comment, then one SELECT of evidence rows.

The file's stem is the measure's id.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Literal

from collectors.errors import DebtError

Better = Literal["lower", "higher", "band", "none"]
Severity = Literal["ok", "warn", "fail", "none"]

CONTRACT = {"subject": "VARCHAR", "path": "VARCHAR", "line": "BIGINT", "value": "DOUBLE", "explanation": "VARCHAR"}
"""Columns that every measure returns; any other column is an extra."""

SECTIONS = {
    "onboarding": "Time to onboard",
    "configuration": "Configuration debt",
    "flags": "Dead flags and experimental code paths",
    "dependencies": "Dependencies and boundaries",
    "code": "Code hotspots and self-admitted debt",
}
"""Folder name to heading, in the order of the screen; a folder that is not named here comes last under its own name."""


@dataclass(frozen=True)
class Threshold:
    """When a number asks for attention. `warn` and `fail` are numbers, or (low, high) for a band; None: never."""

    better: Better = "none"
    warn: float | tuple[float, float] | None = None
    fail: float | tuple[float, float] | None = None

    def severity(self, value: float | None) -> Severity:
        if value is None or (self.warn is None and self.fail is None):
            return "none"
        for limit, name in ((self.fail, "fail"), (self.warn, "warn")):
            if limit is not None and self._beyond(value, limit):
                return name  # type: ignore[return-value]
        return "ok"

    def _beyond(self, value: float, limit: float | tuple[float, float]) -> bool:
        if isinstance(limit, tuple):
            return not limit[0] <= value <= limit[1]
        return value <= limit if self.better == "higher" else value >= limit


@dataclass(frozen=True)
class Headline:
    """The one number of a measure: a SQL aggregate over its evidence rows."""

    value: str
    """SQL aggregate over the columns that the measure returns, e.g. `count(*)`."""
    unit: str
    threshold: Threshold
    basis: str
    """Where the thresholds come from; "no published basis" where that is so."""


@dataclass(frozen=True)
class Measure:
    """One debt: what it asks, how it is computed, and how to read and mend it."""

    id: str
    folder: str
    sql: str
    title: str
    catalogue: str
    """Id in the catalogue of measures, such as ON-1."""
    question: str
    paper: str
    grade: Literal["E1", "E2", "E3", "E4"]
    unit: str
    """Unit of a row's `value`."""
    threshold: Threshold
    """Of a row's `value`."""
    headline: Headline
    why: str
    remedy: str
    pitfalls: str
    formula: str

    @property
    def section(self) -> str:
        return SECTIONS.get(self.folder, self.folder.replace("_", " ").capitalize())
