"""Imports of packages from outside the repository: which distribution each comes with, and who declares it.

deptry's rule, without an environment to look into: what is declared under a fitting name, else what the lock has, else a small
table of well-known names, else the module's own name. A namespace of several owners (`google`, `azure`) is not guessed at.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived
from debtui.derived.package_at import ancestors, project_of

if TYPE_CHECKING:
    import polars as pl

NAMESPACES = frozenset(
    {"azure", "azureml", "backports", "flufl", "google", "jaraco", "mysql", "opentelemetry", "orbax", "paste", "repoze", "ruamel",
     "snowflake", "sphinxcontrib", "zc", "zope"}
)  # fmt: skip
"""Top-level names that several distributions share."""
ROLES = ("runtime", "optional", "install", "dev", "build")
"""Of several declarations the first of these counts."""
PROJECTS = frozenset({"pyproject", "poetry", "setup.py", "setup.cfg", "pipfile"})
"""Formats that stand for a project of its own; a requirements file may only add to those above."""
STANDARD = sys.stdlib_module_names | {
    "__main__",
    "distutils",
    "imp",
    "asyncore",
    "asynchat",
    "smtpd",
    "cgi",
    "telnetlib",
}


@cache
def known() -> dict[str, tuple[str, ...]]:
    """The table of `import_names.txt`: module to distributions."""
    lines = (files("debtui.derived") / "import_names.txt").read_text("utf-8").splitlines()
    pairs = (line.partition(" = ")[::2] for line in lines if line and not line.startswith("#"))
    return {module: tuple(names.split()) for module, names in pairs}


@cache
def black_box(package: str) -> bool:
    """Whether a package is one of `black_boxes.txt`: for machine learning, or of a vendor's service."""
    lines = (files("debtui.derived") / "black_boxes.txt").read_text("utf-8").splitlines()
    return any(fnmatchcase(package, line) for line in lines if line and not line.startswith("#"))


def candidates(module: str) -> Iterator[tuple[str, bool]]:
    """Distributions that may provide a dotted module, the likeliest first, and whether the table says so."""
    parts = module.split(".")
    prefixes = [".".join(parts[:end]) for end in range(len(parts), 0, -1)]
    for prefix in prefixes:
        for name in known().get(prefix, ()):
            yield name, True
    for prefix in prefixes:
        if prefix not in NAMESPACES:
            yield canonical(prefix), False


def canonical(name: str) -> str:
    """A module's name as a distribution's would be normalised; `google.cloud.tasks_v2` comes with google-cloud-tasks."""
    return re.sub(r"[-_.]+", "-", re.sub(r"_v\d\w*$", "", name).strip("_")).lower()


def dressed(module: str) -> tuple[str, ...]:
    """What a distribution is often called around its module's name; only taken where it is declared or locked."""
    plain = canonical(module.partition(".")[0])
    return (f"python-{plain}", f"py{plain}", f"{plain}-python", f"{plain}-py", f"{plain}-sdk", f"{plain}-framework")


