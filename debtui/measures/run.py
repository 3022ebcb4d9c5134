"""Runs measures at a moment: what each reads is made first, then its rows, then what no measure should compute itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from collectors.errors import DebtError
from collectors.registry import all_sources, analysers
from collectors.spec import Row
from debtui.derived import base as derived
from debtui.measures.result import Moment, Result
from debtui.measures.spec import CONTRACT, Measure, Threshold
from debtui.store import schema
from debtui.store.db import Cursor, Failure, failure, only_select, words

ROWS = "evidence_rows"
"""Temporary table that holds the rows of the measure evaluated last on a cursor."""
_TROUBLES = (
    "SELECT 'shallow' AS name, value, true AS about FROM meta WHERE key = 'shallow'"
    " UNION ALL SELECT name, error, false FROM collected WHERE NOT ok"
)


@dataclass(frozen=True)
class Needs:
    """What a measure reads, directly and through views and derived tables."""

    analysers: frozenset[str]
    sources: frozenset[str]
    settled: frozenset[str]
    order: tuple[str, ...]
    """As-of views and derived tables, each after what it reads."""


@cache
def _readers() -> Mapping[str, str]:
    """SQL, or the names read, of each view, settled and derived table: where to look for what it depends on."""
    texts = dict(schema.view_sql()) | dict(schema.settled_sql())
    return texts | {name: " ".join(module.reads) for name, module in derived.found().items()}


@cache
def needs(sql: str) -> Needs:
    """Everything that a query depends on."""
    tables = {a.name for a in analysers()}
    from_sources = set(schema.source_tables())
    readers = _readers()
    made_at_moment = dict(schema.view_sql()).keys() | derived.found().keys()
    order: list[str] = []
    seen: set[str] = set()

    def visit(name: str) -> None:
        if name in seen:
            return
        seen.add(name)
        for read in sorted(words(readers[name]) & readers.keys() - {name}):
            visit(read)
        if name in made_at_moment:
            order.append(name)

    for name in sorted(words(sql) & readers.keys()):
        visit(name)
    spoken = words(sql).union(*(words(readers[name]) for name in seen))
    settled = frozenset(name for name, _ in schema.settled_sql()) & seen
    return Needs(frozenset(spoken & tables), frozenset(spoken & from_sources), settled, tuple(order))


def prepare(cursor: Cursor, sql: str, seq: int) -> None:
    """Make the as-of views and derived tables that a query reads, as temporary tables of the cursor, for this moment."""
    cursor.at_moment(seq)
    views = dict(schema.view_sql())
    for name in needs(sql).order:
        if name in cursor.made:
            continue
        if name in views:
            cursor.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {views[name]}')
        else:
            derived.make(cursor, derived.found()[name], seq, lambda asked: _ask(cursor, asked, seq))
        cursor.made.add(name)


def _ask(cursor: Cursor, sql: str, seq: int) -> tuple[list[str], list[Row]]:
    """One SELECT at a moment, with what it reads made first."""
    only_select(sql)
    prepare(cursor, sql, seq)
    return cursor.table(sql, 1000)


def spoken(measure: Measure) -> str:
    """All the SQL of a measure: its rows' and its headline's."""
    return f"{measure.sql}\n{measure.headline.value}"


def evaluate(cursor: Cursor, measure: Measure, moment: Moment) -> Result:
    """The measure's result; its rows stand in `ROWS` afterwards, best ones last, without owner and fingerprint."""
    missing = unavailable(cursor, measure, moment.seq)
    if missing is not None:
        return Result(measure, moment, "unavailable", reason=missing[0], hint=missing[1])
    try:
        if measure.of and not any(cursor.once(f'SELECT 1 FROM "{table}" LIMIT 1') for table in measure.of):
            return Result(measure, moment, "unavailable", reason=measure.without, hint=measure.supply)
        only_select(measure.sql)
        only_select(f"SELECT ({measure.headline.value})::DOUBLE")
        prepare(cursor, spoken(measure), moment.seq)
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE {ROWS} AS {measure.sql}")
        counting = f"SELECT histogram({severity_sql(measure.threshold)}) FROM {ROWS}"
        value, total, counts = cursor.rows(
            f"SELECT ({measure.headline.value})::DOUBLE, count(*), ({counting}) FROM {ROWS}"
        )[0]
        counts = counts or {}
    except (Failure, DebtError) as error:
        return Result(
            measure,
            moment,
            "failed",
            reason=failure(error),
            hint="run `debtui collect`, as the store may be an older version's; if it stays, report this, with `debtui doctor`'s output",
        )
    severity = measure.headline.threshold.severity(value)
    if value is None:
        nothing = measure.without or "there is nothing of the kind at this commit"
        reason = nothing if not total else "the evidence is too thin for a number"
        hint = "" if total else measure.supply
        return Result(measure, moment, "unavailable", total_rows=total, reason=reason, hint=hint, counts=counts)
    unread = unread_files(cursor, measure)
    return Result(measure, moment, "measured", value, severity, total, unread, counts=counts)


