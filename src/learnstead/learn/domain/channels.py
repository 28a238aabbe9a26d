"""Channels: everything that one unit, platform, school, department or topic brings together. Nothing here writes.

A channel is there as long as something published belongs to it, and what it counts is what a search narrowed by its
filter finds: the single files of OpenCourseWare are left to their courses in both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from learnstead.kernel import taxonomy
from learnstead.kernel.slugs import slug_for
from learnstead.learn.domain import census, labels, queries
from learnstead.learn.models import Department, LearningResource, Topic
from learnstead.learn.models.resource import ResourceType

OWN_OFFERS = Q(offered_by="", platform=labels.OWN_PLATFORM)


@dataclass(frozen=True)
class Unit:
    """Who offers something. ``professional``: mostly for people at work."""

    code: str
    name: str
    url: str = ""
    value_prop: str = ""
    professional: bool = False
    size: int = 0


@dataclass(frozen=True)
class Platform:
    """Where something is used."""

    code: str
    name: str
    url: str = ""
    size: int = 0


@dataclass(frozen=True)
class School:
    """A school and those of its departments that give something, each with ``size``."""

    slug: str
    name: str
    url: str
    departments: Sequence[Department]


def units() -> list[Unit]:
    """Every unit that offers something, by name."""
    return census.kept("units", _units)


def _units() -> list[Unit]:
    rows = queries.listed().order_by().values_list("offered_by", "platform").annotate(size=Count("pk"))
    sizes: dict[str, int] = {}
    for offered_by, platform, size in rows:
        code = offered_by or (labels.OWN_PLATFORM if platform == labels.OWN_PLATFORM else "")
        sizes[code] = sizes.get(code, 0) + size
    found = [_unit(code, size) for code, size in sizes.items() if code]
    return sorted(found, key=lambda one: one.name.casefold())


def unit(code: str) -> Unit:
    """One unit, whether or not it offers anything at the moment."""
    return next((one for one in units() if one.code == code), _unit(code, 0))


def offered_by(code: str) -> QuerySet[LearningResource]:
    """What a unit offers; what is written on this installation and says nothing else is its own."""
    ours = OWN_OFFERS if code == labels.OWN_PLATFORM else Q(pk__in=())
    return queries.listed().filter(Q(offered_by=code) | ours)


def platforms() -> list[Platform]:
    """Every platform that something is used on, by name."""
    return census.kept("platforms", _platforms)


def _platforms() -> list[Platform]:
    rows = queries.listed().exclude(platform="").order_by().values_list("platform").annotate(size=Count("pk"))
    return sorted((_platform(code, size) for code, size in rows), key=lambda one: one.name.casefold())


def platform(code: str) -> Platform:
    """One platform, whether or not anything is used on it at the moment."""
    return next((one for one in platforms() if one.code == code), _platform(code, 0))


def used_on(code: str) -> QuerySet[LearningResource]:
    """What is used on a platform."""
    return queries.listed().filter(platform=code)


def departments() -> list[Department]:
    """Departments that give something, by name, each with ``size``."""
    return census.kept("departments", _departments)


def _departments() -> list[Department]:
    given = Q(resources__in=queries.listed().values("pk"))
    sized = Department.objects.annotate(size=Count("resources", filter=given))
    return list(sized.filter(size__gt=0).order_by("name"))


def schools() -> tuple[list[School], list[Department]]:
    """The schools whose departments give something, and the departments that are in none."""
    within: dict[int, list[Department]] = {}
    without: list[Department] = []
    for one in departments():
        known = taxonomy.department(one.department_id)
        if known and known.school in taxonomy.schools():
            within.setdefault(known.school or 0, []).append(one)
        else:
            without.append(one)
    found = [
        School(slug=slug_for(one.name, length=200), name=one.name, url=one.url, departments=within[number])
        for number, one in taxonomy.schools().items()
        if number in within
    ]
    return sorted(found, key=lambda one: one.name), without


def given_by(departments: Sequence[str]) -> QuerySet[LearningResource]:
    """What any of these departments gives, by their ids."""
    given = LearningResource.departments.through.objects.filter(department_id__in=departments)
    return queries.listed().filter(pk__in=given.values("learningresource_id"))


def about(topic: Topic) -> QuerySet[LearningResource]:
    """What there is on a topic or on anything below it."""
    below = Topic.objects.filter(Q(pk=topic.pk) | Q(slug__startswith=f"{topic.slug}/"))
    tagged = LearningResource.topics.through.objects.filter(topic__in=below)
    return queries.listed().filter(pk__in=tagged.values("learningresource_id"))


def of_kind(kind: ResourceType) -> QuerySet[LearningResource]:
    """Everything of one kind."""
    return queries.listed().filter(resource_type=kind)


def kinds(resources: QuerySet[LearningResource]) -> list[tuple[ResourceType, int]]:
    """How much of each kind is among them."""
    rows: Mapping[str, int] = dict(resources.order_by().values_list("resource_type").annotate(size=Count("pk")))
    return [(kind, rows[kind]) for kind in ResourceType if kind in rows]


def _unit(code: str, size: int) -> Unit:
    known = taxonomy.offerors().get(code)
    if known is None:
        return Unit(code=code, name=labels.offeror(code), size=size)
    return Unit(
        code=code,
        name=known.name,
        url=known.url,
        value_prop=known.value_prop,
        professional=known.professional,
        size=size,
    )


def _platform(code: str, size: int) -> Platform:
    known = taxonomy.platforms().get(code)
    return Platform(code=code, name=labels.platform(code), url=known.url if known else "", size=size)
