"""A session without git and DuckDB, as rich and as unpleasant as a real one can be."""

from __future__ import annotations

import re
import shlex
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from collectors.errors import DebtError
from debtui.measures.result import Evidence, Moment, Result, Since, TrendPoint
from debtui.measures.spec import Headline, Measure, Threshold
from debtui.resolve.base import Composition, Opaque, Resolved, Step
from debtui.session import LastSet, Query, Source, Table

HOSTILE = "\x1b]0;owned\x07\x1b[31mred\x9b2J[/b][red]<script>=cmd()\u202egnp.exe\u200b\x00\r\n\tend\udcff"
"""Everything that has ever steered a terminal, a markup parser or a reader's eye."""

_START = datetime(2024, 1, 3, 9, 30)
COMMITS = 420

_SPECS = (
    ("truck_factor", "onboarding", "ON-1", "Truck factor", "people", "higher", 2, 1, "E2"),
    ("knowledge_loss", "onboarding", "ON-3", "Files whose authors have left", "share", "lower", 0.25, 0.5, "E2"),
    ("first_to_tenth", "onboarding", "ON-4", "Days from first to tenth commit", "days", "none", None, None, "E2"),
    ("ownership", "onboarding", "ON-6", "Components without a clear owner", "components", "lower", 3, 8, "E2"),
    ("docstrings", "onboarding", "ON-8", "Documented public objects", "share", "higher", 0.8, 0.5, "E3"),
    ("config_ratio", "configuration", "CF-1", "Config lines per line of code", "ratio", "lower", 0.5, 1.0, "E3"),
    ("config_churn", "configuration", "CF-2", "Settings changed by hand", "changes", "lower", 10, 40, "E2"),
    ("config_secrets", "configuration", "CF-7", "Settings without a check", "keys", "lower", 20, 80, "E3"),
    ("unused_settings", "configuration", "CF-10", "Settings that nothing reads", "keys", "lower", 5, 20, "E3"),
    ("dead_flags", "flags", "AP-6", "Flags that look dead", "flags", "lower", 5, 15, "E3"),
    ("old_flags", "flags", "AP-8", "Flags older than a quarter", "flags", "lower", 10, 30, "E2"),
    ("flag_service", "flags", "AP-9", "Flags always on in production", "flags", "lower", 1, 5, "E1"),
    ("coupling", "dependencies", "CO-1", "Files that change together", "pairs", "lower", 50, 150, "E2"),
    ("soc", "dependencies", "CO-2", "Sum of coupling", "count", "none", None, None, "E2"),
    ("fan_out", "dependencies", "CO-6", "Dependency fan-out", "modules", "band", (5, 12), (2, 20), "E3"),
    ("cycles", "dependencies", "CO-7", "Modules in import cycles", "modules", "lower", 1, 10, "E3"),
    ("propagation", "dependencies", "CO-8", "Propagation cost", "share", "lower", 0.3, 0.5, "E3"),
    ("hotspots", "code", "CO-3", "Hotspots", "files", "lower", 10, 30, "E2"),
    ("admitted", "code", "AP-15", "Debt that the authors admit", "comments", "lower", 100, 500, "E3"),
    ("broken", "code", "AP-14", "Prototype smell", "files", "lower", 1, 5, "E3"),
)


def _measure(spec: tuple[object, ...]) -> Measure:
    name, folder, catalogue, title, unit, better, warn, fail, grade = spec
    limits = Threshold(better, warn, fail)  # type: ignore[arg-type]
    return Measure(
        id=str(name),
        folder=str(folder),
        sql=f"SELECT path || '::' || name AS subject, path, line, value, explanation FROM {name}",
        title=str(title),
        catalogue=str(catalogue),
        question=f"What does the measure {title} say about this system, and where?",
        paper="Sculley et al. 2015, Hidden Technical Debt in Machine Learning Systems, section 2",
        grade=grade,  # type: ignore[arg-type]
        unit="lines",
        threshold=Threshold("lower", 80, 200),
        headline=Headline("count(*)", str(unit), limits, "no published basis"),
        why="A thing that nobody can hold in mind is changed by adding, never by removing.",
        remedy="Split it by the reasons for which it changes; the evidence shows which they are.",
        pitfalls="Counts what looks like it, not what is. Generated files are left out.",
        formula="number of rows of evidence",
    )


