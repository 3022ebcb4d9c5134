"""conda-lock.yml: one entry per package and platform, of which the first counts. Read line by line, as conda-lock writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.package_format import PackageFormat, canonical, needed_by
from collectors.spec import Row


def read(text: str) -> Iterator[Row]:
    """Packages of the first platform that names them."""
    if not re.search(r"^package:", text, re.MULTILINE):
        return
    found: dict[str, list[object]] = {}
    needs: dict[str, set[str]] = {}
    name, inside, fresh, indent = "", False, False, 0
    for number, line in enumerate(text.split("\n"), 1):
        if match := re.fullmatch(r"(\s{0,2})- name: [\"']?([\w.-]+)[\"']?", line):
            name, inside, indent = canonical(match[2]), False, len(match[1]) + 2
            fresh = name not in found
            if fresh:
                found[name], needs[name] = ["", number, False], set()
            continue
        entry = re.match(r"(\s+)([\w.-]+):\s*[\"']?([^\s\"']*)", line) if name and fresh else None
        if entry is None:
            continue
        if len(entry[1]) == indent:
            inside = entry[2] == "dependencies"
            if entry[2] == "version":
                found[name][0] = entry[3]
        elif inside:
            needs[name].add(canonical(entry[2]))
        elif entry[2] in {"md5", "sha256"}:
            found[name][2] = True
    by = needed_by(needs)
    for name, told in found.items():
        yield name, *told, by[name], None, "conda-lock"


FORMAT = PackageFormat("locked_package", frozenset({"YAML"}), (b"conda-lock", b"manager: conda", b"manager: pip"), read)
