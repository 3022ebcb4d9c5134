"""Names that a Python file reads as attributes, and the upper-case names in it: who reads a flag that another file defines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from collectors import secrets
from collectors.forms.bytes import Bytes
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "py_attribute",
    "Distinct names after a dot, and names in upper case, of a Python file; lexical, so comments and texts count too.",
    (Column("name", "word", "the name"), Column("uses", "int", "how often")),
)
_NAME = re.compile(r"\.([A-Za-z_]\w{2,})|\b([A-Z][A-Z0-9_]{3,})\b|getattr\([^,()]+,\s*[\"'](\w+)[\"']")


def analyse(form: Bytes) -> Iterator[Row]:
    """Rows by name."""
    counted = Counter(a or b or c for a, b, c in _NAME.findall(secrets.blanked(form.data).decode("utf-8", "replace")))
    yield from sorted(counted.items())


COLLECTOR = BlobAnalyser(
    TABLE, version=2, form="bytes", analyse=analyse, languages=frozenset({"Python"}), kinds=frozenset({"code"})
)
