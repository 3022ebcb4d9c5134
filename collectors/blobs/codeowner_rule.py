"""Rules of a CODEOWNERS file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.forms.bytes import Bytes
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "codeowner_rule",
    "One row per pattern; the last line that matches a path decides, and a line without owners clears them.",
    (
        Column("line", "int", "line"),
        Column("pattern", "text", "pattern as written"),
        Column("regex", "text", "the same as a regular expression over the whole path"),
        Column("owners", "owners", "owners with spaces between; empty: nobody"),
    ),
)


def analyse(form: Bytes) -> Iterator[Row]:
    """Rows in the order of the file. GitLab's sections lend their default owners to lines without any."""
    default = ""
    for number, raw in enumerate(form.data.decode("utf-8-sig", "replace").split("\n"), 1):
        line = re.sub(r"(^|\s)#.*$", "", raw).strip()
        if not line:
            continue
        if section := re.match(r"\^?\[[^\]]+\](?:\[\d+\])?\s*(.*)$", line):
            default = section.group(1)
            continue
        pattern, *owners = re.split(r"(?<!\\)\s+", line)
        yield number, pattern, to_regex(pattern.replace("\\ ", " ")), " ".join(owners) or default


def to_regex(pattern: str) -> str:
    """A gitignore-like pattern as RE2: anchored by a slash before its end, a directory means all below it."""
    anchored = "/" in pattern.rstrip("/")
    body = pattern.strip("/")
    table = {"**/": "(?:.*/)?", "/**": "(?:/.*)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|/\*\*$|\*\*|\*|\?)", body)
    regex = "".join(table.get(part) or re.escape(part) for part in parts)
    below = "/.*" if pattern.endswith("/") else "" if body.endswith("*") and "/" in body else "(?:/.*)?"
    return f"^{'' if anchored else '(?:.*/)?'}{regex}{below}$"


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="bytes", analyse=analyse, languages=frozenset({"CODEOWNERS"}), history=True
)
