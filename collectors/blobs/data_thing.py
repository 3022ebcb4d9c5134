"""Sources, datasets, models, jobs and whatever else a file declares about data."""

from __future__ import annotations

from collections.abc import Iterator

from collectors import dataflow
from collectors.dataflow import Flow, Thing
from collectors.spec import BlobAnalyser, Row, Table

TABLE = Table(
    "data_thing",
    "One row per thing that a file declares as part of the flow of data, with what is said about it.",
    dataflow.THING,
)


def analyse(form: Flow) -> Iterator[Row]:
    """Rows in the order in which they were found."""
    yield from (dataflow.thing_row(tool, found) for tool, found in form.found if isinstance(found, Thing))


COLLECTOR = BlobAnalyser(
    TABLE, version=4, form="dataflow", analyse=analyse, languages=dataflow.LANGUAGES, kinds=dataflow.KINDS
)
