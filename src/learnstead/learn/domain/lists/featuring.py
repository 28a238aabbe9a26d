"""How editors choose what is featured: in an order of their own for each unit, and for the home page."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Count, QuerySet

from learnstead.kernel import taxonomy
from learnstead.learn.domain import releases
from learnstead.learn.domain.featured import HOME
from learnstead.learn.domain.lists import order
from learnstead.learn.models import FeaturedItem, LearningResource
from learnstead.ports.jobs import Queue

MOST_ITEMS = 100


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


def shuffle(*, queue: Queue) -> None:
    """Have search follow the order of the day."""
    everything = set(FeaturedItem.objects.values_list("resource_id", flat=True))
    if everything:
        releases.ask_for_index(sorted(everything), queue)
