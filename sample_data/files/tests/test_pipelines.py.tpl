#! 2025-02-11 diego Test the nightly run
"""Tests of what runs by itself."""

from datetime import date

from meridian.pipelines import backfill, daily, export


def test_missing_days_leave_out_what_is_done():
    days = backfill.missing_days(date(2025, 1, 1), date(2025, 1, 3), [date(2025, 1, 2)])
    assert days == [date(2025, 1, 1), date(2025, 1, 3)]


def test_a_run_resumes_after_the_last_step():
    assert daily.resume_from(["extract", "features"]) == "train"


def test_partitions_are_days():
    assert export.partition_of(date(2025, 1, 2)).endswith("day=20250102")


def test_batches_are_no_larger_than_asked():
    assert max(map(len, backfill.batches(list(range(7)), 3))) == 3
