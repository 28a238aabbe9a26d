"""What the search index is told about learning resources.

Fifty thousand of them must not take minutes: they are read in batches, as plain rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse

from learnstead.kernel import prose, taxonomy
from learnstead.learn.domain import labels, topics
from learnstead.learn.domain.offering import GIVEN_IN_RUNS
from learnstead.learn.models import ContentFile, LearningResource, LearningResourceRun
from learnstead.learn.models.resource import ADDRESS_WORDS, ResourceType
from learnstead.learn.models.run import level_names
from learnstead.ports.search import Entry, Part

PLATFORM_NAMES = {"learnstead": "Learnstead"}
TERMS = ("winter", "january iap", "spring", "summer", "fall")
AT_ONCE = 500


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
    certification_type: str
    free: bool
    availability: str
    delivery: Sequence[str]
    pace: Sequence[str]
    format: Sequence[str]
    detail: Mapping[str, Any]
    best_run_id: str
    last_modified: datetime | None


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
    departments: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


def published() -> Iterator[Entry]:
    """An entry for everything that can be found."""
    return _entries(_listed())


def entries(ids: Iterable[int]) -> Iterator[Entry]:
    """The entries of those of these resources that can be found."""
    return _entries(_listed().filter(pk__in=list(ids)))


def offered_by(resource: LearningResource | Resource) -> str:
    """Who offers it, by name."""
    if resource.offered_by:
        offeror = taxonomy.offerors().get(resource.offered_by)
        return offeror.name if offeror else resource.offered_by
    platform = taxonomy.platforms().get(resource.platform)
    return PLATFORM_NAMES.get(resource.platform) or (platform.name if platform else resource.platform)


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
    while True:
        rows = resources.filter(pk__gt=last).order_by("pk").values_list(*Resource._fields)[:AT_ONCE]
        batch = [Resource(*row) for row in rows]
        if not batch:
            return
        around, with_files = _around([one.pk for one in batch])
        for one in batch:
            yield _entry(one, around[one.pk], has_files=one.pk in with_files)
        last = batch[-1].pk


def _around(ids: Sequence[int]) -> tuple[Mapping[int, Around], set[int]]:
    """What belongs to the resources of a batch, in few queries, and which of them have anything inside."""
    around = {pk: Around() for pk in ids}
    tagged = LearningResource.topics.through.objects.filter(learningresource_id__in=ids).order_by("topic__path")
    for pk, path in tagged.values_list("learningresource_id", "topic__path"):
        around[pk].topics.append(path)
    given = LearningResource.departments.through.objects.filter(learningresource_id__in=ids)
    for pk, name in given.order_by("department__name").values_list("learningresource_id", "department__name"):
        around[pk].departments.append(name)
    runs = LearningResourceRun.objects.filter(resource_id__in=ids, published=True).order_by("-year", "run_id")
    for row in runs.values_list(*Run._fields):
        run = Run(*row)
        around[run.resource_id].runs.append(run)
    inside = ContentFile.objects.filter(Q(run__resource_id__in=ids) | Q(resource_id__in=ids), published=True)
    with_files = {pk for pair in inside.values_list("run__resource_id", "resource_id").distinct() for pk in pair if pk}
    return around, with_files


def _entry(resource: Resource, around: Around, *, has_files: bool) -> Entry:
    run = _best_run(resource, around.runs)
    address = _address(resource)
    return Entry(
        id=str(resource.pk),
        title=resource.title,
        text=_text(resource),
        identifiers=[*resource.course_numbers, resource.readable_id],
        keywords=[
            *around.topics,
            *around.departments,
            *(run.instructors if run else ()),
            *resource.course_features,
        ],
        parts=_parts(resource, run, address, has_files=has_files),
        facets={
            "type": [kind_name(resource)],
            "topic": list(dict.fromkeys(name for path in around.topics for name in topics.lineage(path))),
            "level": level_names(run.level) if run else [],
            "department": around.departments,
            "feature": resource.course_features,
            "term": [run.semester] if run and run.semester else [],
            "year": [str(run.year)] if run and run.year else [],
            "source": [offered_by(resource)],
            **_taken(resource),
        },
        recency=_recency(resource, run),
        stored={"url": address, "number": next(iter(resource.course_numbers), "")},
    )


def _taken(resource: Resource) -> Mapping[str, Sequence[str]]:
    """How it is taken and what that costs: asked of what is given in runs; everything else is simply there."""
    if resource.resource_type not in GIVEN_IN_RUNS:
        return {"price": [labels.FREE]}
    return {
        "price": [labels.FREE if resource.free else labels.PAID],
        "certificate": labels.named([resource.certification_type], labels.CERTIFICATES),
        "availability": labels.named([resource.availability], labels.AVAILABILITY),
        "delivery": labels.named(resource.delivery, labels.DELIVERY),
        "pace": labels.named(resource.pace, labels.PACE),
        "format": labels.named(resource.format, labels.FORMAT),
    }


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


def _parts(resource: Resource, run: Run | None, address: str, *, has_files: bool) -> list[Part]:
    parts = []
    if has_files:
        inside = Q(resource_id=resource.pk) | Q(run_id=run.pk) if run else Q(resource_id=resource.pk)
        files = ContentFile.objects.filter(inside, published=True)
        rows = files.values_list("title", "description", "content", "url", "content_type")
        parts = [_part(*row, address) for row in rows]
    transcript = next((part["transcript"] for part in resource.detail.values() if part.get("transcript")), "")
    if transcript:
        parts.append(
            Part(title="Transcript", text=prose.text_of_transcript(transcript), stored={"url": address, "kind": "page"})
        )
    return parts


def _part(title: str, description: str, content: str, url: str, kind: str, address: str) -> Part:
    text = "\n".join(filter(None, (description, content)))
    return Part(title=title, text=text, stored={"url": url or address, "kind": kind})


def _recency(resource: Resource, run: Run | None) -> int:
    """Ordered by year, then by term; where the source names none, by the date that stands for it."""
    if run and run.year is not None:
        term = run.semester.casefold()
        return run.year * 10 + (TERMS.index(term) + 1 if term in TERMS else 0)
    moment = run.start_date if run else resource.last_modified
    return moment.year * 10 + (moment.month + 2) // 3 if moment else 0
