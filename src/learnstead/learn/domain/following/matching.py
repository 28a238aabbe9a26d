"""Which new resources fit what people follow."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TypeAlias

from learnstead.learn.domain import search_documents, searching
from learnstead.learn.domain.following.normal import SHOW_FILES, TEXT, Parameters
from learnstead.learn.domain.ranking import Tuning
from learnstead.learn.models import FollowedQuery, LearningResource, SearchMode, Subscription
from learnstead.ports.search import SearchIndex

Aside: TypeAlias = Callable[[], AbstractContextManager[SearchIndex]]
# More new resources than this for one subscription are a new source, not news.
MOST_FOR_ONE = 2000
# How rare a word is, and so a score, means little among a few new resources.
LOW = Tuning(min_score=0)


def matches(subscriptions: Iterable[Subscription], *, at: datetime, aside: Aside) -> Mapping[int, Sequence[int]]:
    """The resources first published since the last digest of each subscription that it finds, by subscription.

    The new resources are indexed aside, with all that is inside them, and each distinct query is asked once: what
    finds something in the catalogue's index finds it here. Newest first; those without a match are left out.
    """
    following = list(subscriptions)
    since = min((one.matched_until for one in following), default=at)
    published = LearningResource.objects.filter(published=True, test_mode=False)
    new = dict(
        published.filter(first_published_at__gt=since, first_published_at__lte=at)
        .order_by("-first_published_at", "title", "pk")
        .values_list("pk", "first_published_at")
    )
    if not new:
        return {}
    with aside() as index:
        index.rebuild(search_documents.entries(new))
        found = {query.pk: _found(index, query.parameters) for query in _distinct(following)}
    fitting = {
        one.pk: [pk for pk, moment in new.items() if pk in found[one.query_id] and moment > one.matched_until]
        for one in following
    }
    return {pk: resources[:MOST_FOR_ONE] for pk, resources in fitting.items() if resources}


def _distinct(following: Iterable[Subscription]) -> Iterable[FollowedQuery]:
    return FollowedQuery.objects.filter(pk__in={one.query_id for one in following})


def _found(index: SearchIndex, asked: Parameters) -> set[int]:
    """What has enough of the words; what only has some of them, or is merely near in meaning, is no news."""
    words = searching.Asked(
        text=" ".join(asked.get(TEXT, ())),
        filters=asked,
        mode=SearchMode.KEYWORD,
        limit=MOST_FOR_ONE,
        counted=(),
        tuning=LOW,
        show_ocw_files=SHOW_FILES in asked,
        bare=True,
    )
    results = searching.ranked(asked=words, index=index)
    return set() if results.relaxed else {int(hit.id) for hit in results.hits}
