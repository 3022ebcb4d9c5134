"""The chart of a trend: gaps stay gaps, the axis tells the times it covers, labels are text and not drawing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtui.exports.chart import chart, spark
from debtui.measures.spec import Threshold
from tests.exports.reports import measure, trend

LATER = datetime(2030, 1, 1)
VALUES = st.lists(st.none() | st.floats(allow_nan=True, allow_infinity=True, width=32), max_size=12)


def lines(svg: str) -> list[list[tuple[float, float]]]:
    points = re.findall(r'points="([^"]*)"', svg)
    return [[(float(x), float(y)) for x, y in (pair.split(",") for pair in run.split())] for run in points]


def test_the_axis_covers_the_gap_that_a_trend_begins_with() -> None:
    told = chart(trend(None, None, 1.0, 3.0), measure(1, "x"), LATER)
    assert "<figcaption><span>2025-01</span>" in told
    assert told.endswith("<span>2025-04</span></figcaption></figure>")
    first, last = lines(told)[0]
    days = (datetime(2025, 3, 28) - datetime(2025, 1, 28)).days, (datetime(2025, 4, 28) - datetime(2025, 1, 28)).days
    assert first[0] == pytest.approx(1000 * days[0] / days[1], abs=0.1)
    assert last[0] == 1000


def test_a_gap_is_not_bridged_and_a_lone_value_is_a_dot() -> None:
    told = chart(trend(1.0, 2.0, None, 3.0, None, 4.0, 5.0), measure(1, "x"), LATER)
    assert [len(run) for run in lines(told)] == [2, 2, 2]
    dot = lines(told)[1]
    assert dot[0] == dot[1]
    assert "gaps: not measured" in told


def test_the_value_axis_begins_at_zero_and_its_ends_are_told() -> None:
    told = chart(trend(2.0, 4.0), measure(1, "x"), LATER)
    assert '<span class="high">4 files</span><span class="low">0 files</span>' in told
    assert lines(told) == [[(0, 50), (1000, 0)]]


def test_zeros_lie_on_the_ground() -> None:
    assert lines(chart(trend(0.0, 0.0), measure(1, "x"), LATER)) == [[(0, 100), (1000, 100)]]


def test_a_threshold_is_drawn_with_its_name_unless_it_would_press_the_line_flat() -> None:
    near = chart(trend(1.0, 2.0), measure(1, "x", limits=Threshold("lower", 3, 6.5)), LATER)
    assert "watch at 3 files" in near
    assert "act at" not in near
    band = chart(trend(0.4, 0.5), measure(1, "x", "ratio", Threshold("band", (0.2, 0.8), (0.1, 0.9))), LATER)
    assert band.count('class="limit watch"') == band.count('class="limit act"') == 2


def test_a_report_of_an_earlier_commit_marks_its_moment() -> None:
    points = trend(1.0, 2.0, 3.0)
    assert "this report" in chart(points, measure(1, "x"), points[1].committed)
    assert "this report" not in chart(points, measure(1, "x"), points[2].committed)


def test_fewer_than_two_values_are_a_sentence() -> None:
    assert "No trend is stored yet" in chart((), measure(1, "x"), LATER)
    assert "measured at 1 of 3 stored moments" in chart(trend(None, 1.0, None), measure(1, "x"), LATER)
    assert spark(trend(None, 1.0)) == ""


def test_no_text_is_drawn_that_would_shrink_with_the_drawing() -> None:
    told = chart(trend(1.0, 2.0), replace(measure(1, "x"), title="<b>"), LATER)
    assert "<text" not in told
    assert "<title>&lt;b&gt;: 1 file in 2025-01, 2 files in 2025-02</title>" in told


@given(VALUES)
def test_whatever_the_values_are_the_line_stays_in_its_frame(values: list[float | None]) -> None:
    points = trend(*values)
    for told in (chart(points, measure(1, "x", limits=Threshold("lower", 1, 2)), LATER), spark(points)):
        assert all(0 <= x <= 1000 and 0 <= y <= 100 for run in lines(told) for x, y in run)
        assert "nan" not in told.lower()
        assert "inf" not in told.lower()