def unavailable(cursor: Cursor, measure: Measure, seq: int) -> tuple[str, str] | None:
    """Why a measure cannot be answered at a moment, and what would help; None where it can."""
    return lacking(cursor, spoken(measure), seq)


def lacking(cursor: Cursor, sql: str, seq: int) -> tuple[str, str] | None:
    """What a query reads and has not been read at a moment, and what would help; None where nothing lacks."""
    cursor.at_moment(seq)
    need = needs(sql)
    of_people = need.sources & {"file_change", "commit_log"} or "change" in words(" ".join(need.order))
    facts = cursor.once(_TROUBLES)
    broken = [(name, error) for name, error, about in facts if not about]
    if of_people and ("shallow", "true", True) in facts:
        return "the clone is shallow: who changed what is cut off", "run `git fetch --unshallow`, then collect again"
    for source in sorted(need.sources):
        for name, error in broken:
            if source in {table.name for s in all_sources() if s.name == name for table in s.tables}:
                return f"the source {name} failed: {error}", "mend the cause, then run `debtui collect`"
    if "config_span" in need.settled and not _followed(cursor):
        return (
            "earlier versions of configuration files are not read yet",
            "run `debtui collect` (its default is --history monthly)",
        )
    not_analysed, files = pending(cursor, need.analysers)
    if not_analysed:
        return (
            f"{not_analysed:,} of {files:,} files not analysed at this commit",
            "run `debtui collect --history monthly` (or full), or ask with --at, which analyses that commit first",
        )
    return None


def _followed(cursor: Cursor) -> bool:
    """Whether the past of settings is known up to the newest commit."""
    told = cursor.once(
        "SELECT value, (SELECT max_by(commit_id, seq) FROM mainline_commit) FROM meta WHERE key = 'followed_to'"
    )
    return any(newest is not None and followed.startswith(newest) for followed, newest in told)


def pending(cursor: Cursor, names: frozenset[str]) -> tuple[int, int]:
    """(files that no analyser has read yet, files that should be) at the cursor's moment."""
    if not names:
        return 0, 0
    history = {a.name for a in analysers() if a.history}
    if names & history and ("true",) not in cursor.once("SELECT value FROM meta WHERE key = 'history_read'"):
        total = cursor.one("SELECT count(DISTINCT blob) FROM file_span")
        return total - cursor.one("SELECT count(*) FROM file_size"), total
    read = names - history
    waiting = _count(cursor, read, "not_read_at", "status IS NULL")
    return waiting, _count(cursor, read, "demand_at", "true") if waiting else 0


def unread_files(cursor: Cursor, measure: Measure) -> int:
    """Files that the measure should have read and could not: broken, too large, or missing from the repository."""
    return _count(cursor, needs(spoken(measure)).analysers, "not_read_at", "status <> 'ok'")


def _count(cursor: Cursor, names: Set[str], view: str, where: str) -> int:
    """Files in a view over what analysers should have read."""
    prepare(cursor, f"SELECT * FROM {view}", cursor.seq or 0)
    # Asked first for all measures of a moment: it saves most of them their own question, a seventh of a small repository's judging.
    names = names & {name for (name,) in cursor.once(f"SELECT DISTINCT analyser FROM {view} WHERE {where}")}
    if not names:
        return 0
    listed = ", ".join(f"'{name}'" for name in sorted(names))
    return int(cursor.once(f"SELECT count(DISTINCT path) FROM {view} WHERE analyser IN ({listed}) AND {where}")[0][0])


