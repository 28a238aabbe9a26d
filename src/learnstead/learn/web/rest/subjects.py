"""Topics, departments, schools, offerors and platforms as the API shows them, in lists and inside resources."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from django.urls import reverse
from typing_extensions import TypedDict

from learnstead.kernel import taxonomy
from learnstead.learn.domain import departments as our_departments
from learnstead.learn.domain import labels
from learnstead.learn.models import Department as DepartmentRow
from learnstead.learn.models import Topic as TopicRow
from learnstead.learn.web.rest.paging import absolute


class Topic(TypedDict):
    """A topic; ``parent`` is the id of the one above it, ``channel_url`` its page."""

    id: int
    name: str
    icon: str
    parent: int | None
    channel_url: str | None


class School(TypedDict):
    """A school, without its departments."""

    id: int
    name: str
    url: str


class DepartmentInSchool(TypedDict):
    """A department, without its school."""

    department_id: str
    name: str
    channel_url: str | None


class Department(DepartmentInSchool):
    """A department by the number or code that course numbers begin with, and its school."""

    school: School | None


class SchoolWithDepartments(School):
    """A school and its departments."""

    departments: list[DepartmentInSchool]


class Offeror(TypedDict):
    """Who offers a resource. ``display_facet``: whether people may narrow a search by it."""

    code: str
    name: str
    channel_url: str | None
    display_facet: bool


class OfferorDetail(Offeror):
    """Who offers resources, with what is known of them. Lists are empty where nobody has said anything."""

    professional: bool
    offerings: list[str]
    audience: list[str]
    formats: list[str]
    fee: list[str]
    certifications: list[str]
    content_types: list[str]
    more_information: str
    value_prop: str


class Platform(TypedDict):
    """Where a resource is used."""

    code: str
    name: str


def topic(row: TopicRow) -> Topic:
    """A topic; its path leads to its page."""
    ours = taxonomy.topic(row.name)
    return {
        "id": row.pk,
        "name": row.name,
        "icon": ours.icon if ours else "",
        "parent": row.parent_id,
        "channel_url": absolute(_address("learn:topic") + f"{row.slug}/"),
    }


def lineages(tree: Mapping[int, TopicRow], ids: Iterable[int]) -> list[Topic]:
    """The topics of these ids and all above them, each once, by name: as MIT Learn lists those of a resource."""
    found: dict[int, TopicRow] = {}
    for one in ids:
        above = tree.get(one)
        while above and above.pk not in found:
            found[above.pk] = above
            above = tree.get(above.parent_id) if above.parent_id else None
    return [topic(row) for row in sorted(found.values(), key=lambda row: (row.name, row.pk))]


def department(row: DepartmentRow) -> Department:
    """A department that something in the catalogue belongs to."""
    return {**in_school(row.department_id, row.name, row.slug), "school": school_of(row.department_id)}


def in_school(department_id: str, name: str, slug: str | None) -> DepartmentInSchool:
    """A department; without a slug it has no page."""
    page = absolute(_address("learn:department") + f"{slug}/") if slug else None
    return {"department_id": department_id, "name": name, "channel_url": page}


def school_of(department_id: str) -> School | None:
    """The school a department is in."""
    known = taxonomy.department(department_id)
    found = taxonomy.schools().get(known.school) if known and known.school else None
    return {"id": found.id, "name": found.name, "url": found.url} if found else None


def offeror(code: str) -> Offeror | None:
    """Who offers it, by code; a name that no taxonomy has is its own code."""
    if not code:
        return None
    known = taxonomy.offerors().get(code)
    return {
        "code": code,
        "name": labels.offeror(code),
        "channel_url": absolute(_unit(code)),
        "display_facet": known.display_facet if known else True,
    }


def offeror_detail(code: str) -> OfferorDetail:
    """An offeror of the taxonomy."""
    known = taxonomy.offerors()[code]
    return {
        "code": code,
        "name": known.name,
        "channel_url": absolute(_unit(code)),
        "display_facet": known.display_facet,
        "professional": known.professional,
        "offerings": [],
        "audience": [],
        "formats": [],
        "fee": [],
        "certifications": [],
        "content_types": [],
        "more_information": known.url,
        "value_prop": "",
    }


def platform(code: str) -> Platform | None:
    """A platform by code."""
    return {"code": code, "name": labels.platform(code)} if code else None


@cache
def platform_names() -> Mapping[str, str]:
    """The platforms there are, our own first."""
    return {labels.OWN_PLATFORM: labels.OWN_NAME, **{code: one.name for code, one in taxonomy.platforms().items()}}


@cache
def department_names() -> Mapping[str, str]:
    """Departments by id, whether or not something is there of them."""
    return {**our_departments.NAMES, **{one.id: one.name for one in taxonomy.departments().values()}}


@lru_cache(maxsize=1000)
def _unit(code: str) -> str:
    """The path of the page of a unit."""
    return reverse("learn:unit", args=[code])


@cache
def _address(name: str) -> str:
    """What stands before the slug in the address of a page."""
    return reverse(name, args=["x"]).removesuffix("x/")
