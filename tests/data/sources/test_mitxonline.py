"""MITx Online."""

from datetime import UTC, datetime

import pytest

from learnstead.data.normalising import Given
from learnstead.data.sources import mitxonline
from tests.data.feeds import feed_of
from tests.data.loaded_form import child_keys, differences
from tests.data.running import run_source

ADDRESSES = {setting.name: setting.default for setting in mitxonline.SOURCE.settings}
CHILDREN = {"address": "https://children.mitxonline.mit.edu"}


@pytest.mark.parametrize(
    ("golden", "now", "settings"),
    [
        ("mitxonline", "2024-09-01T12:00:00Z", {}),
        ("mitxonline_2023", "2023-01-01T00:00:00Z", {}),
        ("mitxonline_2026", "2026-08-21T12:00:00Z", {}),
        ("mitxonline_children", "2024-09-01T12:00:00Z", CHILDREN),
    ],
)
def test_the_catalogue_is_what_production_makes_of_it(tmp_path, replay, golden, now, settings):
    ran = run_source("mitxonline", folder=tmp_path, replay=replay, now=now, settings=settings)

    assert differences(golden, ran) == []
    assert not ran.quarantined


def test_a_child_that_is_not_there_is_left_out_and_noted(tmp_path, replay):
    ran = run_source("mitxonline", folder=tmp_path, replay=replay)

    without = next(one for one in ran.records if one.readable_id == "program-v1:MITxT+8.02x")
    assert without.children == []
    assert sum("goes without this course" in note for note in ran.journal.notes) == 3
    assert not ran.scope("programs").failed


def test_a_child_that_cannot_be_had_fails_the_programs_and_not_the_courses(tmp_path, replay, replay_server):
    _, state = replay_server
    state.faults.append({"host": "mitxonline.mit.edu", "path": "/api/v2/courses/81/", "status": 503})

    ran = run_source("mitxonline", folder=tmp_path, replay=replay)

    assert "503" in ran.scope("programs").failed
    assert len([one for one in ran.records if one.resource_type == "course"]) == 3


def test_programs_are_whole_when_the_list_of_courses_is_down(tmp_path, replay, replay_server):
    _, state = replay_server
    state.faults.append({"host": "mitxonline.mit.edu", "path": "/api/v2/courses/", "status": 503})

    ran = run_source("mitxonline", folder=tmp_path, replay=replay)

    assert "503" in ran.scope("courses").failed
    program = next(one for one in ran.records if one.readable_id == "program-v1:MITxT+18.03x")
    assert (len(program.children), program.pace) == (3, ["instructor_paced"])


def test_parts_of_a_program_stand_in_the_order_of_its_tree(tmp_path, replay):
    ran = run_source("mitxonline", folder=tmp_path, replay=replay, settings=CHILDREN)

    parent = next(one for one in ran.records if one.readable_id == "mitx-parent-program")
    assert child_keys(parent) == [
        ("PROGRAM_COURSES", "course-10"),
        ("PROGRAM_COURSES", "course-70"),
        ("PROGRAM_COURSES", "mitx-child-program-displayed-as-course"),
        ("PROGRAM_PROGRAMS", "mitx-child-program"),
    ]
    assert [child.position for child in parent.children] == [0, 1, 2, 3]


def test_a_program_that_contains_itself_is_followed_once():
    def program(number, *parts):
        tree = [{"data": {"node_type": kind, "course": value, "required_program": value}} for kind, value in parts]
        return {"id": number, "req_tree": tree}

    programs = {
        1: program(1, ("course", 10), ("program", 2)),
        2: program(2, ("program", 3), ("course", 20)),
        3: program(3, ("program", 1), ("program", 2), ("course", 10), ("course", 30)),
    }

    inside, nested = mitxonline.contents(programs[1], programs)

    assert inside == [("course", 10), ("course", 30), ("course", 20)]
    assert nested == [("program", 2)]


@pytest.mark.parametrize(
    ("run", "variant"),
    [
        ({}, False),
        ({"b2b_contract": 7}, True),
        ({"language": "en"}, False),
        ({"language": "fr"}, True),
        ({"language": "de"}, False),
    ],
)
def test_a_run_for_one_customer_or_in_another_language_is_a_variant(run, variant):
    sets = [{"language": "en", "default_variant": True}, {"language": "fr", "default_variant": False}]

    assert mitxonline.is_variant(run, {"possible_variant_sets": sets}) is variant


@pytest.mark.parametrize(
    ("modes", "amounts"),
    [
        (None, ["0.00", "90.00", "120.00"]),
        (["verified", "audit"], ["0.00", "90.00", "120.00"]),
        (["verified"], ["90.00", "120.00"]),
        (["audit"], ["0.00"]),
        ([], ["0.00"]),
    ],
)
def test_only_the_certificate_costs_something(modes, amounts):
    told = None if modes is None else [{"mode_slug": mode} for mode in modes]
    item = {"min_price": 90, "max_price": 120, "enrollment_modes": told}

    assert [price.amount for price in mitxonline.prices(item, mitxonline._modes(item))] == amounts


@pytest.mark.parametrize(
    ("in_catalogue", "for_tutors", "told"),
    [
        (True, True, (True, False, True)),
        (False, True, (False, True, True)),
        (False, False, (False, False, False)),
    ],
)
def test_a_course_may_be_for_tutors_only(tmp_path, in_catalogue, for_tutors, told):
    with feed_of("mitxonline") as world:
        ran = run_source("mitxonline", folder=tmp_path, replay=world.url, now=datetime.now(UTC))
    item = next(ran.snapshot.payloads("courses")).json()["results"][0]
    said = {"include_in_learn_catalog": in_catalogue, "ingest_content_files_for_ai": for_tutors}
    catalogue = mitxonline.Catalogue(ran.snapshot, Given(ran.journal.clock, ADDRESSES, texts=None, latest=iter))

    made = catalogue.course(item | said)

    assert (made.published, made.test_mode, made.require_summaries) == told


def test_our_own_feed(tmp_path):
    with feed_of("mitxonline") as world:
        ran = run_source("mitxonline", folder=tmp_path, replay=world.url, now=datetime.now(UTC))

    known = {one.readable_id.rpartition("+")[2]: one for one in ran.records}
    assert ran.scope("courses").complete == "7 of 7 declared, 2 pages"
    assert "6.041.PEx" not in known  # an exam is no course
    assert {name for name, one in known.items() if one.certification} >= {"8.03.1x", "6.041.1x", "3.086x"}
    assert (known["11.021x"].certification, known["6.041.1x"].certification_type) == (False, "micromasters")
    assert [run.published for run in known["3.086x"].runs] == [True, False]  # the second is one customer's
    assert known["18.031x"].require_summaries
    assert child_keys(known["Deciding"]) == [
        ("PROGRAM_COURSES", "course-v1:MITxT+6.041.1x"),
        ("PROGRAM_COURSES", "course-v1:MITxT+8.03.0x"),
        ("PROGRAM_COURSES", "course-v1:MITxT+8.03.1x"),
        ("PROGRAM_COURSES", "course-v1:MITxT+8.03.2x"),
        ("PROGRAM_COURSES", "program-v1:MITxT+CitySketch"),
        ("PROGRAM_PROGRAMS", "program-v1:MITxT+8.03x"),
    ]
    assert not ran.quarantined
