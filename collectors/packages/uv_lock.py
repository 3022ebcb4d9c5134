"""uv.lock: the only lock that says when a version was released."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from collectors.package_format import PackageFormat, canonical, headers, needed_by, table, tables, toml
from collectors.spec import Row

OWN = ("editable", "virtual", "directory", "path")
"""Sources that are the repository itself."""


def read(text: str) -> Iterator[Row]:
    """Packages from outside the repository; the repository's own only as those who need them."""
    document = toml(text)
    packages = tables(document.get("package"))
    if "metadata" in document or "version" not in document:
        return
    needs: dict[str, set[str]] = {}
    for package in packages:
        groups = [package.get("dependencies")]
        groups += list(table(package.get("optional-dependencies")).values())
        groups += list(table(package.get("dev-dependencies")).values())
        mine = needs.setdefault(canonical(package.get("name", "")), set())
        mine |= {canonical(need.get("name", "")) for group in groups for need in tables(group)}
    by = needed_by(needs)
    for line, package in zip(headers(text, "package"), packages, strict=False):
        source = table(package.get("source"))
        if any(key in source for key in OWN):
            continue
        files = [*tables(package.get("wheels")), *tables([package.get("sdist")])]
        name = canonical(package.get("name", ""))
        told = any(by.values())
        yield (
            name, str(package.get("version", "")), line, "git" in source or any("hash" in file for file in files),
            by[name] if told else None, released(files), "uv",
        )  # fmt: skip


def released(files: list[Mapping[str, Any]]) -> datetime | None:
    """When the first of these files was uploaded."""
    times = []
    for file in files:
        told = file.get("upload-time", file.get("upload_time"))
        try:
            moment = datetime.fromisoformat(told.replace("Z", "+00:00")) if isinstance(told, str) else told
        except ValueError:
            continue
        if isinstance(moment, datetime):
            times.append(moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment)
    return min(times, default=None)


FORMAT = PackageFormat("locked_package", frozenset({"TOML"}), (b"[[package]]",), read)
