"""How often verdicts are wrong: false alarms where nothing is the matter, and what is found where something is, by simulation.

Run `python benchmarks/rates.py`; `docs/statistics.md` is what it prints, and tests hold the false alarms to their limits.
One seed per row, the same numbers every time.
"""

from __future__ import annotations

import random
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from debtui.derived import hidden_loop_at as loop
from debtui.derived.drift_at import Bins, verdicts
from debtui.derived.release_change_at import Seen, judged
from debtui.derived.silent_failure_at import Failure, Stat, failures
from debtui.derived.trade_off_at import of_model

_DAY = datetime(2026, 1, 1)


@dataclass(frozen=True)
class Rate:
    """One row: in what share of so many draws the verdict is raised."""

    measure: str
    drawn: str
    share: float
    draws: int
    limit: float | None = None
    """The most that is promised of false alarms; None: something is the matter, and the share is the power."""


def _release(chance: random.Random, *, metrics: int, drop: float, repeats: int) -> bool:
    """Whether a release is told to harm a metric; the noise is known from so many runs (0: exactly)."""
    seen = []
    for number in range(metrics):
        spread = statistics.stdev(chance.gauss(0, 1) for _ in range(repeats)) if repeats else 1.0
        told, lost = chance.gauss(0, 1), drop if number == 0 else 0.0
        freedom = repeats - 1 if repeats else None
        seen.append(
            Seen(
                "m",
                2,
                str(number),
                "",
                told,
                chance.gauss(0, 1) - lost,
                None,
                "max",
                spread,
                "repeats",
                freedom,
                other_data=False,
            )
        )
    worse = [row[2] for row in judged(seen) if row[-1] == "worse"]
    return "0" in worse if drop else bool(worse)


def _traded(chance: random.Random, *, releases: int, rho: float) -> bool:
    """Whether of four metrics a pair is told to be traded: with a rho of 0 any, else the two that are."""
    first = [chance.gauss(0, 1) for _ in range(releases)]
    changes = {
        "a": dict(enumerate(first)), "b": {n: rho * x + (1 - rho * rho) ** 0.5 * chance.gauss(0, 1) for n, x in enumerate(first)},
        **{name: {n: chance.gauss(0, 1) for n in range(releases)} for name in "cd"},
    }  # fmt: skip
    pairs = [row[1:3] for row in of_model("m", changes) if float(str(row[6])) <= 0.1]
    return ("a", "b") in pairs if rho else bool(pairs)


def _drifted(chance: random.Random, *, examples: int, features: int, moved: float) -> bool:
    """Whether a period is told to have drifted, in deciles of a normal distribution that moved by so many standard deviations."""
    periods = [
        (_deciles(chance, examples, 0.0), _deciles(chance, examples, moved if number == 0 else 0.0))
        for number in range(features)
    ]
    drifted = [told[3] for told in verdicts(periods)]
    return drifted[0] if moved else any(drifted)


_CUTS = statistics.NormalDist().quantiles(10)


def _deciles(chance: random.Random, examples: int, moved: float) -> Bins:
    bins = {str(number): 0.0 for number in range(10)}
    for _ in range(examples):
        value = chance.gauss(moved, 1)
        bins[str(sum(value > cut for cut in _CUTS))] += 1
    return bins


def _days(chance: random.Random, days: int, spoil: Callable[[Stat], Stat] | None) -> list[Failure]:
    """Failures told of one feature with weekly volume; from day 60 on something is the matter."""
    stats = []
    for number in range(days):
        day = _DAY + timedelta(days=number)
        rows = round((8000 if day.weekday() >= 5 else 5000) * chance.gauss(1, 0.04))
        empty = min(max(0.1 + chance.gauss(0, (0.09 / rows) ** 0.5), 0), 1)
        stat = Stat(
            day, rows, empty, chance.gauss(3, 0.1), abs(chance.gauss(1, 0.02)), rows // 9, day + timedelta(hours=23)
        )
        stats.append(spoil(stat) if spoil is not None and number >= 60 else stat)
    return failures(stats)


def _followed(chance: random.Random, *, carried: float, moved: float) -> bool:
    """Whether a metric is told to move with ten monthly releases of another model; it has weeks, and carries so much of one day over to the next."""
    level, kept, days = 0.0, 0.0, {}
    released = range(20, 300, 28)
    for day in range(310):
        kept = carried * kept + chance.gauss(0, 1)
        level += moved * chance.choice((-1, 1)) if day in released else 0.0
        days[day] = level + kept + 2 * (day % 7 >= 5)
    return loop.chance(loop.shifts(days, released, ()), 999) <= loop.RATE


