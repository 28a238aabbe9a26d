"""The sheet of the Open Learning Library."""

import pytest

from tests.data import shared
from tests.data.running import run_source

SETTINGS = {"sheet": "OLLSHEET"}


@pytest.fixture
def ran(tmp_path, replay):
    return run_source("oll", folder=tmp_path, replay=replay, settings=SETTINGS)


@shared.needs_shared
def test_every_row_is_a_course_with_one_run(ran):
    by_id = {record.readable_id: record for record in ran.records}
    course = by_id["MITx+8.01.4x"]

    assert len(ran.records) == 63
    assert not ran.quarantined
    assert course.offered_by == "mitx"
    assert course.topics == ["Physics", "Machine Learning"]
    assert (course.runs[0].run_id, course.runs[0].year, course.runs[0].semester) == (
        "MITx+8.01.4x+1T2019",
        2019,
        "Spring",
    )
    assert course.runs[0].level == ["undergraduate"]
    assert len(course.runs[0].instructors) == 5


@shared.needs_shared
def test_what_opencourseware_offers_is_known_by_its_term_and_not_taken_twice(ran):
    offered = [record.readable_id for record in ran.records if record.offered_by == "ocw"]

    assert offered == [
        "18.05+summer_2022",
        "18.06SC+summer_2019",
        "6.042J+summer_2019",
        "7.InTr_1+fall_2021",
        "Pre_7.01r+spring_2020",
    ]


@shared.needs_shared
def test_no_topic_is_lost_to_the_space_around_it(ran):
    topics = {record.readable_id: record.topics for record in ran.records}

    assert "Mechanical Engineering" in topics["MITx+16.00x"]
    assert "Climate Science" in topics["MITx+12.340x"]
    assert topics["MITx+0.502x"] == ["Education Policy", "Digital Learning"]


@shared.needs_shared
@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<!DOCTYPE html><title>Sign in - Google Accounts</title>", "is no sheet with the columns OLL Course"),
        ("OLL Course,Offered by\n1,OCW\n", "is no sheet with the columns Level"),
        ("", "is no sheet"),
    ],
)
def test_a_page_that_is_not_the_sheet_fails(tmp_path, replay, replay_server, body, says):
    replay_server[1].faults.append({"host": "docs.google.com", "status": 200, "body": body})

    ran = run_source("oll", folder=tmp_path, replay=replay, settings=SETTINGS)

    assert says in ran.scope("all").failed
    assert ran.records == []
