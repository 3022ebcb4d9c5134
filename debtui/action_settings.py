"""`[actions]` and `[alerts]` in the settings: what models do in the world by themselves and how much of it they may; who is told of what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from debtui.data_settings import line_of, names_of, number_of, only, text_of


@dataclass(frozen=True)
class Action:
    """One kind of action that no person looks at before it is done."""

    name: str
    limit: float | None
    """What its rate may not reach, in the metric's own unit; null: none is declared."""
    metric: str | None
    """The recorded metric that is its rate."""
    model: str | None
    """The model of that metric, where several record one of that name."""
    investigations: tuple[str, ...]
    """What incidents about it are recorded under; its own name counts in any case."""
    path: str
    line: int


def actions(table: Any, source: str, text: str) -> tuple[Action, ...]:
    """What `[actions]` says, in the order of the file. Raises DebtError for what is not understood."""
    only(table, set(table) if isinstance(table, dict) else set(), source, "actions.")
    found = []
    for name, told in table.items():
        prefix = f"actions.{name}"
        only(told, {"limit", "metric", "model", "investigations"}, source, f"{prefix}.")
        found.append(
            Action(
                name,
                number_of(told, "limit", source, prefix),
                text_of(told, "metric", source, prefix),
                text_of(told, "model", source, prefix),
                tuple(names_of(told, "investigations", source, prefix)),
                source,
                line_of(text, "actions", name),
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class Receiver:
    """One of those whom alerts have to reach so that a model's people know of them."""

    model: str
    receiver: str
    """As incidents and routes name it."""
    path: str
    line: int


def receivers(table: Any, source: str, text: str) -> tuple[Receiver, ...]:
    """What `[alerts]` says, in the order of the file: model to names. Raises DebtError for what is not understood."""
    only(table, set(table) if isinstance(table, dict) else set(), source, "alerts.")
    return tuple(
        Receiver(model, name, source, line_of(text, "alerts", model))
        for model in table
        for name in names_of(table, model, source, "alerts")
    )
