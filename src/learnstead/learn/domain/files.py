"""What is inside courses, file by file: which files learners may find, by what they say and where they belong."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, Func, OrderBy, Q, QuerySet, TextField
from django.db.models.functions import Coalesce

from learnstead.learn.domain import listing
from learnstead.learn.domain.topics import lineage
from learnstead.learn.domain.wholes import listed_files
from learnstead.learn.models import ContentFile, LearningResource
from learnstead.learn.models.content_file import LANGUAGE, WORDS
from learnstead.learn.models.taxonomy import SEPARATOR
from learnstead.people.models import User

# Who may read the text of files and not only where they are.
VIEWERS = "content_file_viewers"
SORTS = ("id", "-id", "resource_readable_id", "-resource_readable_id")
COUNTED = ("topic", "content_feature_type", "platform", "offered_by")
OF_OWNER = frozenset({"offered_by", "platform", "topic", "ocw_topic"})
_OWNER = Coalesce("run__resource_id", "resource_id")


@dataclass(frozen=True)
class Wanted:
    """Which files. ``any_of`` narrows by what they belong to (OF_OWNER) or by ``content_feature_type``."""

    text: str = ""
    any_of: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ids: Sequence[int] = ()
    resource_ids: Sequence[int] = ()
    run_ids: Sequence[int] = ()
    modules: Sequence[str] = ()
    sortby: str = ""


def may_read(user: User | AnonymousUser) -> bool:
    """Whether somebody sees the text of files: staff, and those of the group for it."""
    return bool(user.is_authenticated and (user.is_staff or user.groups.filter(name=VIEWERS).exists()))


def files(wanted: Wanted) -> QuerySet[ContentFile]:
    """The files, in a total order: by how well they match when there are words, else by id."""
    found = listed_files()
    if wanted.ids:
        found = found.filter(pk__in=wanted.ids)
    if wanted.run_ids:
        found = found.filter(run__in=wanted.run_ids)
    if wanted.resource_ids:
        found = found.filter(_belongs_to(wanted.resource_ids))
    if wanted.modules:
        found = found.filter(edx_module_id__in=wanted.modules)
    if tags := wanted.any_of.get("content_feature_type"):
        found = found.filter(content_tags__overlap=list(tags))
    if owner := {name: values for name, values in wanted.any_of.items() if values and name in OF_OWNER}:
        owners = listing.resources(listing.Wanted(any_of=owner)).order_by().values("pk")
        found = found.filter(_belongs_to(owners))
    return _matching(found, wanted)


def counts(wanted: Wanted, facet: str) -> list[tuple[str, int]]:
    """How many of the files there are for each value of a facet, under all filters but its own; most first."""
    others = {name: values for name, values in wanted.any_of.items() if name != facet}
    found = files(replace(wanted, any_of=others, sortby="id")).order_by()
    if facet == "content_feature_type":
        tags = Func(F("content_tags"), function="unnest", output_field=TextField())
        rows = found.annotate(tag=tags).values_list("tag").annotate(n=Count("pk"))
        return _commonest(Counter(dict(rows)))
    by_owner = dict(found.annotate(owner=_OWNER).values_list("owner").annotate(n=Count("pk")))
    tally: Counter[str] = Counter()
    for owner, values in _values(facet, by_owner).items():
        for value in values:
            tally[value] += by_owner[owner]
    return _commonest(tally)


def _matching(found: QuerySet[ContentFile], wanted: Wanted) -> QuerySet[ContentFile]:
    if not wanted.text.strip():
        return found.order_by(*_order(wanted.sortby, "pk"))
    query = SearchQuery(wanted.text, config=LANGUAGE, search_type="websearch")
    matching = found.annotate(words=WORDS).filter(words=query).annotate(score=SearchRank(WORDS, query))
    return matching.order_by(*_order(wanted.sortby, "-score"))


def _order(sortby: str, usual: str) -> list[OrderBy | str]:
    match sortby.removeprefix("-"):
        case "":
            return [usual] if usual == "pk" else [usual, "pk"]
        case "id":
            return [sortby.replace("id", "pk")]
        case _:
            key = Coalesce("run__resource__readable_id", "resource__readable_id")
            return [OrderBy(key, descending=sortby.startswith("-")), "pk"]


def _belongs_to(owners: Sequence[int] | QuerySet[Any, Any]) -> Q:
    return Q(run__resource__in=owners) | Q(resource__in=owners)


def _values(facet: str, owners: Iterable[int]) -> dict[int, list[str]]:
    """The values that resources have: their topics with all that lie above, where they are, who offers them."""
    rows = LearningResource.objects.filter(pk__in=list(owners))
    if facet != "topic":
        return {pk: [value] for pk, value in rows.values_list("pk", facet) if value}
    found: dict[int, set[str]] = {}
    for pk, path in rows.filter(topics__isnull=False).values_list("pk", "topics__path"):
        found.setdefault(pk, set()).update(one.rsplit(SEPARATOR, maxsplit=1)[-1] for one in lineage(path))
    return {pk: sorted(names) for pk, names in found.items()}


def _commonest(tally: Counter[str]) -> list[tuple[str, int]]:
    return sorted(tally.items(), key=lambda row: (-row[1], row[0]))
