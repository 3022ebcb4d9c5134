"""What the trackers recorded of Meridian's models: runs, releases and their metrics, exported on the last day.

Two models, released month by month. `promise` only ever moves within its noise; of `arrival` some releases do what
planted.toml says of them. All of it is drawn with one seed, the same numbers every time; one
under which no other release is flagged by luck: at a false-discovery rate of 10 % some would be.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

DATES = (
    "2025-01-10", "2025-02-10", "2025-03-10", "2025-04-10", "2025-05-12", "2025-06-10", "2025-07-10", "2025-08-11", "2025-09-10", "2025-10-10", "2025-11-10",
    "2025-12-11", "2026-01-12", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-11", "2026-06-10", "2026-07-10", "2026-08-10", "2026-09-11", "2026-10-12",
)  # fmt: skip
"""Days of the releases, each one a day on which somebody committed."""
SEED = 3630
METRICS = {
    "mae_minutes": (5.2, 0.03), "p90_error_minutes": (11.0, 0.09), "early_error_minutes": (3.1, 0.04), "late_error_minutes": (4.4, 0.04),
    "calibration_error": (0.031, 0.001),
}  # fmt: skip
"""Name to the value of the first release, and to how far it moves from one seed to the next."""
CITIES = {"ghent": 900, "lyon": 1500, "porto": 2000}
"""Examples of each city in the evaluation set."""
ENTANGLED, MASKED, FLIPPED, UNKNOWN = "2026.06", "2026.08", "2026.07", "2026.09"
"""Releases of `arrival`: one metric for another; a city for the whole; answers changed for nothing; nobody knows from what."""
ROLLED_BACK = "2026.04"
"""A release of `arrival` that was taken back after three days."""
TRADED_SINCE = "2025.02"
"""From here on late errors are bought with early ones."""


def files(commit_on: Callable[[str], str]) -> dict[str, str]:
    """Path to text. `commit_on` tells the last commit of the mainline before six in the morning of a day."""
    chance = random.Random(SEED)
    runs, releases, slices, online = [], [], [], []
    for model in ("arrival", "promise"):
        level = {metric: value for metric, (value, _) in METRICS.items()}
        for number, date in enumerate(DATES):
            version = date[:7].replace("-", ".")
            run = f"{model}-{version}"
            _move(level, model, version, chance)
            bare = (model, version) == ("arrival", UNKNOWN)
            small = 60_000 + 12_000 * number
            runs.append(
                _run(
                    run,
                    model,
                    date,
                    "" if bare else commit_on(date),
                    _drawn(level, chance),
                    seed=7,
                    rows=small,
                    number=number,
                )
            )
            online.append((run, model, "online_late_share", _late_share(model, runs[-1].metrics, chance)))
            back = "2026-04-13T09:00:00Z" if (model, version) == ("arrival", ROLLED_BACK) else ""
            releases.append((model, version, f"{date}T06:00:00Z", run, "production", back))
            for city, examples in CITIES.items():
                harm = 0.9 if model == "arrival" and version >= MASKED and city == "ghent" else 0.0
                slices.append(
                    (
                        run,
                        model,
                        "mae_minutes",
                        f"city={city}",
                        round(level["mae_minutes"] + 0.4 + harm + chance.gauss(0, 0.04), 4),
                        examples,
                    )
                )
            if version == "2026.05":
                for seed in range(1, 6):
                    again = f"{run}-seed-{seed}"
                    runs.append(
                        _run(
                            again,
                            model,
                            date,
                            commit_on(date),
                            _drawn(level, chance),
                            seed=seed,
                            rows=small,
                            number=number,
                        )
                    )
                    for city, examples in CITIES.items():
                        slices.append(
                            (
                                again,
                                model,
                                "mae_minutes",
                                f"city={city}",
                                round(level["mae_minutes"] + 0.4 + chance.gauss(0, 0.04), 4),
                                examples,
                            )
                        )
    # Tried on a tenth of the rows in March 2026, and never on all of them.
    for month in ("2026-03", "2026-04", "2026-05"):
        drawn = _drawn({metric: value for metric, (value, _) in METRICS.items()}, chance)
        runs.append(
            _run(
                f"arrival-transformer-{month}",
                "arrival",
                f"{month}-20",
                commit_on(f"{month}-20"),
                drawn,
                seed=7,
                rows=20_000,
                number=0,
                kind="transformer",
            )
        )
    answers = [("arrival", *answer) for answer in _answers(chance)]
    return {
        "exports/models/predictions.csv": table("model,version,id,label,pred", answers),
        "exports/models/runs.csv": table(
            ",".join([*_RUN_COLUMNS, *(f"metrics.{metric}" for metric in METRICS)]), (run.cells() for run in runs)
        ),
        "exports/models/online.csv": table("run_id,model,metric,value", online),
        "exports/models/releases.csv": table("model,version,released,run,stage,rolled_back", releases),
        "exports/models/influence.csv": table("run_id,model,metric,value", _influence()),
        "exports/models/slices.csv": table("run,model,metric,slice,value,n", slices),
    }


def _move(level: dict[str, float], model: str, version: str, chance: random.Random) -> None:
    """From one release to the next. What is deliberate is far above the noise, or far below it."""
    if model == "promise":
        return
    if version >= TRADED_SINCE:
        bought = chance.choice((-1, 1)) * chance.uniform(0.08, 0.14)
        level["late_error_minutes"] -= bought
        level["early_error_minutes"] += bought
    if version == ENTANGLED:
        level["mae_minutes"] -= 0.5
        level["calibration_error"] += 0.016


def _answers(chance: random.Random) -> Iterable[tuple[str, str, str, str]]:
    """Three releases on the same 400 orders, one in ten answered wrong: `FLIPPED` is wrong about other orders than the one before, the next one about the same."""
    labels = [chance.choice(("late", "on time", "on time")) for _ in range(400)]
    for version, wrong in (
        ("2026.06", range(0, 400, 10)),
        (FLIPPED, range(5, 400, 10)),
        ("2026.08", range(5, 400, 10)),
    ):
        for number, label in enumerate(labels):
            other = "on time" if label == "late" else "late"
            yield version, f"order-{number}", label, other if number in wrong else label


def _influence() -> Iterable[tuple[object, ...]]:
    """Which share of the labels came about under the eyes of the model, and how uneven its promises are. A seed of its own."""
    chance = random.Random(2020)
    for number, date in enumerate(DATES):
        version = date[:7].replace("-", ".")
        yield (
            f"arrival-{version}",
            "arrival",
            "influenced_label_share",
            round(0.2 + 0.012 * number + chance.gauss(0, 0.01), 4),
        )
        yield f"promise-{version}", "promise", "gini_of_promises", round(0.35 + chance.gauss(0, 0.01), 4)


def _drawn(level: dict[str, float], chance: random.Random) -> dict[str, float]:
    return {metric: round(value + chance.gauss(0, METRICS[metric][1]), 5) for metric, value in level.items()}


def _late_share(model: str, metrics: dict[str, float], chance: random.Random) -> float:
    """What customers saw: it follows the error of `promise`; that of `arrival` has nothing to do with it."""
    if model == "promise":
        return round(0.09 + (metrics["mae_minutes"] - METRICS["mae_minutes"][0]) / 10 + chance.gauss(0, 0.0005), 5)
    return round(chance.gauss(0.09, 0.003), 5)


_RUN_COLUMNS = (
    "run_id", "model", "status", "start_time", "end_time", "tags.mlflow.source.git.commit", "tags.mlflow.source.git.dirty", "tags.command", "tags.image",
    "tags.machine", "params.model_type", "params.n_train_rows", "params.seed", "params.learning_rate", "params.data_version",
)  # fmt: skip


@dataclass(frozen=True)
class _Run:
    told: tuple[object, ...]
    metrics: dict[str, float]

    def cells(self) -> tuple[object, ...]:
        return (*self.told, *self.metrics.values())


def _run(
    name: str, model: str, date: str, commit: str, metrics: dict[str, float], *, seed: int, rows: int, number: int, kind: str = "boosted"
) -> _Run:  # fmt: skip
    known = bool(commit)
    told = (
        name, model, "FINISHED", f"{date}T03:00:00Z", f"{date}T05:30:00Z", commit, "false" if known else "", f"python -m meridian.training.train --model {model}",
        f"meridian/train:{date[:7]}" if known else "", "8 cores", kind, rows, seed, 0.05, f"orders-{DATES[number]}" if known else "",
    )  # fmt: skip
    return _Run(told, metrics)


def table(header: str, rows: Iterable[Iterable[object]]) -> str:
    """CSV of rows; the names of the columns with commas between."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return text.getvalue()
