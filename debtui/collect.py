"""Fills a store: sources, then the blobs of the newest commit, then the past; published after each step that adds to it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from collectors import clean, kinds
from collectors.clean import Cleaner
from collectors.errors import DebtError
from collectors.gitstream import Repository
from collectors.names import names_of
from collectors.pool import Pool, without_gc
from collectors.registry import all_sources, analysers
from collectors.spec import DeclaredTable, Reading, Source
from collectors.worker import Findings, Task
from debtui import config, facts, outside, settled, trends
from debtui.sources import Sources
from debtui.store import publish, schema
from debtui.store.db import Store, failure

HISTORIES = ("head", "monthly", "full")
_PUBLISH_EVERY = 60.0
_SMALL = 2000
"""Objects."""
_FEW = 200
"""Blobs of the past that are read before the newest commit is judged: measures that need them are then judged once."""

Progress = Callable[[dict[str, object]], None]


@dataclass(frozen=True)
class Collected:
    """What one collect did."""

    store: Path
    commits: int
    new_blobs: int
    seconds: float
    skipped: int
    failed: Mapping[str, str] = field(default_factory=dict)
    """Source to what went wrong with it."""


def collect(
    path: Path,
    *,
    store: Path | None = None,
    history: str = "head",
    tip: str = "HEAD",
    exports: Sequence[Path] = (),
    jobs: int | None = None,
    progress: Progress | None = None,
    also: Sequence[int] = (),
    begun: Callable[[], None] = lambda: None,
) -> Collected:
    """Read what is new in a repository into its store, and publish it.

    `history` says whose files are analysed: those of the tip, also those of every month's last commit, or all.
    `also` adds single mainline positions. `begun` is called when no other collect is in the way any more, before it is
    looked what is new. Raises DebtError when the repository or the store cannot be used.
    """
    if history not in HISTORIES:
        raise DebtError(f"history {history!r} is not known", f"it is one of {', '.join(HISTORIES)}")
    repo = Repository(path)
    place = publish.place_of(repo, store)
    publish.prepare(place)
    run = _Run(repo, place, exports, jobs or os.cpu_count() or 1, progress or (lambda event: None))
    told = ""
    while True:
        with publish.only_collector(place) as alone, without_gc():
            if alone:
                begun()
                return run.collect(repo.resolve(tip), history, also)  # not before: another one may have read further
        told = _follow(place, run, told)


class _Run:
    """One collect, with the lock held."""

    def __init__(
        self, repo: Repository, place: publish.Place, exports: Sequence[Path], jobs: int, report: Progress
    ) -> None:
        self.repo, self.place, self.tip, self.jobs = repo, place, "", jobs
        self._told_exports, self.exports = tuple(exports), tuple[Path, ...]()
        self.tables: tuple[DeclaredTable, ...] = ()
        self.started = time.monotonic()
        self.report = report
        self._published = 0.0
        self._dirty = False
        self.failed: dict[str, str] = {}
        self.cleaner = Cleaner(b"")
        self.new_blobs = 0
        self.commits = 0

    def collect(self, tip: str, history: str, also: Sequence[int]) -> Collected:
        self.tip = tip
        settings = config.load(self.repo, self.tip)
        self.tables = settings.records
        self.exports = outside.places(self.repo, self.place, settings, self._told_exports)
        fresh = not (self.place.published.exists() or self.place.working.exists())
        if not fresh:
            goal = self._goal(settings)
            reached = _reached(self.place.stamp, goal)
            if self.place.published.exists() and HISTORIES.index(history) <= reached[0] and set(also) <= reached[1]:
                self._done()
                return self._collected(0)
        seen = self.repo.identities(self.tip) if settings.people != "names" else {}
        names = names_of(seen, settings.people, self.place.salt)
        self.cleaner = Cleaner(self.place.salt, names)
        pool = Pool(self.repo.git_dir, self.cleaner, self.jobs)
        sources = Sources(self.repo, self.tip, self.exports, self.cleaner, self.tables)
        store = None
        try:
            # A small repository is read sooner than three processes have started.
            if fresh and self.repo.about() > _SMALL:
                analysers()  # read before these processes are copied off this one, not again in each
                sources.read_aside()
                pool.start()
            if fresh:
                goal, reached = self._goal(settings), (-1, set[int]())
            store = self._open(names.mark)
            self._fill(store, pool, sources, settings, history, also)
            skipped = store.main.one("SELECT count(*) FROM analysed WHERE status <> 'ok'")
        finally:
            sources.close()
            pool.close()
            if store is not None:
                store.close()
        self.failed = sources.failed
        if not self.failed:
            level = max(HISTORIES.index(history), reached[0])
            self.place.stamp.write_text(
                json.dumps({"goal": goal, "level": level, "also": sorted({*also, *reached[1]})})
            )
        self.place.progress.unlink(missing_ok=True)
        self._done()
        return self._collected(skipped)

    def _done(self) -> None:
        seconds = round(time.monotonic() - self.started, 3)
        self.report({"event": "done", "commits": self.commits, "blobs": self.new_blobs, "seconds": seconds})

    def _collected(self, skipped: int) -> Collected:
        seconds = time.monotonic() - self.started
        return Collected(self.place.published, self.commits, self.new_blobs, seconds, skipped, self.failed)

    def _goal(self, settings: config.Settings) -> str:
        """What the store would be filled by, as a digest: equal digests, nothing new."""
        versions = [f"{a.name}{a.version}" for a in analysers()] + [f"{s.name}{s.version}" for s in all_sources()]
        parts = [
            schema.SCHEMA_VERSION,
            kinds.VERSION,
            clean.RULES_VERSION,
            self.tip,
            settings.digest,
            settings.people,
            *versions,
        ]
        parts += [trends.all_rules(settings, self.repo), *map(self._state, all_sources())]
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def _state(self, source: Source) -> str:
        """What a source would see; its failure is told when it is run."""
        try:
            return source.state(Reading(self.repo, self.tip, exports=self.exports, tables=self.tables))
        except Exception as caught:
            return f"{type(caught).__name__}: {failure(caught)}"

    def _open(self, people: str) -> Store:
        """The working file: as the last collect left it, or the published one again, or an empty one.

        What was stored by other rules about secrets, or with people named otherwise, is not taken on: even a deleted
        row leaves its bytes in a file.
        """
        rules = {"clean_rules": str(clean.RULES_VERSION), "people": people}
        for attempt in ("working", "published", "empty"):
            if attempt != "working":
                publish.discard_working(self.place)
            if attempt == "published" and self.place.published.exists():
                shutil.copyfile(self.place.published, self.place.working)
            try:
                store = Store(self.place.working, writable=True)
            except DebtError:
                if attempt == "empty":
                    raise
                continue
            try:
                version = store.version()
            except DebtError:
                store.close()
                raise
            if version is None or (
                version == schema.SCHEMA_VERSION and all(store.get(key) == rule for key, rule in rules.items())
            ):
                store.declare()
                for key, rule in {"schema_version": str(schema.SCHEMA_VERSION), **rules}.items():
                    store.set(key, rule)
                return store
            store.close()
        raise DebtError(f"{self.place.working} cannot be made", "remove the directory and try again")

    def _fill(
        self, store: Store, pool: Pool, sources: Sources, settings: config.Settings, history: str, also: Sequence[int]
    ) -> None:
        """Every step leaves its mark when it is done: a collect that was killed between two goes on at the second."""
        order: dict[str, int] = {}
        lister = threading.Thread(target=lambda: order.update({oid: i for i, oid in enumerate(self.repo.objects())}))
        lister.start()
        settled.forget_old_versions(store)
        settled.assert_facts(store, settings, trends.own_measures(self.repo))
        settled.claim_data(store, settings, self.cleaner)
        settled.set_metrics(store, settings)
        settled.set_limits(store, settings, self.cleaner)
        self.tell("reading history", 0, 0)
        rules = f"{self.tip} {settings.digest} {kinds.VERSION}"
        judged = trends.Judge(store, settings, self.repo)
        fresh = store.get("spans_of") is None
        sources.read_ahead(store)
        reading = facts.Reading(pool)
        try:
            head = self._foresee(store, settings, reading, lister, order) if fresh else None
            store.declare_views()
            self._mainline(store, sources, settings, rules)
            lister.join()
            settled.forget_missing(store, order)
            if head is None:
                settled.read_again(store)
                head = self._begin_head(store, reading, order)
            past = facts.plan_history(store, order, {task.blob for task in head})
            reading.begin(past, max(500, len(past) // (self.jobs * 2)))
            anew = sources.others()
            if anew or store.get("changes_of") != self.tip:
                self._settle_changes(store)
            self.commits = store.main.one("SELECT count(*) FROM mainline_commit")
            self._read(store, reading, len(head), "reading files of the newest commit")
            if head or store.get("refined_by") != rules:
                settled.read_again(store)  # the newest commit's files were planned before the history was known
                settled.refine(store, order, self._extra)
                store.set("refined_by", rules)
            soon = len(past) <= _FEW
            waited = store.get("history_read") != "true" or bool(past)
            if soon:
                self._read(store, reading, len(past), "reading the past")
                store.set("history_read", "true")
            # Once read, the past of settings is kept up: it is not lost by a quick collect.
            if store.get("followed_to") is not None or (soon and history != "head"):
                self._follow_settings(store, pool, order)
            stamp = f"{rules} {trends.all_rules(settings, self.repo)}"
            if head or anew or (soon and waited) or store.get("judged_by") != stamp:
                judged.again({table.name for source in anew if source.outside for table in source.tables})
                judged.newest()
                store.set("judged_by", stamp)
                self.publish(store)
            if not soon:
                self._read(store, reading, len(past), "reading the past")
                store.set("history_read", "true")
                if history == "head":
                    judged.newest(only_unmeasured=True)
                self._dirty = True
        finally:
            reading.stop()
        self._months(store, pool, order, judged, history, also)
        if (
            self._dirty or not self._published
        ):  # the last collect may have been killed between its work and its publishing
            self.publish(store)

    def _foresee(
        self,
        store: Store,
        settings: config.Settings,
        reading: facts.Reading,
        lister: threading.Thread,
        order: dict[str, int],
    ) -> list[Task]:
        """Begin to read the newest commit's files before the history, from its tree alone."""
        settled.foresee(store, self.repo.tree(self.tip))
        settled.classify(store, settings, self.repo)
        lister.join()
        return self._begin_head(store, reading, order)

    def _begin_head(self, store: Store, reading: facts.Reading, order: dict[str, int]) -> list[Task]:
        tasks = facts.plan(store, order, "to_seq IS NULL")
        reading.begin(tasks, max(8, len(tasks) // (self.jobs * 4)))
        return tasks

    def _mainline(self, store: Store, sources: Sources, settings: config.Settings, rules: str) -> None:
        """The mainline, the spans that follow from it, and what every path is."""
        changed = sources.mainline() or store.get("spans_of") != self.tip
        store.set("shallow", str(self.repo.shallow).lower())
        if changed:
            settled.settle(store, "file_span")
            store.set("spans_of", self.tip)
        if store.get("classified_by") != rules:
            settled.classify(store, settings, self.repo)
            store.set("refined_by", "")
            store.set("classified_by", rules)

    def _settle_changes(self, store: Store) -> None:
        settled.follow_renames(store)
        for name in ("mainline", "landed_commit", "change"):
            settled.settle(store, name)
        store.main.execute("DROP TABLE lineage")
        store.set("changes_of", self.tip)

    def _months(
        self, store: Store, pool: Pool, order: dict[str, int], judged: trends.Judge, history: str, also: Sequence[int]
    ) -> None:
        """Analyse files of the past, newest first, and store the trends."""
        months = trends.month_ends(store)
        moments = [*also, *(reversed(months) if history != "head" else ())]
        tasks = _of_moments(store, order, moments) if moments else []
        if history != "head":
            self._follow_settings(store, pool, order)
            judged.newest(only_unmeasured=True)
        if history == "full":
            seen = {task.blob for task in tasks}
            tasks += [task for task in facts.plan(store, order, "true") if task.blob not in seen]
        if tasks:
            reading = facts.Reading(pool)
            reading.begin(tasks, 64)
            try:
                self._read(store, reading, len(tasks), "reading earlier months", publishing=True)
            finally:
                reading.stop()
            self._dirty = True
        if moments:
            total = len(moments)
            self.tell("computing trends", 0, total)
            for done, anything in enumerate(judged.each(moments), 1):
                self.tell("computing trends", done, total)
                self._dirty = anything or self._dirty
                self._publish_sometimes(store)

    def _follow_settings(self, store: Store, pool: Pool, order: dict[str, int]) -> None:
        """Read every version of ML and deployment configuration, and put together which value a setting had when."""
        followed = ", ".join(f"'{kind}'" for kind in sorted(set().union(*(a.past for a in analysers()))))
        tasks = facts.plan(store, order, f"kind IN ({followed})", past=True)
        if not tasks and store.get("followed_to") == f"{self.tip} {store.get('classified_by')}":
            return
        reading = facts.Reading(pool)
        try:
            reading.begin(tasks, max(16, min(256, len(tasks) // (self.jobs * 4))))
            self._read(store, reading, len(tasks), "reading the past of settings")
        finally:
            reading.stop()
        settled.settle(store, "config_span")
        store.set("followed_to", f"{self.tip} {store.get('classified_by')}")
        self._dirty = True

    def _read(self, store: Store, reading: facts.Reading, total: int, phase: str, *, publishing: bool = False) -> None:
        writer = facts.Writer(store)
        done = 0
        self.tell(phase, 0, total)
        for blobs, found in reading.phase():
            writer.add(found)
            done += blobs
            self.new_blobs += blobs
            self.tell(phase, done, total)
            if publishing and time.monotonic() - self._published > _PUBLISH_EVERY:
                writer.flush()
                self._publish_sometimes(store)
        writer.flush()

    def _extra(self, tasks: list[Task]) -> Iterator[Findings]:
        """Read a few more blobs while the workers are busy with the past."""
        pool = Pool(self.repo.git_dir, self.cleaner, self.jobs)
        try:
            for _, found in pool.run([tasks] if tasks else []):
                yield found
        finally:
            pool.close()

    def publish(self, store: Store) -> None:
        store.checkpoint()
        publish.publish(self.place)
        self._published = time.monotonic()
        self._dirty = False
        self.report({"event": "published"})

    def _publish_sometimes(self, store: Store) -> None:
        if time.monotonic() - self._published > _PUBLISH_EVERY:
            self.publish(store)

    def tell(self, phase: str, done: int, total: int) -> None:
        now = time.monotonic()
        if done == 0:
            self._phase_began = self._told = now
        elif now - self._told < 0.1 and done != total:
            return
        self._told = now
        rate = done / (now - self._phase_began) if now > self._phase_began else 0.0
        left = (total - done) / rate if rate else None
        event = {
            "event": "progress",
            "phase": phase,
            "done": done,
            "total": total,
            "rate": round(rate, 1),
            "left": left,
        }
        self.report(event)
        self.place.progress.write_text(json.dumps(event))


def _reached(stamp: Path, goal: str) -> tuple[int, set[int]]:
    """(level of history, single positions) that the store already has for this goal; level -1: it has nothing of it."""
    try:
        told = json.loads(stamp.read_text())
    except (OSError, ValueError):
        return -1, set()
    return (int(told["level"]), set(told["also"])) if told["goal"] == goal else (-1, set())


def _of_moments(store: Store, order: dict[str, int], moments: Sequence[int]) -> list[Task]:
    """Blobs of the trees at some positions, those of the first position first. One plan: one for each takes 0.2 s for each."""
    listed = ", ".join(f"({place}, {seq})" for place, seq in enumerate(moments))
    moment = f"(VALUES {listed}) AS moment (place, seq)"
    holds = "from_seq <= seq AND coalesce(to_seq > seq, true)"
    first = dict(store.main.rows(f"SELECT blob, min(place) FROM file_span JOIN {moment} ON {holds} GROUP BY blob"))
    tasks = facts.plan(store, order, f"EXISTS (FROM {moment} WHERE {holds})")
    return sorted(tasks, key=lambda task: first[task.blob])


def _follow(place: publish.Place, run: _Run, told: str) -> str:
    """Another process collects: pass its progress on, then look whether it has ended and what it left to do."""
    text = place.progress.read_text() if place.progress.exists() else ""
    if text and text != told:
        run.report(json.loads(text))
    time.sleep(0.2)
    return text
