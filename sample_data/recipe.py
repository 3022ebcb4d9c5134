"""The recipe: two years of Meridian, day by day, the planted debts on the days that planted.toml names."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from sample_data import template
from sample_data.edits import Edits
from sample_data.history import History
from sample_data.people import ALIASES, BOT, BY_KEY, LEARNERS, PEOPLE, Person, day
from sample_data.timeline import Event, events

START, END = day("2024-11-01"), day("2026-10-30")
EVERYDAY = 1362
"""Days of everyday work, whatever is planted: another planted debt then leaves all the others where they are."""
_DAY = 86_400
_WHY = (
    "Late orders went up last week; this brings them back.", "Agreed in Tuesday's review.", "See the numbers in the notebook.",
    "The old value was a guess.", "Found while on call.", "No change in the hold-out error.", "Asked for by operations in Porto.",
)  # fmt: skip


def stream() -> Iterator[bytes]:
    """The repository as a git fast-import stream, the same bytes every time."""
    builder = _Builder()
    planned = events(builder.edits.files)
    for when in _moments(builder.chance, EVERYDAY):
        while day(planned[0].date) <= when:
            builder.event(planned.pop(0))
        builder.everyday(when)
    for event in planned:
        builder.event(event)
    return builder.history.stream()


def last_day(files: dict[str, str]) -> Iterator[bytes]:
    """One more commit on what `stream` has made: it names commits, and so can only be written when they are there."""
    who = BY_KEY["elif"]
    history = History()
    history.commit(who.signature, END + 3600, "Export what the models did", dict(files), onto=True)
    return history.stream()


def _moments(chance: random.Random, count: int) -> list[int]:
    """Moments between the start and the end, more of them as the team grows, none at weekends."""
    times: list[int] = []
    while len(times) < count:
        when = START + 3 * _DAY + int((END - START - 4 * _DAY) * chance.random() ** 0.8)
        if (when // _DAY + 4) % 7 not in (0, 6):
            times.append(when // _DAY * _DAY + 9 * 3600 + chance.randrange(9 * 3600))
    return sorted(times)


@dataclass
class _Branch:
    """A side branch that is open: whose, how many commits it still gets, what it touched."""

    who: Person
    left: int
    tip: int
    subject: str = ""
    files: dict[str, str | None] = field(default_factory=dict)


class _Builder:
    """The history so far, and what is open."""

    def __init__(self) -> None:
        self.chance = random.Random(2015)
        self.edits = Edits(template.load(), self.chance, END)
        self.history = History()
        self.branch: _Branch | None = None
        self.count = 0
        self.begun: set[str] = set()

    def event(self, event: Event) -> None:
        """A commit whose day and subject are fixed."""
        self._merge(day(event.date) - 3600)
        who = BY_KEY[event.who]
        self.history.commit(who.signature, day(event.date), event.subject, self.edits.apply(event))

    def everyday(self, when: int) -> None:
        """One small commit by somebody who is here; some are a bot's, some wait on a side branch."""
        self.count += 1
        self.chance.seed(f"2015 {self.count}")  # each day's luck is its own: one more event shifts nothing after it
        if self.count % 45 == 0 and (bump := self.edits.bump()):
            self.history.commit(BOT, when, *bump)
            return
        here = [p for p in PEOPLE if day(p.first) <= when <= day(p.last)]
        who = self.chance.choices(here, [p.pace for p in here])[0]
        branch = self.branch
        mine = branch is not None and branch.who is who
        made = self.edits.everyday(who, when, set(branch.files) if branch and not mine else set())
        if made is None:
            return
        subject, changes = made
        message = _worded(subject, who, next(iter(changes)), self.count)
        if self.chance.random() < 0.12:
            message += f"\n\n{self.chance.choice(_WHY)}"
        signature = self._signature(who, when)
        if branch and mine:
            branch.tip = self.history.commit(signature, when, message, changes, zone=who.zone, parent=branch.tip)
            branch.files |= changes
            branch.left -= 1
            if branch.left == 0:
                self._merge(when + 1800)
        elif branch is None and who.key != "gustavo" and self.chance.random() < 0.16:
            tip = self.history.commit(signature, when, message, changes, zone=who.zone, parent=self.history.main)
            self.branch = _Branch(who, self.chance.randrange(1, 4), tip, subject, dict(changes))
        else:
            written = when - self.chance.choice((0, 0, 0, 0, 5, 26)) * 3600
            self.history.commit(signature, when, message, changes, zone=who.zone, written=written)

    def _signature(self, who: Person, when: int) -> tuple[str, str]:
        """Under which name and address somebody's change is committed."""
        if who.key in LEARNERS and who.key in self.begun:
            mentor, until = LEARNERS[who.key]
            return BY_KEY[mentor].signature if when < day(until) else who.signature
        self.begun.add(who.key)
        return ALIASES[who.key] if who.key in ALIASES and self.chance.random() < 0.06 else who.signature

    def _merge(self, when: int) -> None:
        """Bring the open side branch in."""
        if self.branch is None:
            return
        branch, self.branch = self.branch, None
        by = BY_KEY["ben" if branch.who.key == "ana" else "ana"]
        name = "-".join(branch.subject.lower().split()[:5]).replace(":", "")
        message = f"Merge pull request #{self.count // 3} from meridian/{name}"
        self.history.commit(by.signature, when, message, branch.files, merge=branch.tip)


def _worded(subject: str, who: Person, path: str, number: int) -> str:
    """The subject as this person writes it."""
    if who.style == "fix":
        kind = (
            "docs"
            if path.startswith("docs/")
            else "test"
            if path.startswith("tests/")
            else "feat"
            if subject.startswith("Add")
            else "fix"
        )
        return f"{kind}: {subject[0].lower()}{subject[1:]}"
    if who.style == "part":
        return f"[{path.split('/')[1] if path.startswith('meridian/') else path.split('/')[0]}] {subject}"
    return f"{subject} (#{number // 3})" if who.style == "squash" else subject
