"""dbt's properties files: tests of models, seeds, snapshots and sources, of their columns, and rules of freshness."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.dataflow import File
from collectors.monitoring import Monitor, Rule, kind_of_check, written
from collectors.pipelines.dbt_properties import LOOK, is_properties, owner, setting
from collectors.spec import Unreadable
from collectors.trees import Tree

_NODES = ("models", "seeds", "snapshots")
_NO_BOUND = frozenset({"name", "config", "severity", "tags", "meta", "description", "column_name", "enabled", "test_name", "store_failures", "group_by_columns"})  # fmt: skip
"""Arguments of a test that say nothing of what it is held against."""


def read(file: File) -> Iterator[Rule]:
    """A rule per test, and per table that has to be fresh; nothing for any other YAML. Raises Unreadable for what is broken and looks like one."""
    try:
        documents = file.documents[:1]
    except Unreadable:
        if LOOK.search(file.text):
            raise
        return
    for document in documents:
        if not is_properties(document):
            continue
        for section in _NODES:
            for node in document.get(section).each():
                if (name := node.get("name").text) and setting(node, "enabled").text != "false":
                    yield from _tests(node, name, _owner(node))
        for source in document.get("sources").each():
            if setting(source, "enabled").text != "false":
                yield from _source(source)


def _source(source: Tree) -> Iterator[Rule]:
    for table in source.get("tables").each():
        if not table.get("name").text or setting(table, "enabled").text == "false":
            continue
        name = f"{source.get('name').text or ''}.{table.get('name').text}"
        whose = _owner(table) or _owner(source)
        yield from _tests(table, name, whose)
        own, inherited = setting(table, "freshness"), setting(source, "freshness")
        limits = (
            [] if own.text else [(rule, own.get(rule) or inherited.get(rule)) for rule in ("warn_after", "error_after")]
        )
        told = [
            f"{rule} {limit.get('count').text} {limit.get('period').text}"
            for rule, limit in limits
            if limit.get("count") and limit.get("period")
        ]
        if told:
            line = (own or inherited).line
            yield Rule(line, "freshness", name, "freshness", ", ".join(told), owner=whose)


def _tests(node: Tree, subject: str, whose: str | None) -> Iterator[Rule]:
    """Of a node, and of its columns."""
    for part, watched in (
        (node, subject),
        *((column, f"{subject}.{column.get('name').text}") for column in node.get("columns").each()),
    ):
        for word in ("data_tests", "tests"):
            for test in part.get(word).each():
                yield from _test(test, watched, whose)


def _test(test: Tree, subject: str, whose: str | None) -> Iterator[Rule]:
    """A name; a name with arguments below it; or, spelled out, arguments with `test_name` among them."""
    if test.get("test_name"):
        name, told = test.get("test_name").text, test
    elif test.entries:
        name, told = next(iter(test.entries.items()))
    else:
        name, told = test.text, Tree()
    if not name or setting(told, "enabled").text == "false":
        return
    given = told.get("arguments") or told
    column = told.get("column_name").text or given.get("column_name").text
    limits = {key: value for key, value in given.entries.items() if key not in _NO_BOUND}
    limits |= {key: setting(told, key) for key in ("warn_if", "error_if") if setting(told, key)}
    meta = told.get("meta") or told.get("config", "meta")
    runbook = meta.get("runbook").text or meta.get("runbook_url").text
    yield Rule(
        test.line, told.get("name").text or name, f"{subject}.{column}" if column else subject, kind_of_check(name),
        written(Tree(entries=limits)) if limits else None, setting(told, "severity").text, owner(told) or whose, runbook,
    )  # fmt: skip


def _owner(node: Tree) -> str | None:
    return owner(node) or setting(node, "group").text


MONITOR = Monitor(frozenset({"YAML"}), (b"tests:", b"freshness:"), read)
