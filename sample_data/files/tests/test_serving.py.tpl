#! 2024-11-04 ben Add the service
"""Tests of the service."""

import pytest

from meridian.serving import app, cache, fallback, schema

CITY_CODE_LETTERS = 3  #~! New city codes everywhere


def test_an_unknown_state_is_refused():
    with pytest.raises(ValueError):
        schema.parse_request({"key": "1", "city": "lisbon", "km": 2, "state": "eaten"})


def test_the_answer_is_in_whole_minutes():
    assert schema.build_answer(schema.EXAMPLE, 12.4, "cache")["minutes"] == 12


def test_a_city_without_history_gets_the_default():
    assert fallback.city_average("atlantis") == fallback.DEFAULT_MINUTES


def test_the_cache_remembers():
    cache.remember("a", 21.0)
    assert cache.cached("a") == 21.0


def test_a_long_queue_is_overload():
    assert app.is_overloaded(app.MAX_BATCH + 1, 0)


def test_health_answers():
    assert app.health
