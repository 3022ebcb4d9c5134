"""The tree as it stands, and the small changes that everyday commits make to it."""

from __future__ import annotations

import random
from dataclasses import dataclass

from sample_data.people import BY_KEY, Person, day
from sample_data.template import PIN, Number, Template
from sample_data.timeline import Event

_DAY = 86_400
Changes = dict[str, str | None]


@dataclass
class _Due:
    """A step of a file that may be made from a moment on."""

    when: int
    key: str
    subject: str
    needs: str | None


class Edits:
    """Which files are there, which steps are done, what each number is."""

    def __init__(self, files: list[Template], chance: random.Random, end: int) -> None:
        self.files = files
        self.chance = chance
        self.done: set[str] = set()
        self.values: dict[str, str] = {}
        self.tried: dict[str, set[str]] = {}
        self.here: dict[str, str] = {}
        self.by_path: dict[str, Template] = {}
        self.due = {file.path: self._schedule(file, end) for file in files}

    def apply(self, event: Event) -> Changes:
        """What an event changes."""
        self.done.add(event.subject)
        changes: Changes = dict.fromkeys(event.remove)
        for path in event.remove:
            del self.here[path], self.by_path[path]
        for file in self.files:
            path = self._path(file)
            if (file.born, file.subject) == (event.date, event.subject) or path in event.restore:
                self.by_path[path] = file
            elif path not in self.by_path and file.path == path and (old := _was(file)) in self.by_path:
                changes[old] = None
                del self.here[old]
                self.by_path[path] = self.by_path.pop(old)
        return changes | self._written(list(self.by_path))

    def everyday(self, who: Person, when: int, busy: set[str]) -> tuple[str, Changes] | None:
        """A change by a person in one of their places, away from the paths that a branch of somebody else touched."""
        for _ in range(6):
            place = self.chance.choices(list(who.places), list(who.places.values()))[0]
            paths = [p for p in sorted(self.by_path) if p.startswith(place) and "quiet" not in self.by_path[p].options]
            if not paths:
                continue
            weights = [float(self.by_path[path].options.get("weight", "1")) for path in paths]
            path = self.chance.choices(paths, weights)[0]
            made = self._step(path, when, busy) if self.chance.random() < 0.85 else None
            made = made or self._tune(path, busy)
            if made is not None and self.chance.random() < 0.12:
                other = self._tune(self.chance.choice(paths), busy)
                made = (made[0], made[1] | other[1]) if other else made
            if made is not None:
                return made
        return None

    def bump(self) -> tuple[str, Changes] | None:
        """A newer version of something pinned, in each file that pins it."""
        pins = sorted(
            {
                n.key
                for file in self.by_path.values()
                for n in file.numbers
                if n.key.startswith(PIN) and _seen(file, n, self.done)
            }
        )
        key = self.chance.choice(pins)
        old = self.values.get(key) or next(
            _original(f, n) for f in self.by_path.values() for n in f.numbers if n.key == key
        )
        major, minor, patch = (int(part) for part in old.split("."))
        self.values[key] = new = (
            f"{major}.{minor + 1}.0" if self.chance.random() < 0.5 else f"{major}.{minor}.{patch + 1}"
        )
        changes = self._written(list(self.by_path))
        return (f"Bump {key.removeprefix(PIN)} from {old} to {new}", changes) if changes else None

    def _schedule(self, file: Template, end: int) -> list[_Due]:
        born = day(file.born)
        last = min(end, day(BY_KEY[file.who].last)) - 20 * _DAY
        moments: dict[str | None, int] = {None: born + 2 * _DAY}
        found = []
        for key, subject, needs in file.steps:
            begin = moments.get(needs, born + 2 * _DAY)
            moments[key] = self.chance.randrange(begin, max(last, begin + 10 * _DAY))
            found.append(_Due(moments[key], key, subject, needs))
        return sorted(found, key=lambda due: (due.when, due.key))

    def _step(self, path: str, when: int, busy: set[str]) -> tuple[str, Changes] | None:
        """The oldest step that is due in a file; it may reach into others."""
        file = self.by_path[path]
        for due in self.due[file.path]:
            if due.when > when:
                return None
            if due.key in self.done or (due.needs is not None and due.needs not in self.done):
                continue
            touched = [p for p, f in self.by_path.items() if due.key in f.keys]
            if busy.intersection(touched):
                continue
            self.done.add(due.key)
            changes = self._written(touched)
            if changes:
                return due.subject, changes
        return None

    def _tune(self, path: str, busy: set[str]) -> tuple[str, Changes] | None:
        """Another value for one of a file's numbers."""
        file = self.by_path[path]
        numbers = [n for n in file.numbers if not n.key.startswith(PIN) and _seen(file, n, self.done)]
        if not numbers or path in busy:
            return None
        number = self.chance.choice(numbers)
        original = _original(file, number)
        old = self.values.get(number.key, original)
        new = _another(original, old, self.chance)
        self.values[number.key] = new
        verb = self.chance.choice(
            ("Raise", "Set", "Increase", "Try") if float(new) > float(old) else ("Lower", "Set", "Reduce", "Try")
        )
        if new in self.tried.setdefault(number.key, {original}) and self.chance.random() < 0.2:
            verb = "Put back"
        self.tried[number.key].add(new)
        return f"{verb} {number.label} {'at' if verb == 'Try' else 'to'} {new}", self._written([path])

    def _written(self, paths: list[str]) -> Changes:
        """Those of the paths whose text is not what it was."""
        changes: Changes = {}
        for path in sorted(paths):
            text = self.by_path[path].text(self.done, self.values)
            if self.here.get(path) != text:
                changes[path] = self.here[path] = text
        return changes

    def _path(self, file: Template) -> str:
        subject = file.options["was"].partition(" until ")[2] if "was" in file.options else ""
        return file.path if not subject or subject in self.done else _was(file)


def _was(file: Template) -> str:
    return file.options.get("was", "").partition(" until ")[0]


def _seen(file: Template, number: Number, done: set[str]) -> bool:
    return all(key in done for key, _ in file.lines[number.line].until)


def _original(file: Template, number: Number) -> str:
    text = file.lines[number.line].text[number.start : number.end]
    return text.strip("{}").rpartition(":")[2]


def _another(original: str, old: str, chance: random.Random) -> str:
    """A value near the original with as many decimals, other than the old one."""
    decimals = len(original.partition(".")[2])
    grain = (
        10.0**-decimals
        if decimals
        else float(next(g for g in (1000, 100, 50, 10, 5, 1) if int(original) % g == 0 or g == 1))
    )
    grain = grain / 10 if float(original) <= grain else grain
    for _ in range(20):
        value = float(original) * (0.6 + 0.9 * chance.random())
        steps = max(1, round(value / grain))
        new = f"{steps * grain:.{max(decimals, 0)}f}"
        if new != old and float(new) > 0:
            return new
    return f"{float(original) * 2:.{decimals}f}" if old == original else original
