"""Sources, datasets, models, jobs and whatever else a file declares about data."""

from __future__ import annotations

from collections.abc import Iterator

from collectors import dataflow
from collectors.dataflow import Flow, Thing
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "data_thing",
    "One row per thing that a file declares as part of the flow of data, with what is said about it.",
    (
        Column("line", "int", "line of the declaration"),
        Column("tool", "word", "the tool whose way of saying it is"),
        Column("kind", "word", "source, file, table, topic, api, dataset, view, feature, model, output, surface, job, service or consumer"),
        Column("name", "text", "its name; of a file its path as written; empty: the file itself"),
        Column("location_kind", "word", "file, table, topic or api; null where none is told"),
        Column("location", "text", "where it is stored"),
        Column("owner", "owners", "who answers for it"),
        Column("description", "prose", "what it is"),
        Column("freshness", "text", "a rule about how old it may be"),
        Column("tests", "int", "data tests declared for it"),
        Column("pin", "text", "the version that is read"),
        Column("frozen", "bool", "declared not to change"),
        Column("access", "text", "who may use it"),
    ),
)  # fmt: skip


def analyse(form: Flow) -> Iterator[Row]:
    """Rows in the order in which they were found."""
    for tool, found in form.found:
        if isinstance(found, Thing):
            place = found.location
            yield (
                found.line, tool, found.ref.kind, found.ref.name, place and place.kind, place and place.name, found.owner,
                found.description, found.freshness, found.tests, found.pin, found.frozen, found.access,
            )  # fmt: skip


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="dataflow", analyse=analyse, languages=dataflow.LANGUAGES, kinds=dataflow.KINDS
)
