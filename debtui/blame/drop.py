"""Which two runs are compared, and by how much a metric differs between them, in units of its noise."""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from collectors.errors import DebtError

if TYPE_CHECKING:
    from debtui.session import Session

MOST = 200_000
"""Runs of one metric that are asked for."""
TOLD_APART = 1.959963984540054
"""Units of noise of a difference beyond which 5 % of no-changes lie."""


@dataclass(frozen=True)
class Ran:
    """One run, and what the metric came to."""

    run: str
    model: str
    value: float
    started: datetime | None
    seq: int | None
    """The mainline commit that its own commit came in with; None: not recorded, or not in the history."""
    commit_id: str | None
    dirty: bool | None
    command: str | None
    environment: str | None
    hardware: str | None
    seed: str | None
    file: str


@dataclass(frozen=True)
class Drop:
    """A metric of one model and part of its examples, before and after."""

    model: str
    metric: str
    slice: str
    before: Ran
    after: Ran
    goal: str | None
    """max or min; else nothing says which way it is better."""
    spread: float | None
    """Standard deviation of one run; None: unknown."""

    @property
    def score(self) -> float | None:
        """The difference in units of its noise, spread * sqrt(2); up is better where the goal is known."""
        if not self.spread:
            return None
        return (self.after.value - self.before.value) * (-1 if self.goal == "min" else 1) / (self.spread * math.sqrt(2))

    @property
    def verdict(self) -> str:
        """In words; that the noise is not known is one."""
        if self.score is None:
            return "its noise is not known: whether that is a change cannot be told"
        times = f"{abs(self.score):.1f} times its noise"
        if abs(self.score) < TOLD_APART:
            return f"within its noise ({times})"
        if self.goal not in {"max", "min"}:
            return f"changed, {times}; which way is better is not known"
        return f"{'better' if self.score > 0 else 'worse'}, {times}"


def find(
    session: Session, seq: int, metric: str, *, model: str | None = None, earlier: str | None = None, later: str | None = None,
    part: str | None = None,
) -> Drop:  # fmt: skip
    """The drop that a user asks for: two runs by name, or the newest release that made the metric worse; `part`: of the examples.

    With `later` alone it is held against the release before it, else the model's run before it. Raises DebtError
    where there is no such metric, run or drop.
    """
    runs = _runs(session, seq, metric, model)
    if earlier is None and later is None:
        return _newest_drop(session, seq, metric, model, runs)
    named = [_named(runs, name) if name else None for name in (earlier, later)]
    part, both = _common(runs, [name for name in named if name], part)
    before, after = named
    if after is None and before is not None:
        after = _beside(both, before, +1)
    if before is None and after is not None:
        before = _released_before(session, seq, after, both) or _beside(both, after, -1)
    return _drop(session, seq, metric, part, both[str(before)], both[str(after)])


def _runs(session: Session, seq: int, metric: str, model: str | None) -> dict[str, dict[str, Ran]]:
    """Run to part of the examples to what it came to, in order of time."""
    of_model = "" if model is None else f"AND result_at.model = {literal(model)}"
    asked = f"""
        SELECT result_at.run, coalesce(result_at.model, ''), result_at.slice, result_at.value, run_at.started, run_at.seq, run_at.commit_id,
            run_at.dirty, run_at.command, run_at.environment, run_at.hardware, run_at.seed, run_at.file
        FROM result_at JOIN run_at USING (run)
        WHERE result_at.metric = {literal(metric)} AND result_at.value IS NOT NULL {of_model}
        ORDER BY run_at.started NULLS FIRST, result_at.run, result_at.slice
    """
    runs: dict[str, dict[str, Ran]] = {}
    row: Any
    for row in session.sql(asked, seq, MOST).rows:
        runs.setdefault(row[0], {})[row[2]] = Ran(row[0], row[1], float(row[3]), *row[4:])
    if not runs:
        known = [
            str(row[0]) for row in session.sql("SELECT DISTINCT metric FROM result_at ORDER BY metric", seq, MOST).rows
        ]
        if not known:
            raise DebtError(
                "no run with a metric is recorded", "debtui collect --exports DIR reads what trackers wrote"
            )
        near = difflib.get_close_matches(metric, known, 3, 0.4) or known[:5]
        of_it = f" of {model}" if model else ""
        raise DebtError(f"no run has a metric {metric}{of_it}", f"there are {', '.join(near)}")
    return runs


