"""Dates and times in words."""

from datetime import UTC, datetime

import pytest

from learnstead.data.parsing.dates import event_times, local_moment, told_in_prose
from tests.data import shared

NOW = datetime(2024, 4, 1, 12, tzinfo=UTC)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_day_without_a_time_is_midnight_in_boston_in_summer_and_winter():
    assert local_moment("2024-07-01") == utc("2024-07-01T04:00")
    assert local_moment("2024-12-01") == utc("2024-12-01T05:00")


def test_an_offset_counts_and_nothing_is_nothing():
    assert local_moment("2024-04-30T11:00:00-07:00") == utc("2024-04-30T18:00")
    assert local_moment("2024-04-30T11:00:00.000Z") == utc("2024-04-30T11:00")
    assert local_moment(" ") is None


@pytest.mark.parametrize(
    ("hours", "begins", "ends"),
    [
        ("9:00 AM - 5:00 PM", "13:00", "21:00"),
        ("12:00- 1:00 PM EDT", "16:00", "17:00"),
        ("8 - 1 PM", "12:00", "17:00"),
        ("10 - 12 PM", "14:00", "16:00"),
        ("11 a.m. – 1 ET", "15:00", "17:00"),  # noqa: RUF001 - people write it so
        ("1 - 3", "17:00", "19:00"),
        ("9 - 5", "13:00", "21:00"),
        ("14:00 to 15:30 CET", "12:00", "13:30"),
        ("Day 1: 9:00 AM - 5:00 PM, day 2: 9:00 AM - 1:00 PM", "13:00", "17:00"),
        ("noon", "16:00", "16:00"),
        ("Room 12, Building 32-123", "16:00", "16:00"),
        ("25:00", "16:00", "16:00"),
    ],
)
def test_times_of_an_event(hours, begins, ends):
    assert event_times("2024-07-01", "", hours) == (utc(f"2024-07-01T{begins}"), utc(f"2024-07-01T{ends}"))


def test_an_event_without_any_date_is_refused():
    with pytest.raises(ValueError, match="Invalid isoformat"):
        event_times("", None, "9 AM")


@shared.needs_shared
def test_the_table_of_production_but_for_noon():
    for (starts, ends, hours), (begins, finishes) in shared.golden("_parser_tables")["mitpe_parse_date_time_range"]:
        if hours == "12:00- 1:00 PM EDT":
            begins = "2023-04-25T16:00:00+00:00"  # noqa: PLW2901 - production takes noon for midnight
        assert [one.isoformat() for one in event_times(starts, ends, hours)] == [begins, finishes], hours


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("Thursday, May 2 at noon", "2024-05-02T16:00", "2024-05-02T16:00"),
        ("Thursday, May 2, 2024 | 12:00 - 1:00 PM ET", "2024-05-02T16:00", "2024-05-02T17:00"),
        ("April 9th, 9 a.m. PT", "2024-04-09T16:00", "2024-04-09T16:00"),
        ("Wednesday, January 15", "2025-01-15T05:00", "2025-01-15T05:00"),
        ("December 20", "2023-12-20T05:00", "2023-12-20T05:00"),
    ],
)
def test_a_date_in_prose(text, begins, ends):
    assert told_in_prose(text, now=NOW) == (utc(begins), utc(ends))


@pytest.mark.parametrize("text", ["January - December 2024", "Coming soon", "May 2024", "", "9:00 AM"])
def test_prose_without_a_day(text):
    assert told_in_prose(text, now=NOW) is None
