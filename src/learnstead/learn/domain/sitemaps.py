"""The addresses of all public pages, in shards small enough for the protocol, each with the time it last changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet
from django.urls import reverse

from learnstead.learn.domain import channels, queries
from learnstead.learn.models import FeedItem, LearningResource
from learnstead.learn.models.resource import ADDRESS_WORDS, ResourceType

MOST_ADDRESSES = 50_000  # the protocol's own limit for one file
LISTS = ("home", "search", "topics", "departments", "units", "platforms", "sources", "news", "events")
KINDS = {word: kind for kind, word in ADDRESS_WORDS.items()}
OTHERS = ("pages", "channels", "sites", "news", "events")


@dataclass(frozen=True)
class Shard:
    """One file of addresses. ``changed`` is when something in it last did; None where nobody notes that."""

    kind: str
    number: int
    changed: datetime | None


@dataclass(frozen=True)
class Entry:
    """One page, by its path on this server."""

    path: str
    changed: datetime | None = None


def shards() -> list[Shard]:
    """Every shard that has something in it."""
    found = [Shard("pages", 1, None)]
    if queries.listed().exists():
        found.append(Shard("channels", 1, None))
    for kind in (*KINDS, *OTHERS[2:]):
        found += _shards(kind)
    return found


def _shards(kind: str) -> Iterator[Shard]:
    rows = _rows(kind)
    whole = rows.aggregate(size=Count("*"), at=Max("changed_at"))
    if whole["size"] <= MOST_ADDRESSES:
        yield from [Shard(kind, 1, whole["at"])] if whole["size"] else []
        return
    for number in range(1, -(-whole["size"] // MOST_ADDRESSES) + 1):
        yield Shard(kind, number, _cut(rows, number).aggregate(at=Max("changed_at"))["at"])


def entries(kind: str, number: int) -> Iterator[Entry]:
    """The addresses in one shard; none when there is no such shard."""
    if kind in LONE:
        return iter(LONE[kind]()) if number == 1 else iter(())
    if kind not in KINDS and kind not in OTHERS:
        return iter(())
    return _entries(kind, number)


def _entries(kind: str, number: int) -> Iterator[Entry]:
    rows = _cut(_rows(kind), number)
    if kind == "sites":
        yield from (Entry(*row) for row in rows.values_list("url", "changed_at").iterator())
        return
    name, words = ("resource", [kind]) if kind in KINDS else (f"{kind}_item", [])
    before = reverse(f"learn:{name}", args=[*words, "x"]).removesuffix("x/")
    yield from (
        Entry(f"{before}{slug}/", changed) for slug, changed in rows.values_list("slug", "changed_at").iterator()
    )


def _rows(kind: str) -> QuerySet[LearningResource] | QuerySet[FeedItem]:
    visible = LearningResource.objects.filter(published=True, test_mode=False)
    if kind in KINDS:
        return visible.filter(resource_type=KINDS[kind])
    return visible.exclude(site="") if kind == "sites" else FeedItem.objects.filter(published=True, feed_type=kind)


def _cut(
    rows: QuerySet[LearningResource] | QuerySet[FeedItem], number: int
) -> QuerySet[LearningResource] | QuerySet[FeedItem]:
    return rows.order_by("pk")[(number - 1) * MOST_ADDRESSES : number * MOST_ADDRESSES]


def _pages() -> Sequence[Entry]:
    kinds = [ADDRESS_WORDS[ResourceType(kind)] for kind, _ in channels.kinds(queries.listed())]
    lists = [Entry(reverse(f"learn:{name}")) for name in LISTS]
    return [*lists, *(Entry(reverse("learn:kind", args=[word])) for word in kinds)]


def _channels() -> Sequence[Entry]:
    topics = [below for root in queries.root_topics() for below in (root, *root.branches)]
    schools, _ = channels.schools()
    named = [
        *(("topic", one.topic.slug) for one in topics),
        *(("department", one.slug) for one in channels.departments()),
        *(("school", one.slug) for one in schools),
        *(("unit", one.code) for one in channels.units()),
        *(("platform", one.code) for one in channels.platforms()),
    ]
    return [Entry(reverse(f"learn:{name}", args=[word])) for name, word in named]


LONE: Mapping[str, Callable[[], Sequence[Entry]]] = {"pages": _pages, "channels": _channels}
