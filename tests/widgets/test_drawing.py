"""What the widgets draw: text that cannot steer, numbers as people read them, bars that fit."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from debtui.measures.change import change
from debtui.measures.result import TrendPoint
from debtui.measures.spec import Threshold
from debtui.widgets.bars import CrumbBar, KeyBar, ProgressBar, Tab, TabBar, TimeBar, progress_text
from debtui.widgets.chart import Plot, chart, runs, thinned
from debtui.widgets.lines import fit, fit_path
from debtui.widgets.marks import delta, number, quantity
from debtui.widgets.safe import safe
from debtui.widgets.spark import spark
from tests.fakes import HOSTILE, MEASURES, FakeSession

anything = st.text(st.characters(exclude_categories=()), max_size=200)


@given(anything)
def test_safe_text_is_one_line_that_neither_steers_nor_hides(text: str) -> None:
    told = safe(text)
    told.encode("utf-8")
    for character in told:
        code = ord(character)
        assert code >= 0x20
        assert not 0x7F <= code <= 0x9F
        assert not 0x200B <= code <= 0x200F
        assert not 0x2028 <= code <= 0x202E
        assert not 0x2060 <= code <= 0x206F
        assert not 0xD800 <= code <= 0xDFFF
        assert code != 0xFEFF


@given(anything)
def test_safe_text_keeps_the_number_of_characters_and_stays_as_it_is_when_made_safe_again(text: str) -> None:
    assert len(safe(text)) == len(text)
    assert safe(safe(text)) == safe(text)


def test_safe_text_shows_what_was_there() -> None:
    assert safe("a\x1b[31mb\r\n") == "a␛[31mb␍␊"
    assert safe("naïve 模型 ⚙ ok") == "naïve 模型 ⚙ ok"


@given(anything.map(safe), st.integers(0, 60))
def test_a_fitted_text_has_exactly_the_width_asked_for(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    assert cell_len(fit(text, width, right=True)) == width
    assert cell_len(fit_path(text, width)) == width


def test_a_path_that_is_too_long_keeps_its_end() -> None:
    assert fit_path("services/ranking/features.py:12", 16).endswith("features.py:12")


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (None, "files", "—"),
        (0.0, "files", "0"),
        (1234567.0, "lines", "1,234,567"),
        (0.4321, "share", "43.2 %"),
        (1.0, "share", "100 %"),
        (0.000123, "ratio", "0.000123"),
        (123.456, "days", "123.5"),
        (-3.0, "files", "-3"),
        (float("inf"), "ratio", "—"),
    ],
)
def test_numbers_are_written_as_people_read_them(value: float | None, unit: str, told: str) -> None:
    assert number(value, unit) == told


def test_a_quantity_has_its_unit_and_a_share_needs_none() -> None:
    assert quantity(3.0, "files") == "3 files"
    assert quantity(0.5, "share") == "50 %"
    assert quantity(None, "files") == "—"


@pytest.mark.parametrize(
    ("name", "now", "before", "verdict", "told"),
    [
        ("hotspots", 12.0, 10.0, "worse", "↑ 2 worse"),
        ("hotspots", 8.0, 10.0, "better", "↓ 2 better"),
        ("truck_factor", 1.0, 3.0, "worse", "↓ 2 worse"),
        ("hotspots", 8.0, 8.0, "same", "= same"),
        ("soc", 9.0, 8.0, "changed", "↑ 1"),
        ("fan_out", 30.0, 8.0, "worse", "↑ 22 worse"),
        ("fan_out", 8.0, 30.0, "better", "↓ 22 better"),
        ("propagation", 0.5, 0.47, "worse", "↑ 3 pp worse"),
        ("hotspots", 8.0, None, "unknown", ""),
        ("hotspots", None, 8.0, "unknown", ""),
    ],
)
def test_a_change_says_its_direction_and_whether_that_is_worse(
    name: str, now: float | None, before: float | None, verdict: str, told: str
) -> None:
    measure = next(measure for measure in MEASURES if measure.id == name)
    found = change(measure, now, before)
    assert found.verdict == verdict
    assert delta(measure, found) == told
    assert len(told) <= 14


@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), max_size=300), st.integers(0, 80))
def test_a_sparkline_has_its_width_and_its_gaps_stay_gaps(values: list[float | None], width: int) -> None:
    drawn = spark(values, width)
    assert len(drawn) == width
    if len(values) <= width:
        shown = drawn[width - len(values) :] if values else ""
        assert [cell == " " for cell in shown] == [value is None for value in values]


def test_a_sparkline_rises_with_the_values() -> None:
    assert spark([0, 1, 2, 3, 4, 5, 6, 7], 8) == "▁▂▃▄▅▆▇█"
    assert spark([1, None, 2], 5) == "  ▁ █"


START = datetime(2024, 1, 1)


def points(values: list[float | None]) -> list[TrendPoint]:
    return [
        TrendPoint(i, "c" * 40, START + timedelta(days=30 * i), v, "measured" if v is not None else "unavailable")
        for i, v in enumerate(values)
    ]


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e6)), max_size=400), st.integers(1, 120))
def test_a_thinned_trend_keeps_its_end_and_a_gap_in_every_bucket_that_has_one(
    values: list[float | None], most: int
) -> None:
    told = points(values)
    kept = thinned(told, most)
    assert len(kept) == min(most, len(told))
    if len(told) > most:
        for i, point in enumerate(kept):
            bucket = told[i * len(told) // most : (i + 1) * len(told) // most]
            assert (point.value is None) == any(other.value is None for other in bucket)


def test_nothing_is_drawn_across_a_gap() -> None:
    assert [values for _, values in runs(points([1, 2, None, None, 3, None, 4, 5]))] == [[1, 2], [3], [4, 5]]


@pytest.mark.parametrize("size", [(80, 8), (40, 12), (150, 30)])
def test_a_chart_fills_its_size_and_shows_thresholds_and_the_moment(size: tuple[int, int]) -> None:
    plot = Plot(points([10, 20, 30, None, 30, 40]), "files", Threshold("lower", 15, 35), START + timedelta(days=60))
    drawn = chart(plot, *size)
    assert len(drawn) == size[1]
    assert {cell_len(line) for line in drawn} == {size[0]}
    text = "\n".join(drawn)
    assert "┈" in text
    assert "━" in text
    assert "┊" in text
    assert any("\u2800" < character <= "\u28ff" for character in text)


@pytest.mark.parametrize("values", [[], [None], [5.0], [None, 5.0, None]])
def test_fewer_than_two_points_are_no_trend(values: list[float | None]) -> None:
    assert chart(Plot(points(values), "files", Threshold(), START), 80, 12) == []


@given(st.lists(st.one_of(st.none(), st.floats(-1e15, 1e15), st.just(float("nan"))), min_size=2, max_size=30))
def test_any_trend_can_be_drawn(values: list[float | None]) -> None:
    chart(Plot(points(values), "share", Threshold("higher", 0.5, (0.1, 0.9)), START), 60, 10)


TABS = [Tab("a", "1", "Overview", "Over"), Tab("b", "2", "Onboarding", "Onboard"), Tab("c", "8", "Code", "Code")]


@given(st.integers(1, 200), anything)
def test_every_bar_fits_its_width_or_can_be_cut_at_its_end(width: int, text: str) -> None:
    crumbs, time, keys, tabs, progress = CrumbBar(), TimeBar(), KeyBar(), TabBar(), ProgressBar()
    crumbs._crumbs = [safe(part) for part in (text, "Code", text)]
    time._moment, time._count, time._worse = FakeSession(commits=9).moments()[4], 9, True
    keys._entries = [KeyBar.Entry(key, f"does {key}", key) for key in "abcdefghij"]
    tabs._tabs, tabs.chosen = TABS, "b"
    progress._told = (text, 5, 9, 2.0, 3.0)
    for bar, least in ((crumbs, 30), (time, 49), (keys, 12), (tabs, 22)):
        length = sum(cell_len(part.text) for part in bar.parts(width))
        assert length <= width or width < least
    assert progress.parts(width)


def test_the_footer_says_how_many_keys_do_not_fit() -> None:
    bar = KeyBar()
    bar._entries = [KeyBar.Entry(key, "something", key) for key in "abcdefgh"]
    assert "".join(part.text for part in bar.parts(45)) == " a something  b something  c something  …+5 ?"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((1204, 8000, 350.4, 19.4), "1,204 of 8,000 · 350/s · 19 s left"),
        ((5, 0, 0.0, None), "5"),
        ((0, 10, 0.2, 600.0), "0 of 10 · 10 min left"),
        ((0, 0, 0.0, None), ""),
    ],
)
def test_progress_tells_what_is_known(told: tuple[int, int, float, float | None], expected: str) -> None:
    assert progress_text(*told) == expected


def test_the_fake_is_hostile_enough() -> None:
    assert any(ord(character) < 0x20 for character in HOSTILE)
    assert "[/b]" in HOSTILE
