"""MicroMasters."""

from learnstead.data.sources import micromasters
from learnstead.kernel.contracts import LearningResource, Price
from tests.data.feeds import feed_of
from tests.data.loaded_form import child_keys
from tests.data.running import run_source
from tests.data.shared import golden


def edx(key, *, published=True, pace="self_paced"):
    return LearningResource(
        resource_type="course",
        readable_id=key,
        etl_source="mit_edx",
        platform="edx",
        published=published,
        pace=[pace],
    )


def test_the_programs_are_what_production_makes_of_them(tmp_path, replay):
    ran = run_source("micromasters", folder=tmp_path, replay=replay)

    [expected], [made] = golden("micromasters")["transform"], ran.records
    same = ("readable_id", "etl_source", "title", "platform", "url", "certification", "certification_type")
    same += ("availability", "pace", "format")
    assert {name: getattr(made, name) for name in same} == {name: expected[name] for name in same}
    assert (made.offered_by, made.image.url) == (expected["offered_by"]["code"], expected["image"]["url"])
    assert child_keys(made) == [("PROGRAM_COURSES", course["readable_id"]) for course in expected["courses"]]
    [run], [theirs] = made.runs, expected["runs"]
    assert run.instructors == [person["full_name"] for person in theirs["instructors"]]
    assert run.prices == [Price(amount="123.45")]
    assert [run.start_date.isoformat(), run.end_date] == ["2019-10-04T20:13:26.367297+00:00", theirs["end_date"]]
    assert made.topics == []  # "program" and "first" are none of ours
    assert not ran.quarantined


def test_the_pace_is_that_of_the_courses_edx_has_published(tmp_path, replay):
    known = [edx("1", pace="instructor_paced"), edx("2", published=False)]

    ran = run_source("micromasters", folder=tmp_path, replay=replay, latest={"mit_edx": known})

    assert (ran.records[0].pace, ran.records[0].runs[0].pace) == (["instructor_paced"], ["instructor_paced"])


def test_our_own_feed(tmp_path):
    with feed_of("micromasters") as world:
        ran = run_source("micromasters", folder=tmp_path, replay=world.url)

    assert {one.title: one.published for one in ran.records} == {
        "Ground, Water and People": True,
        "Repairing Things and Institutions": True,
        "A Program to Try Things Out": False,  # blocked
    }
    assert [key for _, key in child_keys(ran.records[0])] == ["MITx+12.021x", "MITx+12.022x", "MITx+11.205x"]
    assert ran.scope("all").complete == "the feed is one list"


def test_programs_with_a_site_of_their_own_are_left_to_it():
    item = {"id": 1, "programpage_url": "https://micromasters.example.org/pom/principles/", "courses": []}

    assert micromasters.program(item, paces={}) is None
