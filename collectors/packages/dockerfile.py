"""Dockerfile: `RUN pip install`."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.formats.dockerfile import statements
from collectors.package_format import PackageFormat
from collectors.pip_command import installs
from collectors.spec import Row


def read(text: str) -> Iterator[Row]:
    """Packages that the instructions name, at the line where the instruction begins."""
    for line, statement in statements(text):
        words = statement.split(None, 1)
        if len(words) == 2 and words[0].upper() == "RUN":
            yield from installs(words[1], line, "dockerfile")


FORMAT = PackageFormat("package_install", frozenset({"Dockerfile"}), (b"pip",), read)
