"""Names that recorders give."""

from datetime import date

import pytest

from learnstead.video.domain.intake.lecture_names import Lecture, lecture_of

DAY = date(2017, 4, 6)


def named(course, session, day="2017apr06"):
    return f"{course}-lec-mit-0000-{day}-0404{f'-{session}' if session else ''}.mp4"


@pytest.mark.parametrize(
    ("course", "session"),
    [
        ("MIT-6.046-2017-Spring", "L01"),
        ("MIT-6.046-2018-Fall", ""),
        ("MIT-Adhoc", "2-190"),
        ("MIT-Simons Lecture Series", "2-10"),
        ("/&*3:<>俺正和", ""),
    ],
)
def test_a_name_says_which_course_which_session_and_when(course, session):
    collection = f"{course}-{session}" if session else course
    assert lecture_of(named(course, session)) == Lecture(collection, "Lecture - April 06, 2017", DAY)


def test_what_follows_the_session_is_no_part_of_it():
    name = "MIT-STS.001-2015-Fall-lec-mit-0000-2015dec21-2222-L03_2.mp4"
    assert lecture_of(name) == Lecture("MIT-STS.001-2015-Fall-L03", "Lecture - December 21, 2015", date(2015, 12, 21))


@pytest.mark.parametrize("day", ["2017badmonthvalue06", "2017abc06", "2017feb30", "yesterday"])
def test_a_date_that_is_none_is_told_as_it_stands(day):
    assert lecture_of(named("abcdefg", "", day)) == Lecture("abcdefg", f"Lecture - {day}", None)


@pytest.mark.parametrize(
    "name", ["MIT-6.046-1510-L01.mp4", "Completely random name.mp4", "MIT-6.046-lec-mit-0000-2017apr06-L01", ""]
)
def test_other_names_are_unsorted(name):
    assert lecture_of(name) == Lecture("Unsorted", name, None)
