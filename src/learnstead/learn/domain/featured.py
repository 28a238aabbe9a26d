"""What is featured, as learners see it: the lists of units and of the home page, taken together or one by one."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from learnstead.learn.domain import wholes
from learnstead.learn.models import FeaturedItem

HOME = ""
# Filters of the public interface and the columns they ask; true and false are words there.
EXACT = ("resource_type", "offered_by", "platform", "certification_type", "readable_id", "resource_category")
OVERLAPPING = {"course_feature": "course_features", "delivery": "delivery", "ocw_topic": "ocw_topics"}
FLAGS = ("free", "professional", "certification")
# Kinds that are their own group; everything else is learning material.
GROUPS = ("course", "program")
MATERIAL = "learning_material"


def ids(filters: Mapping[str, Sequence[str]] | None = None, *, at: datetime) -> list[int]:
    """What is featured and learners see, as numbers of resources: the first of every list, then the second.

    Within one place the order is drawn anew each day (UTC), the same for everybody. ``filters`` are those of the
    public interface: values of one name are alternatives, names must all fit; an unknown name fits everything.
    """
    rows = _visible().filter(_fits(filters or {})).values_list("position", "offered_by", "resource_id").distinct()
    drawn = sorted(rows, key=lambda row: (row[0], _draw(at.date(), row[1], row[2])))
    return list(dict.fromkeys(pk for _, _, pk in drawn))


def of(code: str, *, filters: Mapping[str, Sequence[str]] | None = None) -> list[int]:
    """What one list shows to learners, in the editors' order."""
    rows = _visible().filter(_fits(filters or {}), offered_by=code).order_by("position", "pk")
    return list(dict.fromkeys(rows.values_list("resource_id", flat=True)))


def ranks(*, at: datetime) -> dict[int, int]:
    """The place of each featured resource in the order of the day, counted from 0."""
    return {pk: place for place, pk in enumerate(ids(at=at))}


def _visible() -> QuerySet[FeaturedItem]:
    return FeaturedItem.objects.filter(resource__published=True, resource__test_mode=False)


def _draw(day: date, code: str, pk: int) -> bytes:
    return hashlib.sha256(f"{day.isoformat()} {code} {pk}".encode()).digest()


def _fits(filters: Mapping[str, Sequence[str]]) -> Q:
    found = Q()
    for name, values in filters.items():
        if values:
            found &= _fits_one(name, list(values))
    return found


def _fits_one(name: str, values: list[str]) -> Q:
    kinds = Q(resource__resource_type__in=[value for value in values if value in GROUPS])
    material = ~Q(resource__resource_type__in=GROUPS) if MATERIAL in values else Q(pk__in=())
    conditions = {
        **{exact: Q(**{f"resource__{exact}__in": values}) for exact in EXACT},
        **{many: Q(**{f"resource__{column}__overlap": values}) for many, column in OVERLAPPING.items()},
        **{flag: Q(**{f"resource__{flag}__in": [value == "true" for value in values]}) for flag in FLAGS},
        "topic": Q(resource__topics__name__in=values),
        "department": Q(resource__departments__in=values),
        "level": Q(resource__runs__in=wholes.public_runs().filter(level__overlap=values)),
        "resource_id": Q(resource_id__in=[int(value) for value in values if value.isdecimal()]),
        "resource_type_group": kinds | material,
    }
    return conditions.get(name, Q())
