"""What somebody might like, each with the reason why: theirs, not ours."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import TypeAlias

from learnstead.kernel.errors import Transient
from learnstead.learn.domain import cards, likeness, meaning, queries, searching
from learnstead.learn.domain.cards import Card
from learnstead.learn.domain.following import normal, profiles
from learnstead.learn.models import LearnerProfile, LearningResource, RecentView, SearchMode, Subscription, UserListItem
from learnstead.learn.models.profile import CertificateWish
from learnstead.people.models import User
from learnstead.ports.encoder import Encoder
from learnstead.ports.search import IndexMissing, SearchIndex
from learnstead.ports.vectors import VectorIndex

# How many of each kind of reason are looked into, the latest first.
SAVED, FOLLOWED, VIEWED, INTERESTS = 3, 3, 2, 4
LOOKED_AT = 12
PER_REASON = 3


Pile: TypeAlias = tuple[str, list[int]]


@dataclass(frozen=True)
class Means:
    """What is asked for candidates."""

    index: SearchIndex
    encoder: Encoder
    vectors: VectorIndex


@dataclass(frozen=True)
class Recommended:
    """A card, and why it is here: "Because you follow Physics"."""

    card: Card
    reason: str


@dataclass(frozen=True)
class Idea:
    """A reason, and the ids that it speaks for, the best first."""

    reason: str
    ids: Callable[[], Sequence[int]]


def recommend(user: User, *, means: Means, limit: int = LOOKED_AT, per_reason: int = PER_REASON) -> list[Recommended]:
    """At most ``limit`` resources: reasons take turns, none speaks for more than ``per_reason``, none comes twice.

    What somebody saved or looked at is not recommended again. Empty for who gave no reason yet.
    """
    profile = profiles.profile_of(user)
    known = set(
        UserListItem.objects.filter(list__owner=user, list__deleted_at=None).values_list("resource_id", flat=True)
    )
    known |= set(RecentView.objects.filter(user=user).values_list("resource_id", flat=True))
    spoken = ((idea.reason, _fresh(idea.ids(), known)) for idea in _ideas(user, profile, means))
    # One reason for each place is enough: others are not even looked into.
    piles = _preferred(list(islice(((reason, ids) for reason, ids in spoken if ids), limit)), profile)
    chosen = list(_in_turns(piles, limit=limit, per_reason=per_reason))
    resources = queries.by_ids(str(pk) for pk, _ in chosen)
    shown = [(resources[str(pk)], reason) for pk, reason in chosen if str(pk) in resources]
    made = cards.cards(resource for resource, _ in shown)
    return [Recommended(card=card, reason=reason) for card, (_, reason) in zip(made, shown, strict=True)]


def _ideas(user: User, profile: LearnerProfile | None, means: Means) -> Iterator[Idea]:
    """Reasons of each kind in turn; what somebody did says more than what they said."""
    kinds = (_saved(user, means), _followed(user, means), _viewed(user, means), _interests(profile, means))
    for row in zip_longest(*kinds):
        yield from (idea for idea in row if idea)


def _saved(user: User, means: Means) -> Iterator[Idea]:
    saved = UserListItem.objects.filter(list__owner=user, list__deleted_at=None, resource__published=True)
    for item in saved.select_related("resource", "list").order_by("-added_at", "-pk")[:SAVED]:
        where = "which you saved" if item.list.is_saved else f"on your list “{item.list.title}”"
        yield Idea(f"Similar to “{item.resource.title}”, {where}", _near(item.resource, means))


def _followed(user: User, means: Means) -> Iterator[Idea]:
    for one in Subscription.objects.filter(user=user).select_related("query")[:FOLLOWED]:
        yield Idea(f"Because you follow {one.label}", _found(one.query.parameters, means))


def _viewed(user: User, means: Means) -> Iterator[Idea]:
    for view in RecentView.objects.filter(user=user).select_related("resource")[:VIEWED]:
        yield Idea(f"Because you looked at “{view.resource.title}”", _near(view.resource, means))


def _interests(profile: LearnerProfile | None, means: Means) -> Iterator[Idea]:
    for topic in profile.topic_interests.order_by("path")[:INTERESTS] if profile else ():
        yield Idea(f"Because {topic.name} interests you", _found({"topic": [topic.name]}, means))


def _near(resource: LearningResource, means: Means) -> Callable[[], Sequence[int]]:
    """By meaning where that can be asked, else by shared topics."""

    def ids() -> Sequence[int]:
        try:
            near = meaning.similar(resource.pk, encoder=means.encoder, vectors=means.vectors, limit=LOOKED_AT)
        except Transient:
            near = []
        return near or likeness.by_topics(resource, at_most=LOOKED_AT)

    return ids


def _found(asked: normal.Parameters, means: Means) -> Callable[[], Sequence[int]]:
    """What a search finds first, when there is an index."""

    def ids() -> Sequence[int]:
        words = searching.Asked(
            text=" ".join(asked.get(normal.TEXT, ())),
            filters=asked,
            mode=SearchMode.KEYWORD,
            limit=LOOKED_AT,
            counted=(),
            show_ocw_files=normal.SHOW_FILES in asked,
            bare=True,
        )
        try:
            results = searching.ranked(asked=words, index=means.index)
        except IndexMissing:
            return []
        return [] if results.relaxed else [int(hit.id) for hit in results.hits]

    return ids


def _fresh(ids: Iterable[int], known: set[int]) -> list[int]:
    return [pk for pk in ids if pk not in known]


def _preferred(piles: Sequence[Pile], profile: LearnerProfile | None) -> Sequence[Pile]:
    """In each pile, what fits the wishes somebody stated goes before what does not; the order stays otherwise."""
    if profile is None:
        return piles
    wants_certificate = profile.certificate_desired == CertificateWish.YES
    every = {pk for _, ids in piles for pk in ids}
    rows = LearningResource.objects.filter(pk__in=every).values_list("pk", "certification", "delivery")
    misses = {
        pk: (wants_certificate and not certified) + bool(profile.delivery and not set(delivery) & set(profile.delivery))
        for pk, certified, delivery in rows
    }
    return [(reason, sorted((pk for pk in ids if pk in misses), key=misses.__getitem__)) for reason, ids in piles]


def _in_turns(piles: Sequence[Pile], *, limit: int, per_reason: int) -> Iterator[tuple[int, str]]:
    """One of each reason, then a second of each, until there are enough."""
    seen: set[int] = set()
    for _ in range(per_reason):
        for reason, ids in piles:
            pk = next((one for one in ids if one not in seen), None)
            if pk is not None and len(seen) < limit:
                seen.add(pk)
                yield pk, reason
