"""Videos: what they are called, who may see them, their order, and deleting them with a way back."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from learnstead.people.models import Group, User
from learnstead.ports.objects import ObjectStore
from learnstead.video.domain import access, keys, visibility
from learnstead.video.domain.collections import NotSaved
from learnstead.video.models import Collection, Video

KEPT_AFTER_DELETION = timedelta(days=30)


class Visibility(StrEnum):
    """Who may watch, as one choice."""

    PUBLIC = "public"
    COLLECTION = "collection"
    KNOWN = "known"
    PRIVATE = "private"


@dataclass(frozen=True)
class Details:
    """What a form says of a video; groups by their ids, which count where the collection's would."""

    title: str
    description: str = ""
    visibility: Visibility = Visibility.COLLECTION
    view_groups: Sequence[int] = ()
    cta_link: str = ""
    multiangle: bool = False


def visibility_named(text: object) -> Visibility | None:
    """The choice with this name, if there is one."""
    return next((one for one in Visibility if one.value == text), None)


def visibility_of(video: Video) -> Visibility:
    """The choice that is in force."""
    if video.is_public:
        return Visibility.PUBLIC
    if video.is_private:
        return Visibility.PRIVATE
    return Visibility.KNOWN if video.is_logged_in_only else Visibility.COLLECTION


def change(*, video: Video, details: Details, by: User, at: datetime, objects: ObjectStore) -> Video:
    """Save what a form says; Forbidden, NotSaved."""
    access.check_may_edit(by, video.collection)
    video.title, video.description = details.title.strip(), details.description.replace("\x00", "")
    video.cta_link, video.multiangle = details.cta_link.strip(), details.multiangle
    _choose(video, details.visibility)
    groups = list(Group.objects.filter(pk__in=details.view_groups))
    problems = _problems(video)
    if len(groups) != len(set(details.view_groups)):
        problems["view_groups"] = ["One of these groups does not exist any more."]
    if problems:
        raise NotSaved(problems)
    video.updated_at = at
    with _shown_rightly(video, objects), transaction.atomic():
        video.save(update_fields=[*_FIELDS, "updated_at"])
        video.view_groups.set(groups)
    return video


def set_visibility(
    *, collection: Collection, videos: Sequence[str], to: Visibility, by: User, at: datetime, objects: ObjectStore
) -> int:
    """Give several videos of a collection one visibility; how many there were."""
    access.check_may_edit(by, collection)
    chosen = list(present(collection).filter(key__in=_uuids(videos)))
    for video in chosen:
        _choose(video, to)
        video.updated_at = at
        with _shown_rightly(video, objects):
            video.save(update_fields=[*_FIELDS, "updated_at"])
    return len(chosen)


@transaction.atomic
def set_order(*, collection: Collection, videos: Sequence[str], by: User, at: datetime) -> None:
    """Put videos in this order; those that are not named come after them, newest first."""
    access.check_may_edit(by, collection)
    places = {key: place for place, key in enumerate(_uuids(videos), start=1)}
    for video in present(collection):
        place = places.get(video.key)
        if video.custom_order != place:
            Video.objects.filter(pk=video.pk).update(custom_order=place, updated_at=at)


def delete(*, videos: QuerySet[Video], by: User, at: datetime, objects: ObjectStore) -> int:
    """Hide videos from everybody but those who may bring them back; how many there were."""
    chosen = list(videos.filter(deleted_at=None).select_related("collection"))
    for video in chosen:
        access.check_may_edit(by, video.collection)
    for video in chosen:
        with transaction.atomic():  # the row is held until the mark is gone, so no request sets it again
            Video.objects.filter(pk=video.pk).update(deleted_at=at, updated_at=at)
            visibility.hide(video, objects=objects)
    return len(chosen)


def restore(*, videos: QuerySet[Video], by: User, at: datetime, objects: ObjectStore) -> int:
    """Bring videos back as they were; how many there were."""
    chosen = list(videos.exclude(deleted_at=None).select_related("collection"))
    for video in chosen:
        access.check_may_edit(by, video.collection)
    for video in chosen:
        Video.objects.filter(pk=video.pk).update(deleted_at=None, updated_at=at)
        visibility.follow(video, objects=objects)
    return len(chosen)


def remove_deleted(*, at: datetime, objects: ObjectStore) -> int:
    """Remove for good what was deleted a month ago, its bytes first; how many videos there were."""
    gone = list(Video.objects.filter(deleted_at__lt=at - KEPT_AFTER_DELETION))
    for video in gone:
        for place in (keys.ORIGINALS, keys.WORK, keys.DELIVERY, keys.THUMBNAILS):
            objects.delete(f"{place}/{video.hexkey}")
        video.delete()
    return len(gone)


def present(collection: Collection) -> QuerySet[Video]:
    """The videos of a collection that are not deleted."""
    return Video.objects.filter(collection=collection, deleted_at=None)


def named(collection: Collection, videos: Sequence[str]) -> QuerySet[Video]:
    """Those of a collection that have one of these keys, deleted ones too."""
    return Video.objects.filter(collection=collection, key__in=_uuids(videos))


def named_deleted(collection: Collection) -> QuerySet[Video]:
    """Those of a collection that can be brought back, the latest first."""
    return Video.objects.filter(collection=collection).exclude(deleted_at=None).order_by("-deleted_at")


_FIELDS = (
    "title", "description", "cta_link", "multiangle", "is_public", "is_private", "is_logged_in_only",
)  # fmt: skip


def _choose(video: Video, to: Visibility) -> None:
    video.is_public = to == Visibility.PUBLIC
    video.is_private = to == Visibility.PRIVATE
    video.is_logged_in_only = to == Visibility.KNOWN


def _problems(video: Video) -> dict[str, list[str]]:
    try:
        video.full_clean()
    except ValidationError as problem:
        return dict(problem.message_dict)
    return {}


@contextmanager
def _shown_rightly(video: Video, objects: ObjectStore) -> Iterator[None]:
    """Close a video that will not be public before its row says so; open one that will be afterwards."""
    if not video.is_public:
        visibility.hide(video, objects=objects)
    yield
    visibility.follow(video, objects=objects)


def _uuids(texts: Sequence[str]) -> list[uuid.UUID]:
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
