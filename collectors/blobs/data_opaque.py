"""Where data goes in or out and the text alone does not say which."""

from __future__ import annotations

from collections.abc import Iterator

from collectors import dataflow
from collectors.dataflow import Flow, Opaque
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "data_opaque",
    "One row per place that takes part in the flow of data and does not say with what: a path that is computed, a name made in a loop.",
    (
        Column("line", "int", "line"),
        Column("tool", "word", "the tool whose way of saying it is"),
        Column("what", "text", "what stands there: read_csv, dag_id"),
        Column("reason", "text", "why it cannot be told"),
    ),
)


def analyse(form: Flow) -> Iterator[Row]:
    """Rows in the order in which they were found."""
    for tool, found in form.found:
        if isinstance(found, Opaque):
            yield found.line, tool, found.what, found.reason


COLLECTOR = BlobAnalyser(
    TABLE, version=4, form="dataflow", analyse=analyse, languages=dataflow.LANGUAGES, kinds=dataflow.KINDS
)
