"""A search as an address: what its parameters ask for, and the addresses of searches that differ from it a little."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict

from learnstead.learn.domain import facets, ranking, searching
from learnstead.learn.domain.ranking import Tuning
from learnstead.learn.domain.searching import Answer, Asked
from learnstead.learn.models import SearchMode

AROUND = 2
LONGEST_VALUE, MOST_VALUES = 200, 100
LONGEST_NUMBER = 8
GROUP, CATEGORY, MATERIAL = "resource_type_group", "resource_category", "learning_material"
TABS = (("", "All"), ("course", "Courses"), ("program", "Programs"), (MATERIAL, "Learning materials"))
# What remains when all filters are cleared.
KEPT = ("q", "sortby", "mode", GROUP)
YES = "true"


@dataclass(frozen=True)
class Tab:
    """One of the groups of results, with how many it has."""

    name: str
    count: int
    address: str
    here: bool


def asked_for(request: HttpRequest) -> Asked:
    """What an address asks for; what means nothing is ignored. Raises PermissionDenied for what only staff may ask."""
    params = request.GET
    sortby, mode = params.get("sortby", ""), params.get("mode", "")
    return Asked(
        text=text_of(params),
        filters={name: _values(params, name) for name in facets.NAMES},
        sortby=sortby if sortby in searching.SORTS else "",
        mode=mode if mode in SearchMode.values else "",
        offset=(_page(params) - 1) * searching.PAGE_SIZE,
        tuning=_tuning(request),
        show_ocw_files=params.get("show_ocw_files", "").casefold() == YES,
    )


def text_of(params: QueryDict) -> str:
    """The words, with single spaces and of bearable length."""
    return " ".join(params.get("q", "").replace("\x00", "").split())[: searching.LONGEST_QUERY]


def address(params: QueryDict, **changes: str) -> str:
    """This search with something changed (or taken off, when empty), from its first page unless said otherwise."""
    changed = params.copy()
    for name in ("page", *(name for name, values in params.lists() if not any(values))):
        changed.pop(name, None)
    for name, value in changes.items():
        if value:
            changed[name] = value
        else:
            changed.pop(name, None)
    return f"?{changed.urlencode()}"


def without_filters(params: QueryDict) -> str:
    """This search with every filter off, those that only the address knows too."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        kept.setlist(name, params.getlist(name))
    return address(kept)


def tabs(params: QueryDict, answer: Answer) -> Iterator[Tab]:
    """The groups of resources; only learning materials have kinds to narrow by."""
    counts = dict(answer.ranked.counts.get(GROUP, ()))
    chosen = params.get(GROUP, "")
    for value, name in TABS:
        count = counts.get(value, 0) if value else sum(counts.values())
        changes = {GROUP: value} if value == MATERIAL else {GROUP: value, CATEGORY: ""}
        yield Tab(name=name, count=count, address=address(params, **changes), here=value == chosen)


def chips(params: QueryDict, answer: Answer) -> Iterator[dict[str, str]]:
    """Each filter that is on, with the address that takes it off."""
    for facet in answer.facets:
        for value in facet.chosen if facet.name != GROUP else ():
            without = params.copy()
            kept = [one for one in params.getlist(facet.name) if one.casefold() != value.value.casefold()]
            without.setlist(facet.name, kept)
            yield {"label": value.label, "facet": facet.title, "address": address(without)}


def pages(params: QueryDict, answer: Answer) -> Iterator[dict[str, object]]:
    """Page numbers to show: the first, the last, and those around this one; None where some are left out."""
    here, last = answer.asked.page, max(answer.pages, 1)
    shown: Sequence[int] = sorted({1, last, *range(max(1, here - AROUND), min(last, here + AROUND) + 1)})
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            yield {"number": None}
        yield {"number": number, "here": number == here, "address": address(params, page=str(number))}


def _page(params: QueryDict) -> int:
    page = params.get("page", "")
    return max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < LONGEST_NUMBER else 1


def _values(params: QueryDict, name: str) -> list[str]:
    """What is chosen of a facet; nobody chooses a hundred, or one as long as a page."""
    said = (value for value in params.getlist(name) if value and "\x00" not in value)
    return [value[:LONGEST_VALUE] for value in said][:MOST_VALUES]


def _tuning(request: HttpRequest) -> Tuning | None:
    """Ranking settings in the address are for those who may set them."""
    said = {name: request.GET[name] for name in ranking.PARAMETERS if name in request.GET}
    if not said:
        return None
    if not request.user.is_staff:
        raise PermissionDenied
    return Tuning(**dict(_numbers(said)))


def _numbers(said: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    for name, value in said.items():
        number = ranking.number(name, value)
        if number is not None:
            yield name, number
