"""Questions about the catalogue. Nothing here writes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import (
    Case,
    Count,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from learnstead.learn.domain import arrivals, census, search_documents, wholes
from learnstead.learn.models import (
    ContentFile,
    LearningResource,
    Relationship,
    Topic,
)
from learnstead.learn.models.content_file import ContentFileType
from learnstead.learn.models.resource import ResourceType
from learnstead.learn.models.run import LearningResourceRun

# Captions and the source of exercises: search reads them, nobody opens them.
FOR_MACHINES = (".srt", ".vtt", ".sjson", ".xml")
KINDS = list(ResourceType)
_NUMBER = re.compile(r"(\d+)")
_MERE_FILE = (
    Q(platform=search_documents.OCW)
    & ~Q(resource_type__in=search_documents.ALWAYS_LISTED)
    & ~Q(course_features__overlap=sorted(search_documents.OPEN_TEXTBOOKS))
)
PAGES, UNTAGGED = "Pages", {"video": "Videos", "pdf": "Documents", "file": "Files"}


@dataclass(frozen=True)
class ContentGroup:
    """Pages or files of one kind; ``name`` says which."""

    name: str
    files: Sequence[ContentFile]


@dataclass(frozen=True)
class TopicSize:
    """A topic, how many published resources are on it or below it, and its child topics."""

    topic: Topic
    size: int
    branches: Sequence["TopicSize"]


def published() -> QuerySet[LearningResource]:
    """Everything learners may see, with what its cards show; ``inside`` is how many children can be seen."""
    runs = LearningResourceRun.objects.filter(published=True)
    seen = Relationship.objects.filter(parent=OuterRef("pk"), child__published=True, child__test_mode=False)
    inside = seen.order_by().values("parent").annotate(how_many=Count("pk")).values("how_many")
    resources = LearningResource.objects.filter(published=True, test_mode=False)
    return resources.annotate(inside=Coalesce(Subquery(inside), 0)).prefetch_related(
        Prefetch("runs", queryset=runs), "topics"
    )


def listed() -> QuerySet[LearningResource]:
    """What a search lists when nothing is asked, as plain rows: without the single files of OpenCourseWare."""
    return LearningResource.objects.filter(published=True, test_mode=False).exclude(_MERE_FILE)


def newest(*kinds: str, at_most: int) -> list[LearningResource]:
    """What came last of these kinds; sources take turns, ours first, so that one with hundreds does not fill it."""
    chosen = arrivals.newest(kinds, at_most=at_most)
    return sorted(published().filter(pk__in=chosen), key=lambda resource: chosen.index(resource.pk))


def by_ids(ids: Iterable[str]) -> dict[str, LearningResource]:
    """Published resources by their id as text; those withdrawn meanwhile are missing."""
    return {str(resource.pk): resource for resource in published().filter(pk__in=list(ids))}


def counts() -> list[tuple[str, int]]:
    """How much there is of each kind that there is, by the name of the kind."""
    visible = LearningResource.objects.filter(published=True, test_mode=False).order_by()
    rows = visible.values_list("resource_type", "resource_category").annotate(how_many=Count("pk"))
    numbers: dict[str, int] = {}
    for kind, category, number in sorted(rows, key=lambda row: (KINDS.index(row[0]), -row[2])):
        name = search_documents.kind(kind, category)
        numbers[name] = numbers.get(name, 0) + number
    return list(numbers.items())


def root_topics() -> list[TopicSize]:
    """The roots of the topic tree that lead to something, with their child topics."""
    return _sized(None)


def branches(topic: Topic) -> list[TopicSize]:
    """The child topics that lead to something."""
    return _sized(topic.pk)


def _sized(parent: int | None) -> list[TopicSize]:
    """The topics below ``parent`` and theirs, each with how many resources lie on it or below."""
    sizes = census.kept("topics", _topic_sizes)
    topics = [topic for topic in Topic.objects.all() if topic.pk in sizes]
    return [
        TopicSize(
            topic,
            sizes[topic.pk],
            [TopicSize(below, sizes[below.pk], ()) for below in topics if below.parent_id == topic.pk],
        )
        for topic in topics
        if topic.parent_id == parent
    ]


def _topic_sizes() -> Mapping[int, int]:
    """How many published resources lie on each topic or below, for topics that have any; counted in the database."""
    shown, params = listed().order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT above.id, count(DISTINCT tagged.learningresource_id) FROM learn_learningresource_topics tagged"  # noqa: S608 - the query is Django's
            f" JOIN ({shown}) r(id) ON r.id = tagged.learningresource_id"
            " JOIN learn_topic below ON below.id = tagged.topic_id"
            " JOIN learn_topic above ON above.id = below.id OR starts_with(below.slug, above.slug || '/')"
            " GROUP BY above.id",
            params,
        )
        return dict(cursor.fetchall())


def courses_first(resources: QuerySet[LearningResource]) -> QuerySet[LearningResource]:
    """Courses, then programs and the other kinds, each by title."""
    places = [When(resource_type=kind, then=Value(place)) for place, kind in enumerate(KINDS)]
    return resources.order_by(Case(*places), "title", "pk")


def ancestors(topic: Topic) -> list[Topic]:
    """From the root down to the topic's parent."""
    found: list[Topic] = []
    above = topic.parent
    while above:
        found.insert(0, above)
        above = above.parent
    return found


