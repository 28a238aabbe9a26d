"""Where a resource stands among others: what comes before it and after it in a playlist, a program, a path."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learnstead.learn.domain import queries
from learnstead.learn.models import LearningResource, Relationship


@dataclass(frozen=True)
class Place:
    """The place of a resource in one collection; ``number`` counts from 1."""

    collection: LearningResource
    number: int
    of: int
    before: LearningResource | None
    after: LearningResource | None


def inside(collection: LearningResource) -> list[int]:
    """The ids of what belongs to it and can be seen, in order, each once."""
    seen = Relationship.objects.filter(parent=collection, child__published=True, child__test_mode=False)
    return list(dict.fromkeys(seen.order_by("position", "pk").values_list("child_id", flat=True)))


def shown(ids: Sequence[int]) -> list[LearningResource]:
    """These resources with what their cards show, in this order."""
    known = {one.pk: one for one in queries.published().filter(pk__in=ids)}
    return [known[pk] for pk in ids if pk in known]


def places(resource: LearningResource, collections: Iterable[LearningResource]) -> list[Place]:
    """Its place in each of these collections, which it belongs to."""
    found = []
    for collection in collections:
        ids = inside(collection)
        if resource.pk in ids:
            at = ids.index(resource.pk)
            around = LearningResource.objects.in_bulk([*ids[max(0, at - 1) : at], *ids[at + 1 : at + 2]])
            before, after = (ids[at - 1] if at else 0), (ids[at + 1] if at + 1 < len(ids) else 0)
            found.append(
                Place(
                    collection=collection,
                    number=at + 1,
                    of=len(ids),
                    before=around.get(before),
                    after=around.get(after),
                )
            )
    return found
