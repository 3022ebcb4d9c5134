"""dbt's artifacts of a run: run_results.json (tests, and builds of models as steps) and sources.json (freshness).

Every command of dbt overwrites run_results.json: what `docs generate` or `compile` left there checked nothing and is not read. What a test
is about stands in the manifest alone, which is read where it lies beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from collectors import records
from collectors.json_record import document, mapping, mappings, moment, number, text
from collectors.pipelines.dbt_artifact import LARGEST, members
from collectors.records import Recorder, Records
from collectors.spec import Unreadable

_KNOWN = re.compile(rb'"dbt_schema_version"\s*:\s*"[^"]{0,100}/(?:run-results|sources)/v\d+\.json"')
_IDLE = frozenset({"generate", "compile", "show", "list", "parse"})
"""Commands that check and build nothing."""
_STATUS = {
    "pass": "pass", "success": "pass", "warn": "warn", "fail": "fail", "error": "error", "runtime error": "error", "skipped": "skipped",
    "partial success": "fail", "no-op": "skipped",
}  # fmt: skip
_SECONDS = {"minute": 60.0, "hour": 3600.0, "day": 86400.0}
_BOUND = re.compile(r"\s*(?:[<>!=]=?|<>)\s*(-?\d+(?:\.\d+)?)\s*")


def read(path: Path, into: Records) -> Iterator[None]:
    """A row per result."""
    told = document(path, into)
    schema = text(mapping(told.get("metadata")).get("dbt_schema_version")) or ""
    yield from _sources(told, into) if "/sources/" in schema else _results(path, told, into)


def _results(path: Path, told: Mapping[str, Any], into: Records) -> Iterator[None]:
    args = mapping(told.get("args"))
    command = text(args.get("which"))
    if command in _IDLE:
        return
    selected = args.get("select")
    words = ["dbt", command, *(selected if isinstance(selected, list) else ())] if command else []
    results = mappings(told.get("results"))
    manifest = _manifest(path.with_name("manifest.json"), results, into)
    generated = moment(mapping(told.get("metadata")).get("generated_at"), into)
    for result in results:
        key = text(result.get("unique_id")) or ""
        kind, _, rest = key.partition(".")
        node = manifest.get(key, {})
        is_test = kind in {"test", "unit_test"}
        last = mappings(result.get("timing"))[-1:]
        bound = _BOUND.fullmatch(text(mapping(node.get("config")).get("error_if")) or "")
        into.add(
            records.CHECK, subject=_tested(key, node) if is_test else named(key), kind="test" if is_test else "step",
            name=_name(rest, node) if is_test else kind, status=_STATUS.get(str(result.get("status")).lower()),
            recorded=(moment(last[0].get("completed_at"), into) if last else None) or generated, value=number(result.get("failures")),
            bound=float(bound[1]) if bound else None, seconds=number(result.get("execution_time")),
            invocation=" ".join(map(str, words)) or None,
        )  # fmt: skip
        yield


def named(key: str) -> str | None:
    """What a node is called in SQL: `model.shop.orders` is `orders`, `source.shop.raw.orders` is `raw.orders`."""
    kind, *parts = key.split(".")
    if len(parts) < 2:
        return None
    return ".".join(parts[1:] if kind == "source" else parts[1:2])


def _name(rest: str, node: Mapping[str, Any]) -> str | None:
    """Of `shop.not_null_orders_id.84ef11d8fe` the test; of `shop.orders.keeps_all`, a unit test, what it is called."""
    parts = rest.split(".")
    told = text(node.get("name"))
    if told or len(parts) < 2:
        return told
    return parts[1] if len(parts) == 2 or re.fullmatch(r"[0-9a-f]{10}", parts[-1]) else parts[-1]


def _tested(key: str, node: Mapping[str, Any]) -> str | None:
    """Table, or table and column. A test of several tables is of the one that it is attached to."""
    attached = text(node.get("attached_node"))
    used = mapping(node.get("depends_on")).get("nodes")
    if attached is None and isinstance(used, list) and len(used) == 1:
        attached = text(used[0])
    if attached is None:
        return key.split(".")[2] if key.startswith("unit_test.") and key.count(".") >= 3 else None
    column = text(node.get("column_name"))
    return f"{named(attached)}.{column}" if column else named(attached)


def _manifest(path: Path, results: list[dict[str, Any]], into: Records) -> dict[str, dict[str, Any]]:
    """Nodes of the tests among the results; none where there is no manifest."""
    wanted = {key for result in results if (key := text(result.get("unique_id"))) and key.startswith("test.")}
    found: dict[str, dict[str, Any]] = {}
    try:
        if wanted and path.stat().st_size <= LARGEST:
            for _, key, node in members(path.read_text("utf-8", "replace"), frozenset({"nodes"})):
                if key in wanted:
                    found[key] = mapping(node)
    except FileNotFoundError:
        pass
    except (OSError, Unreadable) as error:
        into.fault(f"manifest.json beside it: {error}")
    return found


def _sources(told: Mapping[str, Any], into: Records) -> Iterator[None]:
    for result in mappings(told.get("results")):
        criteria = mapping(result.get("criteria"))
        status = str(result.get("status")).lower()
        into.add(
            records.FRESHNESS, subject=named(text(result.get("unique_id")) or ""), recorded=moment(result.get("snapshotted_at"), into),
            newest=moment(result.get("max_loaded_at"), into), warn_after=_seconds(criteria.get("warn_after")),
            error_after=_seconds(criteria.get("error_after")), status=status if status in {"pass", "warn", "error"} else "unknown",
        )  # fmt: skip
        yield


def _seconds(limit: object) -> float | None:
    told = mapping(limit)
    count, period = number(told.get("count")), _SECONDS.get(str(told.get("period")))
    return None if count is None or period is None else count * period


RECORDER = Recorder(("*.json",), read, lambda path, head: bool(_KNOWN.search(head)))
