"""Places where code defines a flag."""

from __future__ import annotations

from collections.abc import Iterator

from collectors import languages
from collectors.languages import Program
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "flag_definition",
    "One row per definition of a flag: an option of the command line, a flag of Abseil or gflags, a boolean constant in upper case.",
    (
        Column("key", "text", "key of the flag; options without dashes"),
        Column(
            "mechanism", "word", "argparse, click, absl, gin, constant, gflags, goflag, or option (of another library)"
        ),
        Column("line", "int", "line of the definition"),
        Column(
            "default",
            "text",
            "default as written in code; null where there is none, or where a constant is assigned twice",
        ),
        Column("boolean", "bool", "a switch"),
        Column("uses", "int", "other places in the same file that name it; null where one file cannot tell"),
    ),
)


def analyse(form: Program) -> Iterator[Row]:
    """Rows in the order of the file."""
    for found in form.definitions():
        yield found.key, found.mechanism, found.line, found.default, found.boolean, found.uses


COLLECTOR = BlobAnalyser(
    TABLE, version=2, form="code", analyse=analyse, languages=languages.names(),
    kinds=frozenset({"code", "tool-config"}),
    needles=(
        b"add_argument", b".option(", b"ption(", b"DEFINE_", b"ABSL_FLAG", b"= True", b"= False", b"= true", b"= false", b"gin.",
        b"lag", b"arameter(",
    ),
)  # fmt: skip
