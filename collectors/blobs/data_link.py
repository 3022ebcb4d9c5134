"""From where to where a file says that data goes."""

from __future__ import annotations

from collections.abc import Iterator

from collectors import dataflow
from collectors.dataflow import Flow, Link
from collectors.spec import BlobAnalyser, Row, Table

TABLE = Table(
    "data_link",
    "One row per step that data takes, as one file tells it: what is read points to who reads it, who writes to what is written.",
    dataflow.LINK,
)


def analyse(form: Flow) -> Iterator[Row]:
    """Rows in the order in which they were found."""
    yield from (dataflow.link_row(tool, found) for tool, found in form.found if isinstance(found, Link))


COLLECTOR = BlobAnalyser(
    TABLE, version=4, form="dataflow", analyse=analyse, languages=dataflow.LANGUAGES, kinds=dataflow.KINDS
)
