"""`[metrics]` in the settings: which way a metric is better, which are measured on live traffic, which tell of a loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from collectors.errors import DebtError

_GOALS = frozenset({"max", "min", "none"})
ROLES = frozenset({"concentration", "diversity", "influenced"})
"""What a metric tells of a model that teaches itself: how few things it shows (Gini), how many (entropy), which share of its labels it had a hand in."""


@dataclass(frozen=True)
class MetricGoal:
    """What the settings say of the metrics that a glob fits."""

    pattern: str
    goal: str | None
    """max, min or none: not judged; null: as its name says."""
    online: bool
    role: str | None = None
    """One of ROLES; such a metric is not judged unless a goal says so."""


def metric_goals(table: Any, source: str) -> tuple[MetricGoal, ...]:
    """What `[metrics]` says, in the order of the file: the first glob that fits decides. Raises DebtError."""
    if not isinstance(table, dict):
        raise DebtError(f"{source}: metrics is no table", 'write [metrics] and below it "val_auc" = "max"')
    found = []
    for pattern, told in table.items():
        words = told.split() if isinstance(told, str) else []
        goals = [word for word in words if word in _GOALS]
        roles = [word for word in words if word in ROLES]
        known = {"online", *goals, *roles}
        if not words or len(goals) > 1 or len(roles) > 1 or not known.issuperset(words):
            raise DebtError(
                f"{source}: metrics.{pattern} = {told!r} is not known",
                'write "max", "min" or "none" (not judged), with "online" before it for what is measured on live traffic; or "concentration", "diversity" or "influenced" (FL-4)',
            )
        found.append(
            MetricGoal(
                pattern,
                goals[0] if goals else "none" if roles else None,
                "online" in words,
                roles[0] if roles else None,
            )
        )
    return tuple(found)
