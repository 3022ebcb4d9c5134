"""Settings: `debtui.toml` at the repository's root, or `[tool.debtui]` in its pyproject.toml. People write them, debtui never."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from collectors.errors import DebtError
from collectors.gitstream import Repository
from collectors.names import FORMS
from collectors.spec import DeclaredTable
from debtui.action_settings import Action, Receiver, actions, receivers
from debtui.data_settings import DataClaim, data_claims, only
from debtui.metric_settings import MetricGoal, metric_goals
from debtui.record_settings import declared_tables

_KNOWN = {
    "people",
    "thresholds",
    "paths",
    "components",
    "dependencies",
    "assert",
    "exports",
    "data",
    "metrics",
    "records",
    "actions",
    "alerts",
}


@dataclass(frozen=True)
class Settings:
    """What a team has decided; everything has a default. They are today's, and apply to the whole past."""

    thresholds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Measure id to `warn` and `fail` of its headline (a number, or two for a band)."""
    paths: tuple[tuple[str, str], ...] = ()
    """(glob, kind): the first glob that matches a path decides its kind."""
    components: tuple[tuple[str, str], ...] = ()
    """(glob, component): likewise."""
    ignore_pairs: tuple[tuple[str, str], ...] = ()
    """Pairs of globs whose change coupling is meant, such as a test and what it tests."""
    asserted: tuple[tuple[str, str], ...] = ()
    """(name, fact): see `debtui.assertions`."""
    people: str = "names"
    """How people are named: one of `collectors.names.FORMS`. No number depends on it, so it is no part of the digest."""
    exports: tuple[str, ...] = ()
    """Directories with exports of other tools, relative to the repository's root and inside it."""
    data: tuple[DataClaim, ...] = ()
    """What no file says of data: where people see it, who uses it outside the repository, what is frozen."""
    metrics: tuple[MetricGoal, ...] = ()
    """Which way metrics are better, where their names do not tell or tell it wrong."""
    records: tuple[DeclaredTable, ...] = ()
    """What plain tables outside the history record, where their columns do not tell."""
    chosen: frozenset[str] = frozenset()
    """Keys that the team has written down: a default is not a choice."""
    actions: tuple[Action, ...] = ()
    """What models do in the world by themselves, and how much of it they may."""
    receivers: tuple[Receiver, ...] = ()
    """Whom alerts have to reach so that a model's people know of them."""
    source: str = ""
    """Where the settings were read from; empty: nowhere, all are defaults."""

    @property
    def digest(self) -> str:
        """Changes when a setting that numbers depend on does."""
        told = repr((
            self.paths, self.components, self.ignore_pairs, self.asserted, self.data, self.metrics, self.records, self.actions, self.receivers,
        ))  # fmt: skip
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def load(repo: Repository, tip: str) -> Settings:
    """The settings of a repository: of its work tree, or of the tip's tree where there is none."""
    for name, table in (("debtui.toml", None), ("pyproject.toml", "debtui")):
        data = read_file(repo, tip, name)
        if data is None:
            continue
        try:
            document: Any = tomllib.loads(data.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            if table is not None:
                continue  # a broken pyproject.toml is not ours to complain of
            raise DebtError(f"{name}: {error}", "mend the file, or remove it to use the defaults") from error
        if table is not None:
            document = document.get("tool", {}).get(table)
        if document is not None:
            return parse(document, name, data.decode("utf-8"))
    return Settings()


def parse(document: Mapping[str, Any], source: str, text: str = "") -> Settings:
    """Settings from a TOML document. Unknown keys are refused with the nearest known one.

    `text` is the whole file: it tells the lines of what is declared about data.
    """
    only(document, _KNOWN, source, "")
    dependencies = document.get("dependencies", {})
    only(dependencies, {"ignore_pairs"}, source, "dependencies.")
    thresholds = document.get("thresholds", {})
    for name, limits in thresholds.items():
        if not isinstance(limits, dict):
            raise DebtError(
                f"{source}: thresholds.{name} is no table", f"write [thresholds.{name}] with warn and fail below it"
            )
        only(limits, {"warn", "fail"}, source, f"thresholds.{name}.")
    people = document.get("people", "names")
    if people not in FORMS:
        known = ", ".join(f'"{form}"' for form in FORMS)
        raise DebtError(f"{source}: people = {people!r} is not known", f"it is one of {known}")
    asserted = document.get("assert", {})
    only(asserted, set(asserted) if isinstance(asserted, dict) else set(), source, "assert.")
    for name, fact in asserted.items():
        if not isinstance(fact, str):
            raise DebtError(f"{source}: assert.{name} is no text", f'write assert.{name} = "features_used <= 40"')
    return Settings(
        people=people,
        asserted=tuple(asserted.items()),
        thresholds=thresholds,
        paths=_pairs(document.get("paths", {}), source, "paths"),
        components=_pairs(document.get("components", {}), source, "components"),
        ignore_pairs=tuple((str(a), str(b)) for a, b in dependencies.get("ignore_pairs", ())),
        exports=_inside(document.get("exports", []), source),
        data=data_claims(document.get("data", {}), source, text),
        metrics=metric_goals(document.get("metrics", {}), source),
        records=declared_tables(document.get("records", {}), source),
        chosen=frozenset(document),
        actions=actions(document.get("actions", {}), source, text),
        receivers=receivers(document.get("alerts", {}), source, text),
        source=source,
    )


def _inside(listed: Any, source: str) -> tuple[str, ...]:
    """Settings come with the repository, and a repository may be anybody's: they reach nothing outside of it."""
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise DebtError(f"{source}: exports is no list of paths", 'write exports = ["some/directory"]')
    for name in listed:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise DebtError(f"{source}: exports: {name} leads out of the repository", "name it with --exports instead")
    return tuple(listed)


def read_file(repo: Repository, tip: str, name: str) -> bytes | None:
    """A file of the team's: of the work tree, or of the tip's tree where there is none; None where it is not there."""
    if repo.work_tree is None:
        return repo.blob(tip, name)
    path = repo.work_tree / name
    return path.read_bytes() if path.is_file() else None


def _pairs(table: Any, source: str, name: str) -> tuple[tuple[str, str], ...]:
    """`kind = [globs]` as (glob, kind)."""
    only(table, set(table) if isinstance(table, dict) else set(), source, f"{name}.")
    pairs = []
    for kind, globs in table.items():
        if not isinstance(globs, list):
            raise DebtError(f"{source}: {name}.{kind} is no list", f'write {name}.{kind} = ["some/path/**"]')
        pairs += [(str(glob), str(kind)) for glob in globs]
    return tuple(pairs)
