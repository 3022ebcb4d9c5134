"""What the tools around a model have recorded: runs and their metrics, releases, statistics of features, results of checks.

Each module of `collectors/recorders` reads one format. Whatever the format, the rows are those of the tables here, so that a
measure asks nobody which tool has written them. A time is when it happened, by the record: never when a file was changed.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from collectors import recorders
from collectors.spec import Batch, Column, DeclaredTable, Row, Table

FILE = Column(
    "file",
    "path",
    "where it stands: from the root of the repository where it lies in it, else from the directory that was named",
)
_RUN = Column("run", "text", "the run, as its tool names it")
_MODEL = Column("model", "text", "the model, as the record names it; null: it names none")
_VERSION = Column("version", "text", "the model's version")
_WHEN = Column("recorded", "time", "when it was so, UTC")
_DATASET = Column("dataset", "text", "table, feature view or file that the feature is of; empty: not told")
_FEATURE = Column("feature", "text", "the feature")

RUN = Table("run", "Recorded runs: trainings, evaluations.", (
    FILE, Column("tool", "word", "what recorded it"), _RUN, Column("name", "text", "what people call it"),
    Column("experiment", "text", "what it belongs to: an experiment, a project"), _MODEL,
    Column("status", "word", "finished, failed, killed, running or unknown"), Column("started", "time", "beginning, UTC"),
    Column("ended", "time", "end, UTC; null: not yet, or not told"), Column("commit_id", "text", "commit that it ran on; null: not recorded"),
    Column("dirty", "bool", "the work tree differed from that commit; null: not recorded"),
    Column("command", "text", "what was started: program and arguments"), Column("environment", "text", "lock, image or list of packages, as a digest or name"),
    Column("hardware", "text", "machine or accelerator"), Column("seed", "text", "seed, where the tool keeps one apart from the parameters"),
    Column("deleted", "bool", "thrown away by its owner, and still recorded"),
))  # fmt: skip
RUN_VALUE = Table("run_value", "Parameters and tags of recorded runs.", (
    _RUN, Column("role", "word", "param or tag"), Column("key", "text", "name, levels joined by dots"), Column("value", "text", "value as text"),
))  # fmt: skip
RUN_INPUT = Table("run_input", "Datasets, models and artifacts that a run took in.", (
    FILE, _RUN, Column("name", "text", "what"), Column("version", "text", "digest or version; null: not recorded"),
    Column("role", "text", "what for: training, evaluation; null: not told"), Column("examples", "int", "rows, where told"),
))  # fmt: skip
SERIES = Table("series", "One metric of one run, model or system, over steps or time; its points are in `point`.", (
    Column("series", "int", "its number in this store"), FILE, Column("tool", "word", "what recorded it"),
    Column("run", "text", "the run; null: a series of no run, as in monitoring"), _MODEL, Column("metric", "text", "name of the metric"),
    Column("slice", "text", "part of the examples that it is about, as key=value with commas between; empty: all of them"),
    Column("labels", "text", "what else the record says of the series, as key=value with commas between; empty: nothing"),
))  # fmt: skip
POINT = Table("point", "Points of series.", (
    Column("series", "int", "see series"), Column("step", "int", "step, where steps are counted"), _WHEN,
    Column("value", "float", "value; null: not a number, or infinite"), Column("examples", "int", "examples that it was computed on, where told"),
))  # fmt: skip
RELEASE = Table("release", "Versions of models that were registered, promoted or rolled out.", (
    FILE, Column("tool", "word", "what recorded it"), _MODEL, _VERSION, Column("released", "time", "when, UTC"),
    Column("run", "text", "the run that made it; null: not told"), Column("commit_id", "text", "the commit it was made from; null: not told"),
    Column("stage", "text", "where it went: production, staging, an alias; null: registered only"),
    Column("rolled_back", "time", "when it was taken back; null: it was not, or that is not told"),
))  # fmt: skip
IMPORTANCE = Table("feature_importance", "How much a model's features matter to it.", (
    FILE, _MODEL, _VERSION, _WHEN, _FEATURE, Column("importance", "float", "the more the better"),
    Column("spread", "float", "its standard deviation; null: not told"), Column("cost", "float", "what the feature costs, in any unit; null: not told"),
    Column("probe", "bool", "a random probe put in to compare with"),
))  # fmt: skip
FEATURE_STAT = Table("feature_stat", "Statistics of features by day or other period.", (
    FILE, _WHEN, _DATASET, Column("feature", "text", "the feature; empty: the statistics are those of the table"),
    Column("examples", "int", "rows"), Column("null_share", "float", "share without a value"), Column("mean", "float", "mean"),
    Column("spread", "float", "standard deviation"), Column("median", "float", "median"), Column("distinct_values", "int", "different values"),
    Column("newest", "time", "newest time of an event in it, UTC"),
))  # fmt: skip
FEATURE_BIN = Table("feature_bin", "Distributions of features: how many examples fell where, by period.", (
    FILE, _WHEN, _DATASET, _FEATURE, Column("bin", "text", "category, or the lower edge of an interval as text"),
    Column("lower", "float", "lower edge; null: a category"), Column("examples", "float", "examples, or their share"),
    Column("reference", "bool", "the distribution that the others are held against, as the record says; null: it does not say"),
))  # fmt: skip
ASSOCIATION = Table("feature_pair", "How strongly two columns go together.", (
    FILE, _WHEN, _DATASET, Column("first", "text", "a column"), Column("second", "text", "another, or the label"),
    Column("correlation", "float", "-1 to 1"), Column("examples", "int", "rows it was computed on; null: not told"),
    Column("label", "bool", "the second is what the model is to predict"),
))  # fmt: skip
PREDICTION = Table("prediction", "What versions of a model answered, example by example.", (
    FILE, _MODEL, _VERSION, Column("example", "int", "number that stands for the example's id"), Column("label", "text", "what is right"),
    Column("predicted", "text", "what was answered"),
))  # fmt: skip
BIAS = Table("prediction_bias", "Means of predictions and of what came true, by period and slice.", (
    FILE, _MODEL, _WHEN, Column("slice", "text", "as in series; empty: all examples"), Column("examples", "int", "examples"),
    Column("mean_prediction", "float", "mean prediction"), Column("mean_label", "float", "mean of what came true"),
    Column("label_spread", "float", "standard deviation of what came true; null: labels are 0 and 1"),
))  # fmt: skip
CHECK = Table("check_result", "What came of a check or a step: tests of data, drift reports, freshness, builds of tables.", (
    FILE, Column("tool", "word", "what ran it"), Column("subject", "text", "what was checked: a table, a column with a dot before it, a model"),
    Column("name", "text", "the check"), Column("kind", "word", "test, drift, freshness, step, gate (before a model is released) or aa (two groups that were treated alike)"),
    Column("status", "word", "pass, warn, fail, error or skipped"), _WHEN, Column("value", "float", "what was measured"),
    Column("bound", "float", "what it was held against"), Column("seconds", "float", "how long it took"),
    Column("invocation", "text", "what it was run with"),
))  # fmt: skip
CHECK_KINDS = ("test", "drift", "freshness", "step", "gate", "aa")
FRESHNESS = Table("freshness", "How old data was found to be, and how old it may be.", (
    FILE, Column("subject", "text", "table or source"), _WHEN, Column("newest", "time", "newest load or event, UTC"),
    Column("warn_after", "float", "seconds; null: none"), Column("error_after", "float", "seconds; null: none"),
    Column("status", "word", "pass, warn, error or unknown"),
))  # fmt: skip
INCIDENT = Table("incident", "Alerts and incidents: when they began, were taken up and ended.", (
    FILE, Column("subject", "text", "what it was about: a table, a feature, a model, an action"), Column("opened", "time", "beginning, UTC"),
    Column("acknowledged", "time", "when somebody took it up; null: nobody"), Column("closed", "time", "end; null: open"),
    Column("text", "prose", "what was written about it"), Column("incident", "text", "its number, the same in all systems that know it; null: not told"),
    Column("system", "text", "what raised it; null: not told"), Column("route", "text", "where it was sent: receivers, a comma or semicolon between; null: not told"),
))  # fmt: skip
FAULT = Table("record_fault", "Records outside the history that cannot be read, whole or in part.", (
    FILE, Column("tool", "word", "whose format it is"), Column("line", "int", "line, where lines are counted"), Column("reason", "text", "why"),
))  # fmt: skip
TABLES = (
    RUN, RUN_VALUE, RUN_INPUT, SERIES, POINT, RELEASE, IMPORTANCE, FEATURE_STAT, FEATURE_BIN, ASSOCIATION, PREDICTION, BIAS, CHECK, FRESHNESS, INCIDENT, FAULT,
)  # fmt: skip

_FULL = 20_000
"""Rows that are handed on at once: what is held in memory does not grow with the records."""


class Records:
    """Gathers the rows of one collect and hands them on by the thousand."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
        self._series: dict[tuple[object, ...], int] = {}
        self._runs: set[str] = set()
        self._count = 0
        self._full = False
        self.file = ""
        """Of the records that are being read; each row's, where a table has that column."""
        self.tool = ""
        """Likewise."""
        self.declared: DeclaredTable | None = None
        """What the settings say of the file."""

    def begin(self, file: str, tool: str, declared: DeclaredTable | None = None) -> None:
        """From now on rows are of this file. Series of one file are never those of another."""
        self.file, self.tool, self.declared = file, tool, declared
        self._series.clear()
        self._runs.clear()

    def first(self, run: str) -> bool:
        """Whether this run is met for the first time in this file."""
        known = run in self._runs
        self._runs.add(run)
        return not known

    def add(self, table: Table, **cells: object) -> None:
        """Add a row by the names of its columns; those left out are null, `file` and `tool` are known."""
        told = {"file": self.file, "tool": self.tool, **cells}
        if unknown := told.keys() - {*table.names, "file", "tool"}:
            raise TypeError(f"{table.name} has no columns {sorted(unknown)}")
        rows = self._rows[table.name]
        rows.append(tuple(told.get(name) for name in table.names))
        self._full = self._full or len(rows) >= _FULL

    def series(
        self, metric: str, *, run: str | None = None, model: str | None = None, part: str = "", labels: str = ""
    ) -> int:
        """The number of a series; it is added when it is first asked for."""
        key = (metric, run, model, part, labels)
        number = self._series.get(key)
        if number is None:
            number = self._series[key] = self._count
            self._count += 1
            self.add(SERIES, series=number, run=run, model=model, metric=metric, slice=part, labels=labels)
        return number

    def points(self, rows: list[tuple[int, int | None, object, float | None, int | None]]) -> None:
        """Add points, in the order of the columns of `point`. Values that are no finite numbers become null."""
        self._rows[POINT.name] += [
            row if row[3] is not None and math.isfinite(row[3]) else (*row[:3], None, row[4]) for row in rows
        ]
        self._full = self._full or len(self._rows[POINT.name]) >= _FULL

    def fault(self, reason: str, line: int | None = None) -> None:
        """What cannot be read, and why. What has been read so far stays."""
        self.add(FAULT, line=line, reason=reason)

    def batches(self, last: bool = False) -> Iterator[Batch]:
        """What has been gathered, once there is much of it; at last, all of it."""
        if not (last or self._full):
            return
        self._full = False
        for table in TABLES:
            rows, self._rows[table.name] = self._rows[table.name], []
            for start in range(0, len(rows), _FULL):
                yield Batch(table, rows[start : start + _FULL])


