"""The Kaplan-Meier table against published values, against lifelines, and by what must always hold."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtui.derived.flag_survival_at import compute


def survival(removed: list[int], censored: list[int] = []) -> pl.DataFrame:  # noqa: B006  read only
    lives = pl.DataFrame(
        {"life_days": [*removed, *censored], "removed": [True] * len(removed) + [False] * len(censored)},
        schema={"life_days": pl.Int64, "removed": pl.Boolean},
    )
    return compute({"lives": lives})


# Freireich et al. 1963: weeks of remission under 6-mercaptopurine. Survival and Greenwood's standard error as in
# Kleinbaum and Klein, Survival Analysis, and in most textbooks since.
SIX_MP = ([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
PUBLISHED = {
    6: (21, 3, 0.8571, 0.0764), 7: (17, 1, 0.8067, 0.0869), 10: (15, 1, 0.7529, 0.0963), 13: (12, 1, 0.6902, 0.1068),
    16: (11, 1, 0.6275, 0.1141), 22: (7, 1, 0.5378, 0.1282), 23: (6, 1, 0.4482, 0.1346),
}  # fmt: skip


def test_the_remission_times_of_freireich_give_the_published_table() -> None:
    found = survival(*SIX_MP).filter(pl.col("removed") > 0)
    assert found["age_days"].to_list() == list(PUBLISHED)
    for row, (at_risk, removed, share, error) in zip(found.iter_rows(named=True), PUBLISHED.values(), strict=True):
        assert (row["at_risk"], row["removed"]) == (at_risk, removed)
        assert row["survival"] == pytest.approx(share, abs=5e-5)
        assert row["lower"] == pytest.approx(share - 1.96 * error, abs=2e-4)
        assert row["upper"] == pytest.approx(min(share + 1.96 * error, 1), abs=2e-4)


lives = st.lists(st.integers(0, 400), max_size=40)


@given(lives, lives)
def test_survival_falls_within_its_bounds_and_counts_everybody_once(removed: list[int], censored: list[int]) -> None:
    found = survival(removed, censored)
    assert found["removed"].sum() + found["censored"].sum() == len(removed) + len(censored)
    assert found["age_days"].to_list() == sorted({*removed, *censored})
    before = 1.0
    for row in found.iter_rows(named=True):
        assert 0 <= row["survival"] <= before
        before = row["survival"]
        assert row["removed"] + row["censored"] <= row["at_risk"]
        if row["lower"] is not None:
            assert 0 <= row["lower"] <= row["survival"] <= row["upper"] <= 1
        else:
            assert row["survival"] == 0


@given(lives.filter(bool))
def test_without_censoring_survival_is_the_share_that_lived_longer(removed: list[int]) -> None:
    for age, share in survival(removed).select("age_days", "survival").iter_rows():
        assert share == pytest.approx(sum(life > age for life in removed) / len(removed))


@given(lives.filter(bool))
def test_where_nothing_was_removed_everything_survives(censored: list[int]) -> None:
    assert survival([], censored)["survival"].to_list() == [1.0] * len(set(censored))
