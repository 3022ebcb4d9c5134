"""When versions of packages were released, as an index tells in JSON.

Two forms: the simple API (PEP 691, with the `upload-time` of PEP 700), and PyPI's own `/pypi/<name>/json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from collectors.flag_export import moment
from collectors.package_format import canonical, table, tables
from collectors.spec import Column, Row, Unreadable

RELEASE = (
    Column("name", "text", "package, normalised as PyPI does"),
    Column("version", "text", "version"),
    Column("released", "time", "when the first of its files was uploaded"),
    Column("yanked", "bool", "every file of it was taken back"),
)
NEEDLES = (b'"upload-time"', b'"upload_time_iso_8601"')


def releases(text: str) -> Iterator[Row]:
    """Rows of RELEASE, by version as the document lists them; none for any other document. Raises Unreadable."""
    try:
        document = table(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON: {error}"[:200]) from error
    found: dict[str, tuple[datetime, bool]] = {}
    name = document.get("name") or table(document.get("info")).get("name")
    for version, file in _files(document):
        released = moment(file.get("upload-time", file.get("upload_time_iso_8601")))
        if version and released is not None:
            before = found.get(version, (released, True))
            found[version] = (min(before[0], released), before[1] and bool(file.get("yanked")))
    if isinstance(name, str):
        for version, (released, yanked) in found.items():
            yield canonical(name), version, released, yanked


def _files(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for file in tables(document.get("files")):
        yield _version(str(file.get("filename", ""))), file
    for version, files in table(document.get("releases")).items():
        for file in tables(files):
            yield version, file


def _version(filename: str) -> str:
    """The version that a file's name says; empty where it is neither a wheel's nor a source archive's."""
    from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename

    try:
        if filename.endswith(".whl"):
            return str(parse_wheel_filename(filename)[1])
        return str(parse_sdist_filename(filename)[1])
    except (InvalidSdistFilename, InvalidWheelFilename, ValueError):
        return ""
