"""Lists of resources straight from the database: filters and orders that need no index.

Filters are any-of within a name and all-of across names, as in search.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OrderBy, OuterRef, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower

from learnstead.learn.domain import labels
from learnstead.learn.domain.offering import GIVEN_IN_RUNS
from learnstead.learn.domain.wholes import listed, public_runs
from learnstead.learn.models import LearningResource, Topic
from learnstead.learn.models.resource import ResourceType
from learnstead.learn.models.taxonomy import SEPARATOR

GROUPS: Mapping[str, Sequence[str]] = {
    "course": [ResourceType.COURSE],
    "program": [ResourceType.PROGRAM],
    "learning_material": [kind for kind in ResourceType if kind not in GIVEN_IN_RUNS],
}
SORTS = (
    "id", "-id", "readable_id", "-readable_id", "last_modified", "-last_modified", "new", "start_date", "-start_date",
    "mitcoursenumber", "-mitcoursenumber", "views", "-views", "upcoming",
)  # fmt: skip
_COLUMNS = {
    "id": "pk",
    "readable_id": "readable_id",
    "last_modified": "last_modified",
    "start_date": "next_start_date",
    "views": "view_count",
}
# A course number so that it sorts: what the department asked for calls it, else the primary one, else with its digits
# padded. An empty department is none. Byte by byte, so that letters come after digits.
_NUMBER = """COALESCE(
    NULLIF(jsonb_path_query_first(learn_learningresource.detail,
        '$.course.course_numbers[*] ? (@.department == $id).sort_coursenum',
        jsonb_build_object('id', %s)) #>> '{}', ''),
    NULLIF(jsonb_path_query_first(learn_learningresource.detail,
        '$.course.course_numbers[*] ? (@.primary == true).sort_coursenum') #>> '{}', ''),
    NULLIF(regexp_replace(learn_learningresource.course_numbers[1], '^(\\d)(?!\\d)', '0\\1'), '')
) COLLATE "C" """


@dataclass(frozen=True)
class Wanted:
    """Which resources, in which order (one of SORTS, or by id). None and empty ask for nothing."""

    certification: bool | None = None
    free: bool | None = None
    professional: bool | None = None
    any_of: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ids: Sequence[int] = ()
    sortby: str = ""


def narrowed(wanted: Wanted, **any_of: Sequence[str]) -> Wanted:
    """The same with other values for some filters."""
    return replace(wanted, any_of={**wanted.any_of, **any_of})


def resources(wanted: Wanted) -> QuerySet[LearningResource]:
    """What learners may see of these; the order is total, so that pages never repeat."""
    found = listed()
    for name in ("certification", "free", "professional"):
        if (value := getattr(wanted, name)) is not None:
            found = found.filter(**{name: value})
    if wanted.ids:
        found = found.filter(pk__in=wanted.ids)
    for name, values in wanted.any_of.items():
        if values:
            found = found.filter(_filter(name, values))
    return found.order_by(*_order(wanted))


def _filter(name: str, values: Sequence[str]) -> Q | Exists:
    if name in _ARRAYS:
        return Q(**{f"{_ARRAYS[name]}__overlap": list(values)})
    if name in _RELATED:
        return _RELATED[name](values)
    if name == "offered_by":
        own = Q(offered_by="", platform=labels.OWN_PLATFORM) if labels.OWN_PLATFORM in values else Q()
        return Q(offered_by__in=values) | own
    if name == "resource_type_group":
        return Q(resource_type__in=[kind for value in values for kind in GROUPS.get(value, ())])
    return Q(**{f"{name}__in": list(values)})


def _given_by(departments: Sequence[str]) -> Exists:
    given = LearningResource.departments.through.objects.filter(learningresource=OuterRef("pk"))
    return Exists(given.filter(department__in=departments))


def _at_level(levels: Sequence[str]) -> Exists:
    return Exists(public_runs().filter(resource=OuterRef("pk"), level__overlap=_spellings(levels)))


def _about(names: Sequence[str]) -> Exists:
    """On a topic of one of these names or on anything below it, upper and lower case alike."""
    known = Topic.objects.annotate(lower=Lower("name")).filter(lower__in=[name.lower() for name in names])
    paths = list(known.values_list("path", flat=True))
    none = Q(pk__in=[])
    below = reduce(or_, (Q(topic__path=path) | Q(topic__path__startswith=path + SEPARATOR) for path in paths), none)
    return Exists(LearningResource.topics.through.objects.filter(below, learningresource=OuterRef("pk")))


def _spellings(levels: Sequence[str]) -> list[str]:
    """Levels as sources may write them: by code, or as published sites do ("High School", "Non-Credit")."""
    words = {level: [level, level.replace("_", " ").title(), labels.LEVELS.get(level, level)] for level in levels}
    if "noncredit" in words:
        words["noncredit"] += ["Non-Credit", "Non Credit"]
    return [one for several in words.values() for one in dict.fromkeys(several)]


_ARRAYS = {"course_feature": "course_features", "delivery": "delivery", "ocw_topic": "ocw_topics"}
_RELATED = {"department": _given_by, "level": _at_level, "topic": _about}


def _order(wanted: Wanted) -> list[OrderBy]:
    """Nulls come last either way; what ties is in the order of ids."""
    match wanted.sortby:
        case "new":
            return [F("first_published_at").desc(), F("pk").desc()]
        case "upcoming":
            return [F("next_start_date").asc(nulls_last=True), F("pk").asc()]
        case "mitcoursenumber" | "-mitcoursenumber":
            return [_directed(_number(wanted), wanted.sortby), F("pk").asc()]
        case "":
            return [F("pk").asc()]
        case _:
            return [_directed(F(_COLUMNS[wanted.sortby.removeprefix("-")]), wanted.sortby), F("pk").asc()]


def _directed(key: F | RawSQL, sortby: str) -> OrderBy:
    return OrderBy(key, descending=sortby.startswith("-"), nulls_last=True)


def _number(wanted: Wanted) -> RawSQL:
    departments = wanted.any_of.get("department", ())
    department = departments[0] if len(departments) == 1 else ""
    return RawSQL(_NUMBER, [department], output_field=TextField())  # noqa: S611 - the department is a parameter
