"""The digest of one person: what is new in what they follow, in groups, under one subject."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnstead.learn.domain import cards, queries
from learnstead.learn.domain.cards import Card
from learnstead.learn.domain.following import matching, naming, normal
from learnstead.learn.domain.following.matching import Aside
from learnstead.learn.models import Subscription
from learnstead.learn.models.resource import ResourceType
from learnstead.people.models import User

MOST_IN_GROUP = 10
PRODUCT = "Learnstead"
PREPOSITIONS = {"topic": "in", "search": "for"}


@dataclass(frozen=True)
class Group:
    """What is new under one heading. ``kind`` is topic, department, offered_by, platform or search.

    ``subscriptions`` brought it; ``cards`` are the first few of ``total``, ``asked`` finds all of it.
    """

    kind: str
    heading: str
    asked: normal.Parameters
    subscriptions: Sequence[Subscription]
    cards: Sequence[Card]
    total: int
    types: frozenset[str]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.cards)


@dataclass(frozen=True)
class Digest:
    """What one person is told."""

    user: User
    groups: Sequence[Group]

    @property
    def subject(self) -> str:
        """Of the fullest group."""
        first = self.groups[0]
        title = first.cards[0].resource.title
        return subject(kind=first.kind, name=first.heading, title=title, types=first.types, count=first.total)

    @property
    def shown(self) -> list[int]:
        """The ids of the resources in it."""
        return list(dict.fromkeys(card.resource.pk for group in self.groups for card in group.cards))


def subject(*, kind: str, name: str, title: str, types: Iterable[str], count: int) -> str:
    """The subject of a digest: "Learnstead: New programs from OpenWater: Rivers and Cities".

    Things come "in" a topic, "for" a search, and "from" anything else; things of several types are learning resources.
    """
    return f"{PRODUCT}: {short_subject(kind=kind, name=name, types=types, count=count)}: {title}"


def short_subject(*, kind: str, name: str, types: Iterable[str], count: int) -> str:
    """The subject without our name and without an example: "New courses in Physics"."""
    unique = list(set(types))
    if len(unique) == 1:
        words = str(ResourceType(unique[0]).label).lower()
        words += "s" if count != 1 else ""
    else:
        words = "Learning Resources"
    return f"New {words} {PREPOSITIONS.get(kind, 'from')} {name}"


def prepare(subscriptions: Sequence[Subscription], *, at: datetime, aside: Aside) -> Mapping[int, Digest]:
    """The digests of everybody who has something new, by the id of the person."""
    found = matching.matches(subscriptions, at=at, aside=aside)
    of_person: dict[int, list[Subscription]] = {}
    for one in subscriptions:
        if one.pk in found:
            of_person.setdefault(one.user_id, []).append(one)
    made = ((person, _digest(theirs, found)) for person, theirs in of_person.items())
    return {person: digest for person, digest in made if digest.groups}


def _digest(subscriptions: Sequence[Subscription], found: Mapping[int, Sequence[int]]) -> Digest:
    headings: dict[tuple[str, str], list[Subscription]] = {}
    for one in subscriptions:
        headings.setdefault(_heading(one), []).append(one)
    groups = [_group(kind, name, theirs, found) for (kind, name), theirs in headings.items()]
    in_order = sorted((group for group in groups if group.cards), key=lambda group: (-group.total, group.heading))
    return Digest(user=subscriptions[0].user, groups=in_order)


def _heading(one: Subscription) -> tuple[str, str]:
    """A page gives its own name; a search is called by its topic, department or unit, else by itself."""
    if one.channel:
        return one.channel.partition(":")[0], one.label
    return naming.group(one.query.parameters)


def _group(kind: str, name: str, theirs: Sequence[Subscription], found: Mapping[int, Sequence[int]]) -> Group:
    """Each resource once, however many of the searches found it."""
    ids = list(dict.fromkeys(pk for one in theirs for pk in found[one.pk]))
    resources = queries.by_ids(str(pk) for pk in ids[:MOST_IN_GROUP])
    shown = [resources[str(pk)] for pk in ids[:MOST_IN_GROUP] if str(pk) in resources]
    return Group(
        kind=kind,
        heading=name,
        asked=theirs[0].query.parameters,
        subscriptions=theirs,
        cards=cards.cards(shown),
        total=len(ids),
        types=frozenset(resource.resource_type for resource in shown),
    )


def preview(user: User, *, at: datetime, aside: Aside) -> Digest | None:
    """What the next digest of one person would have in it now; None when there is nothing new."""
    subscriptions = list(Subscription.objects.filter(user=user).select_related("query", "user"))
    return prepare(subscriptions, at=at, aside=aside).get(user.pk)
