"""The picture that stands for a video: one from the film, unless somebody brings their own.

It is kept aside, for revisions come and go, and lies beside each of them that may be played: so whoever may have the
film's bytes may have this one's, and nobody else. Another picture has another name, as caches keep what they have.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.ports.objects import NoSuchObject, ObjectStore
from learnstead.ports.transcoder import NotPlayable, Transcoder
from learnstead.video.domain import access, keys
from learnstead.video.models import Revision, Video

MOST_BYTES = 1 << 20
WIDTH, HEIGHT = 640, 360


class BadThumbnail(Terminal):
    """The file is no picture that can be shown."""


class TooLarge(BadThumbnail):
    """It has too many bytes."""


@dataclass(frozen=True)
class Studio:
    """What makes and keeps pictures; ``scratch`` is a folder for unfinished work."""

    transcoder: Transcoder
    objects: ObjectStore
    scratch: Path


def bring(*, video: Video, content: bytes, by: User, at: datetime, studio: Studio) -> Video:
    """Show this picture from now on; Forbidden, BadThumbnail."""
    access.check_may_edit(by, video.collection)
    if len(content) > MOST_BYTES:
        raise TooLarge(f"The picture has {len(content):,} bytes; a thumbnail has at most {MOST_BYTES:,}.")
    made = _made(content, studio)
    with transaction.atomic():
        row = Video.objects.select_for_update().get(pk=video.pk)
        before = list(_places(row))
        row.thumbnail_at = video.thumbnail_at = at
        for key in _places(row):
            studio.objects.put(key, made)
        Video.objects.filter(pk=row.pk).update(thumbnail_at=at, updated_at=at)
    _remove(before, studio.objects)
    return video


def give_up(*, video: Video, by: User, at: datetime, objects: ObjectStore) -> Video:
    """Back to the picture from the film; Forbidden."""
    access.check_may_edit(by, video.collection)
    with transaction.atomic():
        row = Video.objects.select_for_update().get(pk=video.pk)
        before = list(_places(row))
        if before:
            Video.objects.filter(pk=row.pk).update(thumbnail_at=None, updated_at=at)
    video.thumbnail_at = None
    _remove(before, objects)
    return video


def lay_beside(revision: Revision, *, objects: ObjectStore) -> None:
    """Put the picture somebody brought beside a revision that is about to be shown."""
    video = Video.objects.get(pk=revision.video_id)
    if video.thumbnail_at:
        with contextlib.suppress(NoSuchObject):  # another took its place meanwhile, and lies there already
            objects.put(keys.delivery(revision, keys.thumbnail(video)), objects.get(keys.kept_thumbnail(video)))


def _places(video: Video) -> Iterator[str]:
    """Where the picture lies; beside revisions in the making, too, which may have looked for one already."""
    if video.thumbnail_at:
        yield keys.kept_thumbnail(video)
        for revision in video.revisions.filter(removed_at=None):
            revision.video = video
            yield keys.delivery(revision, keys.thumbnail(video))


def _remove(places: list[str], objects: ObjectStore) -> None:
    for key in places:
        objects.delete(key)


def _made(content: bytes, studio: Studio) -> bytes:
    studio.scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=studio.scratch) as folder:
        source, made = Path(folder, "brought"), Path(folder, "thumbnail.jpg")
        source.write_bytes(content)
        try:
            studio.transcoder.make_thumbnail(source, into=made, width=WIDTH, height=HEIGHT)
        except NotPlayable as problem:
            raise BadThumbnail(str(problem)) from problem
        return made.read_bytes()
