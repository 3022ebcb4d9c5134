"""Life lines: always as wide as asked for, and readable without colour; and the two charts about all flags."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from debtui.widgets.flag_charts import InventoryPlot, Quarter, Step, SurvivalPlot, stairs
from debtui.widgets.lifeline import LEGEND, Life, lifeline, scale

BEGIN = datetime(2020, 1, 1)
END = BEGIN + timedelta(days=1000)


def day(number: int | None) -> datetime | None:
    return None if number is None else BEGIN + timedelta(days=number)


def life(introduced: int, changed: int, stale: int | None = None, gone: int | None = None) -> Life:
    return Life(BEGIN + timedelta(days=introduced), BEGIN + timedelta(days=changed), day(stale), day(gone))


@pytest.mark.parametrize(
    ("told", "drawn"),
    [
        (life(0, 0), "├─────────"),
        (life(200, 200), "  ├───────"),
        (life(200, 500), "  ├━━┿────"),
        (life(200, 500, stale=700), "  ├━━┿─┄┄┄"),
        (life(200, 200, stale=260), "  ├┄┄┄┄┄┄┄"),
        (life(200, 990), "  ├━━━━━━┿"),
        (life(900, 910, stale=960), "         ┄"),
        (life(200, 600, gone=600), "  ├━━━┤   "),
        (life(200, 400, gone=600), "  ├━┿─┤   "),
        (life(200, 250, gone=250), "  │       "),
        (life(999, 999), "         ├"),
        (life(-50, 2000, gone=3000), "├━━━━━━━━┤"),
    ],
    ids=str,
)
def test_a_life_is_drawn_over_the_time_of_its_repository(told: Life, drawn: str) -> None:
    assert lifeline(told, BEGIN, END, 10) == drawn


days = st.integers(-100, 1100)


@given(days, days, st.none() | days, st.none() | days, st.integers(-2, 120), st.booleans())
def test_a_life_line_has_exactly_the_width_asked_for(
    introduced: int, changed: int, stale: int | None, gone: int | None, width: int, momentary: bool
) -> None:
    told = life(introduced, changed, stale, gone)
    drawn = lifeline(told, BEGIN, BEGIN if momentary else END, width)
    assert len(drawn) == cell_len(drawn) == max(width, 0)
    assert set(drawn) <= set(LEGEND + "│")
    if width > 0:
        assert drawn.strip()
        assert drawn[-1] != " " or gone is not None  # what is still there reaches the present
        assert ("┤" in drawn or "│" in drawn) is (gone is not None)
        assert not stale or gone is not None or "┄" in drawn


@given(st.integers(0, 60))
def test_the_scale_fits(width: int) -> None:
    assert cell_len(scale(BEGIN, END, width)) <= width
    assert scale(BEGIN, END, 30) == "2020-01                2022-09"


def steps() -> tuple[Step, ...]:
    return tuple(
        Step(age, 1, 1 - age / 100, max(0, 0.9 - age / 100), min(1, 1.1 - age / 100)) for age in range(2, 80, 3)
    )


def test_a_survival_curve_falls_from_the_top_left_and_shows_its_bounds_and_median() -> None:
    drawn = SurvivalPlot(steps(), 50).draw(70, 16)
    assert len(drawn) == 16
    assert {len(line) for line in drawn} == {70}
    told = "\n".join(drawn)
    assert "100%" in drawn[1] + drawn[2]
    assert "77 d" in drawn[-1]
    assert all(sign in told for sign in "·┊")
    first, last = (next(i for i, line in enumerate(drawn) if "\u2800" < line[x] <= "\u28ff") for x in (6, 67))
    assert first < last


def test_no_curve_is_drawn_where_there_is_nothing_to_draw_or_no_room() -> None:
    assert SurvivalPlot((), None).nothing
    assert SurvivalPlot((Step(0, 1, 0.0, None, None),), 0).draw(80, 20) == []
    assert SurvivalPlot(steps(), None).draw(20, 20) == []
    assert InventoryPlot((Quarter(BEGIN, 1, 0, 1),), END).nothing


def test_an_inventory_shows_what_came_and_went() -> None:
    quarters = tuple(Quarter(BEGIN + timedelta(days=91 * n), 5, 2 if n % 2 else 0, 3 * n + 5) for n in range(8))
    told = "\n".join(InventoryPlot(quarters, END).draw(70, 14))
    assert "26┤" in told
    assert "+" in told
    assert "-" in told
    assert "2022-09" in told


def test_a_value_holds_until_the_next_one() -> None:
    assert stairs([(0, 1.0), (2, 0.5), (3, 0.25)]) == ([0, 2, 2, 3, 3], [1.0, 1.0, 0.5, 0.5, 0.25])
