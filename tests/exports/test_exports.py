"""Every export: the same bytes twice, nothing untrusted gets through, absence is told."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import datetime
from html.parser import HTMLParser

import polars as pl
import pytest

from debtui import exports
from debtui.discover import subclasses_in
from debtui.exports.base import Answer, Exporter, Report, Section
from debtui.measures.result import Evidence, Moment, Result, TrendPoint
from debtui.measures.spec import load, named
from debtui.report import build
from debtui.stored import StoreSession

EXPORTERS = {e.NAME: e for e in subclasses_in(exports, Exporter)}  # type: ignore[type-abstract]
HOSTILE = "\x1b]0;owned\x07\x1b[31m\x9b31m\u202e[/b]<script>alert(1)</script>|`x`\n=cmd()&amp;\ud800"
MOMENT = Moment(3, "c" * 40, datetime(2025, 1, 2, 3, 4, 5), HOSTILE, HOSTILE)


def written(name: str, report: Report) -> bytes:
    out = io.BytesIO()
    EXPORTERS[name]().write(report, out)
    return out.getvalue()


def hostile_report() -> Report:
    measure = named(load(), "CO-7")
    row = Evidence(
        "import_cycles", HOSTILE, HOSTILE, 1, 2.0, HOSTILE, "fail", "f" * 16, HOSTILE, HOSTILE, {HOSTILE: HOSTILE}
    )
    formula = Evidence("import_cycles", "=cmd()", "=cmd()", 1, 2.0, "+1+1", "warn", "e" * 16, "@owner", "", {})
    long = Evidence("import_cycles", "x" * 1_000_000, None, None, None, "y" * 1_000_000, "none", "d" * 16, None, "", {})
    result = Result(measure, MOMENT, "measured", 3.0, "fail", 3, 2)
    missing = Result(named(load(), "ON-1"), MOMENT, "unavailable", reason=HOSTILE, hint=HOSTILE)
    broken = Result(named(load(), "ON-2"), MOMENT, "failed", reason=HOSTILE)
    trend = [TrendPoint(n, "c", datetime(2025, n + 1, 1), None if n == 2 else float(n), "measured") for n in range(5)]
    sections = [Section(missing, ()), Section(broken, ()), Section(result, (row, formula, long), trend)]
    return Report(HOSTILE, MOMENT, sections, [Answer("Is it?", [], [result], HOSTILE)], [(HOSTILE, HOSTILE)], "0")


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    assert written(name, hostile_report()) == written(name, hostile_report())


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_empty_report_is_written(name: str) -> None:
    assert written(name, Report("empty", MOMENT, [], [], [], "0"))


@pytest.mark.parametrize("name", [name for name, e in EXPORTERS.items() if not e.BINARY])
def test_no_byte_that_steers_a_terminal_or_disguises_text_gets_through(name: str) -> None:
    text = written(name, hostile_report()).decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", text)


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_what_is_not_measured_is_told_and_is_no_zero(name: str) -> None:
    text = written(name, hostile_report()).decode().lower()
    assert "not measured" in text
    assert "files unread" in text


class Balanced(HTMLParser):
    VOID = frozenset({"meta", "line", "circle", "polyline", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name not in {"src", "srcset"}
            if name == "href":
                assert (value or "").startswith("#")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_the_html_is_balanced_loads_nothing_and_runs_nothing() -> None:
    text = written("html", hostile_report()).decode()
    parser = Balanced()
    parser.feed(text)
    assert parser.open == []
    assert "script" not in parser.seen
    assert "svg" in parser.seen
    assert not re.search(r"https?://|@import|url\(", text)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_colour_has_a_contrast_of_four_and_a_half(scheme: int) -> None:
    from importlib.resources import files

    css = (files("debtui.exports") / "report.css").read_text("utf-8")
    colours = dict(re.findall(r"--(\w+): (#\w{6})", css.split(":root {")[scheme + 1].split("}")[0]))
    for ground in ("paper", "card"):
        for ink in ("ink", "soft", "act", "watch", "fine", "line"):
            high, low = sorted((luminance(colours[ground]), luminance(colours[ink])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (ground, ink)


def test_a_spreadsheet_sees_no_formula() -> None:
    csv.field_size_limit(10_000_000)
    rows = list(csv.DictReader(io.StringIO(written("csv", hostile_report()).decode())))
    assert rows[3]["path"] == "'=cmd()"
    assert rows[3]["explanation"] == "'+1+1"
    assert rows[3]["owner"] == "'@owner"


def test_json_and_parquet_hold_every_row(tmp_path: object) -> None:
    report = json.loads(written("json", hostile_report()))
    assert len(report["measures"][2]["rows"]) == 3
    assert report["measures"][0]["headline"]["value"] is None
    assert pl.read_parquet(io.BytesIO(written("parquet", hostile_report()))).height == 5


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_sample_system_is_exported(name: str, demo_session: StoreSession) -> None:
    report = build(demo_session, demo_session.moments()[-1], rows=3, since=True)
    data = written(name, report)
    assert len(data) > 1000
    assert data == written(name, build(demo_session, demo_session.moments()[-1], rows=3, since=True))
