"""What differs between two runs and the commits that they ran on, most suspicious first, each with the reason.

The order is a ladder, not a score: what the runs themselves record comes first, then settings that the training reads, packages that
it imports, flags that it asks and code within its reach, nearest first; then the same where it is not reached; tests and
documents last. Within a step what names the metric or the model, and what is larger, comes first. That something differs is no
proof that it is the cause: run the training with it set back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from collectors.kinds import SOURCE
from debtui.blame import reach
from debtui.blame.drop import Drop, Ran, literal
from debtui.session import NotMeasured

if TYPE_CHECKING:
    from debtui.blame.reach import Reach
    from debtui.session import Session

MOST = 200_000
"""Rows of one kind that are asked for."""
_SHORTEST = 3
"""Letters of the words of code that are kept, see code_word."""
_LAST = {"test", "docs", "ci-config", "tool-config", "vendored", "generated", "record"}
"""Kinds of files that no training runs."""


@dataclass(frozen=True)
class Commit:
    """A commit of the range."""

    commit_id: str
    committed: datetime
    author: str
    subject: str


@dataclass(frozen=True)
class Suspect:
    """One difference."""

    kind: str
    """param, input, environment, hardware, seed, command, data, setting, package, flag, code or file."""
    what: str
    was: str | None
    now: str | None
    reason: str
    rank: tuple[int, ...]
    """Less is more suspicious."""
    path: str | None = None
    line: int | None = None
    commit: Commit | None = None
    """The last one of the range that touched the file."""


@dataclass
class Found:
    """The answer: everything that differs, and what could not be compared."""

    drop: Drop
    suspects: list[Suspect] = field(default_factory=list)
    commits: int = 0
    files: int = 0
    notes: list[str] = field(default_factory=list)


def suspects(session: Session, seq: int, drop: Drop) -> Found:
    """Everything that differs between the two runs of a drop. `seq`: the moment that records are read at."""
    found = Found(drop)
    before, after = drop.before, drop.after
    found.suspects += _recorded(session, seq, before, after)
    for ran in (before, after):
        if ran.dirty:
            found.notes.append(
                f"{ran.run} ran on a work tree that differed from its commit: what was in it nobody knows"
            )
        if ran.seq is None:
            told = "ran on no commit of this history" if ran.commit_id else "does not record its commit"
            found.notes.append(f"{ran.run} {told}: the repository cannot be compared")
    if before.seq is not None and after.seq is not None and before.seq == after.seq:
        found.notes.append("both ran on one commit: the repository has no part in it")
    elif before.seq is not None and after.seq is not None:
        first, last = sorted((before.seq, after.seq))
        if after.seq < before.seq:
            found.notes.append(f"{after.run} ran on an older commit than {before.run}")
        found.notes += [note for ran in (before, after) for note in _unread(session, ran)]
        touched = _touched(session, first, last, found)
        program = reach.of(session, last, after.command)
        found.notes += [program.note] if program.note else []
        words = _words(f"{drop.metric} {drop.model}")
        compared = _Compared(session, before.seq, after.seq, touched, program, words, found.notes)
        for side in (compared.data, compared.settings, compared.packages, compared.flags, compared.code):
            found.suspects += side()
    found.suspects.sort(key=lambda one: (one.rank, one.what))
    return found


def _recorded(session: Session, seq: int, before: Ran, after: Ran) -> Iterator[Suspect]:
    """What the two runs say of themselves, and say differently."""
    asked = """
        SELECT {columns}, min({told}) FILTER (WHERE run = {before}), min({told}) FILTER (WHERE run = {after}) FROM {table}
        WHERE run IN ({before}, {after}) GROUP BY {columns} ORDER BY {columns}
    """
    runs = {"before": literal(before.run), "after": literal(after.run)}
    row: Any
    for row in session.sql(asked.format(columns="name", told="version", table="run_input", **runs), seq, MOST).rows:
        name, was, now = row
        if was != now:
            yield Suspect("input", name, was, now, "the runs record it: other data went in", (0, 0))
    for row in session.sql(asked.format(columns="role, key", told="value", table="run_value", **runs), seq, MOST).rows:
        role, key, was, now = row
        if role == "param" and was != now:
            told = _last_word(key) in _SEEDS
            yield Suspect("param", key, was, now, "the runs record it", (0, 3 if told else 1))
    for kind in ("environment", "hardware", "seed", "command"):
        was, now = getattr(before, kind), getattr(after, kind)
        if was != now and was is not None and now is not None:
            yield Suspect(kind, kind, was, now, "the runs record it", (0, 3 if kind == "seed" else 2))


_SEEDS = {"seed", "random_seed", "random_state"}


def _unread(session: Session, ran: Ran) -> list[str]:
    """That files of a run's commit have not been read: what they say is then not compared."""
    count: Any = session.sql("SELECT count(DISTINCT path) FROM not_read_at WHERE status IS NULL", ran.seq, 1).rows[0][0]
    if not count:
        return []
    return [
        f"{count:,} files of the commit of {ran.run} are not read: what they say is not compared; `debtui blame` reads them first"
    ]


