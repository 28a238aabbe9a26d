"""Addresses for somebody who may watch: of what is played now, or of what they are in the middle of."""

from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta

from learnstead.kernel.errors import Terminal
from learnstead.ports.delivery import DeliverySigner, Playback, lifetime
from learnstead.video.domain.files import files_of
from learnstead.video.models import Revision, Video

# A grant that would end sooner is not worth the change; the viewer goes on with the current revision instead.
WORTH_IT = timedelta(minutes=10)


class NothingToPlay(Terminal):
    """The video has no revision that could be played yet."""


def playback(
    video: Video,
    *,
    viewer: str,
    signer: DeliverySigner,
    at: datetime,
    number: int | None = None,
    until: datetime | None = None,
) -> Playback:
    """Addresses for ``viewer``, whose right to watch the caller has checked.

    ``number`` is the revision they are in the middle of: they get it again for as long as its bytes stay. ``until``
    ends the addresses sooner, with the link somebody came by, say.
    """
    before = _still_there(video, number, at) if number and not video.is_public else None
    if before is not None:
        video = copy(video)
        video.current = before
        until = min(until or last_end(before), last_end(before))
    files = files_of(video)
    if files is None:
        raise NothingToPlay(f"“{video}” cannot be played yet; it is “{video.status}”.")
    given = signer.playback(files, viewer=viewer, at=at, until=until)
    if number in {None, files.number} or files.public or "?" in given.hls_url:
        return given
    # Players put new addresses under what they play; a query tells them to begin with the playlists instead.
    return replace(given, hls_url=f"{given.hls_url}?revision={files.number}")


def last_end(revision: Revision) -> datetime:
    """When the last address of a retired revision ends: nobody gets a new one that ends later."""
    if revision.retired_at is None:
        raise ValueError(f"{revision} is not retired")
    return revision.retired_at + lifetime(revision.duration)


def _still_there(video: Video, number: int, at: datetime) -> Revision | None:
    found = video.revisions.filter(number=number, retired_at__isnull=False, removed_at=None).first()
    return found if found and found.playable_at and last_end(found) > at + WORTH_IT else None
