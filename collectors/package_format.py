"""What files say about Python packages, in three shapes: needed (manifests), locked (lock files), installed (commands).

Each module of `collectors/packages` knows one format by its content: the same name stands for several of them.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from collectors import packages
from collectors.forms.bytes import Bytes
from collectors.spec import Column, Row, Unreadable

_COMMENT = re.compile(r"\s#.*")
MOST = 5_000
"""Packages that one file may name."""

REQUIREMENT = (
    Column("name", "text", "package, normalised as PyPI does"),
    Column("specifier", "text", "versions allowed; empty: any"),
    Column("line", "int", "line"),
    Column("section", "text", "runtime, build, dev:<group>, or optional:<extra>; requirements files: runtime"),
    Column("pinned", "bool", "one exact version, or an exact source"),
    Column("source", "word", "name of the format, see collectors/packages"),
    Column("marker", "text", "environment that it is needed in, as PEP 508 has it; empty: any"),
)
LOCKED = (
    Column("name", "text", "package, normalised as PyPI does"),
    Column("version", "text", "the version locked; empty: a source without one"),
    Column("line", "int", "line"),
    Column("hashed", "bool", "its files are known by their hashes, or its source by a commit"),
    Column(
        "needed_by",
        "text",
        "packages of the same file that need it, with spaces between; null: the format does not tell",
    ),
    Column("released", "time", "when the first of its files was uploaded; null: the format does not tell"),
    Column("source", "word", "name of the format, see collectors/packages"),
)
INSTALL = (
    Column("name", "text", "package, normalised as PyPI does"),
    Column("specifier", "text", "versions allowed; empty: any"),
    Column("line", "int", "line; in a notebook, over its joined code cells"),
    Column("pinned", "bool", "one exact version, or an exact source"),
    Column("source", "word", "name of the format, see collectors/packages"),
)


@dataclass(frozen=True)
class PackageFormat:
    """How files of one format are known by their bytes, and read into rows of one of the tables."""

    table: Literal["requirement", "locked_package", "package_install"]
    languages: frozenset[str]
    needles: tuple[bytes, ...]
    """A file that holds none of these is not of this format; empty: every file may be."""
    read: Callable[[str], Iterable[Row]]
    """Rows in the order of the file; none for a file of another format. Raises Unreadable."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A package as somebody asks for it."""

    name: str
    specifier: str
    pinned: bool
    marker: str


@cache
def formats(table: str) -> tuple[PackageFormat, ...]:
    """Every format that fills a table, by module name."""
    found = []
    for info in sorted(pkgutil.iter_modules(packages.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{packages.__name__}.{info.name}")
        form = getattr(module, "FORMAT", None)
        if not isinstance(form, PackageFormat):
            raise TypeError(f"{module.__file__}: FORMAT must be a PackageFormat, it is {form!r}")
        found.append(form)
    return tuple(form for form in found if form.table == table)


def languages(table: str) -> frozenset[str]:
    """Languages in which a table's formats are written."""
    return frozenset(language for form in formats(table) for language in form.languages)


def reader(table: str) -> Callable[[Bytes], Iterator[Row]]:
    """What an analyser does with a file: every format of the table that it may be."""

    def rows(form: Bytes) -> Iterator[Row]:
        count = 0
        for known in formats(table):
            if form.language not in known.languages:
                continue
            if known.needles and not any(needle in form.data for needle in known.needles):
                continue
            for row in known.read(form.data.decode("utf-8-sig", "replace")):
                count += 1
                if count > MOST:
                    raise Unreadable(f"more than {MOST:,} packages")
                yield row

    return rows


@lru_cache(maxsize=16_384)  # a manifest's versions name the same packages again and again
def wanted(requirement: str) -> Wanted | None:
    """A requirement as PEP 508 writes it; None for anything else."""
    from packaging.requirements import InvalidRequirement, Requirement  # 50 ms
    from packaging.utils import canonicalize_name

    try:
        parsed = Requirement(requirement)
    except InvalidRequirement:
        return None
    operators = {item.operator for item in parsed.specifier}
    exact = any(item.operator in {"==", "==="} and "*" not in item.version for item in parsed.specifier)
    pinned = exact if operators else parsed.url is not None and "@" in parsed.url
    marker = str(parsed.marker) if parsed.marker else ""
    return Wanted(canonicalize_name(parsed.name), str(parsed.specifier) or parsed.url or "", pinned, marker)


def needed(requirement: str, line: int, section: str, source: str) -> Iterator[Row]:
    """The row of REQUIREMENT that a requirement makes, if it is one."""
    if (found := wanted(requirement)) is not None:
        yield found.name, found.specifier, line, section, found.pinned, source, found.marker


def canonical(name: object) -> str:
    """A package's name as PyPI normalises it."""
    return re.sub(r"[-_.]+", "-", str(name)).lower()


@lru_cache(maxsize=1)
def toml(text: str) -> Mapping[str, Any]:
    """A TOML document. The last one is remembered: several formats look at the same file."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unreadable(f"not TOML: {error}"[:200]) from error


def json_object(text: str) -> Mapping[str, Any]:
    """A JSON document that is an object."""
    try:
        return table(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON: {error}"[:200]) from error


def table(value: object) -> Mapping[str, Any]:
    """The value where it is a table, else an empty one."""
    return value if isinstance(value, dict) else {}


def tables(value: object) -> list[Mapping[str, Any]]:
    """Those items of a list that are tables."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """Those items of a list that are texts."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


class Lines:
    """Tells on which line of a text something stands: each question goes on where the last one's answer was."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._from = 0
        self._begins, self._own = _own_lines(text)

    def of(self, item: str) -> int:
        """Line of a requirement or a key: one that has a line to itself before one in the middle of another."""
        places = self._own.get(item, [])
        place = next(iter(places[bisect_left(places, self._from) :]), places[0] if places else -1)
        for quoted in (f'"{item}"', f"'{item}'", item):
            for begin in (self._from, 0):
                place = self._text.find(quoted, begin) if place < 0 else place
        self._from = self._begins[bisect_right(self._begins, place) - 1] if place >= 0 else self._from
        return bisect_right(self._begins, place) if place >= 0 else 1


@lru_cache(maxsize=1)
def _own_lines(text: str) -> tuple[list[int], dict[str, list[int]]]:
    """Where the lines begin, and those that hold one thing alone. A format asks anew for each group of a file."""
    begins = [0, *(found.end() for found in re.finditer("\n", text))]
    own: dict[str, list[int]] = {}
    for begin, line in zip(begins, text.split("\n"), strict=True):
        whole = (_COMMENT.sub("", line) if "#" in line else line).strip().rstrip(",").rstrip()
        for told in {whole, whole.strip("\"'"), whole.partition("=")[0].strip().strip("\"'")}:
            own.setdefault(told, []).append(begin)
    return begins, own


def headers(text: str, name: str) -> list[int]:
    """Lines of the headers of an array of tables in TOML, in their order."""
    return [number for number, line in enumerate(text.split("\n"), 1) if line.strip() == f"[[{name}]]"]


def needed_by(needs: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """By package, who needs it, from whom each package needs."""
    found: dict[str, set[str]] = {name: set() for name in needs}
    for name, others in needs.items():
        for other in others:
            found.setdefault(other, set()).add(name)
    return {name: " ".join(sorted(by)) for name, by in found.items()}
