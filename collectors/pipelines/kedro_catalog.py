"""Kedro's data catalogue: what the datasets of its pipelines are called, and where they are stored.

A name with braces is a pattern (a dataset factory), and so is its location. Paths are relative to the project's root, which is taken
to be the repository's. Credentials are not read. `versioned` says that every run saves a copy; which one is read, it does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.dataflow import File, Found, Opaque, Pipeline, Ref, Thing
from collectors.spec import Unreadable
from collectors.trees import Tree

LOOKS = re.compile(rb"""type["']?\s*:\s*(?:&\w+\s+)?["']?[\w.]+Data[sS]et\b""")
TYPE = re.compile(
    r"(?:\w+\.)+\w*Data[sS]et|(?:Memory|SharedMemory|Cached|Lambda|Partitioned|Incremental)Data[sS]et|\w+(?:Local|S3|GCS|Blob)DataSet"
)
OWN = ("filepath", "path", "table_name", "table", "sql", "url", "credentials", "load_args", "save_args", "versioned", "metadata", "layer", "dataset", "fs_args")  # fmt: skip
"""Words that a catalogue says about its datasets. Lists of data for training have entries with a `type`, too, but none of these."""
LONGEST = 500
"""Characters of a text with variables in it."""
_VARIABLE = re.compile(r"\$\{([^${}]+)\}")
_USER = re.compile(r"//[^/@]*@")


def read(file: File) -> Iterator[Found]:
    """One thing per dataset; nothing for any other YAML or JSON."""
    if not LOOKS.search(file.data):
        return
    for document in file.documents:
        entries = {name: entry for name, entry in document.entries.items() if not name.startswith("_")}
        types = [_written(document, entry.get("type")) or "" for entry in entries.values()]
        known = any(TYPE.fullmatch(written) for written in types) and any(entry.get(word) for entry in entries.values() for word in OWN)  # fmt: skip
        if known and all(types):
            for name, entry in entries.items():
                yield from _dataset(document, name, entry)


def _dataset(document: Tree, name: str, entry: Tree) -> Iterator[Found]:
    location, why = None, None
    try:
        location = _location(document, entry)
    except Unreadable as error:
        why = str(error)
    about = entry.get("metadata")
    owner, description = (_written(document, about.get(word)) for word in ("owner", "description"))
    yield Thing(entry.line, Ref("dataset", base(name)), location, owner, description)
    if why:
        yield Opaque(entry.line, f"location of {name}"[:100], why)


def base(name: str) -> str:
    """`cars` of `cars@pandas`: one dataset, read in several ways."""
    return name.partition("@")[0]


def _location(document: Tree, entry: Tree) -> Ref | None:
    """Where a dataset is stored; None where its kind has no place. Raises Unreadable where that is not told here."""
    if entry.get("sql") or "Query" in (entry.get("type").text or ""):
        raise Unreadable("its tables stand in SQL")
    for word in ("filepath", "path"):
        if entry.get(word):
            return Ref("file", _told(document, entry.get(word)))
    for word in ("table_name", "table"):
        if entry.get(word):
            places = [_first(entry, *words) for words in (("catalog", "project"), ("database",), ("schema", "dataset"))]
            return Ref("table", ".".join(_told(document, part) for part in (*places, entry.get(word)) if part))
    if entry.get("dataset").entries:  # a cache, or a log, of another dataset
        return _location(document, entry.get("dataset"))
    url = entry.get("url")
    return Ref("api", _USER.sub("//", _told(document, url))) if url else None


def _first(entry: Tree, *words: str) -> Tree:
    places = [part.get(word) for word in words for part in (entry, entry.get("save_args"), entry.get("load_args"))]
    return next((place for place in places if place.text not in {None, "null"}), Tree())


def _told(document: Tree, part: Tree) -> str:
    written = _written(document, part)
    if written is None or "${" in written:
        raise Unreadable("a variable that is set elsewhere")
    if "{{" in written:
        raise Unreadable("a placeholder of a template")
    return written


def _written(document: Tree, part: Tree) -> str | None:
    """A text with `${_base.path}` replaced by what the same document says; other variables stay."""
    written = part.text
    for _ in range(5):
        if written is None or "${" not in written or len(written) > LONGEST:
            break
        written = _VARIABLE.sub(lambda match: _set(document, match), written, count=10)
    return written


def _set(document: Tree, match: re.Match[str]) -> str:
    found = document.get(*match[1].strip().split(".")).text
    return match[0] if found is None else found


PIPELINE = Pipeline(frozenset({"YAML", "JSON"}), (b"Dataset", b"DataSet"), read)
