"""What editors feature: in an order of their own for each unit, and for the home page."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from learnstead.kernel import taxonomy
from learnstead.learn.domain import releases
from learnstead.learn.domain.lists import order
from learnstead.learn.models import FeaturedItem, LearningResource
from learnstead.ports.jobs import Queue

HOME = ""
MOST_ITEMS = 100
# Filters of the public interface and the columns they ask; true and false are words there.
EXACT = ("resource_type", "offered_by", "platform", "certification_type", "readable_id", "resource_category")
OVERLAPPING = {"course_feature": "course_features", "delivery": "delivery", "ocw_topic": "ocw_topics"}
FLAGS = ("free", "professional", "certification")
# Kinds that are their own group; everything else is learning material.
GROUPS = ("course", "program")
MATERIAL = "learning_material"


def units() -> dict[str, int]:
    """The lists there can be, home first, each with how much is on it."""
    sizes = dict(FeaturedItem.objects.order_by().values_list("offered_by").annotate(size=Count("pk")))
    codes = [HOME, *taxonomy.offerors(), *(code for code in sizes if code not in taxonomy.offerors())]
    return {code: sizes.get(code, 0) for code in dict.fromkeys(codes)}


def name_of(code: str) -> str:
    """What a list is called."""
    offeror = taxonomy.offerors().get(code)
    return "Home page" if code == HOME else offeror.name if offeror else code


def items(code: str) -> QuerySet[FeaturedItem]:
    """One list, in order, with its resources."""
    return FeaturedItem.objects.filter(offered_by=code).select_related("resource").order_by("position", "pk")


@transaction.atomic
def add(code: str, resource: LearningResource, *, queue: Queue) -> bool:
    """Put a resource at the end of a list; False when the list is full."""
    if items(code).count() >= MOST_ITEMS:
        return False
    defaults = {"position": order.next_position(items(code))}
    FeaturedItem.objects.get_or_create(offered_by=code, resource=resource, defaults=defaults)
    releases.ask_for_index([resource.pk], queue)
    return True


@transaction.atomic
def remove(code: str, pks: Iterable[int], *, queue: Queue) -> int:
    """Take items off a list, by their own numbers; returns how many there were."""
    rows = items(code).filter(pk__in=list(pks))
    ids = list(rows.values_list("resource_id", flat=True))
    rows.delete()
    if ids:
        releases.ask_for_index(ids, queue)
    return len(ids)


def set_lists(resource: LearningResource, codes: Sequence[str], *, queue: Queue) -> None:
    """Have a resource on exactly these lists."""
    for code in on_lists(resource) - set(codes):
        remove(code, items(code).filter(resource=resource).values_list("pk", flat=True), queue=queue)
    for code in codes:
        add(code, resource, queue=queue)


def on_lists(resource: LearningResource) -> frozenset[str]:
    """The lists that a resource is on, by their codes."""
    return frozenset(FeaturedItem.objects.filter(resource=resource).values_list("offered_by", flat=True))


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


def shuffle(*, queue: Queue) -> None:
    """Have search follow the order of the day."""
    everything = set(FeaturedItem.objects.values_list("resource_id", flat=True))
    if everything:
        releases.ask_for_index(sorted(everything), queue)


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
        "level": Q(resource__runs__published=True, resource__runs__level__overlap=values),
        "resource_id": Q(resource_id__in=[int(value) for value in values if value.isdecimal()]),
        "resource_type_group": kinds | material,
    }
    return conditions.get(name, Q())
