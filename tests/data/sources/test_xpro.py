"""xPRO."""

from functools import partial

from learnstead.data.sources import xpro
from learnstead.kernel.contracts import Image
from tests.data.feeds import feed_of
from tests.data.loaded_form import child_keys, differences
from tests.data.running import run_source

ITEM = {
    "title": "Tides for Engineers",
    "description": "<p>Build by the sea.</p>",
    "url": "https://xpro.example.org/courses/tides/",
    "thumbnail_url": "https://xpro.example.org/tides.png",
    "readable_id": "course-v1:xPRO+Tides",
    "courseruns": [],
    "topics": [{"name": "Technology:Systems Engineering"}, {"name": "Sea shanties"}],
    "format": "Blended",
    "credits": "1.5",
    "platform": "WHU",
    "availability": "dated",
}


def test_courses_and_programs_become_what_production_makes_of_them(tmp_path, replay):
    ran = run_source("xpro", folder=tmp_path, replay=replay)

    assert differences("xpro", ran) == []
    assert not ran.quarantined
    assert {report.scope: report.complete for report in ran.journal.scopes} == {
        "courses": "the feed is one list",
        "programs": "the feed is one list",
    }


def test_a_list_that_is_down_does_not_stop_the_other(tmp_path, replay, replay_server):
    _, state = replay_server
    state.faults.append({"host": "xpro.mit.edu", "path": "/api/courses/", "status": 200, "body": "<h1>Sign in</h1>"})

    ran = run_source("xpro", folder=tmp_path, replay=replay)

    assert {record.resource_type for record in ran.records} == {"program"}
    assert "did not answer with JSON" in ran.scope("courses").failed


def test_an_item_is_read():
    made = xpro.course(ITEM)

    assert (made.platform, made.topics, made.delivery) == ("whu", ["Systems Engineering"], ["hybrid"])
    assert (made.professional, made.certification_type, made.continuing_ed_credits) == (True, "professional", "1.5")
    assert made.image == Image(url="https://xpro.example.org/tides.png")
    assert made.published is False  # it has no run that can be bought


def test_our_own_feed(tmp_path):
    with feed_of("xpro") as world:
        ran = run_source("xpro", folder=tmp_path, replay=world.url)

    courses = {one.title: one for one in ran.records if one.resource_type == "course"}
    program = next(one for one in ran.records if one.resource_type == "program")
    assert [title for title, one in courses.items() if not one.published] == ["A Course to Try Things Out"]  # blocked
    assert child_keys(program) == [
        ("PROGRAM_COURSES", "course-v1:xPRO+TrustML1x"),
        ("PROGRAM_COURSES", "course-v1:xPRO+TrustML2x"),
    ]
    assert [price.amount for price in program.runs[0].prices] == ["2600.00"]
    assert not ran.quarantined


def test_a_platform_nobody_knows_is_said_and_stops_nothing(tmp_path):
    with feed_of("xpro") as world:
        ran = run_source("xpro", folder=tmp_path, replay=world.url)
        payload = next(ran.snapshot.payloads("courses"))
    strange = [ITEM | {"platform": "Moonbase"}, ITEM]

    made = list(xpro.each(strange, xpro.course, payload=payload, key=partial(xpro._key, "courses")))

    assert "platform 'Moonbase' is none of" in made[0].reason
    assert made[0].key == made[1].key.replace("whu", "xpro")
