"""Which words a program names: who could be reading a setting, in whatever language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors import secrets
from collectors.forms import notebook
from collectors.forms.bytes import Bytes
from collectors.kinds import PROGRAMS
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "code_word",
    "Distinct words of a program, lexical: names, texts and comments alike, but no secrets; a word that is not here is named nowhere.",
    (Column("words", "text", "words of three characters or more, sorted, with a blank between"),),
)
_WORD = re.compile(rb"[A-Za-z_]\w{2,79}")


def analyse(form: Bytes) -> Iterator[Row]:
    """One row: a row for each word would be 137,000 for a repository like dvc."""
    data = notebook.code(form.data) if form.language == "Jupyter Notebook" else form.data
    words = set(_WORD.findall(secrets.blanked(data)))
    if words:
        yield (b" ".join(sorted(words)).decode("utf-8", "replace"),)


COLLECTOR = BlobAnalyser(
    TABLE, version=2, form="bytes", analyse=analyse, languages=PROGRAMS | {"Jupyter Notebook", "Dockerfile"},
    kinds=frozenset({"code", "notebook", "deployment-config"}),
)  # fmt: skip
