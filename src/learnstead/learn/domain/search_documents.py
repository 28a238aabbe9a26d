"""What the search index is told about learning resources.

Fifty thousand of them must not take minutes: they are read in batches, as plain rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from learnstead.kernel import clock, prose
from learnstead.learn.domain import featured, labels, search_parts, search_standing, topics, wholes
from learnstead.learn.domain.facets import ID, OCW_FILE
from learnstead.learn.domain.offering import GIVEN_IN_RUNS
from learnstead.learn.domain.search_parts import File
from learnstead.learn.models import LearningResource
from learnstead.learn.models.resource import ADDRESS_WORDS, ResourceType
from learnstead.learn.models.taxonomy import SEPARATOR
from learnstead.ports.search import Entry

AT_ONCE, MOST_BYTES = 500, 2_000_000
OCW, OPEN_TEXTBOOKS = "ocw", frozenset({"Open Textbooks", "Open Textbook"})
ALWAYS_LISTED = frozenset({"course", "video"})


class Resource(NamedTuple):
    """The columns of a resource that search needs."""

    pk: int
    resource_type: str
    slug: str
    platform: str
    readable_id: str
    offered_by: str
    resource_category: str
    title: str
    description: str
    full_description: str
    course_numbers: Sequence[str]
    course_features: Sequence[str]
    ocw_topics: Sequence[str]
    certification: bool
    certification_type: str
    professional: bool
    free: bool
    availability: str
    delivery: Sequence[str]
    pace: Sequence[str]
    format: Sequence[str]
    detail: Mapping[str, Any]
    best_run_id: str
    last_modified: datetime | None
    next_start_date: datetime | None
    first_published_at: datetime
    view_count: int
    completeness: float


class Run(NamedTuple):
    """The columns of a run that search needs."""

    pk: int
    resource_id: int
    run_id: str
    semester: str
    year: int | None
    level: Sequence[str]
    instructors: Sequence[str]
    start_date: datetime | None


@dataclass
class Around:
    """What belongs to one resource of a batch."""

    topics: list[str] = field(default_factory=list)
    departments: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)


def published() -> Iterator[Entry]:
    """An entry for everything that can be found."""
    return _entries(_listed())


def entries(ids: Iterable[int]) -> Iterator[Entry]:
    """The entries of those of these resources that can be found."""
    return _entries(_listed().filter(pk__in=list(ids)))


def offered_by(resource: LearningResource | Resource) -> str:
    """Who offers it, by name; without one, where it is used."""
    return labels.offeror(resource.offered_by) if resource.offered_by else labels.platform(resource.platform)


def kind_name(resource: LearningResource | Resource) -> str:
    """What kind of thing it is, for learners."""
    return kind(resource.resource_type, resource.resource_category)


def kind(resource_type: str, category: str) -> str:
    """The name of a kind: what its source calls it, where that says more than the type."""
    label = str(ResourceType(resource_type).label)
    return category if category and category.casefold() != label.casefold() else label


def _listed() -> QuerySet[LearningResource]:
    return LearningResource.objects.filter(published=True, test_mode=False)


def _entries(resources: QuerySet[LearningResource]) -> Iterator[Entry]:
    last = 0
    places = featured.ranks(at=clock.now())
    while True:
        rows = resources.filter(pk__gt=last).order_by("pk").values_list(*Resource._fields)[:AT_ONCE]
        batch = [Resource(*row) for row in rows]
        if not batch:
            return
        around = _around([one.pk for one in batch])
        runs = {one.pk: _best_run(one, around[one.pk].runs) for one in batch}
        best = {pk: run.pk if run else None for pk, run in runs.items()}
        for several in _few_enough(batch, search_parts.sizes(best)):
            files = search_parts.files({one.pk: best[one.pk] for one in several})
            for one in several:
                yield _entry(one, around[one.pk], runs[one.pk], files[one.pk], place=places.get(one.pk))
        last = batch[-1].pk


def _few_enough(batch: Sequence[Resource], sizes: Mapping[int, int]) -> Iterator[list[Resource]]:
    """Groups of a batch with so little inside that it can be read at once; courses may hold megabytes of text."""
    several: list[Resource] = []
    held = 0
    for one in batch:
        size = sizes.get(one.pk, 0)
        if several and held + size > MOST_BYTES:
            yield several
            several, held = [], 0
        several.append(one)
        held += size
    yield several


def _around(ids: Sequence[int]) -> Mapping[int, Around]:
    """What belongs to the resources of a batch, in few queries."""
    around = {pk: Around() for pk in ids}
    tagged = LearningResource.topics.through.objects.filter(learningresource_id__in=ids).order_by("topic__path")
    for pk, path in tagged.values_list("learningresource_id", "topic__path"):
        around[pk].topics.append(path)
    given = LearningResource.departments.through.objects.filter(learningresource_id__in=ids)
    rows = given.order_by("department__name").values_list("learningresource_id", "department_id", "department__name")
    for pk, code, name in rows:
        around[pk].departments[code] = name
    runs = wholes.public_runs().filter(resource_id__in=ids).order_by("-year", "run_id")
    for row in runs.values_list(*Run._fields):
        run = Run(*row)
        around[run.resource_id].runs.append(run)
    return around


def _entry(resource: Resource, around: Around, run: Run | None, files: Iterable[File], *, place: int | None) -> Entry:
    address = _address(resource)
    people = list(dict.fromkeys(name for one in around.runs for name in one.instructors))
    return Entry(
        id=str(resource.pk),
        title=resource.title,
        text=_text(resource),
        identifiers=[*resource.course_numbers, resource.readable_id],
        people=people,
        keywords=_keywords(resource, around),
        parts=search_parts.parts(resource, files, address),
        facets=_facets(resource, around, run),
        recency=search_standing.recency(resource, run),
        orders=search_standing.orders(resource, run, list(around.departments), featured=place),
        boost=search_standing.boost(resource),
        completeness=min(max(resource.completeness, 0.0), 1.0),
        aged_since=search_standing.aged_since(resource, around.runs),
        stored={"url": address, "number": next(iter(resource.course_numbers), "")},
    )


def _keywords(resource: Resource, around: Around) -> list[str]:
    certificate = labels.CERTIFICATES.get(resource.certification_type, "") if resource.certification else ""
    words = [
        *around.topics,
        *resource.ocw_topics,
        *around.departments.values(),
        *resource.course_features,
        offered_by(resource),
        certificate,
        kind_name(resource),
    ]
    return list(filter(None, words))


def _facets(resource: Resource, around: Around, run: Run | None) -> Mapping[str, Sequence[str]]:
    """Everything a search can be narrowed by. A value stands once, however many runs have it."""
    levels = (labels.level_code(level) for one in around.runs for level in one.level)
    ours = labels.OWN_PLATFORM if resource.platform == labels.OWN_PLATFORM else ""
    return {
        "resource_type": [resource.resource_type],
        "resource_type_group": [search_standing.group(resource.resource_type)],
        "resource_category": [kind_name(resource)],
        "topic": _topic_names(around.topics),
        "ocw_topic": resource.ocw_topics,
        "level": list(dict.fromkeys(levels)),
        "department": list(around.departments),
        "course_feature": resource.course_features,
        "offered_by": list(filter(None, [resource.offered_by or ours])),
        "platform": list(filter(None, [resource.platform])),
        "free": [_truth(resource.free)],
        "professional": [_truth(resource.professional)],
        "certification": [_truth(resource.certification)],
        "certification_type": [resource.certification_type or "none"],
        "delivery": resource.delivery,
        "term": [run.semester] if run and run.semester else [],
        "year": [str(run.year)] if run and run.year else [],
        ID: [str(resource.pk)],
        OCW_FILE: [_truth(_is_ocw_file(resource))],
        **_taken(resource),
    }


def _taken(resource: Resource) -> Mapping[str, Sequence[str]]:
    """How it is taken: asked of what is given in runs; everything else is simply there."""
    if resource.resource_type not in GIVEN_IN_RUNS:
        return {}
    availability = list(filter(None, [resource.availability]))
    return {"availability": availability, "pace": resource.pace, "format": resource.format}


def _topic_names(paths: Sequence[str]) -> list[str]:
    """Topics and all that lie above them, by name."""
    above = (path.rsplit(SEPARATOR, maxsplit=1)[-1] for one in paths for path in topics.lineage(one))
    return list(dict.fromkeys(above))


def _is_ocw_file(resource: Resource) -> bool:
    """A problem set, a lecture's notes: found through their course, unless somebody asks for them."""
    if resource.platform != OCW or resource.resource_type in ALWAYS_LISTED:
        return False
    return OPEN_TEXTBOOKS.isdisjoint(resource.course_features)


def _truth(value: bool) -> str:
    return labels.TRUTHS[not value]


def _best_run(resource: Resource, runs: Sequence[Run]) -> Run | None:
    return next((run for run in runs if run.run_id == resource.best_run_id), runs[0] if runs else None)


def _address(resource: Resource) -> str:
    return _address_before(resource.resource_type) + f"{resource.slug}/"


@cache
def _address_before(resource_type: str) -> str:
    return reverse("learn:resource", args=[ADDRESS_WORDS[ResourceType(resource_type)], "x"]).removesuffix("x/")


def _text(resource: Resource) -> str:
    short, long = resource.description, resource.full_description
    html = long if short and long.startswith(short) else "\n".join(filter(None, (short, long)))
    return prose.text_of_html(html) if "<" in html or "&" in html else html
