"""What W&B says of a run, whichever of its files it is read from: put into our words, without who and on whose machine."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from collectors import records
from collectors.json_record import mapping, number
from collectors.mlflow_runs import homeless, is_personal
from collectors.records import Records
from collectors.secrets import innocent, is_secret_name

LONGEST = 4_000
"""Characters of a setting or a tag that are kept."""
_MOST = 10_000
"""Settings, and metrics of the summary, of one run."""
_DEEPEST = 20
OWN = frozenset({"_step", "_timestamp", "_runtime", "_wandb"})
"""Keys that W&B adds to what a program logs."""
STATUS = {"finished": "finished", "failed": "failed", "crashed": "failed", "killed": "killed", "preempted": "killed", "running": "running"}  # fmt: skip
_EPOCH = datetime(1970, 1, 1)
_LATEST = 253_402_300_000
"""Seconds to the end of the year 9999."""
_ODD = {"NaN", "Infinity", "-Infinity"}
"""What its JSON has for these, as text."""
_PLACE = re.compile(r"(?:file://|(?<![\w./:~\\]))(?:~\w*|[A-Za-z]:)?[\\/](?:[^\\/\s'\"=,;]+[\\/])+")
"""Directories that an absolute path begins with."""
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+")
_HOLDER = re.compile(r"(?<=://)[^/@\s]*@|^[\w.+-]+@(?=[\w.-]+:)")
"""Who is logged in where, in a URL or as scp writes it."""


@dataclass
class Run:
    """A run of which one file after another, or one record after another, tells something."""

    run: str
    name: str | None = None
    project: str | None = None
    status: str = "unknown"
    started: datetime | None = None
    ended: datetime | None = None
    runtime: float | None = None
    """Seconds."""
    commit: str | None = None
    program: str | None = None
    arguments: Sequence[str] = ()
    environment: str | None = None
    hardware: str | None = None
    config: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)
    """By name, levels joined by dots or not."""
    tags: dict[str, str] = field(default_factory=dict)

    def tell(self, into: Records, last: Mapping[str, float | None] | None = None) -> None:
        """Add the run, its settings and tags, and of its summary what its history has not said already: `last` has each metric's last value."""
        summary = dict(numbers(self.summary))
        if self.runtime is None:
            self.runtime = number(mapping(self.summary.get("_wandb")).get("runtime")) or summary.get("_wandb.runtime")
        at = moment(summary.get("_timestamp"))
        ended = self.ended
        if ended is None and self.status not in {"unknown", "running"}:
            ended = max((each for each in (later(self.started, self.runtime), at) if each), default=None)
        into.add(
            records.RUN, run=self.run, name=self.name or self.run, experiment=self.project, status=self.status, started=self.started, ended=ended,
            commit_id=self.commit, command=command(self.program, self.arguments), environment=self.environment, hardware=self.hardware, deleted=False,
        )  # fmt: skip
        for role, values in (("param", flat(self.config)), ("tag", self.tags.items())):
            for count, (key, value) in enumerate(values):
                if count >= _MOST:
                    into.fault(f"more than {_MOST:,} values of one {role}: the others are not read")
                    break
                if not is_personal(key) and key.partition(".")[0] != "_wandb":
                    into.add(
                        records.RUN_VALUE,
                        run=self.run,
                        role=role,
                        key=key,
                        value=_ADDRESS.sub("…", homeless(value[:LONGEST])),
                    )
        step = summary.get("_step")
        whole = int(step) if step is not None and abs(step) < 1 << 62 else None
        said = last or {}
        rows: list[tuple[int, int | None, object, float | None, int | None]] = []
        for metric, last_value in itertools.islice(summary.items(), _MOST):
            if is_metric(metric) and not (metric in said and said[metric] == last_value):
                rows.append(
                    (into.series(metric, run=self.run, labels="from=summary"), whole, at or ended, last_value, None)
                )
        into.points(rows)


def is_metric(name: str) -> bool:
    """Whether a name is of something that a program logged."""
    return name.partition(".")[0] not in OWN


def numbers(told: Mapping[str, Any]) -> Iterator[tuple[str, float | None]]:
    """Numbers at any level, names joined by dots; None for what is no finite one. Pictures, histograms and tables, which say their `_type`, are passed over."""
    for name, value in _leaves(told, "", 0):
        if isinstance(value, str):
            if value in _ODD:
                yield name, None
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield name, number(value)


def flat(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every value as text, names joined by dots."""
    for name, value in _leaves(told, "", 0):
        try:
            yield name, value if isinstance(value, str) else json.dumps(value)
        except (RecursionError, TypeError):
            continue


def _leaves(told: Mapping[str, Any], name: str, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > _DEEPEST or "_type" in told:
        return
    for key, value in told.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{name}{key}.", depth + 1)
        else:
            yield f"{name}{key}", value


def moment(seconds: object) -> datetime | None:
    """A time as W&B counts it, in seconds since 1970; None for none, and for one that no clock shows."""
    value = number(seconds)
    return _EPOCH + timedelta(seconds=value) if value is not None and 0 < value < _LATEST else None


def later(begun: datetime | None, seconds: float | None) -> datetime | None:
    """A moment so many seconds behind another, where both are told."""
    try:
        return begun + timedelta(seconds=seconds) if begun and seconds is not None else None
    except OverflowError:
        return None


def status(code: int) -> str:
    """What an exit code says."""
    return "finished" if code == 0 else "failed"


def hardware(gpu: str | None, count: int) -> str | None:
    """Accelerators, where there are any."""
    return (f"{count} x {gpu}" if count > 1 else gpu) if gpu else None


def base(path: str | None) -> str | None:
    """The name of a file, without where it lies."""
    return re.split(r"[\\/]", path)[-1] or None if path else None


def remote(url: str) -> str:
    """An address without the one who is logged in there."""
    return _HOLDER.sub("", url)


def command(program: str | None, arguments: Sequence[str]) -> str | None:
    """Program and arguments. What is called like a secret or a person is not told, nor are directories from the root of a machine."""
    if not program:
        return None
    told, hidden = [_PLACE.sub("", program)], False
    for argument in arguments:
        name, sign, value = argument.partition("=")
        bare = name.lstrip("-")
        if hidden and not argument.startswith("-"):
            told.append("…")
            hidden = False
            continue
        private = bool(bare) and (is_secret_name(bare) or is_personal(bare))
        hidden = private and not sign and name.startswith("-")
        told.append(f"{name}=…" if private and sign and not innocent(value) else argument)
    return _ADDRESS.sub("…", _PLACE.sub("…/", " ".join(told)[:LONGEST]))
