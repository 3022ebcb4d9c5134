"""Members of JSON: measures with their results, and what else a reader of the report sees; checked field by field on the way back."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from debtui.exports.rows import iso, plain
from debtui.format import safe
from debtui.measures.result import Moment, Result
from debtui.measures.spec import CONTRACT, Headline, Measure, Threshold
from debtui.questions import GRADES
from debtui.snapshot.layout import MEASURES, SEVERITIES, STATUSES, refused

_BETTER = frozenset({"lower", "higher", "band", "none"})
_TABLES = ("threshold", "headline", "of")
"""Fields of a measure that are no texts."""
_RESERVED = {*CONTRACT, "measure", "severity", "fingerprint", "owner", "owner_basis", "accepted", "rn"}
_KINDS = {bool: "bool", int: "int", float: "float", str: "text", datetime: "time", date: "text"}
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def written(document: object) -> bytes:
    """Stable JSON of UTF-8, one way only; texts are made harmless line by line."""
    told = json.dumps(_harmless(plain(document)), ensure_ascii=False, allow_nan=False, indent=1)
    return (told + "\n").encode("utf-8", "replace")


def cell(extra: Mapping[str, object]) -> str:
    """The extra columns of a row as one line of JSON, in their order."""
    try:
        told = _ENCODER.encode(extra)
        if "\\" not in told and told.isascii() and told.isprintable():  # most of them: numbers and plain words
            return told
    except (TypeError, ValueError):  # a time, or no finite number
        pass
    named = {safe(name).replace('"', "'"): value for name, value in extra.items()}
    return _ENCODER.encode(_harmless(plain(named)))


def _harmless(value: Any) -> Any:
    if isinstance(value, str):
        return "\n".join(safe(line) for line in value.split("\n"))
    if isinstance(value, list):
        return [_harmless(item) for item in value]
    if isinstance(value, dict):
        return {safe(name): _harmless(item) for name, item in value.items()}
    return value


def measured(result: Result, rules: str, extras: Mapping[str, str]) -> dict[str, Any]:
    """A measure, all that there is to know of it, and its result."""
    measure = result.measure
    return {
        **asdict(measure),
        "section": measure.section,
        "rules": rules,
        "extras": dict(extras),
        "result": {
            "status": result.status, "value": result.value, "severity": result.severity, "total_rows": result.total_rows,
            "unread_files": result.unread_files, "reason": result.reason, "hint": result.hint, "counts": dict(sorted(result.counts.items())),
        },
    }  # fmt: skip


def kinds_of(rows: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """The kind of each extra column: of its values, text where there are none or they differ."""
    seen: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.items():
            of_it = seen.setdefault(safe(name).replace('"', "'"), set())
            if value is not None:
                of_it.add(_KINDS.get(type(value), "text"))
    both = {"int", "float"}
    return {
        name: next(iter(kinds)) if len(kinds) == 1 else "float" if kinds == both else "text"
        for name, kinds in seen.items()
    }


def moment_told(moment: Moment) -> dict[str, Any]:
    """A moment, its time as ISO 8601."""
    return {**asdict(moment), "committed": iso(moment.committed)}


class Reading:
    """Takes values out of a document of which nothing is believed. Raises DebtError where one is not what it must be."""

    def __init__(self, place: str, told: object) -> None:
        self._place = place
        if not isinstance(told, dict):
            raise refused(f"{place} is not an object")
        self._told = told

    def text(self, name: str) -> str:
        """A text; lines are its own, other control characters are nobody's."""
        value = self._told.get(name)
        if not isinstance(value, str) or not harmless(value):
            raise refused(f"{self._place}: {name} is no text without control characters")
        return value

    def number(self, name: str) -> float | None:
        """A finite number, or none."""
        value = self._told.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value)):
            raise refused(f"{self._place}: {name} is no number")
        return value

    def count(self, name: str) -> int:
        """A whole number from 0 on."""
        value = self._told.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 53:
            raise refused(f"{self._place}: {name} is no count")
        return value

    def one_of(self, name: str, known: Iterable[str]) -> Any:
        """One of a few words."""
        value = self.text(name)
        if value not in known:
            raise refused(f"{self._place}: {name} is {value[:40]!r}")
        return value

    def below(self, name: str) -> Reading:
        """An object in it."""
        return Reading(f"{self._place}: {name}", self._told.get(name))

    def texts(self, name: str) -> list[str]:
        """A list of texts."""
        value = self._told.get(name)
        if not isinstance(value, list) or not all(isinstance(item, str) and harmless(item) for item in value):
            raise refused(f"{self._place}: {name} is no list of texts")
        return value

    def words(self) -> Mapping[str, Any]:
        """All of it, by name."""
        return self._told

    def limit(self, name: str) -> float | tuple[float, float] | None:
        """Of a threshold: a number, or two for a band."""
        value = self._told.get(name)
        if isinstance(value, list) and len(value) == 2:
            low, high = (Reading(self._place, {name: item}).number(name) for item in value)
            if low is not None and high is not None:
                return low, high
        return self.number(name)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def harmless(text: str) -> bool:
    """Whether a text has no control characters but ends of lines."""
    return all(line == safe(line) for line in text.split("\n"))


