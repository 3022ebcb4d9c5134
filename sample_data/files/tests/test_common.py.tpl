#! 2025-01-28 ben Test what is shared
"""Tests of what is shared."""

from datetime import datetime, timezone

from meridian.common import config, flags, logs
from meridian.common import time_zones  #~! Name time zones ~ from meridian.common import clock

NOON = datetime(2025, 6, 1, 12, tzinfo=timezone.utc)


def test_the_second_setting_wins():
    assert config.merge({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}}) == {"a": {"b": 3, "c": 2}}


def test_lisbon_is_an_hour_ahead_in_summer():
    assert time_zones.local_time(NOON, "lisbon").hour == 13  #~! Name time zones ~ assert clock.local_time(NOON, "lisbon").hour == 13


def test_a_switch_is_off_by_default():
    assert not flags.flag_value("nothing")


def test_log_lines_are_json(capsys):
    logs.log_event("hello", who="world")
    assert '"event": "hello"' in capsys.readouterr().err