def contents(resource: LearningResource) -> list[ContentGroup]:
    """What is inside: pages first, then files by what they are for.

    Pictures and captions are left out, and so is the page that a resource is described on: everybody is led there.
    """
    inside = Q(run__resource=resource, run__published=True) | Q(resource=resource)
    readable = ContentFile.objects.filter(inside, published=True).exclude(url__in=["", resource.url])
    files = readable.exclude(Q(file_type__startswith="image/") | Q(file_extension__in=FOR_MACHINES)).defer("content")
    groups: dict[str, list[ContentFile]] = {}
    for file in files:
        groups.setdefault(_group(file), []).append(file)
    first = [PAGES] if PAGES in groups else []
    order = first + sorted(groups.keys() - {PAGES} - set(UNTAGGED.values()))
    order += [name for name in UNTAGGED.values() if name in groups]
    return [ContentGroup(name=name, files=sorted(groups[name], key=_natural)) for name in order]


def _group(file: ContentFile) -> str:
    if file.content_type == ContentFileType.PAGE:
        return PAGES
    return file.content_tags[0] if file.content_tags else UNTAGGED[file.content_type]


def _natural(file: ContentFile) -> tuple[object, ...]:
    """Pages as the site nests them, files by title; "Lecture 10" comes after "Lecture 9"."""
    text = file.key if file.content_type == ContentFileType.PAGE else file.title.casefold()
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in _NUMBER.split(text) if piece)


def runs_of(resource: LearningResource) -> list[LearningResourceRun]:
    """The runs that anybody may enrol in: those to come and under way, the next first; then those that are over."""
    public = wholes.public_runs().filter(resource=resource)
    return list(public.order_by(F("start_date").desc(nulls_last=True), "run_id"))


def children_of(resource: LearningResource) -> list[LearningResource]:
    """What belongs to it and can be seen, in order."""
    return _related(resource.children.order_by("position", "pk").values_list("child_id", flat=True))


def parents_of(resource: LearningResource) -> list[LearningResource]:
    """What it belongs to and can be seen."""
    return _related(resource.parents.order_by("parent__title").values_list("parent_id", flat=True))


def _related(ids: Iterable[int | None]) -> list[LearningResource]:
    wanted = [pk for pk in dict.fromkeys(ids) if pk is not None]
    known = {one.pk: one for one in published().filter(pk__in=wanted)}
    return [known[pk] for pk in wanted if pk in known]
