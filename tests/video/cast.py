"""The people of the video tests, and collections and videos made in one line."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import AnonymousUser

from learnstead.people.models import Group, User
from learnstead.video.models import Caption, CaptionRevision, Collection, Rendition, Revision, Video

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
_numbers = count(1)


def person(name: str, *, groups: tuple[Group, ...] = (), **fields: Any) -> User:
    """Somebody in some groups."""
    user = User.objects.create_user(name, f"{name}@example.org", **fields)
    for group in groups:
        group.memberships.create(user=user)
    return user


def group(name: str) -> Group:
    """A group kept here."""
    return Group.objects.get_or_create(name=name)[0]


def collection(
    owner: User, *, view: tuple[Group, ...] = (), admins: tuple[Group, ...] = (), **fields: Any
) -> Collection:
    """A collection, called "Lectures" unless told otherwise."""
    made = Collection.objects.create(
        owner=owner, created_at=NOON, updated_at=NOON, **{"title": "Lectures", "description": "d", **fields}
    )
    made.view_groups.set(view)
    made.admin_groups.set(admins)
    return made


def video(inside: Collection, *, view: tuple[Group, ...] = (), playable: bool = True, **fields: Any) -> Video:
    """A video that is ready to be played, unless told otherwise."""
    values = {"title": f"Lecture {next(_numbers)}", "status": Video.Status.COMPLETE, "created_at": NOON, **fields}
    made = Video.objects.create(collection=inside, updated_at=NOON, **values)
    made.view_groups.set(view)
    if playable:
        revise(made)
    return made


def revise(made: Video, *, number: int = 1) -> Revision:
    """Give a video a revision with a poster, and play that one."""
    revision = Revision.objects.create(
        video=made, number=number, duration=3661.5, created_at=NOON, playable_at=NOON, complete_at=NOON, size=1000,
        original=f"video/originals/{made.hexkey}/{number}/source.mov", original_name="source.mov",
    )  # fmt: skip
    folder = f"video/delivery/{made.hexkey}/{number}"
    for kind, name in (("poster", "poster.jpg"), ("rung", "360p/index.m3u8"), ("download", "download.mp4")):
        Rendition.objects.create(revision=revision, kind=kind, name=name, key=f"{folder}/{name}")
    made.current = revision
    made.save(update_fields=["current"])
    return revision


def caption(made: Video, *, language: str = "en", text: str = "WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n") -> Caption:
    """Captions in one language, first revision."""
    found = Caption.objects.create(video=made, language=language, filename="l1.vtt", created_at=NOON)
    found.current = CaptionRevision.objects.create(caption=found, number=1, text=text, origin="upload", created_at=NOON)
    found.save(update_fields=["current"])
    return found


def anonymous() -> AnonymousUser:
    """Nobody in particular."""
    return AnonymousUser()