def measures_read(told: object, moment: Moment) -> list[tuple[Measure, Result, str, Mapping[str, str]]]:
    """(measure, result, rules, kinds of its extra columns) of every measure. Raises DebtError."""
    if not isinstance(told, list) or not told or len(told) > 10_000:
        raise refused(f"{MEASURES} is no list of measures")
    read = [_measure_read(Reading(f"{MEASURES}[{place}]", one), moment) for place, one in enumerate(told)]
    names = [name.casefold() for measure, *_ in read for name in {measure.id, measure.catalogue}]
    if len(names) != len(set(names)):
        raise refused(f"{MEASURES} has two measures of one name")
    return read


def _measure_read(told: Reading, moment: Moment) -> tuple[Measure, Result, str, Mapping[str, str]]:
    told.one_of("grade", GRADES)
    head = told.below("headline")
    headline = Headline(head.text("value"), head.text("unit"), _threshold(head.below("threshold")), head.text("basis"))
    texts: dict[str, Any] = {one.name: told.text(one.name) for one in fields(Measure) if one.name not in _TABLES}
    limits = _threshold(told.below("threshold"))
    measure = Measure(**texts, threshold=limits, headline=headline, of=tuple(told.texts("of")))
    extras = told.below("extras")
    for name in extras.words():
        if name in _RESERVED or '"' in name or not harmless(name) or "\n" in name:
            raise refused(f"{measure.id[:80]!r} has a column that is called {name[:80]!r}")
        extras.one_of(name, _KINDS.values())
    return measure, _result(told.below("result"), measure, moment), told.text("rules"), extras.words()


def _threshold(told: Reading) -> Threshold:
    return Threshold(told.one_of("better", _BETTER), told.limit("warn"), told.limit("fail"))


def _result(told: Reading, measure: Measure, moment: Moment) -> Result:
    counts = told.below("counts")
    return Result(
        measure, moment, told.one_of("status", STATUSES), told.number("value"), told.one_of("severity", SEVERITIES), told.count("total_rows"),
        told.count("unread_files"), told.text("reason"), told.text("hint"), {name: counts.count(name) for name in SEVERITIES if name in counts.words()},
    )  # fmt: skip


def notes_read(told: Reading) -> Sequence[tuple[str, str]]:
    """The notes of the status, as (topic, sentence)."""
    value = told.words().get("notes")
    if not isinstance(value, list):
        raise refused("the notes are no list")
    notes = [Reading("a note", note) for note in value]
    return [(note.text("topic"), note.text("text")) for note in notes]
