"""How numbers and texts are written in plain output: short, and never more certain than they are."""

from __future__ import annotations

import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from debtui.format import cells, cut, number, safe, sparkline

UNITS = st.sampled_from(
    ["share", "share of models", "%", "ratio", "0..1", "instability", "rank", "files", "people", "days", ""]
)
FINITE = st.floats(-1e12, 1e12)


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (None, "files", "–"),
        (math.nan, "files", "–"),
        (-math.inf, "share", "–"),
        (0.0, "share", "0 %"),
        (0.0004, "share", "<0.1 %"),
        (-0.0004, "share", ">-0.1 %"),
        (0.0994, "share", "9.9 %"),
        (0.0996, "share", "10 %"),
        (1.0, "share", "100 %"),
        (0.071, "share of releases", "7.1 % of releases"),
        (0.5, "share flagged", "50 % flagged"),
        (0.3, "%", "<1 %"),
        (0.0001, "ratio", "<0.001"),
        (0.031, "ratio", "0.031"),
        (0.5, "ratio", "0.50"),
        (0.04, "days", "<0.1 days"),
        (43.21, "days", "43.2 days"),
        (99.97, "days", "100 days"),
        (1234567.0, "lines", "1,234,567 lines"),
        (1.0, "people", "1 person"),
        (1.0, "files", "1 file"),
        (1.0, "loops without mitigation", "1 loop without mitigation"),
        (1.0, "undeclared readers", "1 undeclared reader"),
        (1.0, "switches in one function", "1 switch in one function"),
        (1.0, "times the median release", "1 times the median release"),
        (1.0, "per 1,000 lines", "1 per 1,000 lines"),
        (2.3, "per 1,000 lines", "2.3 per 1,000 lines"),
        (7.0, "", "7"),
    ],
)
def test_numbers_are_written_as_people_read_them(value: float | None, unit: str, told: str) -> None:
    assert number(value, unit) == told


@given(FINITE, UNITS)
def test_only_zero_is_written_as_zero(value: float, unit: str) -> None:
    told = number(value, unit).split(" ")[0]
    assert (value == 0) == (told.lstrip("<>") == told and float(told.replace(",", "")) == 0)


@pytest.mark.parametrize(
    "char",
    ["\x1b", "\x9b", "\u00ad", "\u061c", "\u180e", "\u200b", "\u202e", "\u2066", "\ufeff", "\ud800", "\U000e0041"],
)
def test_a_character_that_steers_or_hides_is_replaced(char: str) -> None:
    assert safe(f"a{char}b") == "a\ufffdb"


@given(st.text())
def test_safe_text_is_one_line_without_control_or_format_characters(text: str) -> None:
    told = safe(text)
    assert not {unicodedata.category(c) for c in told} & {"Cc", "Cs", "Zl", "Zp"}
    assert safe(told) == told
    assert len(told.splitlines()) <= 1


def test_letters_of_every_script_stay_as_they_are() -> None:
    assert safe("naïve 模型 नमस्ते שלום ⚙") == "naïve 模型 नमस्ते שלום ⚙"


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Z", "S"])), st.integers(1, 30))
def test_a_cut_text_is_no_wider_than_asked_and_a_short_one_is_whole(text: str, width: int) -> None:
    told = cut(text, width)
    assert cells(told) <= width
    assert told == text or told.endswith("…")
    assert told == text or cells(text) > width or len(text) > 2 * width


@pytest.mark.parametrize("text", ["plain", "模型", "e\u0301a", "ｆｕｌｌ", "한국어", "🙂 ok", "¡"])
def test_cells_are_counted_as_a_terminal_counts_them(text: str) -> None:
    assert cells(text) == cell_len(text)


@given(st.lists(st.none() | st.floats(), max_size=100), st.integers(1, 40))
def test_a_sparkline_is_never_too_long_and_gaps_stay_gaps(values: list[float | None], width: int) -> None:
    drawn = sparkline(values, width)
    known = [value is not None and math.isfinite(value) for value in values]
    assert len(drawn) <= width
    if len(values) <= width and any(known):
        assert [bar != " " for bar in drawn] == known
