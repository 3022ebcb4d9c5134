"""What MLflow says of a run, whichever of its stores it is read from: fields, tags and numbers in its words, put into ours."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime

from collectors import records
from collectors.records import Records, when

LONGEST = 4_000
"""Characters of a parameter or a tag that are kept."""
STATUS = {"RUNNING": "running", "FINISHED": "finished", "FAILED": "failed", "KILLED": "killed"}
"""A run that is only scheduled is none of these: unknown."""
COMMIT = "mlflow.source.git.commit"
CONTEXT = "mlflow.data.context"
"""Tag of an input: what it was taken in for."""
_DIRTY = ("mlflow.source.git.dirty", "git.dirty", "git_dirty")
_KEPT = re.compile(
    r"(source\.(type|git\.branch)|parentRunId|project\.(entryPoint|backend)|docker\.image\..*|autologging)$"
)
"""Of MLflow's own tags those that say something of the run; the rest is who, notes, and how to draw it."""
_PERSON = re.compile(
    r"(^|[._\- /])(user(_?(name|id))?|e?-?mail|author|owner|host(_?name)?|ip(_?addr(ess)?)?)$", re.IGNORECASE
)
_HOME = re.compile(r"^(file://)?(/home/|/Users/|[A-Za-z]:[\\/]Users[\\/])[^/\\]+")
LARGEST = 1.7976931348623157e308
"""In place of infinity, which no column of SQL takes, MLflow stores the largest number."""


def is_personal(key: str) -> bool:
    """Whether a field or tag of this name tells who somebody is."""
    return bool(_PERSON.search(key))


def homeless(path: str) -> str:
    """A path without the name of the person in whose home it lies."""
    return _HOME.sub("~", path)


def tell(
    into: Records, run: str, tags: Mapping[str, str], params: Mapping[str, str], *, name: str | None = None, experiment: str | None = None,
    status: str | None = None, started: object = None, ended: object = None, deleted: bool = False,
) -> None:  # fmt: skip
    """Add a run with its parameters and those of its tags that name nobody."""
    dirty = next((tags[key] for key in _DIRTY if key in tags), None)
    command = tags.get("mlflow.source.name")
    image = tags.get("mlflow.docker.image.id") or tags.get("mlflow.docker.image.uri")
    into.add(
        records.RUN, run=run, name=name or tags.get("mlflow.runName") or run, experiment=experiment, status=STATUS.get(status or "", "unknown"),
        started=moment(started), ended=moment(ended), commit_id=tags.get(COMMIT) or None, dirty=None if dirty is None else dirty.lower() in {"true", "1"},
        command=homeless(command) if command else None, environment=image, deleted=deleted,
    )  # fmt: skip
    for key, value in params.items():
        if not is_personal(key):
            into.add(records.RUN_VALUE, run=run, role="param", key=key, value=value[:LONGEST])
    for key, value in tags.items():
        own = key.removeprefix("mlflow.")
        if not is_personal(key) and (own == key or _KEPT.match(own)):
            into.add(records.RUN_VALUE, run=run, role="tag", key=key, value=value[:LONGEST])


def moment(told: object) -> datetime | None:
    """A time of MLflow, mostly milliseconds since 1970; None for none, and for what is none."""
    try:
        return when(told)
    except ValueError:
        return None


def number(told: object) -> float | None:
    """A metric's value; None where it is not a number or infinite."""
    if not isinstance(told, int | float | str):
        return None
    try:
        value = float(told)
    except (ValueError, OverflowError):
        return None
    return value if abs(value) < LARGEST else None


def rows_of(profile: str | None) -> int | None:
    """How many rows a dataset has, by the profile that MLflow keeps of it: JSON; None where it does not say."""
    try:
        told = json.loads(profile or "null")
    except (ValueError, RecursionError):
        return None
    rows = told.get("num_rows") if isinstance(told, dict) else None
    return rows if isinstance(rows, int) and 0 <= rows < 1 << 62 else None


def stage_of(stage: str | None, aliases: list[str]) -> str | None:
    """Where a version of a model went: its stage, as older versions of MLflow have it, or its aliases."""
    return stage.lower() if stage and stage not in {"None", "null"} else ", ".join(sorted(aliases)) or None
