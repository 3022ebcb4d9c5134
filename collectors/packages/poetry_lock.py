"""poetry.lock, of every version since 1.0."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.package_format import PackageFormat, canonical, headers, needed_by, table, tables, toml
from collectors.spec import Row


def read(text: str) -> Iterator[Row]:
    """Packages in the order of the file. What the project itself asks for, the lock does not tell: nobody needs it."""
    document = toml(text)
    metadata = table(document.get("metadata"))
    if "content-hash" not in metadata:
        return
    packages = tables(document.get("package"))
    files = {**table(metadata.get("hashes")), **table(metadata.get("files"))}
    by = needed_by(
        {
            canonical(package.get("name", "")): {canonical(name) for name in table(package.get("dependencies"))}
            for package in packages
        }
    )
    for line, package in zip(headers(text, "package"), packages, strict=False):
        written = str(package.get("name", ""))
        source = table(package.get("source"))
        if source.get("type") in {"directory", "file"}:
            continue
        hashed = bool(package.get("files") or files.get(written) or source.get("resolved_reference"))
        name = canonical(written)
        yield name, str(package.get("version", "")), line, hashed, by[name], None, "poetry"


FORMAT = PackageFormat("locked_package", frozenset({"TOML"}), (b"content-hash",), read)
