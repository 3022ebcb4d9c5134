"""The recipe: two years of Meridian, day by day, the planted debts on the days that planted.toml names."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from sample_data import people
from sample_data.content import first_files, model_config, notebook
from sample_data.history import History
from sample_data.modules import Function, first_modules
from sample_data.people import ANA, BEN, CHLOE, DIEGO, GUSTAVO, HEDDA, PEOPLE, Person, day

START, END = day("2024-11-01"), day("2026-10-30")
COMMITS = 1500
_DAY = 86_400
_VERBS = ("Tune", "Fix", "Simplify", "Guard", "Speed up", "Clarify", "Round", "Widen", "Narrow", "Check")


def stream() -> Iterator[bytes]:
    """The repository as a git fast-import stream, the same bytes every time."""
    builder = _Builder()
    builder.found()
    events = sorted(EVENTS, key=lambda event: event[0])
    everyday = _everyday_times(builder.chance, COMMITS - len(events) - 40)
    for when in everyday:
        while events and day(events[0][0]) <= when:
            date, who, subject, act = events.pop(0)
            builder.planted(who, day(date), subject, act)
        builder.everyday(when)
    for date, who, subject, act in events:
        builder.planted(who, day(date), subject, act)
    builder.history.commit(ANA, END, "Release 2026.10", {"meridian/__init__.py": builder.release("2026.10")})
    return builder.history.stream()


def _everyday_times(chance: random.Random, count: int) -> list[int]:
    """Moments between the start and the end, more of them as the team grows, none at weekends."""
    times: list[int] = []
    while len(times) < count:
        when = START + 3 * _DAY + int((END - START - 4 * _DAY) * chance.random() ** 0.8)
        if (when // _DAY + 4) % 7 not in (0, 6):
            times.append(when + chance.randrange(8 * 3600))
    return sorted(times)


class _Builder:
    """The tree as it stands, and the history so far."""

    def __init__(self) -> None:
        self.chance = random.Random(2015)
        self.history = History()
        self.modules = first_modules()
        self.files = first_files()
        self.count = 0

    def found(self) -> None:
        """The first commits: each part by the one who wrote it."""
        parts = (
            (GUSTAVO, "routing_v1/", "Start with the router"), (HEDDA, "routing_v1/heuristics", "Add rules of thumb"),
            (ANA, "meridian/features/", "Add features"), (ANA, "meridian/training/", "Add training"),
            (BEN, "meridian/serving/", "Add the service"), (ANA, "meridian/pipelines/", "Add the nightly run"),
            (ANA, "meridian/monitoring/", "Add monitoring"), (BEN, "meridian/common/", "Share what is common"), (ANA, "", "Add the rest"),
        )  # fmt: skip
        done: set[str] = set()
        for number, (who, prefix, subject) in enumerate(parts):
            texts = {p: m.text() for p, m in self.modules.items()} | self.files
            late = {"routing_v1/heuristics.py"} if who is GUSTAVO else set()
            mine = {p: t for p, t in texts.items() if p.startswith(prefix) and p not in done | late}
            done |= mine.keys()
            self.history.commit(who, START + number * 3600, subject, dict(mine))

    def planted(self, who: Person, when: int, subject: str, act: Callable[[_Builder], dict[str, str | None]]) -> None:
        """One event of the list below."""
        self.history.commit(who, when, subject, act(self))

    def everyday(self, when: int) -> None:
        """One small commit by somebody who is here; every ninth comes in as a merged branch, some are a bot's."""
        self.count += 1
        if self.count % 50 == 0:
            self.files["requirements-dev.txt"] = f"pytest\nruff==0.{4 + self.count // 300}.{self.count // 50}\n"
            path = "requirements-dev.txt"
            self.history.commit(people.BOT, when, f"Bump ruff ({self.count // 50})", {path: self.files[path]})
            return
        here = [p for p in PEOPLE if day(p.first) <= when <= day(p.last) + 6 * 3600]
        who = self.chance.choices(here, [p.pace for p in here])[0]
        subject, changes = self._edit(who, when)
        author: Person | tuple[str, str] = who
        if who.name in people.ALIASES and self.chance.random() < 0.06:
            author = people.ALIASES[who.name]
        if self.count % 9 == 0:
            side = self.history.commit(author, when, subject, changes, ref="refs/heads/work")
            self.history.commit(
                ANA if who is not ANA else BEN,
                when + 1800,
                f"Merge branch 'work' ({subject.lower()})",
                changes,
                merge=side,
            )
        else:
            self.history.commit(author, when, subject, changes)

    def _edit(self, who: Person, when: int) -> tuple[str, dict[str, str | None]]:
        place = self.chance.choices(list(who.places), list(who.places.values()))[0]
        modules = [
            p for p in sorted(self.modules) if p.startswith(place) and not p.endswith("__init__.py") and p not in QUIET
        ]
        if modules and place not in {"tests/", "conf/", "docs/", "sql/", "deploy/", "scripts/", "notebooks/"}:
            weights = [6.0 if path == "meridian/training/train.py" else 1.0 for path in modules]
            path = self.chance.choices(modules, weights)[0]
            subject = self._grow(path)
            return subject, {path: self.modules[path].text()}
        files = [p for p in sorted(self.files) if p.startswith(place) and p not in QUIET]
        path = self.chance.choice(files)
        self.files[path] = _edited(path, self.files[path], self.chance, self.count)
        return f"{self.chance.choice(_VERBS)} {path.rpartition('/')[2]}", {path: self.files[path]}

    def _grow(self, path: str) -> str:
        module = self.modules[path]
        stem = path.rpartition("/")[2].removesuffix(".py")
        function = self.chance.choice([f for f in module.functions if f.name not in QUIET])
        roll = self.chance.random()
        if roll < 0.16 and len(module.functions) < 14:
            name = f"{self.chance.choice(('scaled', 'smoothed', 'clipped', 'ranked', 'bounded'))}_{stem}_{self.count}"
            module.functions.append(
                Function(name, doc=f"{name.replace('_', ' ').capitalize()}.", body=["rows = sorted(rows)"])
            )
            return f"Add {name}"
        if len(function.body) > 3 and roll > 0.45:
            place = self.chance.randrange(len(function.body))
            function.body[place] = _statement(self.chance, self.count)
        else:
            function.body.insert(1, _statement(self.chance, self.count))
            del function.body[12:]
        return f"{self.chance.choice(_VERBS)} {function.name}"

    def release(self, name: str) -> str:
        """The package's first file with a version."""
        module = self.modules["meridian/__init__.py"]
        module.top = [f'__version__ = "{name}"']
        return module.text()

    def write(self, path: str) -> dict[str, str | None]:
        """A module's or file's text as a change."""
        return {path: self.modules[path].text() if path in self.modules else self.files[path]}


