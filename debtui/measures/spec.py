"""A measure is one .sql file: a TOML header in its first comment, then one SELECT of evidence rows.

The file's stem is the measure's id.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from collectors.errors import DebtError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Better = Literal["lower", "higher", "band", "none"]
Severity = Literal["ok", "warn", "fail", "none"]

CONTRACT = {"subject": "VARCHAR", "path": "VARCHAR", "line": "BIGINT", "value": "DOUBLE", "explanation": "VARCHAR"}
"""Columns that every measure returns; any other column is an extra."""

SECTIONS = {
    "onboarding": "Time to onboard",
    "configuration": "Configuration debt",
    "flags": "Dead flags and experimental code paths",
    "dependencies": "Dependencies and boundaries",
    "data": "Data dependencies",
    "models": "Models in the world",
    "monitoring": "Monitoring of data and models",
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
        """What a value asks for."""
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
    without: str = ""
    """Why there is no answer where there are no rows, in a measure that needs what not every repository has."""
    supply: str = ""
    """How to supply that."""
    effort: str = "days"
    """How long mending one row takes somebody who knows the code: minutes, hours or days. A guess, to order what to do next."""
    of: tuple[str, ...] = ()
    """Tables of the store without whose rows it has none: where all of them are empty nothing is computed."""

    @property
    def section(self) -> str:
        """Heading of the section that the folder stands for."""
        return SECTIONS.get(self.folder, self.folder.replace("_", " ").capitalize())


_TEXTS = ("title", "catalogue", "question", "paper", "grade", "unit", "why", "remedy", "pitfalls", "formula")
_OPTIONAL = ("without", "supply", "effort")
EFFORTS = ("minutes", "hours", "days")
_LIMITS = {"better", "warn", "fail"}
_HEADLINE = {"value", "unit", "basis"} | _LIMITS


def parse(text: str, name: str, folder: str, place: str) -> Measure:
    """A measure from the text of its file. Raises DebtError that names the place and the fault."""
    import tomllib  # the dashboard's first paint needs the types above, not the files

    header, end, sql = text.removeprefix("/*").partition("*/")
    if not text.startswith("/*") or not end:
        raise DebtError(f"{place}: a measure begins with a /* TOML header */", "see CONTRIBUTING, One more measure")
    try:
        head: dict[str, Any] = tomllib.loads(header)
    except tomllib.TOMLDecodeError as error:
        raise DebtError(f"{place}: the header is not TOML: {error}", "see CONTRIBUTING, One more measure") from error
    headline = head.pop("headline", None)
    _known(head, {*_TEXTS, *_OPTIONAL, *_LIMITS, "of"}, set(_TEXTS), place, "")
    if not isinstance(headline, dict):
        raise DebtError(f"{place}: [headline] is missing", "see CONTRIBUTING, One more measure")
    _known(headline, _HEADLINE, {"value", "unit", "basis"}, place, "headline.")
    if (effort := head.get("effort", "days")) not in EFFORTS:
        raise DebtError(f"{place}: effort = {effort!r} is not known", f"it is one of {', '.join(EFFORTS)}")
    return Measure(
        id=name,
        folder=folder,
        sql=sql.strip().rstrip(";"),
        threshold=threshold(head),
        headline=Headline(headline["value"], headline["unit"], threshold(headline), headline["basis"]),
        of=tuple(head.get("of", ())),
        **{key: head[key] for key in (*_TEXTS, *_OPTIONAL) if key in head},
    )


def threshold(table: Mapping[str, Any]) -> Threshold:
    """The threshold that a table's `better`, `warn` and `fail` say."""
    limits = [tuple(limit) if isinstance(limit := table.get(key), list) else limit for key in ("warn", "fail")]
    return Threshold(table.get("better", "none"), *limits)


@cache
def load(own: Path | None = None) -> tuple[Measure, ...]:
    """Every measure that ships with debtui, then those in `own` (a repository's `debt/measures`), in the order of the screen."""
    from importlib.resources import files

    roots: list[Traversable] = [files("debtui.measures")]
    if own is not None and own.is_dir():
        roots.append(own)
    found: dict[str, Measure] = {}
    for root in roots:
        for folder, item in _sql_files(root):
            name = item.name.removesuffix(".sql")
            found[name] = parse(item.read_text("utf-8"), name, folder, str(item))
    order = list(SECTIONS)
    return tuple(
        sorted(
            found.values(),
            key=lambda m: (order.index(m.folder) if m.folder in order else len(order), m.folder, _catalogue_key(m)),
        )
    )


def named(measures: Iterable[Measure], name: str) -> Measure:
    """The measure with this id or catalogue id, in any case. Raises DebtError that names the nearest one."""
    listed = list(measures)
    wanted = name.strip().casefold()
    for measure in listed:
        if wanted in (measure.id.casefold(), measure.catalogue.casefold()):
            return measure
    names = [text for measure in listed for text in (measure.id, measure.catalogue)]
    near = difflib.get_close_matches(name, names, 1, 0.4) or difflib.get_close_matches(name.upper(), names, 1, 0.4)
    raise DebtError(f"there is no measure {name!r}", f"did you mean {near[0]}?" if near else "see `debtui measures`")


def with_thresholds(measure: Measure, limits: Mapping[str, Any] | None) -> Measure:
    """The measure with a team's own limits on its headline."""
    if not limits:
        return measure
    table = {
        "better": measure.headline.threshold.better,
        "warn": measure.headline.threshold.warn,
        "fail": measure.headline.threshold.fail,
    }
    headline = replace(measure.headline, threshold=threshold(table | dict(limits)), basis="set in debtui.toml")
    return replace(measure, headline=headline)


def _sql_files(root: Traversable) -> list[tuple[str, Traversable]]:
    listed = []
    for item in sorted(root.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            listed += [
                (item.name, file) for file in sorted(item.iterdir(), key=lambda f: f.name) if file.name.endswith(".sql")
            ]
        elif item.name.endswith(".sql"):
            listed.append(("own", item))
    return listed


def _catalogue_key(measure: Measure) -> tuple[str, int, str]:
    letters, _, number = measure.catalogue.partition("-")
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")  # AP-6a stands behind AP-6
    return letters, int(digits) if digits.isdigit() else 0, f"{number} {measure.id}"


def _known(table: Mapping[str, Any], known: set[str], required: set[str], place: str, prefix: str) -> None:
    for key in table.keys() - known:
        near = difflib.get_close_matches(key, known, 1, 0)
        raise DebtError(f"{place}: unknown key {prefix}{key}", f"did you mean {prefix}{near[0]}?" if near else "")
    if lacking := sorted(required - table.keys()):
        raise DebtError(f"{place}: {prefix}{lacking[0]} is missing", "see CONTRIBUTING, One more measure")
