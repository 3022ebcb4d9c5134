"""Who works on Meridian, from when to when, on what, and how they write a commit's subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


def day(text: str) -> int:
    """Seconds of a day's nine o'clock in the morning, UTC."""
    return int(datetime.fromisoformat(f"{text}T09:00:00").replace(tzinfo=UTC).timestamp())


@dataclass(frozen=True)
class Person:
    """One author. `places` are path prefixes with weights: where their everyday commits fall."""

    key: str
    name: str
    email: str
    first: str
    last: str
    pace: float
    """Share of the everyday commits while they are here."""
    zone: str
    style: str
    """How they write subjects: plain, fix (`fix: tune x`), part (`[serving] Tune x`), squash (`Tune x (#12)`)."""
    places: dict[str, float]

    @property
    def signature(self) -> tuple[str, str]:
        """Name and address."""
        return self.name, self.email


def _person(line: str, places: str) -> Person:
    key, name, email, first, last, pace, zone, style = (part.strip() for part in line.split("|"))
    weights = (place.split(" ") for place in places.split(", "))
    return Person(key, name, email, first, last, float(pace), zone, style, {place: float(w) for place, w in weights})


PEOPLE = [
    _person("ana | Ana Sousa | ana.sousa@meridian.example | 2024-11-01 | 2026-10-30 | 6.5 | +0000 | plain",
            "meridian/training/ 7, meridian/features/ 4, conf/ 2, meridian/pipelines/ 4, tests/ 4, sql/ 1, meridian/monitoring/ 1, notebooks/ 1"),
    _person("ben | Ben Okafor | ben@meridian.example | 2024-11-04 | 2026-10-30 | 4 | +0100 | plain",
            "meridian/serving/ 6, deploy/ 1, conf/ 1, tests/test_serving 2, Dockerfile 0.3, .github/ 0.3, routing_v1/solver 0.3, meridian/common/ 0.5"),
    _person("gustavo | Gustavo Lind | gustavo@meridian.example | 2024-11-01 | 2025-05-20 | 3 | +0100 | plain", "routing_v1/ 6, conf/legacy 1"),
    _person("hedda | Hedda Voss | hedda@meridian.example | 2024-11-11 | 2025-05-16 | 1.2 | +0100 | fix", "routing_v1/graph 3, meridian/pipelines/ 1, scripts/ 1"),
    _person("chloe | Chloé Martin | chloe.martin@meridian.example | 2025-01-13 | 2026-10-29 | 2 | +0100 | plain",
            "meridian/monitoring/ 5, sql/ 2, docs/ 2, conf/thresholds 2, tests/test_monitoring 1, meridian/common/ 0.6"),
    _person("diego | Diego Ramos | diego@meridian.example | 2025-02-03 | 2026-10-27 | 2 | -0300 | fix",
            "meridian/pipelines/ 2.5, scripts/ 2, sql/ 2, conf/ 1, tests/test_pipelines 1, meridian/common/ 0.6"),
    _person("elif | Elif Kaya | elif@meridian.example | 2025-04-07 | 2026-10-30 | 1.6 | +0300 | plain",
            "meridian/features/ 5, notebooks/ 1, meridian/common/ 1"),
    _person("farid | Farid Haddad | farid@meridian.example | 2025-06-02 | 2026-03-27 | 1.6 | +0100 | part",
            "meridian/serving/ 3, meridian/common/ 2, scripts/ 1, tests/ 1"),
    _person("ines | Ines Moreau | ines@meridian.example | 2025-08-18 | 2026-10-28 | 1.2 | +0100 | squash",
            "meridian/monitoring/ 2, meridian/common/ 2, docs/ 1"),
    _person("jonas | Jonas Weber | jonas@meridian.example | 2025-09-01 | 2026-10-26 | 1.2 | +0100 | plain",
            "meridian/training/ 3, meridian/common/ 2, notebooks/ 2"),
    _person("kavya | Kavya Iyer | kavya@meridian.example | 2025-11-03 | 2026-10-30 | 1.2 | +0530 | fix",
            "meridian/features/ 3, meridian/common/ 2, sql/ 1"),
    _person("liam | Liam Byrne | liam@meridian.example | 2026-01-12 | 2026-10-30 | 1 | +0000 | part",
            "deploy/ 2, meridian/common/ 2, meridian/serving/ 2, Makefile 0.3"),
    _person("mina | Mina Park | mina@meridian.example | 2026-03-02 | 2026-10-29 | 1 | +0100 | squash",
            "meridian/pipelines/ 2, meridian/common/ 2, tests/ 2"),
    _person("noah | Noah Stein | noah@meridian.example | 2026-06-01 | 2026-10-30 | 0.8 | +0100 | plain",
            "docs/ 2, meridian/common/ 2, tests/ 1, conf/ 1"),
]  # fmt: skip
BY_KEY = {person.key: person for person in PEOPLE}
LEARNERS = {"kavya": ("elif", "2026-06-01")}
"""Whose everyday changes, after the very first one, somebody else commits for them until a day: the planted long ramp."""
BOT = ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com")
ALIASES = {"ben": ("bokafor", "ben.okafor@laptop.local"), "chloe": ("CHLOE MARTIN", "cm@old-employer.example")}
"""Names under which a few of their commits appear: .mailmap joins the first, the spelling alone the second."""
