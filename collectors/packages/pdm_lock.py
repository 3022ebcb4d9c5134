"""pdm.lock."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.package_format import PackageFormat, canonical, headers, needed_by, table, tables, texts, toml, wanted
from collectors.spec import Row


def read(text: str) -> Iterator[Row]:
    """Packages in the order of the file."""
    document = toml(text)
    metadata = table(document.get("metadata"))
    if not {"lock_version", "content_hash"} & metadata.keys():
        return
    packages = tables(document.get("package"))
    files = {str(key).partition(" ")[0] for key in table(metadata.get("files"))}
    needs: dict[str, set[str]] = {}
    for package in packages:  # one entry per extra too
        asked = {found.name for item in texts(package.get("dependencies")) if (found := wanted(item))}
        name = canonical(package.get("name", ""))
        needs.setdefault(name, set()).update(asked - {name})
    by = needed_by(needs)
    seen: set[str] = set()
    for line, package in zip(headers(text, "package"), packages, strict=False):
        name = canonical(package.get("name", ""))
        if name not in seen and "path" not in package:
            seen.add(name)
            hashed = bool(package.get("files")) or package.get("name") in files or "revision" in package
            yield name, str(package.get("version", "")), line, hashed, by[name], None, "pdm"


FORMAT = PackageFormat("locked_package", frozenset({"TOML"}), (b"lock_version", b"content_hash"), read)
