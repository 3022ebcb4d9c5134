"""Functions that ask for the flag whose key they are given: a team's own way to its flag service."""

from __future__ import annotations

from collections.abc import Iterator

from collectors import languages, mentions
from collectors.languages import Program
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "flag_wrapper",
    "One row per function that passes a parameter on as the key of a flag; calls of it with a literal key are reads.",
    (Column("name", "text", "name of the function, without what is around it"),),
)


def analyse(form: Program) -> Iterator[Row]:
    """Rows by name."""
    for name in form.wrappers():
        yield (name,)


COLLECTOR = BlobAnalyser(
    TABLE,
    version=1,
    form="code",
    analyse=analyse,
    languages=languages.names(),
    kinds=frozenset({"code"}),
    needles=mentions.READ_NEEDLES,
)
