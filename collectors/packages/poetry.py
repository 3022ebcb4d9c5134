"""Poetry's own tables in pyproject.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from collectors.package_format import Lines, PackageFormat, canonical, table, toml
from collectors.spec import Row


def read(text: str) -> Iterator[Row]:
    """Runtime, then development groups."""
    poetry = table(table(toml(text).get("tool")).get("poetry"))
    groups = [("runtime", table(poetry.get("dependencies"))), ("dev:dev", table(poetry.get("dev-dependencies")))]
    groups += [
        (f"dev:{name}", table(table(group).get("dependencies"))) for name, group in table(poetry.get("group")).items()
    ]
    for section, packages in groups:
        yield from asked(text, packages, section, "poetry")


def asked(text: str, packages: Mapping[str, Any], section: str, source: str) -> Iterator[Row]:
    """Packages by name, with a version or a table: Poetry and Pipenv write alike. A plain number is one version in Poetry."""
    lines = Lines(text)
    for name, spec in packages.items():
        if name in {"python", "python_version"}:
            continue
        several = [item for item in spec if isinstance(item, dict)] if isinstance(spec, list) else []
        told = several[0] if several else table(spec)
        version = spec if isinstance(spec, str) else str(told.get("version", ""))
        pinned = bool(re.fullmatch(r"={0,3}\s*\d[\w.+!-]*", version)) or "rev" in told or "ref" in told
        pinned = pinned and (source == "poetry" or version.startswith("=") or bool(told))
        optional = section == "runtime" and told.get("optional") is True
        marker = str(told.get("markers", ""))
        if not marker and (told.get("python") or told.get("platform")):
            marker = f"python {told['python']}" if told.get("python") else f"platform {told['platform']}"
        shown = "optional:extras" if optional else section
        yield canonical(name), version, lines.of(name), shown, pinned, source, marker


FORMAT = PackageFormat("requirement", frozenset({"TOML"}), (b"[tool.poetry",), read)
