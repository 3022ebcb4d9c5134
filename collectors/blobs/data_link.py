"""From where to where a file says that data goes."""

from __future__ import annotations

from collections.abc import Iterator

from collectors import dataflow
from collectors.dataflow import Flow, Link
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "data_link",
    "One row per step that data takes, as one file tells it: what is read points to who reads it, who writes to what is written.",
    (
        Column("line", "int", "line"),
        Column("tool", "word", "the tool whose way of saying it is"),
        Column("from_kind", "word", "kind of the thing that data comes from, as in data_thing"),
        Column("from_name", "text", "its name; empty: the file itself"),
        Column("to_kind", "word", "kind of the thing that data goes to"),
        Column("to_name", "text", "its name; empty: the file itself"),
        Column("how", "word", "reads, writes, derives, serves, uses, runs, evaluates or precedes"),
        Column("pin", "text", "the version that is read"),
        Column("recorded", "bool", "told by a record of a run or by a tool's manifest, not by a program's text"),
    ),
)


def analyse(form: Flow) -> Iterator[Row]:
    """Rows in the order in which they were found."""
    for tool, found in form.found:
        if isinstance(found, Link):
            yield found.line, tool, *found.source, *found.target, found.how, found.pin, found.recorded


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="dataflow", analyse=analyse, languages=dataflow.LANGUAGES, kinds=dataflow.KINDS
)
