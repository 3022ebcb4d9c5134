"""The comment on a pull request: one screen, whole tables, and nothing in it that GitHub would act on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from markdown_it import MarkdownIt

from debtui.exports.base import Report, Section
from debtui.measures.result import Moment, Result
from debtui.measures.spec import Threshold
from debtui.report import build
from debtui.stored import StoreSession
from tests.exports.reports import MOMENT, every_state, hostile, measure, row, trend, written

NOW = Moment(9, "c0ffee" * 6 + "beef", datetime(2025, 7, 28), "Ada", "x")


def told(report: Report) -> str:
    return written("comment", report).decode()


def endless() -> Report:
    """More measures than there is room for, with rows and reasons of the most expensive text there is."""
    worst = "@" * 5_000
    limits = Threshold("lower", 2, 3)
    sections = []
    for n in range(200):
        asked = replace(measure(n, worst, limits=limits), catalogue=worst)
        missing = Result(asked, NOW, "unavailable", reason=worst, hint=worst)
        rows = [row(1, "fail", subject=worst, path=None, line=None, explanation=worst, owner=worst)] * 5
        sections += [Section(Result(asked, NOW, "measured", 9.0, "fail", 5), rows, trend(1.0)), Section(missing, ())]
    return Report(worst, replace(NOW, subject=worst), sections)


@pytest.mark.parametrize("report", [every_state, hostile, endless])
def test_it_has_at_most_sixty_lines_and_github_takes_it(report: type[Report]) -> None:
    text = told(report())
    assert len(text.splitlines()) <= 60
    assert len(text.encode()) < 65_536


@pytest.mark.parametrize("report", [every_state, hostile, endless])
def test_its_only_markup_are_its_own_tables_and_folds(report: type[Report]) -> None:
    tokens = MarkdownIt("gfm-like").parse(told(report()))
    kinds = {token.type for t in tokens for token in (t, *(t.children or []))}
    assert "table_open" in kinds
    assert not kinds & {"html_inline", "link_open", "image", "code_block", "fence", "s_open", "strong_open", "em_open"}
    for token in tokens:
        if token.type == "html_block":
            assert re.fullmatch(r"<details><summary>[\w :,]+</summary>\n|</details>\n", token.content)


@pytest.mark.parametrize("report", [every_state, hostile, endless])
def test_nothing_in_it_calls_people_or_names_issues(report: type[Report]) -> None:
    shown = re.sub("<[^>]*>", "", MarkdownIt("gfm-like").render(told(report())))
    assert not re.search(r"@[\w/-]|#\d|\bGH-\d|www\.|://", shown)


def test_what_is_beyond_its_limit_comes_first_and_then_what_got_worse() -> None:
    limits = Threshold("lower", 20, 30)
    results = [
        ("Fine", 3.0, "ok", 3.0),
        ("Worse", 4.0, "ok", 3.0),
        ("Crossed", 21.0, "warn", 19.0),
        ("Beyond", 40.0, "fail", 40.0),
        ("Better", 1.0, "ok", 2.0),
    ]
    sections = [
        Section(Result(measure(n, title, limits=limits), NOW, "measured", now, state), (), trend(was))  # type: ignore[arg-type]
        for n, (title, now, state, was) in enumerate(results)
    ]
    lines = told(Report("shop", NOW, sections)).splitlines()
    assert "1 to act on, 1 to watch, 2 worse and 1 better than on 2025-01-28, 0 without a number" in lines[0]
    assert [line.split(" | ")[1] for line in lines if re.match(r"\| [▲●○]", line)] == [
        "Beyond (XX-3)",
        "Crossed (XX-2)",
        "Worse (XX-1)",
    ]
    assert "| ○ ok | Worse (XX-1) | 4 files | 3 files | worse |" in lines


def test_rows_that_are_as_they_should_be_are_not_told() -> None:
    text = told(every_state())
    assert "src/1.py:7" in text
    assert "src/3.py" not in text


def test_where_nothing_is_beyond_that_is_said_and_what_is_not_known_too() -> None:
    fine = Section(Result(measure(3, "Fine"), MOMENT, "measured", 1.0, "ok"), (), ())
    assert "is beyond its limit, and of a quarter ago nothing is stored." in told(Report("shop", MOMENT, [fine]))
    stayed = replace(fine, result=replace(fine.result, moment=NOW), trend=trend(1.0))
    assert "is beyond its limit, and nothing got worse." in told(Report("shop", NOW, [stayed]))


def test_the_sample_system_fits_on_one_screen(demo_session: StoreSession) -> None:
    text = told(build(demo_session, demo_session.moments()[-1], rows=3))
    assert 20 < len(text.splitlines()) <= 60
    assert "▲ act" in text
