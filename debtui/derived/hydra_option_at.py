"""Which options of Hydra's config groups the recorded runs chose.

A run records its choices in `.hydra/hydra.yaml` (`hydra.runtime.choices`, since Hydra 1.1), a sweep in `multirun.yaml`, whose
overrides list what its jobs chose: it counts where no job of it is recorded. A file that a chosen one lists in its defaults
by name was chosen with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collectors.forms.config import Leaf
from collectors.spec import Column, Row
from debtui.derived.base import Derived
from debtui.resolve.systems.hydra import defaults

if TYPE_CHECKING:
    import polars as pl

_CHOICES = "hydra.runtime.choices."
_SOURCE = re.compile(r"hydra\.runtime\.config_sources\[(\d+)\]\.(path|schema|provider)")
_SWEPT = re.compile(r"\+{0,2}([\w/]+)(?:@[\w.:]+)?=(?:choice\()?([^()]+)\)?")


@dataclass
class _Run:
    path: str
    seq: int
    choices: dict[str, list[str]] = field(default_factory=dict)
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    entry: str = ""

    def told(self, leaf: Leaf) -> None:
        if leaf.key.startswith(_CHOICES):
            if leaf.type != "null":
                group = leaf.key.removeprefix(_CHOICES).partition("@")[0]
                self.choices.setdefault(group, []).extend(_listed(leaf))
        elif match := _SOURCE.fullmatch(leaf.key):
            self.sources.setdefault(match[1], {})[match[2]] = leaf.value
        elif leaf.key == "hydra.job.config_name":
            self.entry = leaf.value

    def swept(self, overrides: Iterable[str]) -> None:
        """A sweep's choices are those of no job where an override lists others."""
        for match in filter(None, map(_SWEPT.fullmatch, overrides)):
            if match[1] in self.choices:
                self.choices[match[1]] = [name.strip() for name in match[2].split(",")]

    def names(self) -> Iterator[str]:
        """Files that it chose, from the configuration's directory on, without their ends."""
        yield self.entry
        yield from (f"{group}/{name}" for group, options in self.choices.items() for name in options)

    def directory(self, tree: _Tree) -> str | None:
        """Where its configuration lies in this tree, that of another machine's path with the longest end in common."""
        found = []
        for source in self.sources.values():
            if source.get("provider") in {"hydra", "schema"} or source.get("schema") not in {"file", "pkg"}:
                continue
            told = source.get("path", "").replace("\\", "/").rstrip("/")
            told = told.replace(".", "/") if source["schema"] == "pkg" else told
            parts = told.split("/")
            ends = ("/".join(parts[first:]) for first in range(len(parts)))
            found += [end for end in ends if end and any(tree.path_of(f"{end}/{name}") for name in self.names())]
        return max(found, key=len, default=None)


@dataclass(frozen=True)
class _Tree:
    since: Mapping[str, int]
    """YAML files, and when each came."""
    listed: Mapping[str, list[Leaf]]
    """Leaves of their defaults lists."""

    def path_of(self, name: str) -> str | None:
        stem = name.removesuffix(".yaml").removesuffix(".yml")
        return next((stem + end for end in (".yaml", ".yml") if stem + end in self.since), None)

    def reached(self, directory: str, names: Iterable[str]) -> set[str]:
        """The files of these names, and those that they list by name."""
        waiting = [f"{directory}/{name}" for name in names]
        found: set[str] = set()
        while waiting:
            path = self.path_of(waiting.pop())
            if path is None or path in found:
                continue
            found.add(path)
            for entry in defaults(self.listed.get(path, [])):
                if entry.group is None and entry.name and not entry.is_self:
                    base = directory if entry.name.startswith("/") else path.rpartition("/")[0]
                    waiting.append(f"{base}/{entry.name.lstrip('/')}")
        return found


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """A row per option of each directory of configuration whose runs are recorded."""
    since = dict(inputs["files"].select("path", "since").iter_rows())
    listed: dict[str, list[Leaf]] = {}
    for path, *leaf in inputs["defaults"].select("path", "key", "value", "type", "line", "document").iter_rows():
        listed.setdefault(path, []).append(Leaf(*leaf))
    tree = _Tree(since, listed)
    runs: dict[str, list[tuple[_Run, set[str]]]] = {}
    for run in _runs(inputs["told"]):
        if (directory := run.directory(tree)) is not None:
            runs.setdefault(directory, []).append((run, tree.reached(directory, run.names())))
    return [row for directory, recorded in sorted(runs.items()) for row in _options(tree, directory, recorded)]


