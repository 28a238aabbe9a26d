"""Questions about the catalogue. Nothing here writes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from learnstead.learn.models import AppliedRelease, ContentFile, Department, LearningResource, Topic
from learnstead.learn.models.content_file import ContentFileType
from learnstead.learn.models.run import LearningResourceRun

_NUMBER = re.compile(r"(\d+)")
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


@dataclass(frozen=True)
class Counts:
    """How much there is to learn from."""

    courses: int
    pages: int
    topics: int


def published() -> QuerySet[LearningResource]:
    """Everything learners may see, with what its cards show."""
    runs = LearningResourceRun.objects.filter(published=True)
    return LearningResource.objects.filter(published=True).prefetch_related(Prefetch("runs", queryset=runs), "topics")


def newest(*, at_most: int) -> list[LearningResource]:
    """What came last."""
    return list(published().order_by("-first_published_at", "title")[:at_most])


def by_ids(ids: Iterable[str]) -> dict[str, LearningResource]:
    """Published resources by their id as text; those withdrawn meanwhile are missing."""
    return {str(resource.pk): resource for resource in published().filter(pk__in=list(ids))}


def counts() -> Counts:
    """For the home page."""
    return Counts(
        courses=LearningResource.objects.filter(published=True).count(),
        pages=ContentFile.objects.filter(run__resource__published=True).count(),
        topics=Topic.objects.filter(resources__published=True).distinct().count(),
    )


def root_topics() -> list[TopicSize]:
    """The roots of the topic tree that lead to something, with their child topics."""
    return _sized(None)


def branches(topic: Topic) -> list[TopicSize]:
    """The child topics that lead to something."""
    return _sized(topic.pk)


def _sized(parent: int | None) -> list[TopicSize]:
    """The topics below ``parent`` and theirs, each with how many resources lie on it or below; in two queries."""
    topics = {topic.pk: topic for topic in Topic.objects.all()}
    tagged = LearningResource.topics.through.objects.filter(learningresource__published=True)
    resources: dict[int, set[int]] = {}
    for topic_id, resource_id in tagged.values_list("topic_id", "learningresource_id"):
        above: int | None = topic_id
        while above is not None:
            resources.setdefault(above, set()).add(resource_id)
            above = topics[above].parent_id
    return [
        TopicSize(topic, len(resources[topic.pk]), _children(topic.pk, topics, resources))
        for topic in topics.values()
        if topic.parent_id == parent and topic.pk in resources
    ]


def _children(parent: int, topics: Mapping[int, Topic], resources: Mapping[int, set[int]]) -> list[TopicSize]:
    children = (topic for topic in topics.values() if topic.parent_id == parent and topic.pk in resources)
    return [TopicSize(topic, len(resources[topic.pk]), ()) for topic in children]


def about(topic: Topic) -> QuerySet[LearningResource]:
    """Published resources on a topic or on anything below it."""
    below = Q(topics=topic) | Q(topics__slug__startswith=f"{topic.slug}/")
    return published().filter(below).distinct().order_by("title")


def departments() -> QuerySet[Department]:
    """Departments that give something, each with ``size``."""
    return Department.objects.annotate(size=Count("resources", filter=Q(resources__published=True))).filter(size__gt=0)


def given_by(department: Department) -> QuerySet[LearningResource]:
    """Published resources of a department."""
    return published().filter(departments=department).order_by("title")


def ancestors(topic: Topic) -> list[Topic]:
    """From the root down to the topic's parent."""
    found: list[Topic] = []
    above = topic.parent
    while above:
        found.insert(0, above)
        above = above.parent
    return found


def latest_release(resource: LearningResource) -> AppliedRelease | None:
    """The release its records were last brought to."""
    return resource.releases.exclude(release="").first()


def contents(resource: LearningResource) -> list[ContentGroup]:
    """What is inside: pages first, then files by what they are for. Pictures belong to pages and are left out."""
    files = ContentFile.objects.filter(run__resource=resource).exclude(file_type__startswith="image/").defer("content")
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
