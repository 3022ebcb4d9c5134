"""Fills a store: sources, then the blobs of the newest commit, then the past; published after each step that adds to it."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
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
from collectors.pool import Pool, without_gc
from collectors.registry import all_sources, analysers
from collectors.spec import Reading as SourceReading
from collectors.spec import Source
from collectors.worker import Findings, Task
from debtui import config, facts, settled, trends
from debtui.store import publish, schema
from debtui.store.db import Store, failure

HISTORIES = ("head", "monthly", "full")
_PUBLISH_EVERY = 60.0

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
) -> Collected:
    """Read what is new in a repository into its store, and publish it.

    `history` says whose files are analysed: those of the tip, also those of every month's last commit, or all.
    `also` adds single mainline positions. Raises DebtError when the repository or the store cannot be used.
    """
    if history not in HISTORIES:
        raise DebtError(f"history {history!r} is not known", f"it is one of {', '.join(HISTORIES)}")
    repo = Repository(path)
    place = publish.place_of(repo, store)
    publish.prepare(place)
    run = _Run(repo, place, repo.resolve(tip), exports, jobs or os.cpu_count() or 1, progress or (lambda event: None))
    told = ""
    while True:
        with publish.only_collector(place) as alone, without_gc():
            if alone:
                return run.collect(history, also)
        told = _follow(place, run, told)


class _Run:
    """One collect, with the lock held."""

    def __init__(
        self, repo: Repository, place: publish.Place, tip: str, exports: Sequence[Path], jobs: int, report: Progress
    ) -> None:
        self.repo, self.place, self.tip, self.jobs = repo, place, tip, jobs
        self._told_exports, self.exports = tuple(exports), tuple[Path, ...]()
        self.started = time.monotonic()
        self.report = report
        self._published = 0.0
        self._dirty = False
        self.failed: dict[str, str] = {}
        self.new_blobs = 0
        self.commits = 0

    def collect(self, history: str, also: Sequence[int]) -> Collected:
        settings = config.load(self.repo, self.tip)
        self.exports = self._all_exports(settings)
        goal = self._goal(settings)
        reached = _reached(self.place.stamp, goal)
        if self.place.published.exists() and HISTORIES.index(history) <= reached[0] and set(also) <= reached[1]:
            self._done()
            return self._collected(0)
        store = self._open()
        pool = Pool(self.repo.git_dir, self._salt(), self.jobs)
        try:
            fresh = store.get("spans_of") is None
            if fresh:
                pool.start()  # workers import while this process reads the history
            self._fill(store, pool, settings, history, also)
            skipped = store.main.one("SELECT count(*) FROM analysed WHERE status <> 'ok'")
        finally:
            pool.close()
            store.close()
        if not self.failed:
            level = max(HISTORIES.index(history), reached[0])
            self.place.stamp.write_text(
                json.dumps({"goal": goal, "level": level, "also": sorted({*also, *reached[1]})})
            )
        self.place.progress.unlink(missing_ok=True)
        self._done()
        return self._collected(skipped)

    def _all_exports(self, settings: config.Settings) -> tuple[Path, ...]:
        """Those of the settings, and those on the command line: now, or the last time that there were any."""
        if self._told_exports:
            named = [str(path.resolve()) for path in self._told_exports]
            self.place.exports.write_text(json.dumps(named))
        else:
            named = _remembered(self.place.exports)
        root = self.repo.work_tree
        own = [(root / name).resolve() for name in settings.exports] if root else []
        inside = [path for path in own if root and path.is_relative_to(root.resolve())]  # a link may lead out of it
        return tuple(dict.fromkeys([*inside, *map(Path, named)]))

    def _done(self) -> None:
        seconds = round(time.monotonic() - self.started, 3)
        self.report({"event": "done", "commits": self.commits, "blobs": self.new_blobs, "seconds": seconds})

    def _collected(self, skipped: int) -> Collected:
        seconds = time.monotonic() - self.started
        return Collected(self.place.published, self.commits, self.new_blobs, seconds, skipped, self.failed)

    def _goal(self, settings: config.Settings) -> str:
        """What the store would be filled by, as a digest: equal digests, nothing new."""
        versions = [f"{a.name}{a.version}" for a in analysers()] + [f"{s.name}{s.version}" for s in all_sources()]
        parts = [schema.SCHEMA_VERSION, kinds.VERSION, clean.RULES_VERSION, self.tip, settings.digest, *versions]
        parts += [trends.all_rules(settings, self.repo), *map(self._state, all_sources())]
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def _state(self, source: Source) -> str:
        """What a source would see; its failure is told when it is run."""
        try:
            return source.state(SourceReading(self.repo, self.tip, exports=self.exports))
        except Exception as caught:
            return f"{type(caught).__name__}: {failure(caught)}"

    def _salt(self) -> bytes:
        path = self.place.published.with_name(self.place.published.name + ".salt")
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(16))
        return bytes.fromhex(path.read_text())

    def _open(self) -> Store:
        """The working file: as the last collect left it, or the published one again, or an empty one."""
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
            rules = store.get("clean_rules") if version is not None else None
            if version in (None, schema.SCHEMA_VERSION) and rules in (None, str(clean.RULES_VERSION)):
                store.declare()
                store.set("schema_version", str(schema.SCHEMA_VERSION))
                store.set("clean_rules", str(clean.RULES_VERSION))
                return store
            store.close()
        raise DebtError(f"{self.place.working} cannot be made", "remove the directory and try again")

    def _fill(self, store: Store, pool: Pool, settings: config.Settings, history: str, also: Sequence[int]) -> None:
        order: dict[str, int] = {}
        lister = threading.Thread(target=lambda: order.update({oid: i for i, oid in enumerate(self.repo.objects())}))
        lister.start()
        settled.forget_old_versions(store)
        self.tell("reading history", 0, 0)
        by_name = {source.name: source for source in all_sources()}
        # Each step leaves its mark when it is done: a collect that was killed between two steps goes on at the second.
        changed = self._source(store, by_name.pop("history")) or store.get("spans_of") != self.tip
        store.set("shallow", str(self.repo.shallow).lower())
        if changed:
            settled.settle(store, "file_span")
            store.set("spans_of", self.tip)
        rules = f"{self.tip} {settings.digest} {kinds.VERSION}"
        if store.get("classified_by") != rules:
            settled.classify(store, settings)
            store.set("refined_by", "")
            store.set("classified_by", rules)
        lister.join()
        settled.forget_missing(store, order)
        head = facts.plan(store, order, "to_seq IS NULL")
        planned = {task.blob for task in head}
        past = [task for task in facts.plan(store, order, "true", sizes=True) if task.blob not in planned]
        reading = facts.Reading(pool, [head, past], [max(8, len(head) // (self.jobs * 8)), 1500])
        judged = trends.Judge(store, settings, self.repo)
        try:
            anew = [source for source in by_name.values() if self._source(store, source)]
            others = bool(anew)
            if others or store.get("changes_of") != self.tip:
                self._settle_changes(store)
            self.commits = store.main.one("SELECT count(*) FROM mainline_commit")
            self._read(store, reading, len(head), "reading files of the newest commit")
            if head or store.get("refined_by") != rules:
                settled.refine(store, order, self._extra)
                store.set("refined_by", rules)
            stamp = f"{rules} {trends.all_rules(settings, self.repo)}"
            if head or others or store.get("judged_by") != stamp:
                judged.newest()
                judged.again({table.name for source in anew if source.outside for table in source.tables})
                store.set("judged_by", stamp)
                reading.go_on()
                self.publish(store)
            reading.go_on()
            self._read(store, reading, len(past), "reading the past")
        finally:
            reading.stop()
        if store.get("history_read") != "true" or past:
            store.set("history_read", "true")
            judged.newest(only_unmeasured=True)
            self._dirty = True
        self._months(store, pool, order, judged, history, also)
        if (
            self._dirty or not self._published
        ):  # the last collect may have been killed between its work and its publishing
            self.publish(store)

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
        phases = (
            [facts.plan(store, order, f"from_seq <= {s} AND coalesce(to_seq > {s}, true)") for s in moments]
            if moments
            else []
        )
        tasks: list[Task] = [task for phase in _without_repeats(phases) for task in phase]
        if history == "full":
            seen = {task.blob for task in tasks}
            tasks += [task for task in facts.plan(store, order, "true") if task.blob not in seen]
        if tasks:
            reading = facts.Reading(pool, [tasks], [64])
            try:
                self._read(store, reading, len(tasks), "reading earlier months", publishing=True)
            finally:
                reading.stop()
            self._dirty = True
        if moments:
            total = len(moments)
            for done, seq in enumerate(moments):
                self.tell("computing trends", done, total)
                self._dirty = judged.at(seq) or self._dirty
                self._publish_sometimes(store)

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
        pool = Pool(self.repo.git_dir, self._salt(), self.jobs)
        try:
            for _, found in pool.run([tasks] if tasks else []):
                yield found
        finally:
            pool.close()

    def _source(self, store: Store, source: Source) -> bool:
        """Run one source if what it sees has changed. Its failure is recorded and stops nobody else."""
        last = store.main.rows("SELECT version, state, ok FROM collected WHERE name = ?", [source.name])
        begun = time.monotonic()
        rows = 0
        writing = False
        try:
            since = last[0][1] if last and last[0][0] == source.version and last[0][2] else None
            state = source.state(SourceReading(self.repo, self.tip, exports=self.exports))
            if since == state:
                return False
            reading = self._continued(store, source, since)
            cleaner = Cleaner(self._salt())
            store.begin()
            writing = True
            if reading.since is None:
                for table in source.tables:
                    store.clear(table.name)
            for batch in source.collect(reading):
                tidy = cleaner.rows(batch.table)
                store.append(batch.table, [tidy(row) for row in batch.rows])
                rows += len(batch.rows)
            error = None
            store.commit()
        except Exception as caught:
            if source.name == "history":
                raise
            if writing:
                store.rollback()
            error, state = f"{type(caught).__name__}: {failure(caught)}", ""
            self.failed[source.name] = error
        store.main.execute("DELETE FROM collected WHERE name = ?", [source.name])
        row = (source.name, source.version, state, error is None, error, rows, time.monotonic() - begun)
        store.append(schema.COLLECTED, [row])
        return True

    def _continued(self, store: Store, source: Source, since: str | None) -> SourceReading:
        """Where a source can go on: behind its last tip, if today's mainline continues that."""
        anew = SourceReading(self.repo, self.tip, exports=self.exports)
        if not source.appends or since is None:
            return anew
        seq = store.main.one("SELECT seq FROM mainline_commit WHERE commit_id = ?", [since])
        fresh = self.repo.mainline_ids(self.tip, since)
        if seq is None or not fresh or self.repo.resolve(f"{fresh[0]}^1") != since:
            return anew
        return SourceReading(self.repo, self.tip, since, int(seq) + 1, self.exports)

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


def _remembered(exports: Path) -> list[str]:
    """The directories of exports named last; none where the note of them is missing or cut off."""
    try:
        return [str(name) for name in json.loads(exports.read_text())]
    except (OSError, ValueError):
        return []


def _without_repeats(phases: Sequence[list[Task]]) -> Iterator[list[Task]]:
    seen: set[int] = set()
    for phase in phases:
        fresh = [task for task in phase if task.blob not in seen]
        seen.update(task.blob for task in fresh)
        yield fresh


def _follow(place: publish.Place, run: _Run, told: str) -> str:
    """Another process collects: pass its progress on, then look whether it has ended and what it left to do."""
    text = place.progress.read_text() if place.progress.exists() else ""
    if text and text != told:
        run.report(json.loads(text))
    time.sleep(0.2)
    return text