@dataclass(frozen=True)
class Recorder:
    """How one tool records. A module of `collectors/recorders` has one, called RECORDER."""

    names: tuple[str, ...]
    """Globs of the names of its files, in lower case; of several recorders that want a file the first that `knows` it reads it."""
    read: Callable[[Path, Records], Iterator[None]]
    """Reads one file, and what lies beside it if need be, into records; yields now and then, so that what is gathered can be
    handed on. What cannot be read is a fault of the records; an OSError or ValueError that it raises is taken for one."""
    knows: Callable[[Path, bytes], bool] = field(default=lambda path, head: True)
    """Whether a file of such a name is really its own, by its first 4,096 bytes."""


@cache
def all_recorders() -> dict[str, Recorder]:
    """Every recorder, by the name of its module."""
    found = {}
    # The one of plain tables takes any: it is asked last.
    for info in sorted(pkgutil.iter_modules(recorders.__path__), key=lambda info: (info.name == "table", info.name)):
        found[info.name] = importlib.import_module(f"{recorders.__name__}.{info.name}").RECORDER
    return found


LONGEST_LINE = 1_000_000


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Lines of a file with their numbers, ends taken off. Raises ValueError for one that no record is as long as: a file of zeros has one line."""
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), 1):
            if len(line) == LONGEST_LINE:
                raise ValueError(f"line {number:,} is longer than {LONGEST_LINE:,} bytes")
            yield number, line.rstrip(b"\r\n")


_MILLISECONDS = 1e11
"""Numbers from here on count milliseconds since 1970, those below seconds: 1e11 s is the year 5138, 1e11 ms is 1973."""


_EPOCH = datetime(1970, 1, 1)


def when(told: object) -> datetime | None:
    """A moment in UTC without zone: ISO 8601 (UTC where it names no zone), or seconds or milliseconds since 1970. None for nothing; raises ValueError."""
    if told is None or told == "":
        return None
    try:
        return _when(told)
    except OverflowError as error:
        raise ValueError(f"{told} lies outside the years 1 to 9999") from error


def _when(told: object) -> datetime:
    if isinstance(told, datetime):
        moment = told
    elif isinstance(told, date):
        moment = datetime(told.year, told.month, told.day)
    else:
        text = str(told).strip()
        try:
            number = float(text)
        except ValueError:
            moment = datetime.fromisoformat(text)
        else:
            if text.isdigit() and len(text) == 8:
                moment = datetime.strptime(text, "%Y%m%d")
            elif not math.isfinite(number):
                raise ValueError(f"{text} is no moment")
            else:
                number /= 1000 if abs(number) >= _MILLISECONDS else 1
                moment = _EPOCH + timedelta(seconds=number)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
