"""Packages that a project says it needs."""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

from collectors.forms.bytes import Bytes
from collectors.spec import BlobAnalyser, Column, Row, Table, Unreadable

TABLE = Table(
    "requirement",
    "One row per package that a requirements file, pyproject.toml, setup.cfg or a literal setup.py names.",
    (
        Column("name", "text", "package, normalised as PyPI does"),
        Column("specifier", "text", "versions allowed; empty: any"),
        Column("line", "int", "line"),
        Column("section", "text", "runtime, build, dev:<group>, or optional:<extra>; requirements files: runtime"),
        Column("pinned", "bool", "one exact version, or an exact source"),
        Column("source", "word", "requirements, pyproject, poetry, setup.cfg or setup.py"),
    ),
)


def analyse(form: Bytes) -> Iterator[Row]:
    """Rows in the order of the file."""
    text = form.data.decode("utf-8-sig", "replace")
    if form.language == "Text":
        yield from _requirements(text)
    elif form.language == "TOML":
        yield from _pyproject(text)
    elif form.language == "INI":
        yield from _setup_cfg(text)
    elif form.language == "Python":
        yield from _setup_py(text)


def _row(requirement: str, line: int, section: str, source: str) -> Row | None:
    from packaging.requirements import InvalidRequirement, Requirement  # 50 ms
    from packaging.utils import canonicalize_name

    try:
        parsed = Requirement(requirement)
    except InvalidRequirement:
        return None
    operators = {item.operator for item in parsed.specifier}
    exact = any(item.operator in {"==", "==="} and "*" not in item.version for item in parsed.specifier)
    pinned = exact if operators else parsed.url is not None and "@" in parsed.url
    return canonicalize_name(parsed.name), str(parsed.specifier) or parsed.url or "", line, section, pinned, source


def _requirements(text: str) -> Iterator[Row]:
    pending, first = "", 0
    for number, raw in enumerate(text.split("\n"), 1):
        first = first if pending else number
        line = pending + re.sub(r"(^|\s)#.*$", "", raw).strip()
        if line.endswith("\\"):
            pending = line[:-1]
            continue
        pending = ""
        if line and not line.startswith("-"):
            row = _row(re.split(r"\s--", line)[0].strip(), first, "runtime", "requirements")
            if row is not None:
                yield row


def _pyproject(text: str) -> Iterator[Row]:
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"not TOML: {error}"[:200]) from error
    project = document.get("project", {})
    groups = [
        ("build", document.get("build-system", {}).get("requires", ())),
        ("runtime", project.get("dependencies", ())),
    ]
    groups += [(f"optional:{name}", items) for name, items in project.get("optional-dependencies", {}).items()]
    groups += [(f"dev:{name}", items) for name, items in document.get("dependency-groups", {}).items()]
    for section, items in groups:
        yield from _listed(text, items, section, "pyproject")
    poetry = document.get("tool", {}).get("poetry", {})
    tables = [("runtime", poetry.get("dependencies", {})), ("dev:dev", poetry.get("dev-dependencies", {}))]
    tables += [(f"dev:{name}", group.get("dependencies", {})) for name, group in poetry.get("group", {}).items()]
    for section, table in tables:
        yield from _poetry(text, table, section)


def _listed(text: str, items: Iterable[Any], section: str, source: str) -> Iterator[Row]:
    for item in items:
        if isinstance(item, str) and (row := _row(item, _line(text, item), section, source)) is not None:
            yield row


def _poetry(text: str, table: dict[str, Any], section: str) -> Iterator[Row]:
    from packaging.utils import canonicalize_name

    for name, spec in table.items():
        if name == "python":
            continue
        version = spec if isinstance(spec, str) else spec.get("version", "") if isinstance(spec, dict) else ""
        pinned = bool(re.fullmatch(r"={0,3}\d[\w.]*", str(version))) or (isinstance(spec, dict) and "rev" in spec)
        yield canonicalize_name(name), str(version), _line(text, f"{name} ="), section, pinned, "poetry"


def _setup_cfg(text: str) -> Iterator[Row]:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise Unreadable(f"not INI: {' '.join(str(error).split())}"[:200]) from error
    groups = [("runtime", parser.get("options", "install_requires", fallback=""))]
    if parser.has_section("options.extras_require"):
        groups += [(f"optional:{name}", value) for name, value in parser.items("options.extras_require")]
    for section, value in groups:
        yield from _listed(text, [line.strip() for line in value.split("\n") if line.strip()], section, "setup.cfg")


def _setup_py(text: str) -> Iterator[Row]:
    """Only literal lists; a setup.py that computes them is not run."""
    import ast

    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:  # MemoryError: its stack is full
        raise Unreadable(f"not Python 3: {error}"[:200]) from error
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in {"install_requires", "setup_requires", "tests_require"}:
            section = {"install_requires": "runtime", "setup_requires": "build"}.get(node.arg, "dev:tests")
            if isinstance(node.value, ast.List | ast.Tuple):
                for item in node.value.elts:
                    if isinstance(item, ast.Constant) and isinstance(item.value, str):
                        row = _row(item.value, item.lineno, section, "setup.py")
                        if row is not None:
                            yield row


def _line(text: str, item: str) -> int:
    own_line = re.search(rf"^[ \t]*[\"']?{re.escape(item)}[\"']?,?[ \t]*$", text, re.MULTILINE)
    place = own_line.start() if own_line else text.find(item)
    return text.count("\n", 0, place) + 1 if place >= 0 else 1


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="bytes", analyse=analyse, kinds=frozenset({"tool-config"}),
    languages=frozenset({"Text", "TOML", "INI", "Python"}),
    needles=(b"requires", b"dependencies", b"==", b">=", b"~=", b"\n"),
)  # fmt: skip