def _statement(chance: random.Random, count: int) -> str:
    return chance.choice((
        f"rows = [row for row in rows if row != {count}]", f"limit_{count} = {chance.randrange(5, 95)}",
        f"rows = rows[: len(rows) or {count}]", f"weight_{count} = 0.{chance.randrange(10, 99)}",
    ))  # fmt: skip


def _edited(path: str, text: str, chance: random.Random, count: int) -> str:
    if path.endswith(".ipynb"):
        return notebook(
            f"late = deliveries[deliveries.minutes > {chance.randrange(30, 60)}]",
            f"late.groupby('city').size()[:{count}]",
        )
    if path.endswith((".yaml", ".yml")):
        return (
            text.rstrip("\n") + f"\nnote_{count}: {chance.randrange(100)}\n"
            if text.count("\nnote_") < 6
            else _without_notes(text)
        )
    if path.endswith(".json"):
        return text
    mark = {".sql": "-- ", ".md": "", ".sh": "# ", ".toml": "# ", ".ini": "; ", ".py": "# "}.get(
        path[path.rfind(".") :], "# "
    )
    lines = text.rstrip("\n").split("\n")
    return "\n".join([*lines[:40], f"{mark}checked in round {count}"]) + "\n"


def _without_notes(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith("note_"))


# The planted debts: (day, who, subject of the commit, what it does). Each is listed in planted.toml.
Event = tuple[str, Person, str, Callable[[_Builder], dict[str, str | None]]]


def _top(path: str, *lines: str) -> Callable[[_Builder], dict[str, str | None]]:
    def act(builder: _Builder) -> dict[str, str | None]:
        builder.modules[path].top += lines
        return builder.write(path)

    return act


def _function(path: str, function: Function, *top: str) -> Callable[[_Builder], dict[str, str | None]]:
    def act(builder: _Builder) -> dict[str, str | None]:
        builder.modules[path].top += top
        builder.modules[path].functions.append(function)
        return builder.write(path)

    return act


def _tail(path: str, *lines: str) -> Callable[[_Builder], dict[str, str | None]]:
    def act(builder: _Builder) -> dict[str, str | None]:
        builder.modules[path].tail += lines
        return builder.write(path)

    return act


def _big_model(cities: int) -> Callable[[_Builder], dict[str, str | None]]:
    def act(builder: _Builder) -> dict[str, str | None]:
        builder.files["conf/models/eta_big.yaml"] = model_config(63, cities)
        builder.modules["meridian/serving/schema.py"].top = [f"CITIES = {cities}", *SCHEMA_TOP]
        return builder.write("conf/models/eta_big.yaml") | builder.write("meridian/serving/schema.py")

    return act


