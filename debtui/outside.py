"""Where what lies outside the history is read: the directories that somebody named, and those that trackers write to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from collectors.gitstream import Repository
from debtui.config import Settings
from debtui.store.publish import Place

RECORDED = ("mlruns", "mlflow.db", "wandb", "dvclive", "lightning_logs", "tb_logs", "runs")
"""Where trackers of experiments write if they are not told otherwise: read without being named. Git mostly ignores them."""


def places(repo: Repository, place: Place, settings: Settings, told: Sequence[Path]) -> tuple[Path, ...]:
    """Those of the settings, those of trackers in the work tree, and those on the command line: now, or the last time that there were any."""
    if told:
        named = [str(path.resolve()) for path in told]
        place.exports.write_text(json.dumps(named))
    else:
        named = _remembered(place.exports)
    root = repo.work_tree
    recorded = [name for name in RECORDED if root and (root / name).exists()]
    own = [(root / name).resolve() for name in (*settings.exports, *recorded)] if root else []
    inside = [path for path in own if root and path.is_relative_to(root.resolve())]  # a link may lead out of it
    return tuple(dict.fromkeys([*inside, *map(Path, named)]))


def _remembered(exports: Path) -> list[str]:
    """The directories of exports named last; none where the note of them is missing or cut off."""
    try:
        return [str(name) for name in json.loads(exports.read_text())]
    except (OSError, ValueError):
        return []
