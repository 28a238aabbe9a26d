"""Course numbers, departments and terms."""

import pytest

from learnstead.data.parsing.course_numbers import course_numbers, departments_in, departments_named
from learnstead.data.parsing.terms import year_and_semester
from tests.data.shared import golden, needs_shared


def test_the_department_is_read_from_the_number():
    assert departments_in("21W.755", plain=True) == ["CMS-W"]
    assert departments_in("course-v1:MITxT+8.02.1x") == ["8"]
    assert departments_in("RES.6-012", plain=True) == []
    assert departments_in("8.02") == []


def test_departments_are_known_by_name_too():
    assert departments_named(["Physics", "Alchemy", "Mathematics"]) == ["8", "18"]


def test_the_own_number_comes_first_and_sorts_as_people_count():
    own, other = course_numbers("6.100", ["16.100"], plain=True)

    assert (own.sort_coursenum, own.primary, own.listing_type) == ("06.100", True, "primary")
    assert (other.sort_coursenum, other.primary, other.listing_type) == ("16.100", False, "cross-listed")


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("course-v1:MITx+7.00x+3T2021", (2021, "Fall")),
        ("OCW+18.05+2022_Spring", (2022, "Spring")),
        ("R4", (2020, None)),
    ],
)
def test_the_term_is_read_from_the_id_or_else_the_year_from_the_start(key, told):
    assert year_and_semester(key, start="2020-02-03T00:00:00Z") == told


@needs_shared
def test_the_tables_of_the_reference_hold():
    table = golden("_parser_tables")
    for number, plain, expected in table["extract_valid_department_from_id"]:
        assert departments_in(number, plain=plain) == expected
    for (primary, others, plain), expected in table["generate_course_numbers_json"]:
        for ours, theirs in zip(course_numbers(primary, others, plain=plain), expected, strict=True):
            department = theirs["department"] and theirs["department"]["department_id"]
            assert {name: getattr(ours, name) for name in theirs} == {**theirs, "department": department}
