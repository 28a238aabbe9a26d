"""What is like a resource: near it in meaning where vectors are kept, else on the same topics."""

from collections.abc import Iterable, Sequence

from django.db.models import Count

from learnstead.learn.domain import sequences
from learnstead.learn.models import LearningResource

SHOWN = 6
# A topic that nearly everything has says little, and counting what shares it takes long.
LOOKED_AT = 400


def by_topics(resource: LearningResource, *, at_most: int = SHOWN, leave_out: Iterable[int] = ()) -> list[int]:
    """Ids of what shares most of its topics, the same kind first; never itself nor what is left out."""
    tagged = LearningResource.topics.through.objects
    own = list(tagged.filter(learningresource=resource).values_list("topic_id", flat=True))
    sharing = LearningResource.objects.filter(topics__in=own, published=True, test_mode=False)
    counted = sharing.exclude(pk__in=[resource.pk, *leave_out]).annotate(shared=Count("topics"))
    rows = counted.order_by("-shared", "pk").values_list("pk", "resource_type", "shared")[:LOOKED_AT]
    kind = resource.resource_type
    ordered = sorted(rows, key=lambda row: (-row[2], row[1] != kind, row[0]))
    return [pk for pk, _, _ in ordered[:at_most]]


def similar(
    resource: LearningResource, *, near: Sequence[int] = (), leave_out: Iterable[int] = ()
) -> list[LearningResource]:
    """What to look at next. ``near`` are ids of what is near in meaning, the nearest first."""
    not_again = {resource.pk, *leave_out}
    chosen = [pk for pk in near if pk not in not_again] or by_topics(resource, leave_out=not_again)
    return sequences.shown(chosen)[:SHOWN]
