"""Prometheus: the text exposition, OpenMetrics, what `promtool tsdb dump` prints, and answers of `/api/v1/query_range` and `query`.

Times count milliseconds in some and seconds in others; which, the numbers tell (see `records.when`). The labels `model` and `slice`
are the series' own, the others its labels. A label that names a person becomes a number that means nothing elsewhere.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from collectors import records
from collectors.records import Recorder, Records, when

_MODEL = ("model", "model_name")
_SLICE = ("slice", "segment", "subgroup")
_PERSONAL = frozenset({"user", "username", "user_name", "user_id", "email", "mail", "login", "customer", "customer_id"})
_SERIES = 200_000
"""Most series of one file: with more, some label is no dimension but counts things."""
_MANY = 5_000
"""Points that are handed on at once."""
_CHUNK = 1 << 20
_LONGEST = 200_000
"""Characters of the longest part of an answer that is looked at as one: the labels of a series."""
_STRING = r'"(?:[^"\\]|\\.)*+"'
_LABELS = rf"\{{(?:[^{{}}\"]|{_STRING})*+\}}"
_SAMPLE = re.compile(
    rf"([a-zA-Z_:][\w:]*+)?\s*({_LABELS})?\s*(?<=[\s}}])([-+.\w]+)(?:\s+(-?[\d.eE+]+))?(?:\s+#\s*\{{.*)?\s*", re.DOTALL
)
"""Name, labels, value, time; an exemplar is left out."""
_LABEL = re.compile(rf"\s*(?:(?:([\w:.]++)|({_STRING}))\s*=\s*)?({_STRING})\s*(?:,\s*|\Z)")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_COMMENT = re.compile(rb"#\s*(?:(?:HELP|TYPE|UNIT)\s+\S|EOF)")
_TOKEN = re.compile(
    rf'\s*+(?:\[\s*+(-?[\d.eE+]++)\s*+,\s*+"([^"\\]*+)"\s*+\]|"metric"\s*+:\s*+({_LABELS})|({_STRING})|([\[{{])|([\]}}])|[,:]|[-+.\w]++)'
)
"""A point, a series' labels, a text, an opening and a closing bracket; signs and numbers between."""
_VALUES = ('"values"', '"value"')
_HISTOGRAMS = ('"histograms"', '"histogram"')
_ANSWER = re.compile(rb'"resultType"\s*:\s*"(?:matrix|vector)"|"metric"\s*:\s*\{[^{}]*\}\s*,\s*"values?"\s*:\s*\[')


class _TooMany(ValueError):
    """Ends a file."""


class _Gathered:
    """Points of one file on their way into the records."""

    def __init__(self, path: Path, into: Records) -> None:
        self._nameless = path.stem
        self._into = into
        self._people: dict[str, int] = {}
        self._points: list[tuple[int, int | None, object, float | None, int | None]] = []
        self._last: dict[int, tuple[datetime | None, float]] = {}
        self._doubled = 0

    def series(self, labels: Mapping[str, str]) -> int:
        """The series of these labels; one without a name, as a query makes it, is called like its file. Raises _TooMany."""
        told = {name: value for name, value in labels.items() if value}
        metric = told.pop("__name__", self._nameless)
        model = next((told.pop(name) for name in _MODEL if name in told), None)
        part = next((_pair(name, told.pop(name)) for name in _SLICE if name in told), "")
        for name in _PERSONAL & told.keys():
            told[name] = str(self._people.setdefault(told[name], len(self._people) + 1))
        text = ",".join(_pair(name, told[name]) for name in sorted(told))
        number = self._into.series(metric, model=model, part=part, labels=text)
        if number not in self._last:
            if len(self._last) >= _SERIES:
                raise _TooMany(f"more than {_SERIES:,} series")
            self._last[number] = (None, math.nan)
        return number

    def add(self, series: int, moment: datetime | None, value: float) -> bool:
        """Add a point; whether many have been gathered. Of two at one moment the first counts, as with Prometheus."""
        if moment is not None:
            before, held = self._last[series]
            if before == moment:
                self._doubled += held != value and not (math.isnan(held) and math.isnan(value))
                return False
            self._last[series] = (moment, value)
        self._points.append((series, None, moment, value, None))
        return len(self._points) >= _MANY

    def flush(self) -> None:
        """Hand on what was gathered."""
        self._into.points(self._points)
        self._points = []

    def end(self) -> None:
        """The last points, and how many contradicted one of the same moment."""
        self.flush()
        if self._doubled:
            self._into.fault(f"points that say otherwise than one of the same series and time: {self._doubled:,}")


def _pair(name: str, value: str) -> str:
    if name in _SLICE and "=" in value:
        return value
    return f"{name}={value.replace('%', '%25').replace(',', '%2C')}"


def read(path: Path, into: Records) -> Iterator[None]:
    """Point by point. Of many broken lines the first is told, and how many there are."""
    gathered = _Gathered(path, into)
    try:
        yield from _answer(path, into, gathered) if path.suffix.lower() == ".json" else _text(path, into, gathered)
    except ValueError as error:
        into.fault(str(error))
    gathered.end()


