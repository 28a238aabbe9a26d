"""Where a learning resource stands among others: its age, its weight, and the values results are sorted by."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from learnstead.learn.domain.offering import GIVEN_IN_RUNS

if TYPE_CHECKING:
    from learnstead.learn.domain.search_documents import Resource, Run

# Enough to be first among equals; three times, as in production, hides courses with the very title that was typed.
PROGRAM_BOOST = 1.5
OUTDATED_SINCE = 2010
COMPLETE_FROM = 0.5
TERMS = ("winter", "january iap", "spring", "summer", "fall")
# The month a term begins in; one we do not know begins with its year.
MONTHS: Mapping[str, int] = {"fall": 9, "spring": 3, "january iap": 1, "summer": 6}
MATERIAL = "learning_material"
NUMBER_BY = "mitcoursenumber"
FEATURED_FIRST = 1_000_000  # what is featured comes before everything that is not
_LEADING_DIGITS = re.compile(r"\d+")
_DAY = 24 * 60 * 60


def group(resource_type: str) -> str:
    """Which of the three groups a type belongs to."""
    return resource_type if resource_type in GIVEN_IN_RUNS else MATERIAL


def boost(resource: "Resource") -> float:
    """A program outweighs a course that matches as well."""
    return PROGRAM_BOOST if resource.resource_type == "program" else 1.0


def aged_since(resource: "Resource", runs: Sequence["Run"]) -> datetime | None:
    """When it began to age: material when it last changed, a course when it was last given.

    What will be given again does not age, nor do programs. Published sites name a term, not a day.
    """
    if resource.resource_type == "program":
        return None
    if resource.resource_type != "course":
        return resource.last_modified
    if resource.next_start_date:
        return None
    return max((began for run in runs if (began := _began(run))), default=None)


def orders(
    resource: "Resource", run: "Run | None", departments: Sequence[str], *, featured: int | None = None
) -> Mapping[str, float | str | None]:
    """The values results can be sorted by, named as the parameter that asks for it; ``featured``: its place there."""
    return {
        "id": float(resource.pk),
        "readable_id": resource.readable_id,
        "last_modified": _seconds(resource.last_modified),
        "new": _seconds(resource.first_published_at),
        "start_date": _seconds(run.start_date if run else None),
        "upcoming": _seconds(resource.next_start_date),
        "views": float(resource.view_count),
        "browse": _browsing(resource, run) if featured is None else float(featured - FEATURED_FIRST),
        **_numbers(resource, departments),
    }


def recency(resource: "Resource", run: "Run | None") -> int:
    """Ordered by year, then by term; where the source names none, by the date that stands for it."""
    if run and run.year is not None:
        term = run.semester.casefold()
        return run.year * 10 + (TERMS.index(term) + 1 if term in TERMS else 0)
    moment = run.start_date if run else resource.last_modified
    return moment.year * 10 + (moment.month + 2) // 3 if moment else 0


def sortable_number(number: str) -> str:
    """A course number so that 2 comes before 10, and departments without digits last: "6.034" is "06.034"."""
    digits = _LEADING_DIGITS.match(number)
    return f"{digits[0]:0>2}{number[digits.end() :]}" if digits else number


def _began(run: "Run") -> datetime | None:
    if run.start_date or not run.year:
        return run.start_date
    return datetime(min(max(run.year, 1), 9999), MONTHS.get(run.semester.strip().casefold(), 1), 1, tzinfo=UTC)


def _numbers(resource: "Resource", departments: Sequence[str]) -> Mapping[str, str | None]:
    """The primary number, and the number each of its departments gives it."""
    said = (resource.detail.get("course") or {}).get("course_numbers") or []
    numbers = {number["value"]: number for number in said if number.get("value")}
    primary = next(iter(resource.course_numbers), "")
    found = {NUMBER_BY: _number_key(primary, numbers)}
    for department in departments:
        own = next((value for value, one in numbers.items() if _department(one) == department), primary)
        found[f"{NUMBER_BY}:{department}"] = _number_key(own, numbers)
    return found


def _number_key(value: str, numbers: Mapping[str, Mapping[str, str]]) -> str | None:
    if not value:
        return None
    return (numbers.get(value) or {}).get("sort_coursenum") or sortable_number(value)


def _department(number: Mapping[str, object]) -> str:
    named = number.get("department")
    return str(named.get("department_id", "")) if isinstance(named, Mapping) else str(named or "")


def _browsing(resource: "Resource", run: "Run | None") -> float:
    """The order of everything there is: what is given before material, what is complete and fresh before the rest.

    Then the newest to arrive, by day, and of those the most recent. One number, for one comparison; smaller is first.
    """
    is_material = group(resource.resource_type) == MATERIAL
    moment = run.start_date if run and run.start_date else resource.last_modified
    year = (run.year if run else None) or (moment.year if moment else None)
    is_lesser = resource.completeness < COMPLETE_FROM or (year is not None and year <= OUTDATED_SINCE)
    day = int(resource.first_published_at.timestamp()) // _DAY
    latest = min(recency(resource, run), 0xFFFF)
    return float(((is_material * 2 + is_lesser) << 48) + ((0xFFFF_FFFF - day) << 16) + 0xFFFF - latest)


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None
