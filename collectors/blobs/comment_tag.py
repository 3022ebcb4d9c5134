"""Self-admitted debt: tags in comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors import comments
from collectors.forms import notebook
from collectors.forms.bytes import Bytes
from collectors.forms.python import line, parse, text
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "comment_tag",
    "One row per tag in a comment, by the MAT rule (Guo et al. 2019): todo, fixme, xxx, hack as whole words, in any case.",
    (
        Column("tag", "word", "the tag in lower case"),
        Column("line", "int", "line of the tag"),
        Column(
            "text",
            "prose",
            "the comment's line from the tag on, at most 200 characters; docstrings are no comments here",
        ),
    ),
)
_TAG = re.compile(r"\b(todo|fixme|xxx|hack)\b", re.IGNORECASE)


def analyse(form: Bytes) -> Iterator[Row]:
    """Rows in the order of the file; a comment line counts once, by its first tag."""
    if form.language in {"Python", "Jupyter Notebook"}:
        if not _TAG.search(
            (notebook.code(form.data) if form.language == "Jupyter Notebook" else form.data).decode("utf-8", "replace")
        ):
            return
        for node in parse(form.data, form.language).get("comment"):
            yield from _tags(text(node), line(node))
        return
    whole = form.data.decode("utf-8", "replace")
    for start, _, comment in comments.comments(whole, form.language):
        yield from _tags(comment, whole.count("\n", 0, start) + 1)


def _tags(comment: str, first_line: int) -> Iterator[Row]:
    for offset, row in enumerate(comment.split("\n")):
        if match := _TAG.search(row):
            yield match.group(1).lower(), first_line + offset, row[match.start() :].strip()[:200]


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="bytes", analyse=analyse, kinds=frozenset({"code", "test", "notebook"}),
    languages=frozenset({*comments.SYNTAX, "Python", "Jupyter Notebook"} - {"Markdown", "CODEOWNERS"}),
    needles=tuple(cased.encode() for tag in ("todo", "fixme", "xxx", "hack") for cased in (tag, tag.upper(), tag.capitalize())),
)  # fmt: skip
