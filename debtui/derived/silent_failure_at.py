"""Silent failures: what the daily statistics of tables and features say went wrong without any error (Zinkevich, rule 10).

Each record of a feature is held against the 28 before it that were in order. A failure begins with the first record that shows it and
is open until one shows it no more; what is in order then is not learnt from what failed. Its kinds:

stale: the newest event has not changed for two of its usual intervals. coverage: the share of rows with a value has fallen by ten
points or more, with z > 5 on the two proportions (0.90 to 0.60 of 1,000 rows: 15.5; 0.90 to 0.88: 1.4, none). constant: the same mean
three times running, where it differed before. volume: two records running outside median +- 5 MAD of that weekday, and off by a fifth
at least. cardinality: less than half of the usual different values. unit: the mean has grown or shrunk tenfold.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

_REMEMBERED = 28
_FEWEST = 5
"""Records in order before anything is held against them."""
_INTERVALS = 2
_DROP, _SCORE = 0.10, 5.0
_SAME = 3
_DEVIATIONS, _OFF, _WEEKS = 5.0, 0.2, 6
_COLLAPSE = 0.5
_TENFOLD = 10.0


class Stat(NamedTuple):
    """One record of one feature; with an empty name, of the table."""

    recorded: datetime
    examples: int | None
    null_share: float | None
    mean: float | None
    spread: float | None
    distinct: int | None
    newest: datetime | None


class Failure(NamedTuple):
    """One kind of failure of one feature, from its first to its last record."""

    kind: str
    began: datetime
    seen: datetime
    ended: datetime | None
    before: float | None
    now: float | None


@dataclass
class _Memory:
    """What was in order lately."""

    covered: deque[float] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    means: deque[float] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    distinct: deque[int] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    volume: dict[int, deque[int]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=12)))
    examples: deque[int] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    loads: deque[float] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    newest: datetime | None = None
    same: tuple[float, datetime, int] | None = None
    odd_since: datetime | None = None
    """First of the records running whose volume is odd."""


def failures(stats: Iterable[Stat]) -> list[Failure]:
    """All failures of one feature, in the order in which they began; those without an end are open. `stats` in order of time."""
    memory = _Memory()
    standing: dict[str, Failure] = {}
    found: list[Failure] = []
    for stat in stats:
        shown = {
            kind: told for kind, judge in _KINDS.items() if (told := judge(memory, stat, kind in standing)) is not None
        }
        for kind in [*standing]:
            if kind not in shown:
                found.append(standing.pop(kind)._replace(ended=stat.recorded))  # noqa: PERF401  it empties what it walks
        for kind, (began, before, now) in shown.items():
            if kind in standing:
                standing[kind] = standing[kind]._replace(now=now)
            else:
                standing[kind] = Failure(kind, began, stat.recorded, None, before, now)
    return sorted([*found, *standing.values()], key=lambda failure: (failure.began, failure.kind))


_Told = tuple[datetime, float | None, float | None] | None
"""First record of a failure, what was usual, what is now; None: in order."""


def _stale(memory: _Memory, stat: Stat, standing: bool) -> _Told:
    if stat.newest is None:
        return None
    if memory.newest is None or stat.newest > memory.newest:
        if memory.newest is not None:
            memory.loads.append((stat.newest - memory.newest) / timedelta(days=1))
        memory.newest = stat.newest
    if len(memory.loads) < _FEWEST:
        return None
    usual = statistics.median(memory.loads)
    waited = (stat.recorded - memory.newest) / timedelta(days=1)
    if usual >= 1:  # a record of a day is dated at its beginning, the events in it at its end
        waited = (stat.recorded.date() - memory.newest.date()).days
    return (memory.newest, usual, waited) if waited >= _INTERVALS * usual else None


def _coverage(memory: _Memory, stat: Stat, standing: bool) -> _Told:
    if stat.null_share is None:
        return None
    covered = 1 - stat.null_share
    if len(memory.covered) >= _FEWEST and stat.examples and memory.examples:
        usual = statistics.median(memory.covered)
        earlier, later = statistics.median(memory.examples), stat.examples
        pooled = (usual * earlier + covered * later) / (earlier + later)
        noise = math.sqrt(max(pooled * (1 - pooled), 1e-12) * (1 / earlier + 1 / later))
        if usual - covered >= _DROP and (usual - covered) / noise > _SCORE:
            return stat.recorded, usual, covered
    memory.covered.append(covered)
    if stat.examples:
        memory.examples.append(stat.examples)
    return None


def _constant(memory: _Memory, stat: Stat, standing: bool) -> _Told:
    if stat.mean is None:
        return None
    value, since, times = memory.same or (None, stat.recorded, 0)
    memory.same = (stat.mean, since, times + 1) if value == stat.mean else (stat.mean, stat.recorded, 1)
    _, since, times = memory.same
    differed = len(set(memory.means)) > 1 and len(memory.means) >= _FEWEST
    return (since, None, stat.mean) if times >= _SAME and (differed or standing) else None


def _volume(memory: _Memory, stat: Stat, standing: bool) -> _Told:
    if stat.examples is None:
        return None
    known = memory.volume[stat.recorded.weekday()]
    if len(known) >= _WEEKS:
        middle = statistics.median(known)
        width = statistics.median(abs(one - middle) for one in known)
        off = abs(stat.examples - middle)
        if off > _DEVIATIONS * width and off > _OFF * middle:
            running, memory.odd_since = memory.odd_since, memory.odd_since or stat.recorded
            return (running, middle, stat.examples) if running is not None else None
    memory.odd_since = None
    known.append(stat.examples)
    return None


def _cardinality(memory: _Memory, stat: Stat, standing: bool) -> _Told:
    if stat.distinct is None:
        return None
    if len(memory.distinct) >= _FEWEST:
        usual = statistics.median(memory.distinct)
        if usual >= 10 and stat.distinct < _COLLAPSE * usual:
            return stat.recorded, usual, stat.distinct
    memory.distinct.append(stat.distinct)
    return None


def _unit(memory: _Memory, stat: Stat, standing: bool) -> _Told:
    if stat.mean is None:
        return None
    if len(memory.means) >= _FEWEST and stat.mean:
        usual = statistics.median(memory.means)
        least, most = min(memory.means), max(memory.means)
        steady = least * most > 0 and max(abs(least), abs(most)) < _TENFOLD * min(abs(least), abs(most))
        ratio = stat.mean / usual if usual else 1.0
        if steady and ratio > 0 and (ratio >= _TENFOLD or ratio <= 1 / _TENFOLD):
            return stat.recorded, usual, stat.mean
    memory.means.append(stat.mean)
    return None


_KINDS = {
    "stale": _stale, "coverage": _coverage, "constant": _constant, "volume": _volume, "cardinality": _cardinality, "unit": _unit,
}  # fmt: skip
_OF_TABLE = {"stale", "volume"}
"""What is the same for all features of a table, and is told once of it."""


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per failure that is open, or ended."""
    features: dict[tuple[str, str, str], list[Stat]] = defaultdict(list)
    for file, dataset, feature, *stat in inputs["stats"].iter_rows():
        features[file, dataset, feature].append(Stat(*stat))
    rows: dict[tuple[str, str, str, str, datetime], Row] = {}
    for (file, dataset, feature), stats in features.items():
        for failure in failures(stats):
            named = "" if failure.kind in _OF_TABLE and dataset else feature
            key = (file, dataset, named, failure.kind, failure.began)
            rows.setdefault(key, (*key, failure.seen, failure.ended, failure.before, failure.now))
    return list(rows.values())


DERIVED = Derived(
    name="silent_failure_at",
    version=1,
    doc="What daily statistics say went wrong in tables and features without any error.",
    reads=("feature_stat_at",),
    inputs={
        "stats": """
            SELECT file, dataset, feature, recorded, examples, null_share, mean, spread, distinct_values, newest FROM feature_stat_at
            WHERE recorded IS NOT NULL ORDER BY file, dataset, feature, recorded
        """,
    },
    columns=(
        Column("file", "path", "the record"),
        Column("dataset", "text", "table; empty: not told"),
        Column("feature", "text", "feature; empty: the whole table"),
        Column("kind", "word", "stale, coverage, constant, volume, cardinality or unit"),
        Column("began", "time", "first record that shows it; of what is stale, the newest event"),
        Column("seen", "time", "the record from which on it could be known"),
        Column("ended", "time", "first record that shows it no more; null: open"),
        Column("usual", "float", "what was usual before: share, rows, values, mean, days between loads"),
        Column("now", "float", "what it last was"),
    ),
    compute=compute,
)
