#! 2024-11-01 ana Add training
"""Tests of training."""

import numpy as np

from meridian.training import evaluate, losses, search, train


def test_early_and_late_weigh_differently():
    late = losses.late_penalty(np.array([30.0]), np.array([20.0]))
    early = losses.late_penalty(np.array([20.0]), np.array([30.0]))
    assert late > early


def test_pinball_is_zero_when_right():
    assert losses.pinball(np.array([5.0]), np.array([5.0]), 0.7) == 0


def test_huber_is_linear_far_out():
    far = losses.huber(np.array([0.0, 0.0]), np.array([50.0, 51.0]))
    assert np.isclose(far[1] - far[0], losses.HUBER_DELTA)


def test_the_best_trial_has_the_smallest_error():
    assert search.best_trial([{"mean_error": 4.2}, {"mean_error": 3.9}])["mean_error"] == 3.9


def test_parameters_name_the_objective():
    assert train.parameters()["objective"] == "quantile"


def test_compare_leaves_out_what_is_new():
    assert evaluate.compare({"a": 1.0}, {"a": 2.0, "b": 3.0}) == {"a": 1.0}
