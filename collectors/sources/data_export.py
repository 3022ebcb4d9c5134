"""What files outside the history say about the flow of data: events of OpenLineage, manifests, registry dumps, under the exports."""

from __future__ import annotations

from collections.abc import Iterator

from collectors import dataflow, exported
from collectors.dataflow import Link, Opaque, Thing
from collectors.forms.dataflow import LARGEST, parse
from collectors.spec import Batch, Column, Reading, Row, Source, Table, Unreadable

_FILE = Column("file", "path", "the file, from the directory that was named")
THING = Table("exported_thing", "Like data_thing, of files outside the history.", (_FILE, *dataflow.THING))
LINK = Table("exported_link", "Like data_link, of files outside the history.", (_FILE, *dataflow.LINK))
OPAQUE = Table(
    "exported_opaque",
    "Files outside the history that should say something about data and cannot be read, and places in them.",
    (_FILE, Column("line", "int", "line"), Column("reason", "text", "why it cannot be told")),
)
_LANGUAGES = {".json": "JSON", ".jsonl": "JSON Lines", ".ndjson": "JSON Lines", ".yaml": "YAML", ".yml": "YAML"}


def state(reading: Reading) -> str:
    """See `exported.state`."""
    return exported.state(reading, _LANGUAGES, LARGEST)


def collect(reading: Reading) -> Iterator[Batch]:
    """What the files say. They hold at the newest commit alone: nothing tells since when."""
    things: list[Row] = []
    links: list[Row] = []
    opaque: list[Row] = []
    for file in exported.files(reading.exports, _LANGUAGES, LARGEST):
        try:
            flow = parse(file.data, file.language) if not file.fault else dataflow.Flow()
        except Unreadable as error:
            opaque.append((file.name, 1, str(error)))
            continue
        if file.fault:
            opaque.append((file.name, 1, file.fault))
        for tool, found in flow.found:
            if isinstance(found, Thing):
                things.append((file.name, *dataflow.thing_row(tool, found)))
            elif isinstance(found, Link):
                links.append((file.name, *dataflow.link_row(tool, found)))
            elif isinstance(found, Opaque):
                opaque.append((file.name, found.line, found.reason))
    yield Batch(THING, things)
    yield Batch(LINK, links)
    yield Batch(OPAQUE, opaque)


COLLECTOR = Source("data_export", 2, (THING, LINK, OPAQUE), state=state, collect=collect, outside=True)