def _runs(told: pl.DataFrame) -> Iterator[_Run]:
    runs: dict[str, _Run] = {}
    swept: list[tuple[_Run, list[str]]] = []
    for path, seq, key, value, kind in told.select("path", "seq", "key", "value", "type").iter_rows():
        run = runs.setdefault(path, _Run(path, seq))
        leaf = Leaf(key, value, kind, 0)
        if key == "hydra.overrides.task":
            swept.append((run, _listed(leaf) if path.endswith("multirun.yaml") else []))
        run.told(leaf)
    for run, overrides in swept:
        run.swept(overrides)
    jobs = {folder for path in runs if path.endswith(".hydra/hydra.yaml") for folder in _above(path)}
    return (run for run in runs.values() if run.choices and run.path.removesuffix("/multirun.yaml") not in jobs)


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _options(tree: _Tree, directory: str, runs: list[tuple[_Run, set[str]]]) -> Iterator[tuple[object, ...]]:
    for path, since in sorted(tree.since.items()):
        group, _, name = path.removeprefix(f"{directory}/").rpartition("/")
        if not path.startswith(f"{directory}/") or not group:
            continue
        able = [(run.path, path in chosen) for run, chosen in runs if run.seq >= since]
        last = max((place for place, chose in able if chose), default=None)
        yield directory, group, name.rpartition(".")[0], path, since, len(able), sum(chose for _, chose in able), last


def _listed(leaf: Leaf) -> list[str]:
    if leaf.type != "list":
        return [leaf.value]
    try:
        return [str(item) for item in json.loads(leaf.value)]
    except ValueError:  # cut off
        return []


_RECORDED = r"file_at.kind = 'record' AND regexp_matches(file_at.path, '(hydra|multirun)\.yaml$')"
_LEAVES = "SELECT file_at.path, key, value, type, line, document FROM file_at JOIN config_key USING (blob)"

DERIVED = Derived(
    name="hydra_option_at",
    version=1,
    doc="Options of Hydra's config groups, and how many of the recorded runs chose each; none where no run is recorded.",
    reads=("file_at", "file_span", "config_key"),
    inputs={
        "files": "SELECT path, min(file_span.from_seq) AS since FROM file_at JOIN file_span USING (path)"
        " WHERE file_at.language = 'YAML' AND file_at.kind <> 'record' GROUP BY path",
        "defaults": f"{_LEAVES} WHERE language = 'YAML' AND (key = 'defaults' OR key LIKE 'defaults[%')"
        f" AND EXISTS (FROM file_at WHERE {_RECORDED}) ORDER BY ALL",
        "told": "SELECT file_at.path, (SELECT min(from_seq) FROM file_span WHERE file_span.path = file_at.path) AS seq, key, value, type"
        f" FROM file_at JOIN config_key USING (blob) WHERE {_RECORDED} AND (key LIKE 'hydra.runtime.%' OR key IN ('hydra.overrides.task', 'hydra.job.config_name')) ORDER BY ALL",
    },
    columns=(
        Column("directory", "path", "where the configuration lies"),
        Column("config_group", "path", "the group, a folder below it"),
        Column("option", "text", "name of the option"),
        Column("path", "path", "its file"),
        Column("since_seq", "int", "mainline commit with which the file came"),
        Column("runs", "int", "runs and sweeps recorded since then"),
        Column("chosen", "int", "of those, how many chose it, or a file that lists it"),
        Column("last_run", "path", "the last one by name that did; null: none"),
    ),
    compute=compute,
)
