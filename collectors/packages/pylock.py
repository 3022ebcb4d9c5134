"""pylock.toml, the lock of PEP 751."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.package_format import PackageFormat, canonical, headers, needed_by, table, tables, toml
from collectors.packages.uv_lock import released
from collectors.spec import Row


def read(text: str) -> Iterator[Row]:
    """Packages in the order of the file; the project's own directory left out."""
    document = toml(text)
    if "lock-version" not in document:
        return
    packages = tables(document.get("packages"))
    needs = {
        canonical(package.get("name", "")): {
            canonical(need.get("name", "")) for need in tables(package.get("dependencies"))
        }
        for package in packages
    }
    by, told = needed_by(needs), any(needs.values())
    for line, package in zip(headers(text, "packages"), packages, strict=False):
        if "directory" in package:
            continue
        files = [*tables(package.get("wheels")), *tables([package.get("sdist"), package.get("archive")])]
        hashed = any(file.get("hashes") for file in files) or "commit-id" in table(package.get("vcs"))
        name = canonical(package.get("name", ""))
        yield name, str(package.get("version", "")), line, hashed, by[name] if told else None, released(files), "pylock"


FORMAT = PackageFormat("locked_package", frozenset({"TOML"}), (b"lock-version",), read)
