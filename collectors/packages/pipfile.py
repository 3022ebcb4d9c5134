"""Pipfile."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.package_format import PackageFormat, table, toml
from collectors.packages.poetry import asked
from collectors.spec import Row


def read(text: str) -> Iterator[Row]:
    """Packages, then those for development."""
    document = toml(text)
    if not ("packages" in document or "dev-packages" in document) or "package" in document:
        return
    yield from asked(text, table(document.get("packages")), "runtime", "pipfile")
    yield from asked(text, table(document.get("dev-packages")), "dev:dev", "pipfile")


FORMAT = PackageFormat("requirement", frozenset({"TOML"}), (b"[packages]", b"[dev-packages]"), read)
