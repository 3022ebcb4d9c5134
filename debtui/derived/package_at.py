"""Packages that the project asks for, each with its role, and with the lock that fixes it."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

_WORD = r"(?:dev|devel|develop|development|test|tests|testing|lint|linting|style|format|doc|docs|documentation|typing|types?|mypy|ci|check|checks|bench|benchmarks?|qa|quality|coverage|release|tox|nox|pre-?commit|build|tools?)"
DEVELOPMENT = re.compile(rf"(?:^|[-_./ ]){_WORD}(?=$|[-_./ \d])", re.IGNORECASE)
"""A word in the name of a requirements file or of an extra that says: for those who work on it."""
CONSTRAINTS = re.compile(r"(?:^|/)[^/]*constraints?[^/]*$", re.IGNORECASE)
_NO_CODE = re.compile(r"[{][{%]")
"""In the path of a template, which is nobody's manifest yet."""


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per package and place that asks for it. A lock counts for its own directory and all below."""
    locks: dict[str, dict[str, tuple[str, str, bool]]] = {}
    for path, name, version, hashed in inputs["locked"].iter_rows():
        locks.setdefault(project_of(path), {}).setdefault(name, (path, version, hashed))
    asked = [row for row in inputs["asked"].iter_rows() if not _NO_CODE.search(row[0])]
    for path, _, name, specifier, _, pinned, *_ in asked:
        if CONSTRAINTS.search(path) and pinned:
            locks.setdefault(project_of(path), {}).setdefault(name, (path, specifier.lstrip("="), False))
    images = {project_of(path) for (path,) in inputs["images"].iter_rows()}
    built = {project_of(row[0]) for row in asked if row[4] == "build" or row[6] in {"setup.py", "setup.cfg"}}
    rows: list[Row] = []
    covered: dict[str, list[bool]] = {}
    for path, line, name, specifier, section, pinned, source, marker in asked:
        if CONSTRAINTS.search(path):
            continue
        project = project_of(path)
        lock = next(
            (locks[place][name] for place in ancestors(project) if name in locks.get(place, {})), (None, None, None)
        )
        if section != "build":
            covered.setdefault(project, []).append(lock[0] is not None)
        standard = name.replace("-", "_") in sys.stdlib_module_names
        rows.append(
            (path, line, name, specifier, section, _role(path, section, source), pinned, source, marker, project, standard, *lock)
        )  # fmt: skip
    libraries = {
        project for project in built - images if 2 * sum(covered.get(project, ())) < len(covered.get(project, (True,)))
    }
    return [(*row, row[9] in libraries) for row in rows]


def project_of(path: str) -> str:
    """Directory that a manifest speaks for: that of `requirements/dev.txt` is the one above."""
    return re.sub(r"(^|/)(requirements|reqs|conda|\.?ci|docker|\.devcontainer)$", "", path.rpartition("/")[0])


def ancestors(directory: str) -> list[str]:
    """A directory and all above it, up to the empty name of the root."""
    found = [directory]
    while directory:
        directory = directory.rpartition("/")[0]
        found.append(directory)
    return found


def _role(path: str, section: str, source: str) -> str:
    """runtime, optional, dev, build or install."""
    if section == "install" or section == "build":
        return section
    kind, _, name = section.partition(":")
    if kind == "dev":
        return "dev"
    if kind == "optional":
        return "dev" if DEVELOPMENT.search(name) else "optional"
    place = path.removesuffix(".txt").removesuffix(".in") if source in {"requirements", "conda"} else ""
    last_two = "/".join(place.split("/")[-2:])
    return "dev" if DEVELOPMENT.search(last_two.rsplit(".", 1)[0] if source == "conda" else last_two) else "runtime"


DERIVED = Derived(
    name="package_at",
    version=1,
    doc="Packages that manifests and commands of that commit's tree ask for; constraints files count as locks.",
    reads=("file_at", "requirement", "locked_package", "package_install"),
    inputs={
        "asked": "SELECT file_at.path, line, name, specifier, section, pinned, source, marker"
        " FROM file_at JOIN requirement USING (blob) WHERE kind = 'tool-config'"
        # Other texts of tools, such as a speller's words, read like requirements.
        r" AND (source <> 'requirements' OR regexp_matches(lower(path), '(require|constraint|reqs|deps)[^/]*\.(txt|in)$|requirements/[^/]*$'))"
        " UNION ALL SELECT file_at.path, line, name, specifier, 'install', pinned, source, ''"
        " FROM file_at JOIN package_install USING (blob) ORDER BY ALL",
        "locked": "SELECT file_at.path, name, version, hashed"
        " FROM file_at JOIN locked_package USING (blob) ORDER BY ALL",
        "images": "SELECT path FROM file_at WHERE language = 'Dockerfile' ORDER BY path",
    },
    columns=(
        Column("path", "path", "file that asks for it"),
        Column("line", "int", "line"),
        Column("name", "text", "package, normalised as PyPI does"),
        Column("specifier", "text", "versions allowed; empty: any"),
        Column("section", "text", "see requirement; install: a command"),
        Column(
            "role",
            "word",
            "runtime, optional (an extra), dev, build or install (a command in an image, a notebook, a component)",
        ),
        Column("pinned", "bool", "one exact version, or an exact source"),
        Column("source", "word", "format"),
        Column("marker", "text", "environment that it is needed in; empty: any"),
        Column("project", "path", "directory that the file speaks for; empty: the whole repository"),
        Column("standard", "bool", "the standard library has a module of this name"),
        Column("lock", "path", "lock that fixes it; null: none"),
        Column("version", "text", "the version locked"),
        Column("hashed", "bool", "locked with its hashes"),
        Column(
            "library",
            "bool",
            "looks like a library: it is built, no lock has half of its packages, and no image stands beside it",
        ),
    ),
    compute=compute,
)
