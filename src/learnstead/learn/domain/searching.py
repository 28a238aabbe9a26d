"""A search of the catalogue: the index ranks and counts, the database says what may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learnstead.learn.domain import facets, queries, topics
from learnstead.learn.models import LearningResource
from learnstead.learn.models.taxonomy import SEPARATOR
from learnstead.ports.search import Hit, Query, Results, SearchIndex, Sort

PAGE_SIZE = 10
LAST_PAGE = 500
LONGEST_QUERY = 400


@dataclass(frozen=True)
class Asked:
    """What a learner asked for; values are as they came, and may mean nothing."""

    text: str = ""
    filters: Mapping[str, Sequence[str]] | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    limit: int = PAGE_SIZE

    @property
    def narrowed(self) -> Mapping[str, Sequence[str]]:
        """The filters that ask for something."""
        return {name: values for name, values in (self.filters or {}).items() if values and name in facets.NAMES}


@dataclass(frozen=True)
class Value:
    """One value of a facet; ``depth`` is how deep it lies in a tree of values."""

    value: str
    label: str
    count: int
    chosen: bool
    depth: int = 0


@dataclass(frozen=True)
class Facet:
    """A way to narrow the results."""

    name: str
    title: str
    values: Sequence[Value]
    folded: bool = False


@dataclass(frozen=True)
class Found:
    """A hit and the resource it stands for."""

    hit: Hit
    resource: LearningResource


@dataclass(frozen=True)
class Answer:
    """One page of results."""

    asked: Asked
    total: int
    found: Sequence[Found]
    facets: Sequence[Facet]
    relaxed: bool
    did_you_mean: str

    @property
    def pages(self) -> int:
        """How many pages can be turned."""
        return min(LAST_PAGE, -(-self.total // self.asked.limit))


def search(*, asked: Asked, index: SearchIndex) -> Answer:
    """Ask the index. What it still lists although it was withdrawn a moment ago is left out."""
    page = min(max(asked.page, 1), LAST_PAGE)
    query = Query(
        text=asked.text[:LONGEST_QUERY],
        filters=asked.narrowed,
        facets=facets.NAMES,
        sort=asked.sort,
        offset=(page - 1) * asked.limit,
        limit=asked.limit,
    )
    results = index.search(query)
    resources = queries.by_ids(hit.id for hit in results.hits)
    return Answer(
        asked=asked,
        total=results.total,
        found=[Found(hit=hit, resource=resources[hit.id]) for hit in results.hits if hit.id in resources],
        facets=[facet for name in facets.NAMES if (facet := _facet(name, results, asked)).values],
        relaxed=results.relaxed,
        did_you_mean=results.did_you_mean,
    )


def _facet(name: str, results: Results, asked: Asked) -> Facet:
    """Commonest values first, where they have no order of their own; topics as a tree.

    A chosen value is shown even when nothing has it any more.
    """
    chosen = set(asked.narrowed.get(name, ()))
    counted = dict(results.facets[name])
    shown = {**counted, **{value: counted.get(value, 0) for value in sorted(chosen)}}
    values = [_value(name, value, count, chosen=value in chosen) for value, count in shown.items()]
    if name == "topic":
        values = _as_tree(values)
    elif name == "year":
        values.sort(key=lambda value: value.value, reverse=True)
    elif order := facets.ORDERS.get(name):
        values.sort(key=lambda value: order.index(value.value) if value.value in order else len(order))
    return Facet(name=name, title=facets.TITLES[name], values=values, folded=name in facets.FOLDED and not chosen)


def _value(name: str, value: str, count: int, *, chosen: bool) -> Value:
    if name != "topic":
        return Value(value=value, label=value, count=count, chosen=chosen)
    depth = len(topics.lineage(value)) - 1
    return Value(value=value, label=value.rsplit(SEPARATOR, maxsplit=1)[-1], count=count, chosen=chosen, depth=depth)


def _as_tree(values: Sequence[Value]) -> list[Value]:
    """Parents before their children, siblings by name."""
    return sorted(values, key=lambda value: value.value.split(SEPARATOR))
