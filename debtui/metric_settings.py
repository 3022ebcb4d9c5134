"""`[metrics]` in the settings: which way a metric is better, and which are measured on live traffic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from collectors.errors import DebtError

_WORDS = frozenset({"max", "min", "none", "online"})


@dataclass(frozen=True)
class MetricGoal:
    """What the settings say of the metrics that a glob fits."""

    pattern: str
    goal: str | None
    """max, min or none: not judged; null: as its name says."""
    online: bool


def metric_goals(table: Any, source: str) -> tuple[MetricGoal, ...]:
    """What `[metrics]` says, in the order of the file: the first glob that fits decides. Raises DebtError."""
    if not isinstance(table, dict):
        raise DebtError(f"{source}: metrics is no table", 'write [metrics] and below it "val_auc" = "max"')
    found = []
    for pattern, told in table.items():
        words = told.split() if isinstance(told, str) else []
        goals = [word for word in words if word != "online"]
        if not words or len(goals) > 1 or not _WORDS.issuperset(words):
            raise DebtError(
                f"{source}: metrics.{pattern} = {told!r} is not known",
                'write "max", "min" or "none" (not judged), with "online" before it for what is measured on live traffic',
            )
        found.append(MetricGoal(pattern, goals[0] if goals else None, "online" in words))
    return tuple(found)
