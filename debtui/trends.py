"""Headlines over time: which moments are stored, and the computing of what a store lacks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from collectors.gitstream import Repository
from collectors.registry import analysers
from debtui import judged
from debtui.config import Settings
from debtui.derived import base as derived
from debtui.measures import run
from debtui.measures.result import Moment, Result
from debtui.measures.spec import Measure, load
from debtui.store import schema
from debtui.store.db import Cursor, Store

_BESIDE = 2


def month_ends(store: Store) -> list[int]:
    """The last mainline commit of every month that has one, oldest first; the newest commit is always among them."""
    rows = store.main.rows("SELECT max(seq) FROM mainline GROUP BY date_trunc('month', committed) ORDER BY 1")
    return [seq for (seq,) in rows]


def own_measures(repo: Repository) -> tuple[Measure, ...]:
    """All measures of a repository: debtui's, and the team's own."""
    return load(repo.work_tree / "debt" / "measures" if repo.work_tree else None)


def all_rules(settings: Settings, repo: Repository) -> str:
    """Changes when the rules of any measure do."""
    digests = [judged.digest(measure, settings.digest) for measure in own_measures(repo)]
    return hashlib.sha256(" ".join(digests).encode()).hexdigest()


class Judge:
    """Evaluates measures for storing, each once per moment and set of rules."""

    def __init__(self, store: Store, settings: Settings, repo: Repository) -> None:
        self._store = store
        self._settings = settings.digest
        self._measures = own_measures(repo)
        self._digest = {measure.id: run.rules_digest(measure, settings.digest) for measure in self._measures}

    def newest(self, *, only_unmeasured: bool = False) -> None:
        """Judge the newest commit, and keep its derived tables and what the gate asks."""
        seq = self._store.main.one("SELECT max(seq) FROM mainline")
        if not only_unmeasured:
            self._store.main.execute("DELETE FROM derived_cache")
            self._store.main.execute("DELETE FROM trend_point WHERE seq = ?", [seq])
            self._store.clear(schema.JUDGEMENT.name)
            self._store.clear(schema.FINDING.name)
        self._store.main.seq = None
        moment = moment_at(self._store, seq)
        todo = self._todo(seq, only_unmeasured=only_unmeasured)
        told = [judged.judge(self._store.main, measure, moment, self._settings) for measure in todo]
        judged.keep(self._store, told, self._settings)
        self._keep(seq, [one.result for one in told])
        for name, table in derived.found().items():
            if name in self._store.main.made:
                derived.keep(self._store.main, table, seq)

    def again(self, tables: Set[str]) -> None:
        """Judge anew, wherever they are stored but at the newest commit, the measures over tables that say something else about the past now."""
        told = [measure.id for measure in self._measures if run.needs(run.spoken(measure)).sources & tables]
        names = ", ".join(map(run.literal, told)) or "''"
        earlier = f"measure IN ({names}) AND seq < (SELECT max(seq) FROM mainline)"
        moments = self._store.main.rows(f"SELECT DISTINCT seq FROM trend_point WHERE {earlier} ORDER BY seq")
        self._store.main.execute(f"DELETE FROM trend_point WHERE measure IN ({names})")
        for _ in self.each([seq for (seq,) in moments]):
            pass

    def each(self, moments: Sequence[int]) -> Iterator[bool]:
        """Store the headlines of moments that are not stored yet, one after the other. True where there was something to store.

        They are judged side by side, each by a cursor of its own: DuckDB lets others run while it works, and two take 0.57 of the
        time of one on two cores.
        """
        cursors = [self._store.cursor() for _ in range(_BESIDE)]
        free: SimpleQueue[Cursor] = SimpleQueue()
        for cursor in cursors:
            free.put(cursor)

        def judge(moment: Moment, todo: Sequence[Measure]) -> list[Result]:
            cursor = free.get()
            try:
                return [run.evaluate(cursor, measure, moment) for measure in todo]
            finally:
                free.put(cursor)

        beside = ThreadPoolExecutor(_BESIDE)
        try:
            asked = []
            for seq in moments:
                todo = self._todo(seq)
                asked.append((seq, todo, beside.submit(judge, moment_at(self._store, seq), todo)))
            for seq, todo, results in asked:
                self._keep(seq, results.result())
                yield bool(todo)
        finally:
            for cursor in cursors:
                cursor.interrupt()  # whoever cancels does not wait for what nobody will store
            beside.shutdown(cancel_futures=True)
            for cursor in cursors:
                cursor.close()

    def _todo(self, seq: int, *, only_unmeasured: bool = False) -> list[Measure]:
        """The measures that nothing is stored of for a moment."""
        known = {
            (name, digest)
            for name, digest, status in self._store.main.rows(
                "SELECT measure, rules_digest, status FROM trend_point WHERE seq = ?", [seq]
            )
            if status == "measured" or not only_unmeasured
        }
        return [
            m
            for m in self._measures
            if (m.id, self._digest[m.id]) not in known and (not only_unmeasured or _of_past(m))
        ]

    def _keep(self, seq: int, results: Sequence[Result]) -> None:
        points = [(r.measure.id, self._digest[r.measure.id], seq, r.value, r.status) for r in results]
        names = ", ".join(run.literal(result.measure.id) for result in results) or "''"
        self._store.main.execute(f"DELETE FROM trend_point WHERE seq = ? AND measure IN ({names})", [seq])
        self._store.append(schema.TREND_POINT, points)


def _of_past(measure: Measure) -> bool:
    """Whether a measure waits for the past to be read: those that do not are as unmeasured after it as before."""
    need = run.needs(run.spoken(measure))
    return bool("config_span" in need.settled or need.analysers & {a.name for a in analysers() if a.history})


def moment_at(store: Store, seq: int) -> Moment:
    """The mainline commit at a position."""
    row = store.main.rows("SELECT seq, commit_id, committed, author, subject FROM mainline WHERE seq = ?", [seq])[0]
    return Moment(*row)


def moments(rows: Sequence[tuple[int, str, object, str, str]]) -> list[Moment]:
    """Rows of `mainline` as moments."""
    return [Moment(*row) for row in rows]  # type: ignore[arg-type]