def _text(path: Path, into: Records, gathered: _Gathered) -> Iterator[None]:
    known: dict[bytes, int] = {}
    broken: list[int] = []
    for number, line in _whole_lines(path, broken):
        if not line or line[:1] == b"#":
            continue
        try:
            end = line.find(b"}") + 1  # a label may hold one too: then what ends here is not known
            series = known.get(line[:end])
            rest = line[end:].split()
            if series is None or not 1 <= len(rest) <= 2:
                key, labels, value, time = sample(line.decode("utf-8", "replace"))
                series = gathered.series(labels)
                if end:
                    known[key.encode("utf-8", "replace")] = series
            else:
                value, time = float(rest[0]), rest[1].decode() if len(rest) == 2 else None
            many = gathered.add(series, when(time), value)
        except _TooMany:
            raise
        except (ValueError, OverflowError):
            broken.append(number)
            continue
        if many:
            gathered.flush()
            yield
    if broken:
        into.fault(f"no sample (lines like that: {len(broken):,})", broken[0])


def _whole_lines(path: Path, broken: list[int]) -> Iterator[tuple[int, bytes]]:
    """Lines; the last one only where it is ended: a number that was cut off is another number."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - 1, 0))
        ended = file.read(1) == b"\n"
    held: tuple[int, bytes] | None = None
    for each in records.lines(path):
        if held:
            yield held
        held = each
    if held and (ended or held[1][:1] == b"#"):
        yield held
    elif held:
        broken.append(held[0])


def sample(line: str) -> tuple[str, dict[str, str], float, str | None]:
    """What names the series as it is written, its labels, `__name__` among them, value and time. Raises ValueError for no sample."""
    found = _SAMPLE.fullmatch(line)
    if found is None or not (found[1] or found[2]):
        raise ValueError("no sample")
    labels = {"__name__": found[1]} if found[1] else {}
    inside = (found[2] or "{}")[1:-1].strip()
    at = 0
    while at < len(inside):
        label = _LABEL.match(inside, at)
        if label is None:
            raise ValueError("no labels")
        name = label[1] or _unescaped(label[2] or '"__name__"')  # a text alone is a name that needs quotes
        labels[name] = _unescaped(label[3])
        at = label.end()
    return line[: found.end(2)] if found[2] else line[: found.end(1)], labels, float(found[3]), found[4]


def _unescaped(quoted: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], quoted[1:-1])


def _answer(path: Path, into: Records, gathered: _Gathered) -> Iterator[None]:
    """An answer is read part by part: a point, the labels of a series, and the brackets, which tell whether it is whole."""
    depth, inside, series, taken, unread = 0, 0, None, False, 0
    for point, value, labels, word, opened, closed in _tokens(path):
        if point:
            if series is None or not taken:
                unread += 1
            elif gathered.add(series, when(point), float(value)):
                gathered.flush()
                yield
        elif labels:
            told = json.loads(labels)
            series = gathered.series({str(name): str(each) for name, each in told.items()})
            inside, taken = depth, False
        elif word in _VALUES:
            taken = True
        elif word in _HISTOGRAMS:
            taken, unread = False, unread + 1
        else:
            depth += bool(opened) - bool(closed)
            if depth < inside:
                series = None
    if depth:
        raise ValueError("breaks off")
    if unread:
        into.fault(f"values of no series, or native histograms: {unread:,}")


def _tokens(path: Path) -> Iterator[tuple[str, ...]]:
    """Parts of a JSON text, whatever its size. Raises ValueError where it is none."""
    rest, at = "", 0
    with path.open(encoding="utf-8", errors="replace") as file:
        while True:
            chunk = file.read(_CHUNK)
            text, at = rest[at:] + chunk, 0
            end = len(text) - _LONGEST if chunk else len(text)  # what begins behind it may be cut
            while at < end:
                found = _TOKEN.match(text, at)
                if found is None:
                    break
                yield found.groups("")
                at = found.end()
            rest = text
            if at < end and text[at:].strip():
                raise ValueError(f"no JSON from {text[at : at + 20]!r}")
            if not chunk:
                return


def _knows(path: Path, head: bytes) -> bool:
    """By its name alone; else an answer, or text whose first lines are all comments of Prometheus and samples."""
    if path.suffix.lower() not in {".txt", ".json"}:
        return True
    if path.suffix.lower() == ".json":
        return bool(_ANSWER.search(head))
    lines = [line.strip() for line in head.split(b"\n")[: -1 if len(head) >= 4096 else None] if line.strip()]
    told = any(_COMMENT.match(line) or b"{" in line for line in lines)  # a word and a number may be anybody's
    return told and all(_COMMENT.match(line) or _is_sample(line) for line in lines)


def _is_sample(line: bytes) -> bool:
    try:
        sample(line.decode("utf-8", "replace"))
    except ValueError:
        return False
    return True


RECORDER = Recorder(("*.prom", "*.om", "*.openmetrics", "*.txt", "*.json"), read, _knows)
