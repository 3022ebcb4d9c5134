"""What programs really get: every entry of a configuration system, composed by its rules, and who had a say in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from collectors.forms.config import Directive, Leaf, Settings
from collectors.spec import Column, Row
from debtui.derived.base import Derived
from debtui.resolve.base import Files, roots

if TYPE_CHECKING:
    import polars as pl

_STEPS = 12
"""Steps of a chain that are told; more are counted."""


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """Per entry a row for each setting; and one without a key for each place that only a run could tell."""
    return list(_rows(_files(inputs)))


def _files(inputs: Mapping[str, pl.DataFrame]) -> Files:
    settings: dict[str, Settings] = {}
    for path, *leaf in inputs["leaves"].select("path", "key", "value", "type", "line", "document").iter_rows():
        settings.setdefault(path, Settings([], [])).leaves.append(Leaf(*leaf))
    for path, *said in inputs["directives"].select("path", "kind", "target", "line").iter_rows():
        settings.setdefault(path, Settings([], [])).directives.append(Directive(*said))
    return Files.of(settings)


def _rows(files: Files) -> Iterator[tuple[object, ...]]:
    for root, system in roots(files):
        composition = system.resolve(files, root, ())
        for leaf in composition.leaves:
            told = [f"{step.path}:{step.line} {step.value}" for step in leaf.chain[-_STEPS:]]
            cut = ["…"] if len(leaf.chain) > _STEPS else []
            yield (
                root, system.name, leaf.key, leaf.value, leaf.type, leaf.path, leaf.line, " → ".join(cut + told),
                len(leaf.chain), leaf.restates, bool(leaf.opaque), leaf.opaque or None,
            )  # fmt: skip
        for place in composition.opaque:
            yield (
                root, system.name, None, None, None, place.path, place.line, "", 0, False, True, place.reason,
            )  # fmt: skip


DERIVED = Derived(
    name="resolved_setting_at",
    version=1,
    doc="Settings as programs get them, per entry of Hydra, gin, Kedro, Compose, Helm, Kustomize, dotenv, or inheritance.",
    reads=("file_at", "config_key", "config_directive"),
    inputs={
        "leaves": "SELECT file_at.path, key, value, type, line, document"
        " FROM file_at JOIN config_key USING (blob) ORDER BY file_at.path, document, line, key",
        "directives": "SELECT file_at.path, config_directive.kind, target, line"
        " FROM file_at JOIN config_directive USING (blob) ORDER BY file_at.path, line",
    },
    columns=(
        Column("root", "path", "the entry file"),
        Column("system", "word", "whose rules compose it: hydra, gin, kedro, compose, helm, kustomize, dotenv, …"),
        Column("key", "text", "dotted key in the whole; null: a place that only a run could tell, see reason"),
        Column("value", "text", "what the program gets; interpolations as they are written"),
        Column("type", "word", "string, number, boolean, null or list"),
        Column("path", "path", "file that had the last say"),
        Column("line", "int", "its line there"),
        Column("chain", "text", "who had a say, from first to last: path:line value"),
        Column("layers", "int", "how many had a say"),
        Column("restates", "bool", "the last say repeats what was said before"),
        Column("opaque", "bool", "only known when the program runs"),
        Column("reason", "text", "why it is opaque; else null"),
    ),
    compute=compute,
)
