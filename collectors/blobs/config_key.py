"""Settings of a configuration file."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.forms.config import Settings
from collectors.kinds import CONFIG, RECORD
from collectors.registry import formats
from collectors.secrets import Secret, hides
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "config_key",
    "One row per leaf of a configuration file; a list of scalars is one leaf.",
    (
        Column("key", "text", "dotted path of the leaf; list items as [0]"),
        Column("value", "text", "raw text of the scalar, at most 4,000 characters; a secret is replaced by a digest"),
        Column("type", "word", "string, number, boolean, null or list"),
        Column("line", "int", "line where the value is written; of what an anchor gives, the line there"),
        Column("document", "int", "number of the YAML document, or of the Dockerfile's stage, from 0"),
    ),
)


def analyse(form: Settings) -> Iterator[Row]:
    """Rows in the order of the file."""
    # Kubernetes and its kin write a variable as two settings, `name: DB_PASSWORD` and `value: …`.
    named = {(leaf.document, leaf.key[:-5]): leaf.value for leaf in form.leaves if leaf.key.endswith(".name")}
    for leaf in form.leaves:
        name = named.get((leaf.document, leaf.key[:-6])) if named and leaf.key.endswith(".value") else None
        value = Secret(leaf.value) if name is not None and hides(name, leaf.value) else leaf.value
        yield leaf.key, value, leaf.type, leaf.line, leaf.document


FOLLOWED = frozenset({"ml-config", "deployment-config", *RECORD})

COLLECTOR = BlobAnalyser(
    TABLE,
    version=4,
    form="config",
    analyse=analyse,
    kinds=CONFIG | RECORD,
    past=FOLLOWED,
    languages=frozenset(formats()),
)
