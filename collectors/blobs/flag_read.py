"""Places where code asks for a flag."""

from __future__ import annotations

from collections.abc import Iterator

from collectors import languages, mentions
from collectors.languages import Program
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "flag_read",
    "One row per read of a flag: an environment variable, a setting or option asked for its truth, a call of a flag service's client.",
    (
        Column("key", "text", "key of the flag"),
        Column("mechanism", "word", "env, settings, config, option, absl, constant or sdk"),
        Column("line", "int", "line of the read"),
        Column("default", "text", "default as written in code; null where there is none"),
        Column("boolean", "bool", "looks like a switch, by name, default or use; always for sdk; of an option, its definition may tell more (see flag_read_at)"),
        Column("then_lines", "int", "lines of code of the branch taken, where the read, or the variable it goes to, is in the condition of an if"),
        Column("else_lines", "int", "lines of the other branch, or of what follows where the first one leaves; 0 where there is none"),
        Column("function", "text", "qualified name of the function around it; empty outside of any"),
        Column("via", "text", "the function called with the key, where only another file can tell that it asks for a flag (see flag_read_at)"),
    ),
)  # fmt: skip


def analyse(form: Program) -> Iterator[Row]:
    """Rows in the order of the file."""
    for read in form.reads():
        yield (
            read.key, read.mechanism, read.line, read.default, read.boolean, read.then_lines, read.else_lines, read.function, read.via
        )  # fmt: skip


COLLECTOR = BlobAnalyser(
    TABLE, version=3, form="code", analyse=analyse, languages=languages.names(), needles=mentions.READ_NEEDLES,
    kinds=frozenset({"code", "test", "notebook", "tool-config"}),
)  # fmt: skip