class _Own:
    """Which modules are the repository's own, seen from one of its files."""

    def __init__(self, paths: Iterable[str], roots: Iterable[str]) -> None:
        self._modules: set[str] = set()
        self._packages: set[str] = set()
        for path in paths:
            self._modules.add(path.removesuffix(".py"))
            directory = path.rpartition("/")[0]
            if path.endswith("/__init__.py"):
                self._packages.add(directory)
            self._modules.update(place for place in ancestors(directory) if place)
        self._roots = sorted(set(roots))

    def has(self, path: str, top: str) -> bool:
        """A module or directory beside the file, beside one of its directories, or in a directory that packages are imported from."""
        for place in (*ancestors(path.rpartition("/")[0]), "src"):
            if f"{place}/{top}".lstrip("/") in self._modules:
                return True
        return any(f"{root}/{top}".lstrip("/") in self._packages for root in self._roots)


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per import. What is neither declared nor locked under any fitting name goes by the table, or by its own name."""
    declared: dict[str, dict[str, str]] = {}
    whole: set[str] = set()
    for path, name, role, project, source in inputs["declared"].iter_rows():
        if source in PROJECTS:
            whole.add(project)
        place = path if source in {"notebook", "kubeflow"} else project
        before = declared.setdefault(place, {}).get(name)
        if before is None or ROLES.index(role) < ROLES.index(before):
            declared[place][name] = role
    locked: dict[str, set[str]] = {}
    for path, name in inputs["locked"].iter_rows():
        locked.setdefault(project_of(path), set()).add(name)
    own = _Own((path for (path,) in inputs["files"].iter_rows()), (root for (root,) in inputs["roots"].iter_rows()))
    asked = {name for names in declared.values() for name in names}
    rows: list[Row] = []
    above: dict[str, tuple[dict[str, str], set[str], str | None]] = {}
    answers: dict[tuple[str, str], bool] = {}
    for path, kind, line, module, name, checking, lazy, guarded in inputs["imports"].iter_rows():
        top = module.partition(".")[0]
        if top in STANDARD or not top:
            continue
        directory = path.rpartition("/")[0]
        if (ours := answers.get((directory, top))) is None:
            ours = answers[directory, top] = own.has(path, top)
        if path not in above:
            above[path] = _visible(path, declared, locked, whole)
        visible, fixed, project = above[path]
        # A directory called like a package that is asked for, such as `docker/`, does not hide the package.
        if ours and canonical(top) not in asked and not any(n in visible for n in known().get(top, ())):
            continue
        full = f"{module}.{name}" if name and name != "*" else module
        package, basis = _resolve(full, visible, fixed)
        if ours:
            basis = "own"
        role = visible.get(package) if package else None
        rows.append(
            (
                path,
                line,
                kind,
                full,
                top,
                package,
                basis,
                role,
                package in fixed,
                project,
                checking,
                lazy,
                guarded,
                basis != "own" and package is not None and black_box(package),
            )
        )
    return rows


def _visible(
    path: str, declared: Mapping[str, Mapping[str, str]], locked: Mapping[str, set[str]], whole: set[str]
) -> tuple[dict[str, str], set[str], str | None]:
    """What is declared for a file, by the manifests of its directories up to a project of its own; what the locks of all its
    directories have; the nearest manifest's directory."""
    names: dict[str, str] = {}
    fixed: set[str] = set()
    nearest, ended = None, False
    for place in ancestors(path.rpartition("/")[0]):
        fixed |= locked.get(place, set())
        if place in declared and not ended:
            nearest, ended = place if nearest is None else nearest, place in whole
            for name, role in declared[place].items():
                if name not in names or ROLES.index(role) < ROLES.index(names[name]):
                    names[name] = role
    for name, role in declared.get(path, {}).items():
        names.setdefault(name, role)
    return names, fixed, nearest


def _resolve(module: str, declared: Mapping[str, str], locked: set[str]) -> tuple[str | None, str]:
    found = list(candidates(module))
    names = [*dict.fromkeys(name for name, _ in found), *dressed(module)]
    for basis, there in (("declared", declared), ("locked", locked)):
        for name in names:
            if name in there:
                return name, basis
    if found and found[0][1]:
        return found[0][0], "table"
    top = module.partition(".")[0]
    return (None, "namespace") if top in NAMESPACES else (canonical(top), "name")


DERIVED = Derived(
    name="package_import_at",
    version=1,
    doc="Imports of packages from outside the repository, with the distribution that each looks to come with.",
    reads=("file_at", "py_import", "module_at", "package_at", "locked_package"),
    inputs={
        "imports": "SELECT file_at.path, kind, line, module, name, type_checking, lazy, guarded"
        " FROM file_at JOIN py_import USING (blob)"
        " WHERE level = 0 AND kind <> 'vendored' AND language IN ('Python', 'Jupyter Notebook')"
        " ORDER BY file_at.path, line, module, name",
        "files": "SELECT path FROM file_at WHERE language = 'Python' AND path LIKE '%.py' ORDER BY path",
        "roots": "SELECT DISTINCT root FROM module_at WHERE package <> '' ORDER BY root",
        "declared": "SELECT path, name, role, project, source FROM package_at ORDER BY ALL",
        "locked": "SELECT file_at.path, name FROM file_at JOIN locked_package USING (blob) ORDER BY ALL",
    },
    columns=(
        Column("path", "path", "file that imports"),
        Column("line", "int", "line"),
        Column("kind", "word", "see path_class"),
        Column("module", "text", "what is imported, with the name taken from it"),
        Column("top", "text", "its first part"),
        Column("package", "text", "distribution; null: a namespace of several owners, and none of them is declared"),
        Column("basis", "word", "why that one: declared or locked under a fitting name, table, name, own (a module of the repository "
               "is called like it), namespace"),
        Column("role", "word", "how the manifests of the file's directories declare it, see package_at; null: they do not"),
        Column("locked", "bool", "a lock of the file's directories has it"),
        Column("project", "path", "directory of the nearest manifest; null: there is none"),
        Column("type_checking", "bool", "see py_import"),
        Column("lazy", "bool", "see py_import"),
        Column("guarded", "bool", "see py_import"),
        Column("black_box", "bool", "a package for machine learning or of a vendor's service, by a list"),
    ),
    compute=compute,
)  # fmt: skip
