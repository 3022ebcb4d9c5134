"""What a configuration file says about other files, or about its own place among them."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.forms.config import Settings
from collectors.kinds import CONFIG
from collectors.registry import formats
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "config_directive",
    "One row per statement of a configuration file that places it among others, beside its settings.",
    (
        Column(
            "kind",
            "word",
            "package (Hydra's header), include, import, opaque (a value that is computed), duplicate (a key given twice),"
            " anchor (a value that is an alias) or merge (a mapping that takes in another)",
        ),
        Column(
            "target",
            "text",
            "what it names: a package, a file, a key; for anchor and merge the key, a space, and *anchor",
        ),
        Column("line", "int", "line of the statement"),
    ),
)


def analyse(form: Settings) -> Iterator[Row]:
    """Rows in the order of the file."""
    for directive in form.directives:
        yield directive.kind, directive.target, directive.line


COLLECTOR = BlobAnalyser(TABLE, version=3, form="config", analyse=analyse, kinds=CONFIG, languages=frozenset(formats()))
