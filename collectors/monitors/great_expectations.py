"""Suites of Great Expectations, as JSON. The table is not named in them: a column is told as `.column`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors import jinja
from collectors.dataflow import File
from collectors.monitoring import Monitor, Rule, kind_of_check, short, written
from collectors.trees import Tree

_NO_BOUND = frozenset(
    {"column", "column_A", "column_B", "column_list", "batch_id", "result_format", "catch_exceptions", "include_config"}
)
_TYPE = re.compile(r'"(?:expectation_type|type)"\s*:\s*"(expect_\w+)"')


def read(file: File) -> Iterator[Rule]:
    """A rule per expectation; nothing for a validation's result, which holds copies of them."""
    if not _TYPE.search(file.text):
        return
    (document,) = file.documents
    lines, at = jinja.Lines(file.text), 0
    whose = document.get("meta", "owner").text
    table = document.get("data_asset_name").text
    for told in document.get("expectations").items:
        name = told.get("type").text or told.get("expectation_type").text
        if not name or not name.startswith("expect_"):
            continue
        place = next((found for found in _TYPE.finditer(file.text, at) if found[1] == name), None)
        at = place.end() if place else at
        kwargs, meta = told.get("kwargs"), told.get("meta")
        columns = [
            part.text for key in ("column", "column_A", "column_B") if (part := kwargs.get(key)).text
        ] or kwargs.get("column_list").texts()
        limits = {key: value for key, value in kwargs.entries.items() if key not in _NO_BOUND and value.text != "null"}
        column = "+".join(filter(None, columns))
        yield Rule(
            lines.of(place.start()) if place else 1, name, f"{table or ''}.{column}" if column else table, kind_of_check(name),
            written(Tree(entries=limits)) if limits else None, told.get("severity").text, short(meta.get("owner").text) or whose,
            meta.get("runbook").text or meta.get("runbook_url").text,
        )  # fmt: skip


MONITOR = Monitor(frozenset({"JSON"}), (b'"expectations"',), read)
