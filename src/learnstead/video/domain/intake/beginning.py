"""A file is announced."""

from datetime import datetime
from pathlib import PurePosixPath

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce

from learnstead.people.models import User
from learnstead.ports.intake import IntakeRules
from learnstead.video.domain import originals, states
from learnstead.video.domain.intake.refusals import Refused, TooMuch
from learnstead.video.models import Collection, Incoming, Video

Status = Video.Status
UNFINISHED = (Incoming.State.RECEIVING, Incoming.State.ARRIVED)


@transaction.atomic
def begin_video(  # noqa: PLR0913 - what there is to say of a file
    *,
    collection: Collection,
    name: str,
    way: Incoming.Way,
    by: User | None,
    at: datetime,
    rules: IntakeRules,
    length: int | None = None,
    address: str = "",
    title: str = "",
    multiangle: bool = False,
) -> Incoming:
    """A new video, whose file ``name`` will come; without ``title`` it is called as the file is.

    It begins as public as its collection, unless the collection feeds the catalogue: there somebody looks first.
    """
    Collection.objects.select_for_update().get(pk=collection.pk)
    video = Video.objects.create(
        collection=collection,
        title=(title.strip() or PurePosixPath(name).stem or name or "Untitled")[:250],
        is_public=collection.is_public and not collection.include_in_learn,
        multiangle=multiangle,
        source_url=address,
        created_at=at,
        updated_at=at,
    )
    return begin(video=video, name=name, way=way, by=by, at=at, rules=rules, length=length, address=address)


@transaction.atomic
def begin(
    *,
    video: Video,
    name: str,
    way: Incoming.Way,
    by: User | None,
    at: datetime,
    rules: IntakeRules,
    length: int | None = None,
    address: str = "",
) -> Incoming:
    """A file for ``video``. What is played already is played on until the new file can be."""
    if length == 0:
        raise Refused(f"{name!r} is empty")
    check_room(video.collection, length=length or 0, rules=rules)
    if by is not None and Incoming.objects.filter(by=by, state__in=UNFINISHED).count() >= rules.most_unfinished:
        raise TooMuch(
            f"you have {rules.most_unfinished} uploads that are not finished; wait for them, or cancel some first"
        )
    _make_ready(video, at=at)
    return Incoming.objects.create(
        video=video,
        name=(PurePosixPath(name.replace("\\", "/")).name or "film")[-255:],
        way=way,
        by=by,
        length=length,
        address=address,
        created_at=at,
        changed_at=at,
        expires_at=at + rules.kept_for,
    )


def check_room(collection: Collection, *, length: int, rules: IntakeRules) -> None:
    """Do nothing when a file of ``length`` bytes may come; raise TooMuch when not."""
    if length > rules.most_bytes:
        raise TooMuch(f"the file has {length:,} bytes; at most {rules.most_bytes:,} are taken")
    if collection.quota is None:
        return
    left = collection.quota - used(collection)
    if length > max(left, 0):
        raise TooMuch(
            f"the file has {length:,} bytes and “{collection}” has room for {max(left, 0):,}; delete something, or ask "
            "an administrator for more"
        )


def used(collection: Collection) -> int:
    """Bytes of the originals of a collection, and of what is announced."""
    coming = Incoming.objects.filter(video__collection=collection, state__in=UNFINISHED)
    announced: int = coming.aggregate(sum=Coalesce(Sum("length"), 0))["sum"]
    return originals.bytes_of(collection) + announced


def _make_ready(video: Video, *, at: datetime) -> None:
    """Bring a video that plays nothing to "Uploading"; one that is at work on something must finish first."""
    if video.current_id:
        if video.status in states.IN_FLIGHT:
            raise Refused(f"“{video}” is “{video.status}”; replace its file when that is over")
        return
    if video.status != Status.CREATED:
        states.move(video, Status.CREATED, at=at)
    states.move(video, Status.UPLOADING, at=at)