def _newest_drop(
    session: Session, seq: int, metric: str, model: str | None, runs: dict[str, dict[str, Ran]]
) -> Drop:  # fmt: skip
    of_model = "" if model is None else f"AND change.model = {literal(model)}"
    asked = f"""
        SELECT release_at.previous_run, release_at.run, change.slice
        FROM release_change_at AS change JOIN release_at USING (model, number)
        WHERE change.metric = {literal(metric)} AND change.verdict = 'worse' {of_model}
        ORDER BY release_at.released DESC, change.slice LIMIT 1
    """
    for earlier, later, part in session.sql(asked, seq, 1).rows:
        return _drop(session, seq, metric, str(part), runs[str(earlier)][str(part)], runs[str(later)][str(part)])
    raise DebtError(
        f"no release made {metric} worse beyond its noise",
        f"name two runs to compare them all the same: --run {next(iter(runs))} --run {list(runs)[-1]}",
    )


def _named(runs: dict[str, dict[str, Ran]], name: str) -> str:
    """The run of that name, or the only one that begins so."""
    if name in runs:
        return name
    begun = [run for run in runs if run.startswith(name)]
    if len(begun) == 1:
        return begun[0]
    near = begun[:5] or difflib.get_close_matches(name, list(runs), 3, 0.4) or list(runs)[-3:]
    raise DebtError(
        f"{'several runs begin' if begun else 'no run with that metric begins'} with {name}",
        f"did you mean {', '.join(near)}?",
    )


def _common(runs: dict[str, dict[str, Ran]], named: list[str], wanted: str | None) -> tuple[str, dict[str, Ran]]:
    """A part of the examples that the named runs have, all of them first; and every run that has it."""
    shared = set.intersection(*(set(runs[name]) for name in named))
    if not shared:
        raise DebtError("the two runs have the metric for no common part of the examples", "name two others with --run")
    part = wanted if wanted in shared else min(shared)
    return part, {run: parts[part] for run, parts in runs.items() if part in parts}


def _beside(runs: dict[str, Ran], ran: str, step: int) -> str:
    one = runs[ran]
    order = [run for run, other in runs.items() if other.model == one.model]
    at = order.index(one.run) + step
    if not 0 <= at < len(order):
        raise DebtError(
            f"there is no run {'before' if step < 0 else 'after'} {one.run}", "name the other one with --run"
        )
    return order[at]


def _released_before(session: Session, seq: int, run: str, runs: dict[str, Ran]) -> str | None:
    asked = f"SELECT previous_run FROM release_at WHERE run = {literal(run)} ORDER BY number DESC LIMIT 1"
    return next((str(row[0]) for row in session.sql(asked, seq, 1).rows if row[0] in runs), None)


def _drop(session: Session, seq: int, metric: str, part: str, before: Ran, after: Ran) -> Drop:
    of_it = f"model = {literal(after.model)} AND metric = {literal(metric)} AND slice = {literal(part)}"
    noise: Any = session.sql(f"SELECT max(spread) FROM noise_at WHERE {of_it}", seq, 1).rows[0][0]
    goal: Any = session.sql(f"SELECT min(goal) FROM metric_at WHERE metric = {literal(metric)}", seq, 1).rows[0][0]
    return Drop(after.model, metric, part, before, after, goal, noise)


def literal(told: str) -> str:
    """A text as SQL writes it."""
    return "'" + told.replace("'", "''") + "'"
