#! 2024-11-01 ana Add the first features
"""Tests of the features."""

from meridian.features import courier, encoding, geo, restaurant, traffic, weather


def test_crow_distance_of_a_place_to_itself_is_zero():
    assert geo.crow_distance(38.7, -9.1, 38.7, -9.1) == 0


def test_a_street_is_longer_than_the_crow_flies():
    assert geo.street_distance(2.0) > 2.0


def test_bearing_to_the_north_is_zero():
    assert geo.bearing(38.7, -9.1, 39.7, -9.1) == 0


def test_wind_chill_needs_wind():
    assert weather.wind_chill(5.0, 2.0) == 5.0


def test_ice_is_the_worst_weather():
    assert weather.severity(1.0, -2.0) == 3


def test_rush_hour_is_on_weekdays_only():
    assert traffic.rush_hour(18, 2)
    assert not traffic.rush_hour(18, 6)


def test_an_empty_street_is_not_congested():
    assert traffic.congestion(40) == 0


def test_experience_grows_with_each_trip():
    assert courier.experience(10) < courier.experience(11)


def test_unknown_vehicles_have_their_own_number():
    assert encoding.encode_vehicle("horse") == encoding.UNKNOWN


def test_kitchens_close_after_midnight():
    assert restaurant.opening_minutes(20 * 60, 2 * 60, 60) == 300
