"""What catalogues, news and events do when their feeds are not as they should be."""

import json
from pathlib import Path

import pytest

from learnstead.config.feeds.routes import FEEDS, Route, load
from learnstead.config.feeds.server import serving
from learnstead.kernel.contracts import FeedItem, Gone, LearningResource
from tests.data.running import run_source

NOW = "2026-05-01T12:00:00+00:00"
MITPE = "professional.mit.edu"


def row(**said):
    """A course of Professional Education that runs in June."""
    dates = {"start_date": "2026-06-01", "end_date": "2026-06-30", "enrollment_end_date": "2026-05-20"}
    [course, *_] = json.loads((FEEDS / "mitpe/courses-0.json").read_text())
    return {**course, **dates, "run__readable_id": "run-1", **said}


@pytest.fixture
def mitpe(tmp_path):
    def run(*pages, path="/feeds/courses/", name="mitpe"):
        def of(number, page):
            return Route(Path(), {"host": MITPE, "path": path, "query": {"page": number}, "json": page})

        routes = [of(number, page) for number, page in enumerate(pages)]
        last = Route(Path(), {"host": MITPE, "path": path, "json": []})
        with serving([*routes, last]) as world:
            return run_source(name, folder=tmp_path, replay=world.url, now=NOW)

    return run


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        ([[row()], {"message": "Internal error"}], "answered with a JSON dict, not a list"),
        ([[row()], [row()]], "repeats items of earlier pages"),
        ([None], "answered with a JSON NoneType"),
    ],
)
def test_pages_that_are_none_fail_and_prove_nothing(mitpe, pages, says):
    scope = mitpe(*pages).scope("all")

    assert says in scope.failed
    assert not scope.complete


def test_a_row_that_lost_its_run_ids_is_set_aside_and_one_that_is_over_is_gone(mitpe):
    over = row(uuid="over", start_date="2026-01-01", end_date="2026-01-02", enrollment_end_date="2026-01-01")
    ran = mitpe([row(uuid="blank", run__readable_id=""), over, row(uuid="fine")])

    assert [(one.key, one.reason) for one in ran.quarantined] == [
        ("course:mitpe:blank", "ValueError: no run has an id")
    ]
    gone, fine = ran.records
    assert (gone.key, fine.readable_id) == ("course:mitpe:over", "fine")


def test_every_run_is_read_though_a_column_is_empty_and_two_prices_are_not_joined(mitpe):
    [course] = mitpe(
        [row(run__readable_id="a|b", end_date="2026-06-30|2026-09-30", enrollment_end_date="", price="$1,870 - $2,500")]
    ).records

    assert [(run.run_id, bool(run.end_date), run.enrollment_end) for run in course.runs] == [
        ("a", True, None),
        ("b", True, None),
    ]
    assert [price.amount for price in course.runs[0].prices] == ["1870.00"]


def test_days_begin_at_midnight_in_boston_in_summer_and_winter(mitpe):
    [course] = mitpe(
        [
            row(
                run__readable_id="a|b",
                start_date="2026-07-01|2026-12-01",
                end_date="2026-07-02|2026-12-02",
                enrollment_end_date="",
            )
        ]
    ).records

    assert [run.start_date.isoformat() for run in course.runs] == [
        "2026-07-01T04:00:00+00:00",
        "2026-12-01T05:00:00+00:00",
    ]


def test_news_without_an_address_is_set_aside(mitpe):
    news = {"id": "n-1", "title": "T", "date": "2026-01-01", "author": "", "summary": "S", "image": "", "url": ""}
    ran = mitpe([news, {**news, "id": "n-2", "url": "/n"}], path="/feeds/news/", name="news_mitpe")

    assert [one.key for one in ran.quarantined] == ["item:n-1"]
    assert [record.guid for record in ran.records if isinstance(record, FeedItem)] == ["n-2"]


