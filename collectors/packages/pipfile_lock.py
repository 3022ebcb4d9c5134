"""Pipfile.lock."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.package_format import Lines, PackageFormat, canonical, json_object, table
from collectors.spec import Row


def read(text: str) -> Iterator[Row]:
    """Packages of both groups; who needs whom it does not tell."""
    document = json_object(text)
    if "pipfile-spec" not in table(document.get("_meta")):
        return
    for group in ("default", "develop"):
        lines = Lines(text)
        for name, told in table(document.get(group)).items():
            version = str(table(told).get("version", "")).lstrip("=")
            hashed = bool(table(told).get("hashes")) or "ref" in table(told)
            yield canonical(name), version, lines.of(f'"{name}": {{'), hashed, None, None, "pipfile"


FORMAT = PackageFormat("locked_package", frozenset({"JSON"}), (b"pipfile-spec",), read)
