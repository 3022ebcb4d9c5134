#! 2024-11-11 ana Watch the inputs
"""The weekly report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from meridian.monitoring import alerts, drift

WORST = 5
TITLE_WIDTH = 48


@dataclass
class Report:
    """One week."""

    day: date
    late: float
    worst: list[tuple[str, float]] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)


def weekly_report(day: date) -> str:
    """The text that goes to the channel."""
    found = Report(day, 0.0, moved=drift.moved_features(day))
    lines = [f"Week of {day:%d %B}".ljust(TITLE_WIDTH, "-")]
    lines += alerts.from_report(found)
    return "\n".join(lines)


def worst_cities(late: dict[str, float], count: int = WORST) -> list[tuple[str, float]]:
    """Cities with the largest share of late orders."""
    return sorted(late.items(), key=lambda pair: (-pair[1], pair[0]))[:count]


def as_markdown(found: Report) -> str:
    """A report for the wiki."""
    lines = [f"## {found.day:%Y-%m-%d}", "", "| city | late |", "| --- | --- |"]
    lines += [f"| {city} | {share:.1%} |" for city, share in found.worst]
    return "\n".join(lines)


def trend(weeks: list[float]) -> float:
    """Change of the late share against the mean of the weeks before."""
    if len(weeks) < 2:
        return 0.0
    return weeks[-1] - sum(weeks[:-1]) / (len(weeks) - 1)
