#! 2025-03-04 chloe Test the alarms
"""Tests of monitoring."""

import numpy as np

from meridian.monitoring import alerts, drift, report


def test_equal_distributions_have_no_drift():
    values = np.arange(100.0)
    assert drift.stability_index(values, values) == 0


def test_people_sleep_at_night():
    assert alerts.quiet_hours(3)


def test_the_worst_city_comes_first():
    assert report.worst_cities({"porto": 0.1, "paris": 0.3})[0][0] == "paris"


def test_a_streak_ends_with_a_good_day():
    watch = drift.Watch("rain_mm", 1.0)
    watch.add(2.0)
    watch.add(0.5)
    assert watch.streak() == 0


def test_missing_values_are_counted():
    assert drift.missing_share(np.array([1.0, np.nan])) == 0.5
