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
    name, inside, fresh = "", False, False
    for number, line in enumerate(text.split("\n"), 1):
        if match := re.fullmatch(r"\s{0,2}- name: [\"']?([\w.-]+)[\"']?", line):
            name, inside = canonical(match[1]), False
            fresh = name not in found
            if fresh:
                found[name], needs[name] = ["", number, False], set()
        elif not (name and fresh):
            continue
        elif match := re.fullmatch(r"\s{2,4}version: [\"']?([^\s\"']+)[\"']?", line):
            found[name][0] = match[1]
        elif re.match(r"\s{4,6}(?:md5|sha256): \S", line):
            found[name][2] = True
        elif match := re.match(r"\s{2,4}(\w+):", line):
            inside = match[1] == "dependencies"
        if inside and (match := re.match(r"\s{4,6}([\w.-]+):", line)):
            needs[name].add(canonical(match[1]))
    by = needed_by(needs)
    for name, told in found.items():
        yield name, *told, by[name], None, "conda-lock"


FORMAT = PackageFormat("locked_package", frozenset({"YAML"}), (b"conda-lock", b"manager: conda", b"manager: pip"), read)
