"""Course numbers of MIT ("18.03", "21W.765", "MITx+6.00.1x") and the departments they name."""

import re
from collections.abc import Iterable, Sequence

from learnstead.kernel.contracts import CourseNumber
from learnstead.kernel.taxonomy import departments

_IN_AN_ID = re.compile(r"\+([^.]*)\.")
_IN_FRONT = re.compile(r"([0-9A-Za-z-]+)")
_ALSO_KNOWN_AS = {"21W": "CMS-W"}


def departments_in(number: str, *, plain: bool = False) -> list[str]:
    """The department a number names, if any. ``plain``: a bare number; else an id such as MITx+6.00x."""
    found = _IN_FRONT.match(number) if plain else _IN_AN_ID.search(number)
    name = _ALSO_KNOWN_AS.get(found[1], found[1]) if found else ""
    return [name] if name in departments() else []


def departments_named(names: Iterable[str]) -> list[str]:
    """The ids of departments told by their names; unknown ones are left out."""
    ids = {department.name: department.id for department in departments().values()}
    return [ids[name] for name in names if name in ids]


def course_numbers(primary: str, cross_listed: Sequence[str] = (), *, plain: bool = False) -> list[CourseNumber]:
    """The numbers of a course, its own first. They sort as people count: 6 before 16."""
    return [_number(value, first=place == 0, plain=plain) for place, value in enumerate((primary, *cross_listed))]


def _number(value: str, *, first: bool, plain: bool) -> CourseNumber:
    department = next(iter(departments_in(value, plain=plain)), None)
    short = department is not None and len(department) == 1 and department.isdigit() and value.startswith(department)
    return CourseNumber(
        value=value,
        listing_type="primary" if first else "cross-listed",
        department=department,
        sort_coursenum=f"0{value}" if short else value,
        primary=first,
    )
