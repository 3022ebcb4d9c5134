"""ld-find-code-refs, LaunchDarkly's scanner: its CSV of places in code that name a flag."""

from __future__ import annotations

from typing import Any

from collectors.flag_export import Export, FlagService, Reference, objects, text
from collectors.spec import Unreadable

_HEAD = {"flagKey", "projKey", "path", "startingLineNumber"}


def recognises(document: Any) -> bool:
    """Rows under the scanner's head."""
    return (
        isinstance(document, list) and bool(document) and isinstance(document[0], dict) and document[0].keys() >= _HEAD
    )


def read(document: Any) -> Export:
    """References of one run. Raises Unreadable where a line number is none."""
    references = []
    for row in objects(document):
        number, key = row["startingLineNumber"].strip(), text(row["flagKey"])
        if not number.isascii() or not number.isdigit() or len(number) > 9:
            raise Unreadable(f"{number[:40]!r} is no line number")
        if key:
            references.append(Reference(key, text(row["path"]) or "", int(number)))
    projects = sorted({row["projKey"] for row in objects(document)})
    return Export("ld-find-code-refs", ", ".join(projects)[:200], references=references)


SERVICE = FlagService(
    "ld-find-code-refs",
    needles=((b"startingLineNumber", b"flagKey"),),
    recognises=recognises,
    read=read,
    languages=frozenset({"CSV"}),
)
