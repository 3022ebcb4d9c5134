"""Who works on Meridian, from when to when, and on what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


def day(text: str) -> int:
    """Seconds of a day's nine o'clock in the morning, UTC."""
    return int(datetime.fromisoformat(f"{text}T09:00:00").replace(tzinfo=UTC).timestamp())


@dataclass(frozen=True)
class Person:
    """One author. `places` are path prefixes with weights: where their everyday commits fall."""

    name: str
    email: str
    first: str
    last: str
    pace: float
    """Share of the everyday commits while they are here."""
    places: dict[str, float]


ANA = Person("Ana Sousa", "ana.sousa@meridian.example", "2024-11-01", "2026-10-30", 5.0, {
    "meridian/training/": 6, "meridian/features/": 3, "conf/": 2, "meridian/pipelines/": 2, "tests/": 1})  # fmt: skip
BEN = Person("Ben Okafor", "ben@meridian.example", "2024-11-04", "2026-10-30", 4.0, {
    "meridian/serving/": 6, "deploy/": 2, "conf/": 1, "meridian/common/": 1, "tests/": 2})  # fmt: skip
CHLOE = Person("Chloé Martin", "chloe.martin@meridian.example", "2025-01-13", "2026-10-29", 2.0, {
    "meridian/monitoring/": 5, "sql/": 2, "docs/": 1, "conf/": 1})  # fmt: skip
DIEGO = Person("Diego Ramos", "diego@meridian.example", "2025-02-03", "2026-10-27", 2.0, {
    "meridian/pipelines/": 5, "scripts/": 2, "sql/": 2, "conf/": 1})  # fmt: skip
GUSTAVO = Person(
    "Gustavo Lind",
    "gustavo@meridian.example",
    "2024-11-01",
    "2025-05-30",
    3.0,
    {"routing_v1/": 5, "meridian/common/": 1},
)
HEDDA = Person(
    "Hedda Voss",
    "hedda@meridian.example",
    "2024-11-11",
    "2025-06-27",
    2.0,
    {"routing_v1/": 4, "meridian/pipelines/": 1},
)
PEOPLE = (
    ANA, BEN, CHLOE, DIEGO, GUSTAVO, HEDDA,
    Person("Elif Kaya", "elif@meridian.example", "2025-04-07", "2026-10-30", 1.5, {"meridian/features/": 5, "notebooks/": 1, "meridian/common/": 1}),
    Person("Farid Haddad", "farid@meridian.example", "2025-06-02", "2026-03-27", 1.5, {"meridian/serving/": 3, "meridian/common/": 2, "tests/": 1}),
    Person("Ines Moreau", "ines@meridian.example", "2025-08-18", "2026-10-28", 1.2, {"meridian/monitoring/": 2, "meridian/common/": 2, "docs/": 1}),
    Person("Jonas Weber", "jonas@meridian.example", "2025-09-01", "2026-10-26", 1.2, {"meridian/training/": 3, "meridian/common/": 2, "notebooks/": 2}),
    Person("Kavya Iyer", "kavya@meridian.example", "2025-11-03", "2026-10-30", 1.2, {"meridian/features/": 3, "meridian/common/": 2, "sql/": 1}),
    Person("Liam Byrne", "liam@meridian.example", "2026-01-12", "2026-10-30", 1.0, {"deploy/": 2, "meridian/common/": 2, "meridian/serving/": 2}),
    Person("Mina Park", "mina@meridian.example", "2026-03-02", "2026-10-29", 1.0, {"meridian/pipelines/": 2, "meridian/common/": 2, "tests/": 2}),
    Person("Noah Stein", "noah@meridian.example", "2026-06-01", "2026-10-30", 0.8, {"docs/": 2, "meridian/common/": 2, "tests/": 1}),
)  # fmt: skip
BOT = ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com")
ALIASES = {
    "Ben Okafor": ("bokafor", "ben.okafor@laptop.local"),
    "Chloé Martin": ("CHLOE MARTIN", "cm@old-employer.example"),
}
"""Names under which a few of their commits appear: the mailmap joins the first, their spelling joins the second."""
