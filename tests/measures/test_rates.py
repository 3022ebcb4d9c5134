"""How often verdicts are wrong: no more often than promised, and what is the matter is mostly found; the page says so."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from benchmarks import rates


@pytest.fixture(scope="module")
def told() -> list[rates.Rate]:
    return list(rates.rates())


def test_false_alarms_are_no_more_than_promised_and_most_of_what_is_the_matter_is_found(told: list[rates.Rate]) -> None:
    for rate in told:
        if rate.limit is not None:
            slack = 3 * math.sqrt(rate.limit * (1 - rate.limit) / rate.draws)
            assert rate.share <= rate.limit + slack, rate
        else:
            assert rate.share >= 0.6, rate
    assert {rate.measure for rate in told} == {"EN-1", "EN-2", "FL-3", "MN-6", "ZK-10"}


def test_the_page_says_what_the_simulation_tells(told: list[rates.Rate]) -> None:
    page = Path(__file__).parents[2] / "docs" / "statistics.md"
    assert page.read_text("utf-8") == rates.page(told), "run `make docs`"
