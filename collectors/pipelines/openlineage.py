"""OpenLineage: what events of runs, jobs and datasets recorded, one event to a line as its FileTransport writes them.

Datasets are named by OpenLineage's own rules (namespace and name, https://openlineage.io/docs/spec/naming): where these say a store, a
database or a topic, that is its location; else it is a dataset under both names. A job goes by its name. Of a link that many
events tell, the last one counts. Lineage of columns is not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from collectors.dataflow import File, Found, Link, Opaque, Pipeline, Ref, Thing

MOST = 50_000
"""Links and things of one file."""
_STORE = re.compile(r"(?:s3[an]?|gs|abfss?|wasbs?|dbfs|hdfs|oss|s?ftp)://.+")
_DATABASE = re.compile(
    r"(?:awsathena|sqlserver|mssql|cassandra|mysql|crate|db2|oceanbase|oracle|postgres|postgresql|teradata|redshift|snowflake|trino|presto"
    r"|hive|spark|databricks|unitycatalog|clickhouse|mariadb|sqlite|duckdb|vertica)(?:://.*)?|bigquery"
)


def read(file: File) -> Iterator[Found]:
    """Things and links of one file of events; nothing for other JSON."""
    events = _Events()
    for line, event in _lines(file):
        if isinstance(event, Opaque):
            events.broken.append(event)
        elif isinstance(event, dict) and "openlineage" in _text(event, "schemaURL").lower():
            events.add(event, line)
    yield from events.found()


def _lines(file: File) -> Iterator[tuple[int, object]]:
    """(line, what stands there): of a JSON file the whole, or its items, or where it is none its lines."""
    if file.language == "JSON":
        whole = _json(file.text, 1)
        if not isinstance(whole, Opaque):
            yield from ((1, each) for each in (whole if isinstance(whole, list) else [whole]))
            return
    for line, text in enumerate(file.text.split("\n"), 1):
        if text.strip():
            yield line, _json(text, line)


def _json(text: str, line: int) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        return Opaque(line, "event", f"not JSON: {error}"[:200])


class _Events:
    """What the events said so far."""

    def __init__(self) -> None:
        self.broken: list[Opaque] = []
        self._links: dict[tuple[Ref, Ref], Link] = {}
        self._things: dict[Ref, Thing] = {}
        self._dropped = 0

    def add(self, event: dict[str, Any], line: int) -> None:
        """One event."""
        job = Ref("job", _text(event, "job", "name"))
        for name in ("inputs", "outputs"):
            for dataset in _list(event, name):
                ref = self._dataset(dataset, line)
                if ref and job.name:
                    pin = _text(dataset, "facets", "version", "datasetVersion") or None
                    if name == "inputs":
                        self._link(Link(line, ref, job, "reads", pin, recorded=True))
                    else:
                        self._link(Link(line, job, ref, "writes", pin, recorded=True))
        if job.name:
            self._thing(Thing(line, job, owner=_owner(event["job"]), description=_description(event["job"])))
        if not job.name:
            self._dataset(event.get("dataset"), line)

    def found(self) -> Iterator[Found]:
        """Everything, each once."""
        yield from self._things.values()
        yield from self._links.values()
        if self._things or self._links:
            if self.broken:
                first, more = self.broken[0], len(self.broken) - 1
                yield replace(first, reason=f"{first.reason}, and {more:,} more lines") if more else first
            if self._dropped:
                yield Opaque(1, "events", f"say more than {MOST:,} things; {self._dropped:,} were left out")

    def _dataset(self, dataset: object, line: int) -> Ref | None:
        ref = _ref(_text(dataset, "namespace"), _text(dataset, "name"))
        if ref is None:
            return None
        assertions = [
            *_list(dataset, "inputFacets", "dataQualityAssertions", "assertions"),
            *_list(dataset, "facets", "dataQualityAssertions", "assertions"),
        ]
        version = _text(dataset, "facets", "version", "datasetVersion") or None
        self._thing(
            Thing(line, ref, None, _owner(dataset), _description(dataset), tests=len(assertions) or None, pin=version)
        )
        for other in _list(dataset, "facets", "symlinks", "identifiers"):
            same = _ref(_text(other, "namespace"), _text(other, "name"))
            if same and same != ref:
                self._thing(Thing(line, same, ref))
        return ref

    def _thing(self, thing: Thing) -> None:
        """What the last event says counts; what it does not say stays."""
        before = self._things.get(thing.ref)
        if before is None and len(self._things) >= MOST:
            self._dropped += 1
            return
        if before:
            kept = {name: getattr(thing, name) or getattr(before, name) for name in ("location", "owner", "description", "tests", "pin")}  # fmt: skip
            thing = replace(before, **kept)
        self._things[thing.ref] = thing

    def _link(self, link: Link) -> None:
        key = link.source, link.target
        if key not in self._links and len(self._links) >= MOST:
            self._dropped += 1
            return
        before = self._links.get(key)
        self._links[key] = replace(link, pin=link.pin or before.pin) if before else link


def _ref(namespace: str, name: str) -> Ref | None:
    """What a dataset's two names stand for."""
    if not name:
        return None
    scheme = namespace.partition("://")[0]
    if namespace == "file" or scheme == "file":
        host = namespace.removeprefix("file").removeprefix("://")
        return Ref("file", f"file://{host}{name}" if host else name)
    if _STORE.match(namespace):
        return Ref("file", f"{namespace.rstrip('/')}/{name.lstrip('/')}")
    if scheme == "kafka" or namespace == "pubsub":
        return Ref("topic", name.rpartition(":")[2])
    if scheme in {"http", "https"}:
        return Ref("api", f"{namespace.rstrip('/')}/{name.lstrip('/')}")
    if _DATABASE.fullmatch(namespace):
        return Ref("table", name)
    if scheme == "azurekusto" or namespace.startswith("arn:aws:glue:"):
        return Ref("table", name.removeprefix("table/").replace("/", "."))
    return Ref("dataset", f"{namespace}/{name}" if namespace else name)


def _owner(about: object) -> str | None:
    names = dict.fromkeys(_text(owner, "name") for owner in _list(about, "facets", "ownership", "owners"))
    return " ".join(filter(None, names)) or None


def _description(about: object) -> str | None:
    return _text(about, "facets", "documentation", "description") or None


def _below(value: object, names: tuple[str, ...]) -> object:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: object, *names: str) -> str:
    found = _below(value, names)
    return found if isinstance(found, str) else ""


def _list(value: object, *names: str) -> list[object]:
    found = _below(value, names)
    return found if isinstance(found, list) else []


PIPELINE = Pipeline(frozenset({"JSON Lines", "JSON"}), (b"schemaURL",), read)
