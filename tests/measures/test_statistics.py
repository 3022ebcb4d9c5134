"""The statistics behind the measures of releases: published worked examples. How often they are wrong: test_rates.py."""

from __future__ import annotations

import math

import pytest

from debtui.derived.detectable_at import factor
from debtui.derived.metric_at import goal_of
from debtui.derived.release_change_at import Seen, judged


def seen(
    before: float,
    after: float,
    *,
    spread: float | None = 1.0,
    goal: str | None = "max",
    freedom: int | None = None,
    metric: str = "m",
) -> Seen:
    return Seen("rank", 2, metric, "", before, after, 100, goal, spread, "repeats", freedom, other_data=False)


@pytest.mark.parametrize(("runs", "wanted"), [(1, 3.96), (2, 2.80), (3, 2.29), (5, 1.77), (10, 1.25)])
def test_the_smallest_detectable_change_is_the_published_one(runs: int, wanted: float) -> None:
    assert factor(None, runs) == pytest.approx(wanted, abs=0.005)


def test_few_repeats_see_less_than_many() -> None:
    assert factor(2, 1) > factor(4, 1) > factor(30, 1) > factor(None, 1)


def test_the_false_discovery_rate_is_held_as_benjamini_and_hochberg_do() -> None:
    from scipy.stats import norm

    published = (0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216)
    rows = judged([seen(0, float(norm.ppf(p)) * math.sqrt(2)) for p in published])
    assert [row[11] for row in rows] == pytest.approx(published)
    assert sum(row[12] <= 0.05 for row in rows) == 2  # type: ignore[operator]


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (seen(0, -6), "worse"), (seen(0, 6), "better"), (seen(0, 1), "within noise"), (seen(0, 6, goal="min"), "worse"),
        (seen(0, -6, spread=None), "noise unknown"), (seen(0, -6, goal=None), "goal unknown"), (seen(0, -6, goal="none"), "not judged"),
        (seen(0, -6)._replace(other_data=True), "other data"), (seen(0, 3.5, freedom=2), "within noise"), (seen(0, 3.5, freedom=50), "better"),
    ],
)  # fmt: skip
def test_a_change_is_one_only_beyond_its_noise(one: Seen, verdict: str) -> None:
    assert judged([one])[0][-1] == verdict


@pytest.mark.parametrize(
    ("metric", "goal"),
    [
        ("val_auc", "max"), ("train/loss", "min"), ("valAccuracy", "max"), ("error_rate", "min"), ("false_positive_rate", "min"), ("lr", "none"),
        ("learning_rate", "none"), ("f1", "max"), ("precision@10", "max"), ("rmse_test", "min"), ("epoch", "none"), ("p99_latency_ms", "min"),
        ("logLoss", "min"), ("widgets", None), ("mae_minutes", "min"), ("system/gpu.0.power", "none"),
    ],
)  # fmt: skip
def test_a_metrics_name_mostly_tells_which_way_is_better(metric: str, goal: str | None) -> None:
    assert goal_of(metric) == goal