MEASURES = tuple(_measure(spec) for spec in _SPECS)
BIG = "admitted"
"""The measure with very many rows."""
HIDDEN = frozenset({"flag_service", "propagation"})
"""Unavailable at every moment."""


ALL = Query()


class FakeSession:
    """Answers by arithmetic: the same question always has the same answer."""

    def __init__(
        self,
        *,
        commits: int = COMMITS,
        rows: int = 100_000,
        flags: int = 300,
        slow: float = 0.0,
        hostile: bool = False,
    ) -> None:
        self.name = HOSTILE if hostile else "shopper"
        self.asked: list[str] = []
        self.interrupted = threading.Event()
        self.published = False
        self._rows, self._slow, self._hostile = rows, slow, hostile
        self._moments = [self._moment(seq) for seq in range(commits)]
        self._lives = [self._life(number) for number in range(flags if commits else 0)]

    @property
    def root(self) -> Path | None:
        return None

    @property
    def names_chosen(self) -> bool:
        return False

    def _moment(self, seq: int) -> Moment:
        subject = HOSTILE if self._hostile else f"change number {seq} to the ranking service"
        return Moment(seq, f"{seq * 2654435761 % 2**32:08x}" * 5, _START + timedelta(days=2 * seq), "Ada L.", subject)

    def measures(self) -> Sequence[Measure]:
        if not self._hostile:
            return MEASURES
        title, question = HOSTILE[:38], f"{HOSTILE}?"
        return [replace(m, title=title, question=question, why=HOSTILE, remedy=HOSTILE) for m in MEASURES]

    def measure(self, name: str) -> Measure:
        for measure in self.measures():
            if name.casefold() in (measure.id, measure.catalogue.casefold()):
                return measure
        raise DebtError(f"there is no measure {name!r}", "see `debtui measures`")

    def moments(self) -> Sequence[Moment]:
        return self._moments

    def result(self, measure: Measure, seq: int) -> Result:
        self._wait(f"result {measure.id} {seq}")
        moment = self._moments[seq]
        if measure.id in HIDDEN:
            reason = HOSTILE if self._hostile else "no export of a flag service was found"
            return Result(
                measure, moment, "unavailable", reason=reason, hint="put it into debt/flags, or name it in debtui.toml"
            )
        if measure.id == "broken":
            return Result(measure, moment, "failed", reason="Binder Error: no column named x", hint="report this")
        value = self._value(measure, seq)
        total = self._total(measure)
        counts = {"fail": total // 10, "warn": total // 5, "ok": total - total // 10 - total // 5}
        severity = measure.headline.threshold.severity(value)
        return Result(
            measure, moment, "measured", value, severity, total, 7 if measure.id == "cycles" else 0, counts=counts
        )

    def count(self, measure: Measure, seq: int, query: Query = ALL) -> int:
        self._wait(f"count {measure.id}")
        return len(self._chosen(measure, query))

    def page(self, measure: Measure, seq: int, first: int, last: int, query: Query = ALL) -> Sequence[Evidence]:
        self._wait(f"page {measure.id} {first}")
        return [self._row(measure, number) for number in self._chosen(measure, query)[first:last]]

    def trend(self, measure: Measure) -> Sequence[TrendPoint]:
        points = []
        for moment in self._moments[::15]:
            gap = measure.id in HIDDEN or (measure.id == "cycles" and 100 < moment.seq < 200)
            value = None if gap else self._value(measure, moment.seq)
            points.append(
                TrendPoint(moment.seq, moment.commit_id, moment.committed, value, "unavailable" if gap else "measured")
            )
        return points

    def since(self, measure: Measure, seq: int, fingerprint: str) -> Since | None:
        self._wait("since")
        return Since(self._moments[seq // 2], "exact")

    def until(self, measure: Measure, seq: int, fingerprint: str) -> Since | None:
        self._wait("until")
        return Since(self._moments[-1], "exact")

    def source(self, path: str, seq: int, line: int | None, around: int = 20) -> Source:
        self._wait(f"source {path}")
        if path.endswith(".bin"):
            return Source(path, "", 1, (), "a binary file")
        first = max((line or 1) - around, 1)
        lines = [self._line(n) for n in range(first, first + 2 * around)]
        return Source(path, "python", first, lines)

    def configurations(self, seq: int) -> Sequence[tuple[str, str]]:
        self._wait("configurations")
        if not self._rows:
            return []
        plain = [(HOSTILE if self._hostile else f"conf/part_{n}.yaml", "") for n in range(40)]
        return [("conf/train.yaml", "hydra"), ("conf/eval.yaml", "hydra"), *plain]

    def configuration(self, path: str, seq: int) -> Composition:
        self._wait(f"configuration {path} {seq}")
        if seq < 2 < len(self._moments):
            raise DebtError(f"{path} cannot be read: there is no such file", "give a configuration file")
        told = HOSTILE if self._hostile else "torch.optim.Adam"
        steps = [Step(path, n, f"{told} {n}", "string", HOSTILE if self._hostile else "defaults") for n in range(1, 4)]
        leaves = [
            Resolved(f"group_{n // 10}.key_{n}", "7", "number", (Step(path, n, "7", "number", "it"),))
            for n in range(200)
        ]
        leaves.append(Resolved("optimizer.lr", str(seq), "number", (Step(path, 9, str(seq), "number", "it"),)))
        leaves.append(
            Resolved(HOSTILE if self._hostile else "optimizer.name", f"{told} 3", "string", tuple(steps), told)
        )
        if "eval" in path:
            leaves = leaves[5:]
        return Composition(path, "hydra", tuple(leaves), (Opaque(path, 3, told),))

    def changes_of(self, paths: Sequence[str], seq: int) -> Sequence[Moment]:
        self._wait("changes_of")
        return self._moments[:seq:7][::-1]

    def last_set(self, path: str, key: str, seq: int) -> LastSet | None:
        self._wait(f"last_set {key}")
        return LastSet(self._moments[seq // 2], HOSTILE if self._hostile else "0.1", exact=True)

    def view_count(self, view: str, seq: int, text: str = "") -> int:
        self._wait(f"count {view}")
        return len(self._view(view, text))

    def view_page(self, view: str, seq: int, first: int, last: int, query: Query = ALL) -> Table:
        self._wait(f"page {view} {first}")
        rows = self._view(view, query.text)
        if query.order_by:
            has = [row for row in rows if row[query.order_by] is not None]
            has.sort(key=lambda row: row[query.order_by], reverse=query.descending)  # type: ignore[arg-type,return-value]
            rows = [*has, *(row for row in rows if row[query.order_by] is None)]
        names = tuple(rows[0]) if rows else ()
        return Table(names, [tuple(row.values()) for row in rows[first:last]])

    def _view(self, view: str, text: str) -> list[dict[str, object]]:
        rows = {
            "flag_life_at": self._lives,
            "flag_history_at": self._lives,
            "flag_mention_at": [],
            "flag_place_at": self._places(),
            "flag_survival_at": self._survival(),
            "flag_quarter_at": self._quarters(),
            "data_node_at": self._data_nodes(),
            "data_edge_at": self._data_edges(),
            "data_edge_age_at": [
                {"key": "", "target": "n103", "first_committed": datetime(2025, 1, day)} for day in (2, 9)
            ],
            "data_opaque_at": [{"key": ""}] * 12,
            **self._releases(),
            **self._imports(),
        }[view]
        for term in shlex.split(text):
            if match := re.fullmatch(r"(\w+)(>=|<=|[:=><])(.*)", term, re.DOTALL):
                name, sign, value = match.groups()
                kept = {
                    ":": lambda has, value=value: value in str(has).lower(),
                    "=": lambda has, value=value: has == value,
                }.get(sign, lambda has, sign=sign, value=value: has is not None and (has > int(value)) == (">" in sign))
                rows = [row for row in rows if kept(row[name])]
            else:
                rows = [row for row in rows if term in str(row["key"])]
        return rows

    def _data_nodes(self) -> list[dict[str, object]]:
        """Sources feed tables, tables models, and the first model another; two tables make a cycle."""
        kinds = ("source", "table", "table", "model")
        return [
            {"node": f"n{n}", "kind": kinds[n % 4], "name": f"{HOSTILE}{n}" if self._hostile else f"{kinds[n % 4]}_{n}",
             "path": HOSTILE if self._hostile else self._path(n), "line": n + 1, "declared": True, "location": None,
             "owner": None if n % 3 else HOSTILE if self._hostile else "team-a", "description": None, "freshness": None,
             "tests": n % 2, "pin": None, "depth": n % 4, "cycle": 2 if n % 8 in (1, 2) else 0}
            for n in range(len(self._lives) // 4 * 4)
        ]  # fmt: skip

    def _data_edges(self) -> list[dict[str, object]]:
        steps = [(a, b) for n in range(0, len(self._lives) // 4 * 4, 8) for a, b in
                 ((n, n + 1), (n + 1, n + 2), (n + 2, n + 1), (n + 2, n + 3), (n + 4, n + 5), (n + 5, n + 6), (n + 6, n + 7), (n + 3, n + 7))]  # fmt: skip
        return [{"source": f"n{a}", "target": f"n{b}", "how": "derives"} for a, b in steps]

    def _imports(self) -> dict[str, list[dict[str, object]]]:
        """Twelve modules in three components, each importing the next of another component; the last imports the first."""
        name = HOSTILE if self._hostile else "shop"
        count = 12 if self._lives else 0
        paths = [f"{name}/{n % 3}/m{n}.py" for n in range(count)]
        modules = [
            {"key": "", "path": path, "module": path, "component": f"{name}/{n % 3}"} for n, path in enumerate(paths)
        ]
        edges = [
            {
                "key": "",
                "importer": path,
                "imported": paths[(n + 1) % count],
                "line": n + 1,
                "type_checking": False,
                "lazy": n % 5 == 0,
            }
            for n, path in enumerate(paths)
        ]
        reach = [
            {"key": "", "path": path, "cycle_size": count, "cycle": " → ".join(paths[:3]), "knot": paths[0], "cut": f"{paths[0]} → {paths[1]}",
             "cut_path": paths[0], "cut_line": 1, "cut_frees": count}
            for path in paths
        ]  # fmt: skip
        return {"module_at": modules, "import_edge_at": edges, "reach_at": reach}

    def _releases(self) -> dict[str, list[dict[str, object]]]:
        """Two models with twelve releases and two metrics, one of them with unknown noise; none where there are no flags either."""
        name = HOSTILE if self._hostile else "ranker"
        keys = [(f"{name}{m}", n) for m in range(2) for n in range(1, 13 if self._lives else 1)]
        of_it = [{"key": "", "model": model, "number": number} for model, number in keys]
        releases = [
            row | {"version": f"{name} {number}", "released": datetime(2024, number, 5), "run": f"{model}-{number}",
                   "previous": f"{number - 1}" if number > 1 else None, "previous_run": f"{model}-{number - 1}" if number > 1 else None,
                   "rolled_back": datetime(2024, 4, 7) if number == 4 else None}
            for row, (model, number) in zip(of_it, keys, strict=True)
        ]  # fmt: skip
        verdicts = ("better", "worse", "within noise", "noise unknown")
        changes = [
            row | {"metric": metric, "slice": "", "value_before": 0.7, "value_after": 0.7 + number / 100, "score": None if metric == "odd" else 2.0,
                   "verdict": verdicts[number % 4], "goal": None if metric == "odd" else "max"}
            for row, (_, number) in zip(of_it, keys, strict=True) for metric in ("auc", "odd") if number > 1
        ]  # fmt: skip
        contents = [row | {"commits": 12, "files": 30} for row in of_it]
        noise = [
            {"key": "", "model": model, "metric": "auc", "slice": "", "spread": 0.01, "basis": "repeats", "one_run": 0.05, "runs_needed": 3}
            for model in dict(keys)
        ]  # fmt: skip
        checks = [
            {"key": "", "kind": "gate", "subject": f"{name}0-3", "recorded": datetime(2024, 3, 4), "status": "pass"}
        ]
        return {
            "release_at": releases, "release_content_at": contents, "release_change_at": changes, "detectable_at": noise, "check_result_at": checks,
        }  # fmt: skip

    def _life(self, number: int) -> dict[str, object]:
        first = number * 7 % max(len(self._moments) - 20, 1)
        last = len(self._moments) - 1
        gone = min(first + 15, last) if number % 3 == 1 else None
        stale = None if gone is not None or number % 4 else (last - first) * 2
        changed = first if gone is None else gone
        return {
            "key": f"{HOSTILE}{number}" if self._hostile else f"ENABLE_{number:05}",
            "mechanism": "env", "sure": True, "language": "Python", "switch": True, "alive": gone is None, "places": 1 + number % 5,
            "files": 1, "path": None if gone is not None else HOSTILE if self._hostile else self._path(number),
            "line": None if gone is not None else 10, "first_seq": first, "introduced": self._moments[first].committed,
            "changed_seq": changed, "changed": self._moments[changed].committed, "gone_seq": gone,
            "gone": self._moments[gone].committed if gone is not None else None,
            "stale_since": self._moments[min(first + 5, last)].committed if stale is not None else None,
            "life_days": ((gone if gone is not None else last) - first) * 2, "unchanged_days": (last - changed) * 2,
            "stale_days": stale,
        }  # fmt: skip

    def _places(self) -> list[dict[str, object]]:
        return [
            {"key": life["key"], "path": life["path"], "line": 10 * n, "role": "read", "kind": "test" if n > 3 else "code",
             "default": HOSTILE if self._hostile else "'0'"}
            for life in self._lives if life["alive"] for n in range(1, 6)
        ]  # fmt: skip

    def _survival(self) -> list[dict[str, object]]:
        return [
            {"age_days": age, "at_risk": 100 - age, "removed": 1, "censored": 0, "survival": 1 - age / 100,
             "lower": max(0.9 - age / 100, 0), "upper": min(1.1 - age / 100, 1)}
            for age in range(0, 80, 2)
        ] if self._lives else []  # fmt: skip

    def _quarters(self) -> list[dict[str, object]]:
        return [
            {"quarter": _START + timedelta(days=91 * n), "added": n + 2, "removed": n, "inventory": 2 * (n + 1)}
            for n in range(6)
        ] if self._lives else []  # fmt: skip

    def sql(self, text: str, seq: int | None = None, limit: int = 1000) -> Table:
        self._wait("sql")
        if "select" not in text.lower():
            raise DebtError('Parser Error: syntax error at or near "x"', "one SELECT is allowed")
        if "result_at" in text:
            raise DebtError(
                "no run with a metric is recorded", "debtui collect --exports DIR reads what trackers wrote"
            )
        cell = HOSTILE if self._hostile else "Ada L."
        for words, known in (
            ("debt/retro", ()), ("gone_seq", ((cell, "a.py", 0),)), ("path_class", ((cell, cell, "CODEOWNERS"),)) if "owner_at" in text else ("file_span", (("120", "a.py", 0),)), ("config_span", ((cell, "a", None),)),
            ("FROM change", ((cell, 5),)), ("FROM person", ((cell,),)),
            ("data_node_at WHERE kind", ((cell, "a.py"),)),
        ):  # fmt: skip
            if words in text:
                return Table((), known)
        rows = [(cell, n, None if n % 7 == 0 else n / 500) for n in range(500)]
        return Table(("person", "changes", "share"), rows)

    def rules(self, measure: Measure) -> str:
        return "0" * 16

    def compute_trend(self, measure: Measure, step: str) -> Sequence[TrendPoint]:
        return self.trend(measure)

    def status(self) -> Sequence[tuple[str, str]]:
        told = HOSTILE if self._hostile else "2,104 files at the newest commit, 12 of them not readable"
        return [("files", told), ("files", "3 are binary"), ("people", "14 people, 2 bots"), ("exports", "none found")]

    def refresh(self) -> bool:
        if self.published:
            self.published = False
            self._moments.append(self._moment(len(self._moments)))
            return True
        return False

    def interrupt(self) -> None:
        self.interrupted.set()

    def _wait(self, what: str) -> None:
        self.asked.append(what)
        if self._slow:
            time.sleep(self._slow)

    def _value(self, measure: Measure, seq: int) -> float:
        base = MEASURES.index(next(m for m in MEASURES if m.id == measure.id)) + 1
        if measure.headline.unit in ("share", "ratio"):
            return round(0.2 + 0.02 * base + seq / 2000, 3)
        return float(base + seq // (12 + base) if base % 3 else base + 40 - seq // 15)

    def _total(self, measure: Measure) -> int:
        return self._rows if measure.id == BIG else 0 if measure.id == "first_to_tenth" else 240

    def _chosen(self, measure: Measure, query: Query) -> Sequence[int]:
        numbers: Sequence[int] = range(self._total(measure))
        for word in query.text.split():
            if match := re.fullmatch(r"(\w+)([<>])(\d+)", word):
                if match[1] != "value":
                    raise DebtError(f"there is no column {match[1]!r}", "did you mean value?")
                limit = int(match[3])
                numbers = [n for n in numbers if (self._size(n) > limit) == (match[2] == ">")]
            else:
                numbers = [n for n in numbers if word in self._path(n)]
        if query.worse_than is not None:
            numbers = numbers[::4]
        return numbers if query.order_by in ("", "value") and not query.descending else numbers[::-1]

    @staticmethod
    def _size(number: int) -> int:
        return max(1, 400 - number % 400)

    @staticmethod
    def _path(number: int) -> str:
        return f"services/ranking/features/module_{number % 97}/part_{number}.py"

    def _line(self, number: int) -> str:
        if self._hostile:
            return HOSTILE * 3
        return f'    total += weight_{number} * features["column_{number}"]  # TODO: not the {number}th again'

    def _row(self, measure: Measure, number: int) -> Evidence:
        path = HOSTILE if self._hostile else self._path(number)
        size = self._size(number)
        told = (
            HOSTILE
            if self._hostile
            else f"rank_{number} has {size} lines and was changed {number % 50} times in a year"
        )
        severity = "fail" if size >= 200 else "warn" if size >= 80 else "ok"
        return Evidence(
            measure=measure.id,
            subject=f"{path}::rank_{number}",
            path=None if measure.id == "truck_factor" else path,
            line=10 + number % 300,
            value=float(size),
            explanation=HOSTILE if self._hostile else told,
            severity=severity,  # type: ignore[arg-type]
            fingerprint=f"{measure.id}-{number}",
            owner=None if number % 5 == 0 else HOSTILE if self._hostile else "Grace H.",
            owner_basis="CODEOWNERS" if number % 2 else "most authored, active within 180 days",
            extra={
                "changes": number % 50,
                "complexity": number / 7,
                "last_author": HOSTILE if self._hostile else "Ada L.",
            },
        )
