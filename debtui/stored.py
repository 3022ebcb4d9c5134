"""The session over a published store: answers from DuckDB, reopened when a newer file is published."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from collectors.errors import DebtError, MustCollect
from collectors.gitstream import Repository
from collectors.kinds import language_of
from collectors.names import FORMS, Names, names_of
from debtui import accepted, config, configfiles, filters, presence, trends
from debtui.doctor import findings
from debtui.judged import at_moment
from debtui.lastset import SPANS, last_set
from debtui.measures import run
from debtui.measures.result import Evidence, Judged, Moment, Result, Since, TrendPoint, evidence_of
from debtui.measures.spec import Measure, named, with_thresholds
from debtui.resolve.base import Composition, Files, roots
from debtui.session import LastSet, NotMeasured, Query, Source, Table
from debtui.store.db import Cursor, Failure, Store, failure
from debtui.store.publish import Place

_ROWS = "evidence_ordered"
_KEY = 100
"""Lines around those shown that are searched for secrets too: a private key has up to 60."""
_MOMENTS = 4
"""Commits whose configuration files are kept once they are read."""


@dataclass
class _Desk:
    """A cursor with its lock, and what stands on it."""

    cursor: Cursor
    lock: threading.RLock = field(default_factory=threading.RLock)
    key: object = None
    result: Result | None = None


class StoreSession:
    """Implements `debtui.session.Session`. Several cursors, so that paging, results and the past do not wait for each other."""

    def __init__(self, repo: Repository, published: Path, tip: str = "HEAD") -> None:
        self.name = repo.name
        self.repo = repo
        self._path = published
        self._tip = tip
        self._settings = config.load(repo, tip)
        self._reopening = threading.RLock()
        self._configs: dict[str, Files] = {}
        self._open()

    def _open(self) -> None:
        if not self._path.exists():
            raise MustCollect(f"nothing has been collected for {self.name}", "run `debtui collect` first")
        self._seen = _identity(self._path)
        self._store = Store(self._path)
        if self._store.version() is not None:
            self._check_people()
        self._names: Names | None = None
        self._desks = {name: _Desk(self._store.cursor()) for name in ("rows", "results", "past", "views", "sql")}
        self._moments: list[Moment] = []
        self._months: list[int] = []
        self._past: dict[tuple[str, int], dict[str, tuple[float | None, bool]] | None] = {}

    def _check_people(self) -> None:
        """A store that tells more of people than the settings now allow is not shown."""
        stored, wanted = (self._store.get("people") or "names").split()[0], self._settings.people
        if FORMS.index(stored) < FORMS.index(wanted):
            self._store.close()
            raise MustCollect(
                f'{self._settings.source} says people = "{wanted}", and the store was filled with people = "{stored}"',
                "run `debtui collect`: it fills the store anew",
            )

    @property
    def root(self) -> Path | None:
        """See Session."""
        return self.repo.work_tree

    @property
    def names_chosen(self) -> bool:
        """See Session."""
        return "people" in self._settings.chosen and self._settings.people == "names"

    def close(self) -> None:
        """Give the store back."""
        for desk in self._desks.values():
            desk.cursor.close()
        self._store.close()

    def refresh(self) -> bool:
        """See Session. The old file is let go first: DuckDB would hand out the old one again while a handle is open."""
        if not self._path.exists() or _identity(self._path) == self._seen:
            return False
        with self._reopening:
            desks = list(self._desks.values())
            for desk in desks:
                desk.lock.acquire()
            try:
                self.close()
                self._settings = config.load(self.repo, self._tip)
                self._open()
            finally:
                for desk in desks:
                    desk.lock.release()
        return True

    @contextmanager
    def _at(self, name: str) -> Iterator[_Desk]:
        while True:
            desk = self._desks[name]
            with desk.lock:
                if self._desks.get(name) is desk:  # not replaced by a refresh while waiting
                    yield desk
                    return

    def measures(self) -> Sequence[Measure]:
        """See Session."""
        limits = self._settings.thresholds
        return [with_thresholds(m, limits.get(m.id) or limits.get(m.catalogue)) for m in trends.own_measures(self.repo)]

    def measure(self, name: str) -> Measure:
        """See Session."""
        return named(self.measures(), name)

    def moments(self) -> Sequence[Moment]:
        """See Session."""
        if not self._moments:
            with self._at("results") as desk:
                rows = desk.cursor.rows("SELECT seq, commit_id, committed, author, subject FROM mainline ORDER BY seq")
                self._moments = [Moment(*row) for row in rows]
        return self._moments

    def moment(self, seq: int) -> Moment:
        """The commit at a position."""
        return self.moments()[seq]

    def result(self, measure: Measure, seq: int) -> Result:
        """See Session. What stands on the desk of rows was evaluated with them."""
        shown = self._desks["rows"].result
        if shown is not None and shown.status != "failed" and shown.moment.seq == seq and shown.measure == measure:
            return shown
        with self._at("results") as desk, _told():
            return run.evaluate(desk.cursor, measure, self.moment(seq))

    def judged(self, seq: int) -> Sequence[Judged]:
        """See Session."""
        with self._at("results") as desk, _told():
            told = at_moment(desk.cursor, self.measures(), self._settings.digest, self.moment(seq))
        held = self._accepted()
        return [replace(one, rows=accepted.marked(one.rows, held)) for one in told]

    def count(self, measure: Measure, seq: int, query: Query = Query()) -> int:  # noqa: B008  frozen
        """See Session."""
        with self._at("rows") as desk, _told():
            return self._show(desk, measure, seq, query)

    def page(self, measure: Measure, seq: int, first: int, last: int, query: Query = Query()) -> Sequence[Evidence]:  # noqa: B008
        """See Session."""
        with self._at("rows") as desk, _told():
            self._show(desk, measure, seq, query)
            names = list(desk.cursor.columns(f"SELECT * FROM {_ROWS}"))
            rows = desk.cursor.rows(f"SELECT * FROM {_ROWS} WHERE rn >= ? AND rn < ? ORDER BY rn", [first, last])
        found = [evidence_of(measure, dict(zip(names, row, strict=True))) for row in rows]
        return accepted.marked(found, self._accepted())

    def _accepted(self) -> Mapping[str, accepted.Acceptance]:
        """Findings that the team lives with today; read again when asked again, as people write it while they look."""
        return accepted.standing(accepted.load(self.repo, self._tip), datetime.now(UTC).date())

    def columns(self, measure: Measure, seq: int) -> Sequence[str]:
        """Names that a filter or an order may use."""
        with self._at("rows") as desk, _told():
            self._show(desk, measure, seq, Query())
            return [name for name in desk.cursor.columns(f"SELECT * FROM {_ROWS}") if name != "rn"]

    def _show(self, desk: _Desk, measure: Measure, seq: int, query: Query) -> int:
        """Put the rows asked for on the desk, numbered in the order asked for; returns how many they are."""
        key = (measure.id, seq, query)
        if desk.key == key:
            return int(desk.cursor.one(f"SELECT count(*) FROM {_ROWS}"))
        desk.key = None
        cursor = desk.cursor
        desk.result = None
        result = run.evaluate(cursor, measure, self.moment(seq))
        desk.result = result
        if result.status != "measured" and not result.total_rows:
            raise DebtError(result.reason, result.hint)
        run.prepare(cursor, "owner_at", seq)
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE evidence_owned AS {run.owned_sql(measure)}")
        columns = cursor.columns("SELECT * FROM evidence_owned")
        where, parameters = filters.condition(query.text, columns)
        if query.worse_than is not None:
            where += f" AND {self._worse(cursor, measure, query.worse_than)}"
        order = run.order_sql(measure.threshold)
        if query.order_by:
            if query.order_by not in columns:
                raise DebtError(f"there is no column {query.order_by!r}", f"columns: {', '.join(columns)}")
            order = f'"{query.order_by}" {"DESC" if query.descending else "ASC"} NULLS LAST, {order}'
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE {_ROWS} AS SELECT *, row_number() OVER (ORDER BY {order}) - 1 AS rn"
            f" FROM evidence_owned WHERE {where}",
            parameters,
        )
        desk.key = key
        return int(cursor.one(f"SELECT count(*) FROM {_ROWS}"))

    def _worse(self, cursor: Cursor, measure: Measure, since: int) -> str:
        """The condition that a row is new since then, or its value has got worse."""
        before = self._values(measure, since)
        if before is None:
            raise DebtError(
                f"{measure.title} was not measured at {self.moment(since).committed:%Y-%m-%d}", "collect more history"
            )
        import polars as pl

        frame = pl.DataFrame(
            {"fingerprint": list(before), "was": [value for value, _ in before.values()]},
            schema={"fingerprint": pl.String, "was": pl.Float64},
        )
        cursor.put("evidence_before", frame)
        worse = "<" if measure.threshold.better == "higher" else ">"
        return (
            "(fingerprint NOT IN (SELECT fingerprint FROM evidence_before)"
            f" OR value {worse} (SELECT was FROM evidence_before AS b WHERE b.fingerprint = evidence_owned.fingerprint))"
        )

    def _values(self, measure: Measure, seq: int) -> dict[str, tuple[float | None, bool]] | None:
        """Fingerprint to (value, fine) of all rows at a moment; None where the measure cannot be asked there."""
        key = (measure.id, seq)
        if key not in self._past:
            with self._at("past") as desk:
                result = run.evaluate(desk.cursor, measure, self.moment(seq))
                answered = result.status == "measured" or (result.status == "unavailable" and result.total_rows)
                fine = f"{run.severity_sql(measure.threshold)} = 'ok'"
                sql = f"SELECT {run.fingerprint_sql(measure)}, value, {fine} FROM {run.ROWS}"
                rows = desk.cursor.rows(sql) if answered else []
                self._past[key] = (
                    {name: (value, ok) for name, value, ok in rows} if answered else _empty_or_none(result)
                )
        return self._past[key]

    def trend(self, measure: Measure) -> Sequence[TrendPoint]:
        """See Session."""
        digest = self.rules(measure)
        with self._at("results") as desk:
            rows = desk.cursor.rows(
                "SELECT trend_point.seq, commit_id, committed, value, status FROM trend_point JOIN mainline USING (seq)"
                " WHERE measure = ? AND rules_digest = ? ORDER BY seq",
                [measure.id, digest],
            )
        return [TrendPoint(*row) for row in rows]

    def rules(self, measure: Measure) -> str:
        """See Session."""
        return run.rules_digest(measure, self._settings.digest)

    def compute_trend(self, measure: Measure, step: str) -> Sequence[TrendPoint]:
        """See Session."""
        moments = self.moments()
        if step == "month":
            wanted = self._month_ends()
        else:
            count = min(100, len(moments))
            wanted = sorted({round(i * (len(moments) - 1) / max(1, count - 1)) for i in range(count)})
        stored = {point.seq: point for point in self.trend(measure)}
        points = []
        for seq in wanted:
            point = stored.get(seq)
            if point is None or point.status != "measured":
                with self._at("past") as desk, _told():
                    result = run.evaluate(desk.cursor, measure, moments[seq])
                point = TrendPoint(seq, moments[seq].commit_id, moments[seq].committed, result.value, result.status)
            points.append(point)
        return points

    def since(self, measure: Measure, seq: int, fingerprint: str) -> Since | None:
        """See Session. A row that needs attention is there only while it needs it: what was fine a year ago was not in debt then."""
        with _told():
            there = self._presence(measure, seq, fingerprint)
            return None if there is None else self._dated(presence.came(seq, self._month_ends(), there))

    def until(self, measure: Measure, seq: int, fingerprint: str) -> Since | None:
        """See Session."""
        with _told():
            there = self._presence(measure, seq, fingerprint)
            gone = None if there is None else presence.went(seq, self._month_ends(), there)
            return None if gone is None else self._dated(gone)

    def _dated(self, found: tuple[int, presence.Basis]) -> Since:
        return Since(self.moment(found[0]), found[1])

    def _presence(self, measure: Measure, seq: int, fingerprint: str) -> presence.There | None:
        """Whether a row is there as it is at a moment; None where it is not there then."""
        now = (self._values(measure, seq) or {}).get(fingerprint)
        return None if now is None else lambda at: self._there(measure, at, fingerprint, fine=now[1])

    def _there(self, measure: Measure, seq: int, fingerprint: str, *, fine: bool) -> bool | None:
        values = self._values(measure, seq)
        if values is None:
            return None
        return fingerprint in values and (fine or not values[fingerprint][1])

    def _month_ends(self) -> list[int]:
        if not self._months:
            self._months = sorted({(m.committed.year, m.committed.month): m.seq for m in self.moments()}.values())
        return self._months

    def source(self, path: str, seq: int, line: int | None, around: int = 12) -> Source:
        """See Session."""
        language = language_of(path.lower())
        data = self.repo.blob(self.moment(seq).commit_id, path)
        if data is None:
            return Source(path, language, 1, (), "the repository does not hold this file's content at this commit")
        if b"\0" in data[:8000]:
            return Source(path, language, 1, (), "a binary file")
        lines = data.decode("utf-8", "replace").split("\n")
        middle = min(max(1, line or 1), len(lines))
        first = max(1, middle - around)
        names, before = self._people(), max(0, first - 1 - _KEY)
        clean = configfiles.CLEANER.lines(lines[before : middle + around + _KEY])[first - 1 - before :][
            : middle + around - first + 1
        ]
        shown = [names.prose(text) if names.hidden else text for text in clean]
        return Source(path, language, first, [text[:400].expandtabs(4) for text in shown])

    def _people(self) -> Names:
        """How people are named in what is read past the store: a file's own lines."""
        if self._settings.people == "names":
            return Names()
        if self._names is None:
            seen = self.repo.identities(self._tip)
            self._names = names_of(seen, self._settings.people, Place(self._path).salt)
        return self._names

    def configurations(self, seq: int) -> Sequence[tuple[str, str]]:
        """See Session."""
        files = self._files(seq)
        entries = [(path, system.name) for path, system in files.once("roots", lambda: roots(files))]
        return [*entries, *((path, "") for path in sorted(set(files) - {path for path, _ in entries}))]

    def configuration(self, path: str, seq: int) -> Composition:
        """See Session."""
        return configfiles.Place(path, self._files(seq), path).composition()

    def _files(self, seq: int) -> Files:
        """Configuration files of a moment, from git: the past need not have been analysed."""
        commit = self.moment(seq).commit_id
        with self._reopening:
            if commit not in self._configs:
                self._configs[commit] = configfiles.of_revision(self.repo, commit)
                for old in list(self._configs)[:-_MOMENTS]:
                    del self._configs[old]
            return self._configs[commit]

    def changes_of(self, paths: Sequence[str], seq: int) -> Sequence[Moment]:
        """See Session."""
        marks = ", ".join("?" for _ in paths) or "NULL"
        touched = f"SELECT DISTINCT unnest([from_seq, to_seq]) AS seq FROM file_span WHERE path IN ({marks})"
        sql = f"SELECT seq FROM ({touched}) WHERE seq <= ? ORDER BY seq DESC"
        with self._at("past") as desk, _told():
            found = desk.cursor.rows(sql, [*paths, seq])
        return [self.moment(row[0]) for row in found[1:]]  # the first one made what there is now

    def last_set(self, path: str, key: str, seq: int) -> LastSet | None:
        """See Session."""
        with self._at("past") as desk, _told():
            spans = desk.cursor.rows(SPANS, [path, seq])
        said = partial(configfiles.settings_of, self.repo, path)
        return last_set(spans, said, self.moment, key)

    def view_count(self, view: str, seq: int, text: str = "") -> int:
        """See Session."""
        with self._view(view, seq, text) as (cursor, _, where, parameters):
            return int(cursor.one(f'SELECT count(*) FROM "{view}" WHERE {where}', parameters))

    def view_page(self, view: str, seq: int, first: int, last: int, query: Query = Query()) -> Table:  # noqa: B008
        """See Session."""
        with self._view(view, seq, query.text) as (cursor, columns, where, parameters):
            order = [f'"{name}"' for name in columns]
            if query.order_by:
                if query.order_by not in columns:
                    raise DebtError(f"there is no column {query.order_by!r}", f"columns: {', '.join(columns)}")
                order.insert(0, f'"{query.order_by}" {"DESC" if query.descending else "ASC"} NULLS LAST')
            sql = f'SELECT * FROM "{view}" WHERE {where} ORDER BY {", ".join(order)} LIMIT ? OFFSET ?'
            return Table(tuple(columns), cursor.rows(sql, [*parameters, last - first, first]))

    @contextmanager
    def _view(self, view: str, seq: int, text: str) -> Iterator[tuple[Cursor, dict[str, str], str, list[object]]]:
        """A cursor on which a view stands at a moment, its columns, and a filter over them."""
        with self._at("views") as desk, _told():
            missing = run.lacking(desk.cursor, view, seq)
            if missing is not None:
                raise NotMeasured(*missing)
            run.prepare(desk.cursor, view, seq)
            columns = desk.cursor.columns(f'SELECT * FROM "{view}"')
            texts = [name for name, kind in columns.items() if kind == "VARCHAR"]
            yield desk.cursor, columns, *filters.condition(text, columns, texts)

    def sql(self, text: str, seq: int | None = None, limit: int = 1000) -> Table:
        """See Session."""
        text = text.strip().rstrip(";").strip()
        if not text:
            raise DebtError("there is no query", "try: SELECT path, lines FROM file_at ORDER BY lines DESC")
        with self._at("sql") as desk, _told():
            run.prepare(desk.cursor, text, seq if seq is not None else self.moments()[-1].seq)
            names, rows = desk.cursor.table(text, limit + 1)
        return Table(names, rows[:limit], len(rows) > limit)

    def status(self) -> Sequence[tuple[str, str]]:
        """See Session."""
        lived_with = accepted.remark(accepted.load(self.repo, self._tip), datetime.now(UTC).date())
        with self._at("results") as desk:
            return [
                *findings(desk.cursor, self.repo),
                *([("Accepted findings", lived_with)] if lived_with else []),
                ("Store", f"{self._path} ({self._path.stat().st_size / 1e6:.1f} MB)"),
            ]

    def interrupt(self) -> None:
        """See Session."""
        for desk in self._desks.values():
            desk.cursor.interrupt()


def _empty_or_none(result: Result) -> dict[str, tuple[float | None, bool]] | None:
    """No rows because there is nothing of the kind is an answer; not analysed is none."""
    return {} if result.status == "unavailable" and not result.hint else None


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Failure as error:
        raise DebtError(failure(error), "") from error


def _identity(path: Path) -> tuple[int, int, int]:
    found = os.stat(path)  # noqa: PTH116  one call, three fields
    return found.st_ino, found.st_mtime_ns, found.st_size