def _touched(session: Session, first: int, last: int, found: Found) -> dict[str, list[Commit]]:
    """Path to the commits of the range that touched it, newest first."""
    asked = f"""
        SELECT change.path, log.commit_id, log.committed, person.name, log.subject
        FROM change JOIN log_at AS log USING (commit_id) JOIN person ON person.person = log.person
        WHERE log.landed > {first} AND log.landed <= {last} AND NOT log.merge ORDER BY log.position DESC
    """
    touched: dict[str, list[Commit]] = {}
    row: Any
    for row in session.sql(asked, last, MOST).rows:
        touched.setdefault(row[0], []).append(Commit(*row[1:]))
    found.files = len(touched)
    found.commits = len({commit.commit_id for commits in touched.values() for commit in commits})
    return touched


@dataclass
class _Compared:
    """The repository at two commits."""

    session: Session
    before: int
    after: int
    touched: dict[str, list[Commit]]
    program: Reach
    words: set[str]
    notes: list[str]
    manifests: set[str] = field(default_factory=set)
    """Files that ask for packages."""

    def data(self) -> Iterator[Suspect]:
        """Pinned versions of data that nothing in the repository makes; what is made of it differs as a matter of course."""
        asked = "SELECT name, pin, path, line FROM data_node_at WHERE pin IS NOT NULL AND edges_in = 0"
        for (name,), was, now in self._differing(asked, 1, "versions of data"):
            path, line = (now or was or (None, None, None))[1:]
            yield self._suspect(
                "data",
                name,
                was and was[0],
                now and now[0],
                "another version of it is pinned",
                (1, 0),
                path,
                line,
                name,
            )

    def settings(self) -> Iterator[Suspect]:
        """Values that a file says otherwise; and those of a composed configuration that differ although no file says them so."""
        said = set()
        asked = "SELECT path, coalesce(document, 0), key, value, line FROM setting_at WHERE NOT ends_with(path, '.dvc')"
        for (path, _, key), was, now in self._differing(asked, 3, "settings"):
            said.add((_last_word(key), was and was[0], now and now[0]))
            yield self._setting(path, key, was, now, path, f"{path}:{key}")
        asked = "SELECT root, key, value, line, path FROM resolved_setting_at WHERE key IS NOT NULL AND NOT opaque AND NOT ends_with(root, '.dvc')"
        for (root, key), was, now in self._differing(asked, 2, "composed settings"):
            if (_last_word(key), was and was[0], now and now[0]) not in said:
                yield self._setting((now or was or ("", 0, root))[2], key, was, now, root, f"{root} as composed: {key}")

    def _setting(
        self, path: str, key: str, was: tuple[Any, ...] | None, now: tuple[Any, ...] | None, root: str, what: str
    ) -> Suspect:  # fmt: skip
        name = _last_word(key)
        reader = self.program.names.get(name) or self.program.names.get(name.replace("-", "_"))
        short = len(name) < _SHORTEST and bool(self.program.steps)
        told = (
            f"{reader} names it"
            if reader
            else "too short a name to be looked for"
            if short
            else self._unreached("names it")
        )
        rank = (1, 1) if reader or short else (5, 0)
        return self._suspect(
            "setting",
            what,
            was and was[0],
            now and now[0],
            told,
            rank,
            path,
            (now or was or (None, None))[1],
            f"{root} {key}",
        )

    def _unreached(self, does: str) -> str:
        return (
            f"nothing that the program reaches {does}"
            if self.program.steps
            else "what the program reaches is not known"
        )

    def packages(self) -> Iterator[Suspect]:
        """Versions locked, else allowed."""
        asked = """
            SELECT name, string_agg(DISTINCT coalesce(version, nullif(specifier, ''), 'any'), ', ' ORDER BY coalesce(version, nullif(specifier, ''), 'any')),
                min(path), arg_min(line, (path, line))
            FROM package_at WHERE role NOT IN ('dev', 'build') GROUP BY name
        """
        self.manifests |= {
            str(row[0]) for row in self.session.sql("SELECT DISTINCT path FROM package_at", self.after, MOST).rows
        }
        for (name,), was, now in self._differing(asked, 1, "packages"):
            row = now or was or (None, None, None)
            user = self.program.packages.get(name)
            major = was and now and _major(was[0]) != _major(now[0])
            told = (f"{user} imports it" if user else self._unreached("is seen importing it")) + (
                "; another major version" if major else ""
            )
            yield self._suspect(
                "package",
                name,
                was and was[0],
                now and now[0],
                told,
                (2, 0 if major else 1) if user else (5, 1),
                row[1],
                row[2],
                name,
            )

    def flags(self) -> Iterator[Suspect]:
        """Flags that came, went, or whose default is another."""
        asked = """
            SELECT key, coalesce(string_agg(DISTINCT "default", ', ' ORDER BY "default"), 'in code'), min(path), arg_min(line, (path, line))
            FROM flag_place_at WHERE kind = 'code' GROUP BY key
        """
        for (key,), was, now in self._differing(asked, 1, "flags"):
            row = now or was or (None, None, None)
            near = row[1] in self.program.steps
            told = "asked in code that the program reaches" if near else self._unreached("asks for it")
            yield self._suspect(
                "flag", key, was and was[0], now and now[0], told, (3,) if near else (5, 2), row[1], row[2], key
            )

    def code(self) -> Iterator[Suspect]:
        """Files of the range: those within reach by how far they are, tests and documents last."""
        kinds: dict[str, str] = {}
        row: Any
        for row in self.session.sql("SELECT path, kind FROM path_class", self.after, MOST).rows:
            kinds[row[0]] = row[1]
        for path, commits in self.touched.items():
            kind, steps = kinds.get(path, "other"), self.program.steps.get(path)
            if kind in {"ml-config", "lock", "metrics"} or path in self.manifests:
                continue  # told value by value above; metrics are what came of it
            count = f"{len(commits)} commits" if len(commits) > 1 else "1 commit"
            rank: tuple[int, ...]
            if steps is not None:
                told, rank = f"{'the program itself' if steps == 0 else f'{steps} imports away'}, {count}", (4, steps)
            else:
                told, rank = f"{kind}, {count}", (6,) if kind in _LAST else (5, 3 if kind in SOURCE else 4)
            yield self._suspect(
                "code" if kind in SOURCE else "file",
                path,
                None,
                None,
                told,
                (*rank, -len(commits)),
                path,
                None,
                f"{path} {commits[0].subject}",
            )

    def _differing(
        self, asked: str, keys: int, what: str
    ) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...] | None, tuple[Any, ...] | None]]:
        """Key, values before and after of what differs in its first value."""
        try:
            sides = [
                {tuple(row[:keys]): tuple(row[keys:]) for row in self.session.sql(asked, seq, MOST).rows}
                for seq in (self.before, self.after)
            ]
        except NotMeasured as error:
            self.notes.append(f"{what} are not compared: {error.message}; {error.hint}")
            return
        for key in sorted(sides[0].keys() | sides[1].keys()):
            was, now = sides[0].get(key), sides[1].get(key)
            if (was and was[0]) != (now and now[0]):
                yield key, was, now

    def _suspect(
        self, kind: str, what: str, was: Any, now: Any, reason: str, rank: tuple[int, ...], path: str | None, line: int | None, named: str
    ) -> Suspect:  # fmt: skip
        shared = sorted(self.words & _words(named))
        if shared:
            reason += f"; it speaks of {', '.join(shared)}"
        step, *rest = rank
        commits = self.touched.get(path or "", [])
        return Suspect(
            kind,
            what,
            was,
            now,
            reason,
            (step, *rest[:1], not shared, *rest[1:]),
            path,
            line,
            commits[0] if commits else None,
        )


def _words(told: str) -> set[str]:
    """Its words of four letters and more, in lower case."""
    return set(re.findall(r"[a-z]{4,}", told.lower())) - {"meta", "model", "metric", "value", "error"}


def _last_word(key: str) -> str:
    return re.sub(r"(\[\d+\])+$", "", key).rpartition(".")[2].lower()


def _major(version: str) -> str:
    return next(iter(re.findall(r"\d+", version)), "")
