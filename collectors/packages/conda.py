"""environment.yml of conda: its packages, and those that it has pip install. Read line by line, as everybody writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.package_format import PackageFormat, canonical, needed
from collectors.spec import Row

_ITEM = re.compile(r"(\s*)-\s+[\"']?([^#\"']+?)[\"']?\s*(?:#.*)?")
_CONDA = re.compile(r"(?:[\w.-]+::)?([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([=<>!~].*)?")


def read(text: str) -> Iterator[Row]:
    """Packages in the order of the file; Python and pip themselves left out."""
    inside, pip = False, -1
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(r"[A-Za-z]", line):
            inside, pip = line.startswith("dependencies:"), -1
        match = _ITEM.fullmatch(line) if inside else None
        if match is None:
            continue
        indent, item = len(match[1]), match[2].strip()
        if item == "pip:":
            pip = indent
        elif pip >= 0 and indent > pip:
            yield from needed(item, number, "runtime", "conda")
        elif found := _CONDA.fullmatch(item):
            pip = -1
            if found[1] not in {"python", "pip"}:
                specifier = (found[2] or "").replace(" ", "")
                pinned = bool(re.fullmatch(r"={1,2}\d[\w.]*(?:=.*)?", specifier)) and "*" not in specifier
                yield canonical(found[1]), specifier, number, "runtime", pinned, "conda", ""


FORMAT = PackageFormat("requirement", frozenset({"YAML"}), (b"dependencies:",), read)
