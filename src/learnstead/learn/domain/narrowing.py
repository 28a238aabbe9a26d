"""The facets of a result as a page shows them: names for codes, an order, trees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from learnstead.learn.domain import facets, labels
from learnstead.learn.models import Department, Topic
from learnstead.learn.models.taxonomy import SEPARATOR

Counts = Mapping[str, Sequence[tuple[str, int]]]


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

    @property
    def chosen(self) -> Sequence[Value]:
        """The values that are on."""
        return [value for value in self.values if value.chosen]


def shown(name: str, counts: Counts, chosen: Sequence[str]) -> Facet:
    """Commonest values first, where they have no order of their own; topics as a tree.

    A chosen value is shown even when nothing has it any more. Upper and lower case are alike.
    """
    counted = dict(counts.get(name, ()))
    known = {value.casefold(): value for value in counted}
    on = {known.get(value.casefold(), value) for value in chosen}
    everything = {**counted, **{value: 0 for value in sorted(on) if value not in counted}}
    names = _names(name, everything)
    values = [
        Value(value=value, label=names.get(value) or labels.label(name, value), count=count, chosen=value in on)
        for value, count in everything.items()
    ]
    if name == "topic":
        values = _as_tree(values)
    elif name == "year":
        values.sort(key=lambda value: value.value, reverse=True)
    elif order := facets.ORDERS.get(name):
        values.sort(key=lambda value: order.index(value.value) if value.value in order else len(order))
    return Facet(name=name, title=facets.TITLES[name], values=values, folded=name in facets.FOLDED and not on)


def _names(name: str, values: Mapping[str, int]) -> Mapping[str, str]:
    """Departments may be an installation's own; two that are called the same are told apart by their code."""
    if name != "department" or not values:
        return {}
    found = dict(Department.objects.filter(pk__in=list(values)).values_list("pk", "name"))
    called = list(found.values())
    return {code: f"{one} ({code})" if called.count(one) > 1 else one for code, one in found.items()}


def _as_tree(values: Sequence[Value]) -> list[Value]:
    """Parents before their children, siblings by name. A name that lies in two places is shown at the first."""
    named = Topic.objects.filter(name__in=[value.value for value in values]).order_by("-path")
    paths = {name: path.split(SEPARATOR) for name, path in named.values_list("name", "path")}
    there = {value.value for value in values}
    placed = sorted(values, key=lambda value: (paths.get(value.value, [value.value]), value.value))
    return [replace(value, depth=sum(name in there for name in paths.get(value.value, [""])[:-1])) for value in placed]
