"""The session over a snapshot: what it holds is answered as by the store it was made from; what it does not hold is said to be not held."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collectors.errors import DebtError
from collectors.kinds import language_of
from debtui import filters
from debtui.measures.result import Evidence, Judged, Moment, Result, Since, TrendPoint, evidence_of
from debtui.measures.spec import CONTRACT, Measure, named
from debtui.session import LastSet, NotMeasured, Query, Source, Table
from debtui.snapshot.contents import Contents, read
from debtui.snapshot.documents import harmless
from debtui.snapshot.layout import CODE, EVIDENCE, MAINLINE, TREND, refused, view_member, views
from debtui.store.db import Cursor, Failure, Memory, failure

if TYPE_CHECKING:
    import polars as pl

    from debtui.resolve.base import Composition

_REPOSITORY = "open the repository itself for that: debtui PATH"
_TABLES = "a snapshot holds evidence, trend_point, mainline, and the views of docs/snapshot.md (SHOW TABLES lists them)"
_NO_TABLE = re.compile(r"Table with name (\S+) does not exist")


class SnapshotSession:
    """Implements `debtui.session.Session` for one moment, without a repository and without a store."""

    def __init__(self, path: Path) -> None:
        self._held = held = read(path)
        self.name = held.name
        self._path = path
        tables = {view: held.frames[view_member(view)] for view in views() if view_member(view) in held.frames}
        tables |= {
            "mainline": held.frames[MAINLINE],
            "trend_point": held.frames[TREND],
            "evidence": held.frames[EVIDENCE],
        }
        self._tables = sorted(tables)
        try:
            self._memory = Memory(tables)
        except Failure as error:
            raise refused(f"it is too large to be shown ({failure(error)})") from error
        self._desks = {name: (self._memory.cursor(), threading.RLock()) for name in ("rows", "views", "sql")}
        self._made: dict[str, str] = {}
        self._columns: dict[str, dict[str, str]] = {}

    @property
    def root(self) -> Path | None:
        """See Session: a snapshot has no work tree."""
        return None

    @property
    def names_chosen(self) -> bool:
        """See Session: who opens it has not chosen."""
        return False

    def close(self) -> None:
        """Forget it."""
        for cursor, _ in self._desks.values():
            cursor.close()
        self._memory.close()

    def measures(self) -> Sequence[Measure]:
        """See Session."""
        return self._held.measures

    def measure(self, name: str) -> Measure:
        """See Session."""
        return named(self._held.measures, name)

    def moments(self) -> Sequence[Moment]:
        """See Session."""
        return self._held.moments

    @property
    def moment(self) -> Moment:
        """The one that it is of."""
        return self._held.moments[-1]

    def _not_at(self, seq: int) -> tuple[str, str] | None:
        if seq == self.moment.seq:
            return None
        return (
            f"the snapshot holds one commit, {self.moment.commit_id[:12]} of {self.moment.committed:%Y-%m-%d}",
            f"H goes back to it; {_REPOSITORY}",
        )

    def _only_at(self, seq: int) -> None:
        if (why := self._not_at(seq)) is not None:
            raise NotMeasured(*why)

    def result(self, measure: Measure, seq: int) -> Result:
        """See Session."""
        if (why := self._not_at(seq)) is not None:
            return Result(measure, self.moments()[seq], "unavailable", reason=why[0], hint=why[1])
        return self._held.results[measure.id]

    def rules(self, measure: Measure) -> str:
        """See Session."""
        return self._held.rules[measure.id]

    def judged(self, seq: int) -> Sequence[Judged]:
        """See Session."""
        raise NotMeasured("the gate judges a repository, not a snapshot", _REPOSITORY)

    def count(self, measure: Measure, seq: int, query: Query = Query()) -> int:  # noqa: B008  frozen
        """See Session."""
        with self._rows(measure, seq, query) as (cursor, table, _, where, parameters):
            return int(cursor.one(f'SELECT count(*) FROM "{table}" WHERE {where}', parameters))

    def page(self, measure: Measure, seq: int, first: int, last: int, query: Query = Query()) -> Sequence[Evidence]:  # noqa: B008
        """See Session."""
        with self._rows(measure, seq, query) as (cursor, table, columns, where, parameters):
            order = _order(query, columns, "rn")
            sql = f'SELECT * FROM "{table}" WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?'
            rows = cursor.rows(sql, [*parameters, max(last - first, 0), first])
        return [evidence_of(measure, dict(zip(columns, row, strict=True))) for row in rows]

    @contextmanager
    def _rows(
        self, measure: Measure, seq: int, query: Query
    ) -> Iterator[tuple[Cursor, str, dict[str, str], str, list[object]]]:
        self._only_at(seq)
        result = self._held.results[measure.id]
        if result.status != "measured" and not result.total_rows:
            raise DebtError(result.reason, result.hint)
        if query.worse_than is not None:
            raise NotMeasured(
                "the snapshot holds the rows of one commit, so what got worse is not known", "w shows all rows again"
            )
        with self._desk("rows") as cursor:
            if measure.id not in self._made:
                table = f"evidence_{len(self._made)}"
                self._memory.put(table, _typed(self._held, measure))
                self._made[measure.id] = table
                self._columns[table] = cursor.columns(f'SELECT * FROM "{table}"')
            table = self._made[measure.id]
            columns = self._columns[table]
            yield cursor, table, columns, *filters.condition(query.text, columns)

    def trend(self, measure: Measure) -> Sequence[TrendPoint]:
        """See Session."""
        return self._held.trends.get(measure.id, ())

    def compute_trend(self, measure: Measure, step: str) -> Sequence[TrendPoint]:
        """See Session."""
        if step != "month":
            raise NotMeasured("the snapshot holds the stored points of a trend, and nothing is computed", _REPOSITORY)
        return self.trend(measure)

    def since(self, measure: Measure, seq: int, fingerprint: str) -> Since | None:
        """See Session."""
        raise NotMeasured("the snapshot does not hold earlier rows", _REPOSITORY)

    def until(self, measure: Measure, seq: int, fingerprint: str) -> Since | None:
        """See Session."""
        raise NotMeasured("the snapshot does not hold later rows", _REPOSITORY)

    def source(self, path: str, seq: int, line: int | None, around: int = 12) -> Source:
        """See Session: the lines that were put in, without a gap around the line asked for."""
        language = language_of(path.lower())
        if CODE not in self._held.frames:
            why = "The snapshot was made without code: --with-code puts it in."
            return Source(path, language, 1, (), why)
        known = self._held.code.get(path, {}) if seq == self.moment.seq else {}
        middle = max(line or 1, 1)
        if middle not in known:
            return Source(path, language, 1, (), "The snapshot does not hold these lines.")
        first = last = middle
        while first - 1 in known and middle - first < around:
            first -= 1
        while last + 1 in known and last - middle < around:
            last += 1
        return Source(path, language, first, [known[number] for number in range(first, last + 1)])

    def configurations(self, seq: int) -> Sequence[tuple[str, str]]:
        """See Session."""
        raise NotMeasured("the snapshot does not hold configuration files", _REPOSITORY)

    def configuration(self, path: str, seq: int) -> Composition:
        """See Session."""
        raise NotMeasured("the snapshot does not hold configuration files", _REPOSITORY)

    def changes_of(self, paths: Sequence[str], seq: int) -> Sequence[Moment]:
        """See Session."""
        raise NotMeasured("the snapshot does not hold what each commit changed", _REPOSITORY)

    def last_set(self, path: str, key: str, seq: int) -> LastSet | None:
        """See Session."""
        raise NotMeasured("the snapshot does not hold earlier settings", _REPOSITORY)

    def view_count(self, view: str, seq: int, text: str = "") -> int:
        """See Session."""
        with self._view(view, seq, text) as (cursor, _, where, parameters):
            return int(cursor.one(f'SELECT count(*) FROM "{view}" WHERE {where}', parameters))

    def view_page(self, view: str, seq: int, first: int, last: int, query: Query = Query()) -> Table:  # noqa: B008
        """See Session."""
        with self._view(view, seq, query.text) as (cursor, columns, where, parameters):
            order = _order(query, columns, *columns)
            sql = f'SELECT * FROM "{view}" WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?'
            return Table(tuple(columns), cursor.rows(sql, [*parameters, max(last - first, 0), first]))

    @contextmanager
    def _view(self, view: str, seq: int, text: str) -> Iterator[tuple[Cursor, dict[str, str], str, list[object]]]:
        self._only_at(seq)
        if (why := self._held.not_held.get(view)) is not None:
            raise NotMeasured(*why)
        if view not in self._tables:
            raise NotMeasured(f"the snapshot does not hold {view}", _REPOSITORY)
        with self._desk("views") as cursor:
            columns = cursor.columns(f'SELECT * FROM "{view}"')
            texts = [name for name, kind in columns.items() if kind == "VARCHAR"]
            yield cursor, columns, *filters.condition(text, columns, texts)

    def sql(self, text: str, seq: int | None = None, limit: int = 1000) -> Table:
        """See Session: over the tables that the snapshot holds."""
        text = text.strip().rstrip(";").strip()
        if not text:
            raise DebtError("there is no query", "try: SELECT measure, count(*) FROM evidence GROUP BY ALL")
        self._only_at(self.moment.seq if seq is None else seq)
        with self._desk("sql") as cursor:
            names, rows = cursor.table(text, limit + 1)
        return Table(names, rows[:limit], len(rows) > limit)

    def status(self) -> Sequence[tuple[str, str]]:
        """See Session."""
        return [("Snapshot", f"{self.name} at {self.moment.commit_id[:12]}, {self._held.told}"), *self._held.notes]

    def refresh(self) -> bool:
        """See Session: a file that was written is never another."""
        return False

    def interrupt(self) -> None:
        """See Session."""
        for cursor, _ in self._desks.values():
            cursor.interrupt()

    @contextmanager
    def _desk(self, name: str) -> Iterator[Cursor]:
        cursor, lock = self._desks[name]
        with lock:
            try:
                yield cursor
            except Failure as error:
                told = failure(error)
                if (lacking := _NO_TABLE.search(told)) is not None:
                    raise NotMeasured(
                        f"the snapshot does not hold {lacking[1]}", f"{_TABLES}; {_REPOSITORY}"
                    ) from error
                raise DebtError(told, _TABLES) from error


def _order(query: Query, columns: Mapping[str, str], *last: str) -> str:
    order = [f'"{name}"' for name in last]
    if query.order_by:
        if query.order_by not in columns:
            raise DebtError(f"there is no column {query.order_by!r}", f"columns: {', '.join(columns)}")
        order.insert(0, f'"{query.order_by}" {"DESC" if query.descending else "ASC"} NULLS LAST')
    return ", ".join(order)


def _typed(held: Contents, measure: Measure) -> pl.DataFrame:
    """The rows of a measure with their extra columns, typed as they were. Raises DebtError where these are not what they must be."""
    import polars as pl

    from debtui.snapshot.tables import kinds

    known, extras = kinds(), held.extras[measure.id]
    rows = held.frames[EVIDENCE].filter(pl.col("measure") == measure.id).sort("position")
    values: dict[str, list[Any]] = {name: [] for name in extras}
    for text in rows["extra"]:
        told = _extra(text, measure)
        for name, kind in extras.items():
            values[name].append(_value(told.get(name), kind, measure))
    contract = [*CONTRACT, "severity", "fingerprint", "owner", "owner_basis", "accepted"]
    more = [pl.Series(name, column, dtype=known[extras[name]]) for name, column in values.items()]
    shown = rows.select("measure", *CONTRACT)
    return pl.DataFrame(
        [*shown.get_columns(), *more, *(rows[name] for name in contract[len(CONTRACT) :]), rows["position"].alias("rn")]
    )


def _extra(text: str, measure: Measure) -> Mapping[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refused(f"a row of {measure.id} has extra columns that are not JSON") from error
    if not isinstance(told, dict):
        raise refused(f"a row of {measure.id} has no extra columns")
    return told


def _value(value: Any, kind: str, measure: Measure) -> Any:
    if value is None:
        return None
    try:
        if kind == "text":
            told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            if harmless(told):
                return told
        elif kind == "time":
            return datetime.fromisoformat(value.removesuffix("Z"))
        elif kind == "bool" and isinstance(value, bool):
            return value
        elif kind == "int" and isinstance(value, int) and abs(value) < 1 << 63:
            return int(value)
        elif kind == "float" and isinstance(value, int | float):
            return float(value)
    except (ValueError, AttributeError, OverflowError, RecursionError):
        pass
    raise refused(f"a row of {measure.id} has an extra value that is no {kind}")
