"""Between the sources and the measures: spans, renames, what each path is, and which analysers follow from that."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from collectors import kinds
from collectors.clean import Cleaner
from collectors.gitstream import Repository
from collectors.registry import analysers
from collectors.spec import Batch, Row
from collectors.worker import Findings, Task
from debtui import config, facts, lineage
from debtui.assertions import violations
from debtui.components import component_of
from debtui.declared import declared as declarations
from debtui.measures.spec import Measure
from debtui.store import schema
from debtui.store.db import Store

_AGAIN = "read_again"
"""Fact of the store: paths that have come to be of another kind since they were read."""


def settle(store: Store, name: str) -> None:
    """Make one settled table anew from what the sources have yielded."""
    sql = dict(schema.settled_sql())[name]
    store.main.execute(f'CREATE OR REPLACE TABLE "{name}" AS {sql}')


def foresee(store: Store, tree: Iterable[tuple[str, str, str]]) -> None:
    """Take the newest commit's tree (mode, object id, path) for all of history, until that is read.

    Its files can then be planned, and read, half a second earlier.
    """
    store.append(schema.FILE_SPAN, [(path, oid, 0, None, mode) for mode, oid, path in tree])


def follow_renames(store: Store) -> None:
    """Make the table `lineage`, which `change` is settled from."""
    changes = store.main.rows("SELECT position, path, old_path, status FROM file_change ORDER BY position, path")
    store.main.execute("DROP TABLE IF EXISTS lineage")
    store.main.execute(schema.create(lineage.LINEAGE))
    store.append(lineage.LINEAGE, lineage.follow(changes))


def classify(store: Store, settings: config.Settings, repo: Repository) -> None:
    """Language, kind and component of every path of the history, and which analysers follow from that. See `read_again`, too."""
    listed = store.main.rows("SELECT path, bool_or(to_seq IS NULL) FROM file_span GROUP BY path")
    declared = declarations(store, repo)
    classes = [(path, *kinds.classify(path, settings.paths, declared(path)), here) for path, here in listed]
    before = {path: (lang, kind) for path, lang, kind in store.main.rows("SELECT path, language, kind FROM path_class")}
    more = [path for path, lang, kind, _ in classes if path in before and _gains(before[path], (lang, kind))]
    if more:
        store.set(_AGAIN, json.dumps(sorted({*more, *json.loads(store.get(_AGAIN) or "[]")})))
    place = component_of((p for p, _, kind, here in classes if here and kind in {"code", "test"}), settings.components)
    store.clear("path_class")
    store.append(schema.PATH_CLASS, [(path, language, kind, place(path)) for path, language, kind, _ in classes])
    _demand(store)
    store.clear("ignored_pair")
    store.append(schema.IGNORED_PAIR, list(settings.ignore_pairs))


@cache
def _gains(before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Whether an analyser of all history reads files of the latter language and kind, and not of the former."""
    return any(a.history and a.wants(*after) and not a.wants(*before) for a in analysers())


def read_again(store: Store) -> None:
    """Let analysers of all history read every version of those paths anew that have come to be of a kind which they read."""
    paths = json.loads(store.get(_AGAIN) or "[]")
    if not paths:
        return
    blobs = "SELECT blob FROM file_span WHERE path IN (SELECT unnest(?))"
    for name in (*(a.name for a in analysers() if a.history), "file_size"):
        store.main.execute(f'DELETE FROM "{name}" WHERE blob IN ({blobs})', [paths])
    store.set(_AGAIN, "[]")


def assert_facts(store: Store, settings: config.Settings, measures: Iterable[Measure]) -> None:
    """Put the facts that the settings assert where they can be asked. Raises DebtError for one that is not understood."""
    known = {name: measure for measure in measures for name in (measure.id, measure.catalogue)}
    rows: list[Row] = [(name, told, violations(told, known)) for name, told in settings.asserted]
    store.clear("assertion")
    store.append(schema.ASSERTION, rows)


def claim_data(store: Store, settings: config.Settings, cleaner: Cleaner) -> None:
    """Put what the settings say of data where the graph of data takes it from."""
    store.clear("data_claim")
    rows: list[Row] = [
        (
            c.kind,
            c.name,
            c.role,
            c.thing,
            c.owner,
            c.principals,
            c.slo,
            c.mitigated,
            c.path,
            c.line,
            c.models,
            c.most_hours,
        )
        for c in settings.data
    ]
    store.append(schema.DATA_CLAIM, cleaner.batch(Batch(schema.DATA_CLAIM, rows)).rows)


