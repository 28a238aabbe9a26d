"""Resources with all that belongs to them, read in a few queries however many there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, JSONField, Q, QuerySet
from django.db.models.expressions import RawSQL

from learnstead.learn.domain.topics import lineage
from learnstead.learn.models import (
    ContentFile,
    Department,
    LearningResource,
    LearningResourceRun,
    Relationship,
    Topic,
    VideoChannel,
)
from learnstead.learn.models.resource import ResourceType

HOLDING = frozenset(
    {ResourceType.PROGRAM, ResourceType.PODCAST, ResourceType.VIDEO_PLAYLIST, ResourceType.LEARNING_PATH}
)
HELD = frozenset({ResourceType.PODCAST_EPISODE, ResourceType.VIDEO})
WITH_FILES = frozenset({ResourceType.DOCUMENT, ResourceType.VIDEO})
# A transcript is long; who lists a hundred videos does not want a hundred of them.
_BRIEF = "detail #- '{video,transcript}' #- '{podcast_episode,transcript}'"


@dataclass
class Whole:
    """A resource; what lies around it can be seen by everyone. ``detail`` holds what only its kind has."""

    resource: LearningResource
    detail: Mapping[str, Any]
    runs: list[LearningResourceRun] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    departments: list[Department] = field(default_factory=list)
    children: list[Relationship] = field(default_factory=list)
    parents: list[LearningResource] = field(default_factory=list)
    files: list[ContentFile] = field(default_factory=list)
    channel: VideoChannel | None = None


def listed() -> QuerySet[LearningResource]:
    """Everything learners may see: what is published, and not there for tests only."""
    return LearningResource.objects.filter(published=True, test_mode=False)


def wholes(resources: QuerySet[LearningResource], *, brief: bool = True) -> list[Whole]:
    """These resources, in their order; brief: without transcripts."""
    if brief:
        without = RawSQL(_BRIEF, (), output_field=JSONField())  # noqa: S611 - no word of it is a visitor's
        resources = resources.defer("detail", "payload_sha256").annotate(brief=without)
    found = {one.pk: Whole(one, _detail(one, brief=brief)) for one in resources}
    if found:
        _add_runs(found)
        _add_topics(found)
        _add_departments(found)
        _add_children(found)
        _add_parents(found)
        _add_files(found)
        _add_channels(found)
    return list(found.values())


def by_ids(ids: Iterable[int | str], *, brief: bool = True) -> list[Whole]:
    """Resources by their ids, in the order of these; those that nobody may see are left out."""
    wanted = [int(one) for one in ids]
    there = {whole.resource.pk: whole for whole in wholes(listed().filter(pk__in=wanted), brief=brief)}
    return [there[one] for one in wanted if one in there]


def public_runs() -> QuerySet[LearningResourceRun]:
    """The runs that anybody may enrol in."""
    return LearningResourceRun.objects.filter(published=True, is_b2b=False, is_variant=False)


def _detail(resource: LearningResource, *, brief: bool) -> Mapping[str, Any]:
    said: Mapping[str, Any] = resource.brief if brief else resource.detail  # type: ignore[attr-defined]
    return said or {}


def _of_kinds(found: Mapping[int, Whole], kinds: Iterable[str]) -> list[int]:
    return [pk for pk, whole in found.items() if whole.resource.resource_type in set(kinds)]


def _add_runs(found: Mapping[int, Whole]) -> None:
    runs = public_runs().filter(resource_id__in=found)
    for run in runs.order_by(F("start_date").asc(nulls_last=True), "run_id"):
        found[run.resource_id].runs.append(run)


def _add_topics(found: Mapping[int, Whole]) -> None:
    """The topics of each and all that lie above them, by name."""
    tagged = LearningResource.topics.through.objects.filter(learningresource_id__in=found)
    pairs = list(tagged.values_list("learningresource_id", "topic__path"))
    rows = {
        topic.path: topic
        for topic in Topic.objects.filter(path__in={one for _, path in pairs for one in lineage(path)})
    }
    for pk, path in pairs:
        found[pk].topics += [rows[one] for one in lineage(path)]
    for whole in found.values():
        whole.topics = sorted(dict.fromkeys(whole.topics), key=lambda topic: (topic.name, topic.pk))


def _add_departments(found: Mapping[int, Whole]) -> None:
    given = LearningResource.departments.through.objects.filter(learningresource_id__in=found)
    for one in given.select_related("department").order_by("department_id"):
        found[one.learningresource_id].departments.append(one.department)


def _add_children(found: Mapping[int, Whole]) -> None:
    if holding := _of_kinds(found, HOLDING):
        for one in visible_children(holding):
            found[one.parent_id].children.append(one)


def visible_children(parents: Sequence[int]) -> QuerySet[Relationship]:
    """What belongs to these resources and can be seen, in order; of the children only what names them."""
    seen = Relationship.objects.filter(parent__in=parents, child__published=True, child__test_mode=False)
    few = ("child__title", "child__readable_id", "child__resource_type")
    names = ("parent_id", "child_id", "relation", "position", *few)
    return seen.select_related("child").only(*names).order_by("position", "pk")


def _add_parents(found: Mapping[int, Whole]) -> None:
    if held := _of_kinds(found, HELD):
        seen = Relationship.objects.filter(child__in=held, parent__published=True, parent__test_mode=False)
        names = ("child_id", "parent__title", "parent__readable_id", "parent__resource_type")
        for one in seen.select_related("parent").only(*names).order_by("parent_id"):
            found[one.child_id or 0].parents.append(one.parent)


def _add_files(found: Mapping[int, Whole]) -> None:
    if with_files := _of_kinds(found, WITH_FILES):
        files = ContentFile.objects.filter(resource__in=with_files, published=True).defer("content")
        for file in files.order_by("key", "pk"):
            found[file.resource_id or 0].files.append(file)


def _add_channels(found: Mapping[int, Whole]) -> None:
    named = {pk: (found[pk].detail.get("video_playlist") or {}).get("channel") for pk in found}
    wanted = {pk: channel for pk, channel in named.items() if channel}
    if wanted:
        seen = VideoChannel.objects.filter(channel_id__in=set(wanted.values()), published=True)
        rows = {(row.source, row.channel_id): row for row in seen}
        for pk, channel in wanted.items():
            found[pk].channel = rows.get((found[pk].resource.source, channel))


def listed_files() -> QuerySet[ContentFile]:
    """The files inside of what learners may see."""
    in_run = Q(run__published=True, run__resource__published=True, run__resource__test_mode=False)
    in_resource = Q(resource__published=True, resource__test_mode=False)
    return ContentFile.objects.filter(in_run | in_resource, published=True)
