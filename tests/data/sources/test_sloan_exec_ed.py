"""Courses of Sloan Executive Education."""

import pytest

from tests.data import shared
from tests.data.running import run_source

SETTINGS = {"client_id": "us", "client_secret": "sesame"}


@pytest.fixture
def run(tmp_path, replay):
    def at(now="2024-09-01T12:00:00+00:00"):
        return run_source("sloan_exec_ed", folder=tmp_path / now[:10], replay=replay, now=now, settings=SETTINGS)

    return at


@shared.needs_shared
def test_courses_that_are_offered_are_joined_with_their_offerings(run):
    ran = run()
    by_id = {record.readable_id: record for record in ran.records}
    thinking = by_id["a056g00000URaaQAAT"]
    online, on_site = thinking.runs

    assert len(ran.records) == 91
    assert not ran.quarantined
    assert thinking.topics == ["Digital Business & IT"]
    assert (thinking.delivery, thinking.format) == (["online", "in_person"], ["asynchronous", "synchronous"])
    assert (online.prices[0].amount, online.prices[0].currency) == ("2900.00", "USD")
    assert (online.start_date.isoformat(), online.end_date.isoformat()) == (
        "2024-09-25T04:00:00+00:00",
        "2024-11-13T05:00:00+00:00",
    )
    assert (online.location, on_site.location) == ("", "Cambridge, MA")
    assert (online.min_weeks, online.min_weekly_hours, online.max_weekly_hours) == (6, 6, 8)


@shared.needs_shared
def test_prices_are_in_the_currency_they_name(run):
    currencies = {price.currency for record in run().records for one in record.runs for price in one.prices}

    assert currencies == {"USD", "CHF"}


@shared.needs_shared
def test_only_what_is_on_demand_is_there_at_any_time(run):
    runs = [one for record in run().records for one in record.runs]
    any_time = [one for one in runs if one.availability == "anytime"]

    assert len(any_time) == 5
    assert all(one.pace == ["self_paced"] and one.delivery == ["online"] for one in any_time)
    assert any(one.start_date is None and one.published for one in any_time)


@shared.needs_shared
def test_an_offering_that_is_over_is_no_longer_published_nor_a_course_without_others(run):
    later = {record.readable_id: record for record in run("2024-10-09T12:00:00+00:00").records}
    much_later = run("2026-01-01T12:00:00+00:00").records

    assert [one.published for one in later["a056g00000URaaQAAT"].runs] == [True, False]
    assert {record.published for record in much_later if all(one.end_date for one in record.runs)} == {False}


@shared.needs_shared
def test_a_feed_without_its_other_half_fails(tmp_path, replay, replay_server):
    fault = {"path": "/api/course-offerings", "status": 200, "body": "[]"}
    replay_server[1].faults.append({"host": "mit-unified-portal-prod-78eeds.43d8q2.usa-e2.cloudhub.io", **fault})

    ran = run_source("sloan_exec_ed", folder=tmp_path, replay=replay, settings=SETTINGS)

    assert "course-offerings answered with an empty list" in ran.scope("all").failed
    assert ran.records == []
