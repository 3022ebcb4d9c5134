"""Reports that are the same on every machine: one with every state a result can have, and hostile ones."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

from debtui import exports
from debtui.discover import subclasses_in
from debtui.exports.base import Answer, Exporter, Report, Section
from debtui.measures.result import Evidence, Moment, Result, Since, TrendPoint
from debtui.measures.spec import Headline, Measure, Threshold

HOSTILE = "\x1b]0;owned\x07\x1b[31m\x9b31m\u202e[/b]<script>alert(1)</script>|`x`\n=cmd()&amp;\ud800\U000e0041"
MOMENT = Moment(5, "c0ffee" * 6 + "beef", datetime(2025, 6, 28, 12), "Ada", "Ranker: a second stage (#12)")


EXPORTERS = {exporter.NAME: exporter for exporter in subclasses_in(exports, Exporter)}  # type: ignore[type-abstract]


def written(name: str, report: Report) -> bytes:
    """What the format of this name makes of a report."""
    out = io.BytesIO()
    EXPORTERS[name]().write(report, out)
    return out.getvalue()


def measure(number: int, title: str, unit: str = "files", limits: Threshold = Threshold()) -> Measure:  # noqa: B008  frozen
    return Measure(
        id=f"measure_{number}", folder="onboarding" if number < 4 else "code", sql="", title=title, catalogue=f"XX-{number}",
        question=f"Is question {number} answered?", paper="Sculley et al. 2015", grade="E2" if number < 4 else "E3", unit=unit,
        threshold=Threshold("lower", 2, 3), headline=Headline("count(*)", unit, limits, "no published basis"), why="It | costs.",
        remedy="Mend it.", pitfalls="It may be meant.", formula="files / people",
    )  # fmt: skip


def trend(*values: float | None) -> list[TrendPoint]:
    return [
        TrendPoint(n, f"{n:040x}", datetime(2025, n + 1, 28, 12), value, "unavailable" if value is None else "measured")
        for n, value in enumerate(values)
    ]


def row(number: int, severity: str, **told: object) -> Evidence:
    given = Evidence(
        f"measure_{number}", f"src/{number}.py::f", f"src/{number}.py", 7, 3.0, "3 lines, 2 people | 1 reader", severity,  # type: ignore[arg-type]
        f"{number:016x}", "Grace H.", "CODEOWNERS", {"people": 2, "seen": datetime(2025, 1, 2)},
    )  # fmt: skip
    return replace(given, **told)  # type: ignore[arg-type]


def every_state() -> Report:
    """Fail with unread files, warn, ok, no threshold, nothing found, unavailable, failed; trends with gaps at every place, and one that goes on after the report."""
    limits = Threshold("lower", 2, 3)
    fail = measure(1, "Files | that nobody knows", limits=limits)
    warn = measure(2, "Share of orphans", "share", Threshold("lower", 0.25, 0.5))
    fine = measure(3, "People", "people", Threshold("higher", 1, 0))
    plain = measure(4, "Ratio without a threshold", "ratio")
    band = measure(5, "In a band", "ratio", Threshold("band", (0.2, 0.8), (0.1, 0.9)))
    missing, broken = measure(6, "Not measured", limits=limits), measure(7, "Failed", limits=limits)
    rows = (row(1, "fail"), row(2, "warn", owner=None, path=None, line=None, subject="Ada"), row(3, "ok", value=None))
    failing = Result(fail, MOMENT, "measured", 4.0, "fail", 1234, 2, counts={"fail": 1})
    hinted = Result(
        missing, MOMENT, "unavailable", reason="no export of a flag service", hint="put one into debt/flags"
    )
    since = {rows[0].fingerprint: Since(Moment(1, "b" * 40, datetime(2025, 3, 1), "Ada", "x"), "exact")}
    sections = [
        Section(failing, rows, trend(None, 2.0, None, None, 3.0, 4.0), since),
        Section(Result(warn, MOMENT, "measured", 0.31, "warn", 1), (row(2, "warn", value=0.31),), trend(0.1, 0.31)),
        Section(Result(fine, MOMENT, "measured", 7.0, "ok", 0), (), trend(7.0, 7.0)),
        Section(Result(plain, MOMENT, "measured", 0.031, "none", 0), (), trend(None, None)),
        Section(Result(band, MOMENT, "measured", 0.5, "ok", 0), (), trend(0.05, 0.2, 0.3, 0.4, 0.5, 0.5, 0.95)),
        Section(hinted, (), trend(None, None)),
        Section(Result(broken, MOMENT, "failed", reason="Binder Error: no column x", hint="report this"), ()),
    ]
    answers = [
        Answer("Is it answered?", [failing], [sections[3].result], "more people"),
        Answer("Is it not?", [], [], "a log of runs"),
    ]
    return Report(
        "shopper", MOMENT, sections, answers, [("Files", "3 of 5 versions of files have been analysed")], "1.2.3"
    )


def hostile() -> Report:
    """Every text that a repository can bring along is hostile, those of its own measures too."""
    texts = dict.fromkeys(("id", "folder", "title", "catalogue", "question", "paper", "unit", "why", "remedy", "pitfalls", "formula"), HOSTILE)  # fmt: skip
    base = measure(1, "x", limits=Threshold("lower", 2, 3))
    evil = replace(base, **texts, headline=Headline("count(*)", HOSTILE, base.headline.threshold, HOSTILE))  # type: ignore[arg-type]
    moment = Moment(3, "c" * 40, datetime(2025, 1, 2, 3, 4, 5), HOSTILE, HOSTILE)
    rows = (
        row(1, "fail", measure=HOSTILE, subject=HOSTILE, path=HOSTILE, explanation=HOSTILE, owner=HOSTILE, owner_basis=HOSTILE, extra={HOSTILE: HOSTILE}),
        row(2, "warn", subject="=cmd()", path="=cmd()", explanation="+1+1", owner="@owner", extra={}),
        row(3, "none", subject="x" * 1_000_000, path=None, line=None, value=None, explanation="y" * 1_000_000, owner=None),
    )  # fmt: skip
    result = Result(evil, moment, "measured", 3.0, "fail", 3, 2)
    sections = [
        Section(Result(evil, moment, "unavailable", reason=HOSTILE, hint=HOSTILE), ()),
        Section(Result(evil, moment, "failed", reason=HOSTILE), ()),
        Section(result, rows, trend(1.0, None, 3.0)),
    ]
    answers = [Answer("Is it?", [result], [result], HOSTILE), Answer("Is it not?", [], [result], HOSTILE)]
    return Report(HOSTILE, moment, sections, answers, [(HOSTILE, HOSTILE)], HOSTILE)