def _rename_clock(builder: _Builder) -> dict[str, str | None]:
    builder.modules["meridian/common/time_zones.py"] = builder.modules.pop("meridian/common/clock.py")
    builder.modules["meridian/training/evaluate.py"].top = ["from meridian.common import time_zones"]
    return (
        {"meridian/common/clock.py": None}
        | builder.write("meridian/common/time_zones.py")
        | builder.write("meridian/training/evaluate.py")
    )


def _everything(builder: _Builder) -> dict[str, str | None]:
    changed: dict[str, str | None] = {}
    for path in ("meridian/features/geo.py", "meridian/serving/app.py", "meridian/monitoring/alerts.py", "meridian/pipelines/daily.py",
                 "meridian/training/losses.py", "meridian/common/logs.py", "routing_v1/graph.py"):  # fmt: skip
        builder.modules[path].top.append("__all__ = []" if "__all__ = []" not in builder.modules[path].top else "")
        changed |= builder.write(path)
    builder.files["sql/deliveries.sql"] += "-- with the new city codes\n"
    builder.files["docs/architecture.md"] += "\nCity codes have three letters now.\n"
    return changed | builder.write("sql/deliveries.sql") | builder.write("docs/architecture.md")


SCHEMA_TOP = ['STATES = ("todo", "cooking", "on_the_way", "done")']
QUIET = {"routing_v1/heuristics.py", "conf/models/eta_big.yaml", "meridian/serving/schema.py", "meridian/common/flags.py",
         "read_frame", "use_rush_hour", "legacy_route", "meridian/serving/eta_pb2.py"}  # fmt: skip
"""Left alone by everyday commits, so that what is planted there keeps its date."""

EVENTS: list[Event] = [
    ("2024-12-10", BEN, "Keep the first router behind a switch", _function(
        "meridian/serving/fallback.py",
        Function("legacy_route", doc="The old router's answer.", body=[
            'if os.environ.get("MERIDIAN_USE_LEGACY_ROUTING", "0") == "1":', "    rows = solver.assign(rows)"]))),
    ("2025-01-20", ANA, "Blend the weather in", _top("meridian/common/flags.py", "ENABLE_WEATHER_BLEND = True")),
    ("2025-02-18", ANA, "Try the old split once more", _tail(
        "meridian/training/train.py", "", "def main():", '    """Train from the command line."""', "    parser = argparse.ArgumentParser()",
        '    parser.add_argument("--use-old-split", action="store_true")', '    parser.add_argument("--city", default="lisbon")',
        "    arguments = parser.parse_args()", "    return train_model([arguments.city])")),
    ("2025-03-11", ANA, "Split by week for now", _top("meridian/training/split.py", "# TODO: holidays leak from the hold-out weeks into training")),
    ("2025-03-25", BEN, "Read frames in one place", _function("meridian/common/io.py", Function("read_frame"))),
    ("2025-04-15", DIEGO, "Retry exports", _top("meridian/pipelines/export.py", "# HACK: the warehouse forgets partitions, so write twice")),
    *[(f"2025-{month:02d}-22", ANA, f"Serve {cities} cities with the big model", _big_model(cities))
      for month, cities in ((5, 3), (6, 4), (7, 5), (9, 7), (10, 8), (11, 9), (12, 10))],
    ("2026-02-24", ANA, "Serve 12 cities with the big model", _big_model(12)),
    ("2025-09-16", ANA, "Look encodings up in the store", _top("meridian/features/store.py", "from meridian.features import encoding")),
    ("2025-09-15", ANA, "Encode couriers too", _top("meridian/features/encoding.py", "from meridian.features import courier")),
    ("2025-10-07", CHLOE, "Type the report", _top(
        "meridian/monitoring/alerts.py", "from typing import TYPE_CHECKING", "", "if TYPE_CHECKING:", "    from meridian.monitoring import report")),
    ("2025-11-04", DIEGO, "Let the settings know the nightly run", _top("meridian/common/config.py", "from meridian.pipelines import export")),
    ("2026-01-20", BEN, "Name time zones", _rename_clock),
    ("2026-04-14", CHLOE, "New city codes everywhere", _everything),
    ("2026-10-13", BEN, "Try rush hour again", _function(
        "meridian/serving/app.py", Function("use_rush_hour", "rows, client", "Whether rush hour counts.", [
            'if client.is_enabled("eta-rush-hour-v2"):', "    rows = list(reversed(rows))", "else:", "    rows = list(rows)"]))),
]  # fmt: skip
