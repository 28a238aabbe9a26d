"""Feeds that changed their shape: what came looks like records, and is not what it was."""

from datetime import UTC, datetime, timedelta

import pytest

from learnstead.kernel.contracts import Image, Price, Run
from tests.data.guard.feed import Feed, checks, course, outcomes, unreadable


def courses(*of, **said):
    return [course(number, **said) for number in of]


@pytest.mark.parametrize(("name", "empty"), [("url", None), ("description", ""), ("topics", [])])
@pytest.mark.parametrize("count", [2, 3, 30])
def test_a_field_that_all_had_and_none_has_holds_the_feed(feed, name, empty, count):
    feed.run(*courses(*range(count)))
    done = feed.run(*courses(*range(count), **{name: empty}))

    assert checks(done) == {"fields"}
    assert f"{name} is empty in most of what came" in done.scopes[0].reason


def test_one_record_that_loses_a_field_is_its_own_business(feed):
    feed.run(*courses(1, 2, 3))
    done = feed.run(*courses(1, 2), course(3, description=None))

    assert outcomes(done) == {"main": "released"}


def test_images_and_instructors_are_missed_too(feed):
    def full(number):
        return course(number, image=Image(url="https://example.org/i.png"), runs=[Run(run_id="r", instructors=["A"])])

    feed.run(*[full(number) for number in range(4)])
    done = feed.run(*[course(number, runs=[Run(run_id="r", instructors=[])]) for number in range(4)])

    assert checks(done) == {"fields"}
    assert "image is empty" in done.scopes[0].reason
    assert "instructors is empty" in done.scopes[0].reason


def test_what_the_clock_changes_holds_nothing(feed):
    def offered(number, **said):
        return course(number, certification=True, availability="dated", **said)

    priced = [Run(run_id="r", prices=[Price(amount="10.00")], published=True)]
    feed.run(*[offered(number, runs=priced) for number in range(5)])
    over = [Run(run_id="r", prices=[], published=False)]
    done = feed.run(*[course(number, runs=over, certification=False) for number in range(5)])

    assert outcomes(done) == {"main": "released"}


def test_new_records_without_a_field_do_not_speak_for_the_old_ones(feed):
    feed.run(*courses(*range(10)))
    done = feed.run(*courses(*range(10)), *courses(*range(100, 115), description=None))

    assert outcomes(done) == {"main": "released"}


def test_ids_that_changed_wholesale_are_told_from_items_that_are_missing(feed):
    feed.run(*courses(*range(10)))
    done = feed.run(*[course(f"new-{number}", title=f"Course {number}") for number in range(10)])

    assert checks(done) == {"ids"}
    assert "did the source change its ids?" in done.scopes[0].reason


def test_a_feed_that_grows_beyond_measure_is_held_and_one_that_doubles_is_not(feed):
    feed.run(*courses(*range(10)))
    assert outcomes(feed.run(*courses(*range(20)))) == {"main": "released"}
    assert checks(feed.run(*courses(*range(500)))) == {"growth"}


def test_one_unreadable_item_is_noted_and_many_hold_the_feed(feed):
    feed.run(*courses(*range(10)))
    one = feed.run(*courses(*range(9)), unreadable(9))
    many = feed.run(*courses(*range(5)), *(unreadable(number, "no price") for number in range(5, 10)))

    assert (outcomes(one), one.scopes[0].quarantined) == ({"main": "unchanged"}, 1)
    assert checks(many) == {"quarantine"}
    assert "no price" in many.scopes[0].reason


def test_nothing_but_unreadable_items_is_held_even_at_first(feed):
    assert checks(feed.run(unreadable(1))) == {"quarantine"}


def test_the_same_record_twice_is_taken_once_and_a_different_one_is_put_aside(feed):
    done = feed.run(*courses(1, 2, 2), course(1, title="Another"))

    assert outcomes(done) == {"main": "released"}
    assert (done.scopes[0].records, done.scopes[0].quarantined) == (2, 1)
    assert {finding.check for finding in done.scopes[0].findings} == {"repeated", "quarantine"}


def test_text_that_was_decoded_wrongly_holds_the_feed(feed):
    feed.run(*courses(1, 2, 3, description="Über die Brücke"))
    done = feed.run(*courses(1, 2, 3, description="\N{LATIN CAPITAL LETTER A WITH TILDE}\x9cber"))

    assert checks(done) == {"encoding"}


def test_many_that_are_suddenly_unpublished_hold_the_feed(feed):
    feed.run(*courses(*range(10), published=True))
    done = feed.run(*courses(*range(10), published=False))

    assert checks(done) == {"unpublished"}


def test_the_same_payload_at_another_time_may_say_that_everything_is_over(feed):
    feed.run(*courses(*range(10), published=True), payload="a" * 64)
    done = feed.run(*courses(*range(10), published=False), payload="a" * 64)

    assert outcomes(done) == {"main": "released"}


def test_a_site_may_lose_pages_and_descriptions_but_not_all_its_titles(tmp_path):
    feed = Feed(tmp_path, absent_runs=0)
    feed.run(*courses(*range(10)))
    assert outcomes(feed.run(*courses(*range(4), description=None))) == {"main": "released"}
    assert checks(feed.run(*courses(*range(4), title=None))) == {"fields"}


def starting(number, *, hours=0, days=0):
    start = datetime(2026, 5, number + 1, 14, tzinfo=UTC) + timedelta(hours=hours, days=days)
    return course(number, runs=[Run(run_id="r", start_date=start, end_date=start + timedelta(days=30))])


@pytest.mark.parametrize("hours", [-4, 5, 5.5])
def test_times_that_all_move_by_the_same_hours_hold_the_feed(feed, hours):
    feed.run(*[starting(number) for number in range(5)])
    done = feed.run(*[starting(number, hours=hours) for number in range(5)])

    assert checks(done) == {"times"}
    assert f"all times moved by {hours:+g} hours" in done.scopes[0].reason


def test_dates_that_move_by_days_or_each_by_itself_are_news(feed):
    feed.run(*[starting(number) for number in range(5)])
    later = feed.run(*[starting(number, days=7) for number in range(5)])
    apart = feed.run(*[starting(number, days=7, hours=number + 1) for number in range(5)])

    assert outcomes(later) == outcomes(apart) == {"main": "released"}
