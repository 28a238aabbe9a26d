"""How old a resource counts, and what it is sorted by."""

from datetime import UTC, datetime
from typing import Any

import pytest

from learnstead.learn.domain import search_standing
from learnstead.learn.domain.search_documents import Resource, Run

SPRING = datetime(2024, 3, 1, tzinfo=UTC)
LONG_AGO = datetime(2020, 5, 5, tzinfo=UTC)


def resource(**said: Any) -> Resource:
    known: dict[str, Any] = dict.fromkeys(Resource._fields, "")
    known |= {"pk": 7, "resource_type": "course", "detail": {}, "course_numbers": [], "completeness": 1.0}
    known |= {"next_start_date": None, "last_modified": None, "first_published_at": LONG_AGO, "view_count": 3}
    return Resource(**known | said)


def run(**said: Any) -> Run:
    known: dict[str, Any] = dict.fromkeys(Run._fields, "")
    return Run(**known | {"year": None, "start_date": None, "level": [], "instructors": []} | said)


@pytest.mark.parametrize(
    ("semester", "month"),
    [("Spring", 3), ("Fall", 9), ("January IAP", 1), ("Summer", 6), ("", 1), ("Hilary", 1)],
)
def test_a_course_of_a_term_ages_from_the_month_in_which_the_term_begins(semester: str, month: int) -> None:
    given = run(semester=semester, year=2024)
    assert search_standing.aged_since(resource(), [given]) == datetime(2024, month, 1, tzinfo=UTC)


def test_a_course_ages_from_its_last_run_unless_it_will_be_given_again() -> None:
    runs = [run(start_date=LONG_AGO), run(year=2024, semester="Spring"), run()]
    assert search_standing.aged_since(resource(), runs) == SPRING
    assert search_standing.aged_since(resource(next_start_date=SPRING), runs) is None
    assert search_standing.aged_since(resource(), []) is None


def test_material_ages_from_its_last_change_and_programs_do_not_age() -> None:
    podcast = resource(resource_type="podcast", last_modified=SPRING)
    assert search_standing.aged_since(podcast, []) == SPRING
    program = resource(resource_type="program", last_modified=SPRING)
    assert search_standing.aged_since(program, [run(start_date=LONG_AGO)]) is None


def test_course_numbers_sort_by_their_department_and_those_without_digits_last() -> None:
    numbers = ["10.1", "2.5", "6.034", "CMS-W.100", "21L.001"]
    assert sorted(numbers, key=search_standing.sortable_number) == ["2.5", "6.034", "10.1", "21L.001", "CMS-W.100"]


def test_a_department_sorts_a_course_by_its_own_number_for_it() -> None:
    said = [
        {"value": "18.404", "department": {"department_id": "18"}, "sort_coursenum": "18.404"},
        {"value": "6.840", "department": {"department_id": "6"}, "sort_coursenum": "06.840"},
    ]
    course = resource(course_numbers=["18.404", "6.840"], detail={"course": {"course_numbers": said}})
    orders = search_standing.orders(course, None, ["6", "18", "9"], featured=None)
    assert orders["mitcoursenumber"] == orders["mitcoursenumber:18"] == orders["mitcoursenumber:9"] == "18.404"
    assert orders["mitcoursenumber:6"] == "06.840"


def test_browsing_goes_from_the_featured_over_the_complete_and_fresh_to_material() -> None:
    def browsing(featured: int | None = None, **said: Any) -> Any:
        return search_standing.orders(resource(**said), None, [], featured=featured)["browse"]

    podcast = browsing(resource_type="podcast", last_modified=SPRING, first_published_at=SPRING)
    order = [
        browsing(0, resource_type="podcast"),
        browsing(1),
        browsing(first_published_at=SPRING),
        browsing(),
        browsing(completeness=0.2, first_published_at=SPRING),
        podcast,
        browsing(resource_type="podcast", last_modified=datetime(2009, 1, 1, tzinfo=UTC)),
    ]
    assert order == sorted(order)
    assert len(set(order)) == len(order)