def set_metrics(store: Store, settings: config.Settings) -> None:
    """Put what the settings say of metrics where it can be asked."""
    store.clear("metric_setting")
    rows: list[Row] = [
        (at, told.pattern, told.goal, told.online, told.role) for at, told in enumerate(settings.metrics)
    ]
    store.append(schema.METRIC_SETTING, rows)


def set_limits(store: Store, settings: config.Settings, cleaner: Cleaner) -> None:
    """Put what the settings say of actions and of alerts where it can be asked."""
    told: list[Row] = [(a.name, a.limit, a.metric, a.model, a.path, a.line) for a in settings.actions]
    names: list[Row] = [
        (a.name, called) for a in settings.actions for called in dict.fromkeys((a.name, *a.investigations))
    ]
    heard: list[Row] = [(r.model, r.receiver, r.path, r.line) for r in settings.receivers]
    for table, rows in ((schema.ACTION_SETTING, told), (schema.ACTION_NAME, names), (schema.ALERT_RECEIVER, heard)):
        store.clear(table.name)
        store.append(table, cleaner.batch(Batch(table, rows)).rows)


def _demand(store: Store) -> None:
    pairs = store.main.rows("SELECT DISTINCT language, kind FROM path_class ORDER BY ALL")
    store.clear("demand")
    rows = [
        (language, kind, a.name, "language" in a.table.names)
        for language, kind in pairs for a in analysers() if a.wants(language, kind) and not a.history
    ]  # fmt: skip
    store.append(schema.DEMAND, rows)


def refine(store: Store, order: dict[str, int], read: Callable[[list[Task]], Iterable[Findings]]) -> None:
    """What only the newest content tells about a path: a script's language, and that a program writes it.

    Kept in path_class, for the whole past like every rule about paths: so the measures of history alone need no
    file of the past to be read.
    """
    newest = "file_span JOIN file_text USING (blob) WHERE file_span.to_seq IS NULL AND file_span.path = path_class.path"
    store.main.execute(
        f"UPDATE path_class SET kind = 'generated' WHERE kind IN ('code', 'test') AND EXISTS (FROM {newest} AND generated)"
    )
    store.main.execute(
        f"UPDATE path_class SET language = (SELECT any_value(file_text.language) FROM {newest}), kind = CASE kind WHEN 'data' THEN 'code' ELSE kind END"
        f" WHERE language = '' AND EXISTS (FROM {newest} AND file_text.language <> '')"
    )
    _demand(store)
    tasks = facts.plan(store, order, "to_seq IS NULL")
    writer = facts.Writer(store)
    for found in read(tasks):
        writer.add(found)
    writer.flush()


def forget_old_versions(store: Store) -> None:
    """Facts of an analyser's earlier version, or of one that is gone, make room."""
    current = {a.name: a.version for a in analysers()}
    for name, version in store.main.rows("SELECT DISTINCT analyser, version FROM analysed"):
        if version not in (0, current.get(name)):
            store.main.execute("DELETE FROM analysed WHERE analyser = ?", [name])
            if name in current:
                _empty(store, name)
    history = {a.name: a.version for a in analysers() if a.history}
    if store.get("history_rules") != str(history):
        for name in history:
            _empty(store, name)
        store.clear("file_size")  # a blob without a size is read again by the analysers of all history
        store.set("history_read", "false")
        store.set("history_rules", str(history))


def _empty(store: Store, name: str) -> None:
    store.main.execute(f'DROP TABLE IF EXISTS "{name}"')
    store.main.execute(schema.create(schema.fact_tables()[name]))


def forget_missing(store: Store, order: Mapping[str, int]) -> None:
    """Blobs that were missing may have been fetched since: they are read like new ones."""
    for blob, oid in store.main.rows("SELECT blob, oid FROM missing_blob JOIN blob_id USING (blob)"):
        if oid in order:
            store.main.execute("DELETE FROM analysed WHERE blob = ? AND reason = ?", [blob, facts.GONE])
            store.main.execute("DELETE FROM missing_blob WHERE blob = ?", [blob])
