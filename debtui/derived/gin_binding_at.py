"""Which gin bindings the recorded runs used: those of the entry minus the run's operative configuration.

A run writes `operative_config*.gin`, what it was really configured with; files of one directory are one run. It does not
say with which entry the run was started: that is the one most of whose bindings have the value that the run recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from collectors.forms.config import Directive, Leaf, Settings
from collectors.spec import Column, Row
from debtui.derived.base import Derived
from debtui.resolve.base import Composition, Files, Resolved, Step, resolve, roots
from debtui.resolve.systems.gin import dead, value_of

if TYPE_CHECKING:
    import polars as pl

_COMPARED = 10
"""Entries that are compared with a run in full: those that share most names with it."""


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """A row per binding of each entry that a run was started with."""
    written: dict[str, Settings] = {}
    runs: dict[str, list[Leaf]] = {}
    for path, recorded, *said in inputs["leaves"].iter_rows():
        leaf = Leaf(*said)
        if recorded:
            runs.setdefault(path.rpartition("/")[0], []).append(leaf)
        else:
            written.setdefault(path, Settings([], [])).leaves.append(leaf)
    for path, *told in inputs["directives"].iter_rows():
        written.setdefault(path, Settings([], [])).directives.append(Directive(*told))
    files = Files.of(written)
    entries = [resolve(files, path) for path, system in roots(files) if system.name == "gin"] if runs else []
    return list(_rows(entries, runs))


def _rows(entries: Sequence[Composition], runs: Mapping[str, list[Leaf]]) -> Iterator[tuple[object, ...]]:
    met: dict[tuple[str, str], Resolved] = {}
    used: dict[tuple[str, str], list[str]] = {}
    unused: dict[tuple[str, str], list[str]] = {}
    for run, operative in sorted(runs.items()):
        entry = _entry(entries, operative)
        if entry is None:
            continue
        without = {leaf.key for leaf in dead(entry, operative)}
        for leaf in entry.leaves:
            key = _said(leaf).path, leaf.key
            met[key] = leaf
            (unused if leaf.key in without else used).setdefault(key, []).append(run)
    for key, leaf in sorted(met.items()):
        missing = unused.get(key, [])
        said = _said(leaf)
        yield (
            said.path,
            said.line,
            said.key,
            leaf.value,
            len(used.get(key, [])),
            len(missing),
            max(missing, default=None),
        )


def _said(leaf: Resolved) -> Step:
    """Where the binding itself stands; its last step may be that of the macro it names."""
    return next(step for step in reversed(leaf.chain) if not step.how.startswith("macro "))


def _entry(entries: Sequence[Composition], operative: Sequence[Leaf]) -> Composition | None:
    """The entry that a run was started with; None where the run used less than half of each one's bindings."""
    names = {_name(leaf.key) for leaf in operative}
    near = sorted(entries, key=lambda entry: -len(names & {_name(leaf.key) for leaf in entry.leaves}))[:_COMPARED]
    macros = {f"%{leaf.key}": leaf.value for leaf in operative if "." not in leaf.key}
    scored = []
    for entry in near:
        found = ((leaf, value_of(entry, leaf.key)) for leaf in operative)
        same = sum(ours is not None and ours.value == macros.get(leaf.value, leaf.value) for leaf, ours in found)
        without = len(dead(entry, operative))
        if same and 2 * without <= len(entry.leaves):
            scored.append((same, -without, entry.root, entry))
    return max(scored, key=lambda item: item[:3], default=(0, 0, "", None))[3]


def _name(key: str) -> tuple[str, ...]:
    """Function and parameter, without scope and module."""
    return tuple(key.rpartition("/")[2].split(".")[-2:])


DERIVED = Derived(
    name="gin_binding_at",
    version=1,
    doc="gin bindings of the entries that recorded runs were started with, and how many of the runs used each.",
    reads=("file_at", "config_key", "config_directive"),
    inputs={
        "leaves": "SELECT file_at.path, file_at.kind = 'record' AS recorded, key, value, type, line"
        " FROM file_at JOIN config_key USING (blob) WHERE language = 'gin' ORDER BY file_at.path, line, key",
        "directives": "SELECT file_at.path, config_directive.kind, target, line FROM file_at JOIN config_directive USING (blob)"
        " WHERE language = 'gin' AND file_at.kind <> 'record' ORDER BY file_at.path, line",
    },
    columns=(
        Column("path", "path", "file that had the last say in the binding"),
        Column("line", "int", "its line there"),
        Column("key", "text", "the binding: scope/module.function.parameter, or a macro"),
        Column("value", "text", "what it binds, macros replaced"),
        Column("used", "int", "runs that used it"),
        Column("unused", "int", "runs started with it that did not"),
        Column("unused_run", "path", "the last of those by name: the directory of its record; null: none"),
    ),
    compute=compute,
)