_SPOILED: dict[str, Callable[[Stat], Stat]] = {
    "stale": lambda stat: stat._replace(newest=_DAY + timedelta(days=59)),
    "coverage": lambda stat: stat._replace(null_share=(stat.null_share or 0) + 0.15),
    "constant": lambda stat: stat._replace(mean=3.0),
    "volume": lambda stat: stat._replace(examples=(stat.examples or 0) // 2),
    "cardinality": lambda stat: stat._replace(distinct=(stat.distinct or 0) // 3),
    "unit": lambda stat: stat._replace(mean=(stat.mean or 0) * 1000),
}
_SAID = {
    "stale": "nothing is loaded any more", "coverage": "15 points fewer rows have a value", "constant": "the mean never changes",
    "volume": "half of the rows are missing", "cardinality": "two thirds of the values are missing", "unit": "a thousandfold unit",
}  # fmt: skip


def rates() -> Iterator[Rate]:
    """Every row, in the order of the page."""

    def share(draws: int, seed: str, draw: Callable[[random.Random], bool]) -> tuple[float, int]:
        chance = random.Random(seed)
        return sum(draw(chance) for _ in range(draws)) / draws, draws

    for metrics, repeats in ((5, 0), (20, 0), (20, 5)):
        noise = f"noise from {repeats} runs" if repeats else "noise known"
        told = share(
            400, f"EN-1 {metrics} {repeats}", lambda c, m=metrics, r=repeats: _release(c, metrics=m, drop=0, repeats=r)
        )  # type: ignore[misc]
        yield Rate("EN-1", f"{metrics} metrics, none changed, {noise}", *told, 0.1)
    for drop, repeats in ((4.0, 0), (6.0, 0), (6.0, 5)):
        noise = f"noise from {repeats} runs" if repeats else "noise known"
        told = share(
            200, f"EN-1 {drop} {repeats}", lambda c, d=drop, r=repeats: _release(c, metrics=10, drop=d, repeats=r)
        )  # type: ignore[misc]
        yield Rate("EN-1", f"one of 10 metrics worse by {drop:.0f} spreads of a run, {noise}", *told)
    for releases in (10, 20, 40):
        told = share(60, f"EN-2 {releases}", lambda c, n=releases: _traded(c, releases=n, rho=0))  # type: ignore[misc]
        yield Rate("EN-2", f"4 metrics, {releases} releases, none traded", *told, 0.1)
    for releases in (10, 20, 40):
        told = share(40, f"EN-2 power {releases}", lambda c, n=releases: _traded(c, releases=n, rho=-0.8))  # type: ignore[misc]
        yield Rate("EN-2", f"4 metrics, {releases} releases, two traded (rho -0.8)", *told)
    for examples in (200, 1000):
        told = share(60, f"MN-6 {examples}", lambda c, n=examples: _drifted(c, examples=n, features=5, moved=0))  # type: ignore[misc]
        yield Rate("MN-6", f"5 features, {examples:,} examples each, no drift", *told, 0.05)
    for examples, moved in ((200, 0.5), (1000, 0.3), (1000, 0.5)):
        told = share(
            40, f"MN-6 {examples} {moved}", lambda c, n=examples, m=moved: _drifted(c, examples=n, features=5, moved=m)
        )  # type: ignore[misc]
        yield Rate("MN-6", f"one of 5 features moved by {moved} standard deviations, {examples:,} examples", *told)
    for carried, said in ((0.0, "each day on its own"), (0.9, "nine tenths carried over to the next day")):
        told = share(320, f"FL-3 {carried}", lambda c, k=carried: _followed(c, carried=k, moved=0))  # type: ignore[misc]
        yield Rate("FL-3", f"a daily metric, {said}, 10 releases of another model", *told, 0.05)
    told = share(40, "FL-3 power", lambda c: _followed(c, carried=0.0, moved=1.5))
    yield Rate("FL-3", "the same, moved up or down by 1.5 standard deviations at each release", *told)
    told = share(300, "ZK-10", lambda c: bool(_days(c, 180, None)))
    yield Rate("ZK-10", "one feature, 180 days, nothing the matter", *told, 0.02)
    for kind, spoil in _SPOILED.items():
        told = share(40, f"ZK-10 {kind}", lambda c, k=kind, s=spoil: any(f.kind == k for f in _days(c, 75, s)))  # type: ignore[misc]
        yield Rate("ZK-10", f"{_SAID[kind]}, found within 15 days", *told)


def page(told: Iterable[Rate]) -> str:
    """The page of the documentation."""
    lines = [
        "# How often verdicts are wrong", "",
        "Generated by `make docs` from `benchmarks/rates.py`: simulated records in which nothing is the matter (false alarms, which must not exceed the",
        "limit by more than chance explains), and in which something is (power: the share that is found).", "",
        "| measure | drawn | told in | of draws | limit |", "| --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for rate in told:
        limit = f"{rate.limit:.0%}" if rate.limit is not None else "power"
        lines.append(f"| {rate.measure} | {rate.drawn} | {rate.share:.1%} | {rate.draws} | {limit} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(rates()), end="")
