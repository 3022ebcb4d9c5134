"""What a configuration file says about other files, or about its own place among them."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.forms.config import Settings
from collectors.kinds import CONFIG
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "config_directive",
    "One row per statement of a configuration file about other files or about its own keys, beside its settings.",
    (
        Column(
            "kind",
            "word",
            "package (Hydra's header), include or import (another file), opaque (a value that is computed, so not known),"
            " duplicate (a key given before in the same mapping)",
        ),
        Column("target", "text", "the package or file that it names; of opaque and duplicate the dotted key"),
        Column("line", "int", "line of the statement"),
    ),
)


def analyse(form: Settings) -> Iterator[Row]:
    """Rows in the order of the file."""
    for directive in form.directives:
        yield directive.kind, directive.target, directive.line


COLLECTOR = BlobAnalyser(
    TABLE,
    version=2,
    form="config",
    analyse=analyse,
    kinds=CONFIG,
    languages=frozenset({"YAML", "INI", "dotenv", "properties", "gin", "HCL", "Jsonnet"}),
)