def event(number, when, **said):
    """An event of Open Learning that refers to nothing."""
    none = {"data": [], "links": {}}
    fields = ("field_location_tag", "field_event_audience", "field_event_category", "field_event_image")
    attributes = {"title": f"Event {number}", "path": {"alias": f"/e/{number}"}, "body": {"value": "<p>Come.</p>"}}
    return {
        "id": f"e-{number}",
        "attributes": {**attributes, "field_event_date": when, **said},
        "relationships": dict.fromkeys(fields, none),
    }


@pytest.fixture
def open_learning(tmp_path):
    def run(*pages):
        host, path = "openlearning.mit.edu", "/jsonapi/node/event"
        routes = []
        for number, items in enumerate(pages):
            following = {"next": {"href": f"https://{host}{path}?page%5Boffset%5D={number + 1}"}}
            page = {"data": items, "links": following if number + 1 < len(pages) else {}}
            query = {"page[offset]": number} if number else {}
            routes.insert(0, Route(Path(), {"host": host, "path": path, "query": query, "json": page}))
        with serving(routes) as world:
            return run_source("events_ol", folder=tmp_path, replay=world.url, now=NOW)

    return run


def test_an_event_without_a_date_is_set_aside_and_the_others_are_read(open_learning):
    may = {"value": "2026-05-20T11:00:00-07:00", "end_value": "2026-05-20T12:00:00-07:00"}
    ran = open_learning([event(1, may), event(2, None), event(3, {"value": None})])

    assert [one.key for one in ran.quarantined] == ["item:e-2", "item:e-3"]
    [item] = [record for record in ran.records if isinstance(record, FeedItem)]
    assert item.event.event_datetime.isoformat() == "2026-05-20T18:00:00+00:00"
    assert item.url == "https://openlearning.mit.edu/e/1"


def test_pages_are_followed_until_one_has_only_past_events(open_learning):
    coming = [event(number, {"value": f"2026-05-1{number}T11:00:00-04:00"}) for number in range(3)]
    past = [event(9, {"value": "2026-01-10T11:00:00-05:00"})]
    ran = open_learning(coming[:2], coming[2:], past, [event(8, None)])

    assert [record.guid for record in ran.records if isinstance(record, FeedItem)] == ["e-0", "e-1", "e-2"]
    assert [record.key for record in ran.records if isinstance(record, Gone)] == ["item:e-9"]
    assert ran.scope("all").complete == "every event to come, up to a page of past ones"


def test_an_offering_of_sloan_that_cannot_be_read_costs_only_its_course(tmp_path):
    routes = load([FEEDS / "sloan_exec_ed"])
    offerings = json.loads((FEEDS / "sloan_exec_ed/offerings.json").read_text().replace('"2900.0"', "null", 1))
    dated = [{**one, "Start_Date": None, "End_Date": None} for one in offerings]
    host = routes[0].host
    broken = Route(Path(), {"host": host, "path": "/api/course-offerings", "json": dated})
    with serving([broken, *routes]) as world:
        ran = run_source(
            "sloan_exec_ed",
            folder=tmp_path,
            replay=world.url,
            now=NOW,
            settings={"client_id": "a", "client_secret": "b"},
        )

    assert [one.key for one in ran.quarantined] == ["course:see:demo01AAQ"]
    assert len([record for record in ran.records if isinstance(record, LearningResource)]) == 4


def test_an_answer_about_something_else_is_not_taken_for_what_was_asked(tmp_path):
    routes = load([FEEDS / "events_ol"])
    path = "/jsonapi/node/event/e0a4d1b2-77c3-4f10-8d00-000000000003/field_location_tag"
    other = {"data": [{"id": "t-elsewhere", "attributes": {"name": "Elsewhere"}}]}
    wrong = Route(Path(), {"host": "openlearning.mit.edu", "path": path, "json": other})
    with serving([wrong, *routes]) as world:
        ran = run_source("events_ol", folder=tmp_path, replay=world.url, now=NOW)

    assert [one.key for one in ran.quarantined] == ["item:e0a4d1b2-77c3-4f10-8d00-000000000003"]