def severity_sql(threshold: Threshold, column: str = "value") -> str:
    """The severity of a row as a SQL expression."""
    if threshold.warn is None and threshold.fail is None:
        return "'none'"
    cases = []
    for limit, name in ((threshold.fail, "fail"), (threshold.warn, "warn")):
        if isinstance(limit, tuple):
            cases.append(f"WHEN {column} NOT BETWEEN {limit[0]} AND {limit[1]} THEN '{name}'")
        elif limit is not None:
            cases.append(f"WHEN {column} {'<=' if threshold.better == 'higher' else '>='} {limit} THEN '{name}'")
    return f"CASE WHEN {column} IS NULL THEN 'none' {' '.join(cases)} ELSE 'ok' END"


def order_sql(threshold: Threshold) -> str:
    """Worst first, as an ORDER BY list."""
    direction = "ASC" if threshold.better == "higher" else "DESC"
    rank = "CASE severity WHEN 'fail' THEN 0 WHEN 'warn' THEN 1 WHEN 'ok' THEN 2 ELSE 3 END"
    return f"{rank}, value {direction} NULLS LAST, subject, path, line"


def literal(text: str) -> str:
    """A text as SQL: a measure's id is the name of a file in the examined repository."""
    return "'" + text.replace("'", "''") + "'"


def fingerprint_sql(measure: Measure) -> str:
    """Identity of a row over time: of measure and subject, with an ordinal among equal subjects in line order."""
    ordinal = "row_number() OVER (PARTITION BY subject ORDER BY line, path)"
    return f"left(md5({literal(measure.id)} || chr(0) || subject || chr(0) || {ordinal}), 16)"


def owned_sql(measure: Measure) -> str:
    """The rows in `ROWS` with measure, severity, fingerprint and owner; `owner_at` must have been prepared."""
    return (
        f"SELECT {literal(measure.id)} AS measure, rows.*, {severity_sql(measure.threshold)} AS severity,"
        f" {fingerprint_sql(measure)} AS fingerprint, owner_at.owner, owner_at.basis AS owner_basis"
        f" FROM {ROWS} AS rows LEFT JOIN owner_at USING (path)"
    )


def check(cursor: Cursor, measure: Measure) -> None:
    """Raise DebtError where the SQL does not keep the contract; nothing is computed."""
    try:
        columns = cursor.columns(measure.sql)
        cursor.columns(f"SELECT ({measure.headline.value})::DOUBLE AS value FROM ({measure.sql})")
    except Failure as error:
        raise DebtError(f"measure {measure.id}: {failure(error)}", "mend its SQL") from error
    wrong = {name: columns.get(name, "missing") for name, kind in CONTRACT.items() if columns.get(name) != kind}
    if wrong:
        raise DebtError(
            f"measure {measure.id} must return {dict(CONTRACT)}; wrong: {wrong}", "cast the columns in its SELECT"
        )


def extras(cursor: Cursor) -> Sequence[str]:
    """Extra columns of the rows in `ROWS`."""
    return [name for name in cursor.columns(f"SELECT * FROM {ROWS}") if name not in CONTRACT]


@cache
def rules_of_view(name: str) -> tuple[str, ...]:
    """The SQL of a view and of all that it reads."""
    return tuple(_readers()[read] for read in needs(name).order)


@cache
def rules_digest(measure: Measure, settings_digest: str) -> str:
    """Changes when anything does that the measure's numbers depend on: its SQL, what it reads, versions, settings."""
    need = needs(spoken(measure))
    readers = _readers()
    parts = [measure.sql, measure.headline.value, settings_digest]
    parts += [readers[name] for name in need.order]
    parts += [f"{a.name} {a.version}" for a in analysers() if a.name in need.analysers]
    parts += [f"{s.name} {s.version}" for s in all_sources()]
    parts += [f"{name} {module.version}" for name, module in derived.found().items() if name in need.order]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
