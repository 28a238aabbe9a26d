"""Videos in Open edX courses: which go where, sending them, and how that went."""

import logging
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import F

from learnstead.kernel import caption_files, webvtt
from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.delivery import DeliverySigner
from learnstead.ports.edx_videos import EdxSite, EdxVideo, EdxVideos, EncodedVideo
from learnstead.ports.jobs import Queue
from learnstead.video.domain.access import Person, check_may_edit
from learnstead.video.domain.outlets import addresses
from learnstead.video.models import Collection, EdxEndpoint, EdxSync, Rendition, Video

SEND_JOB = "video.send_to_edx"
# Within about half an hour, as the queue waits between them; then a person has to say that it is worth another one.
MOST_ATTEMPTS = 12
State = EdxSync.State
log = logging.getLogger(__name__)


class NowhereToSend(Terminal):
    """The collection belongs to no course, or no Open edX installation is set up for it."""


@dataclass(frozen=True)
class Sender:
    """What sending needs. ``site`` is our public address."""

    edx: EdxVideos
    signer: DeliverySigner
    site: str


@dataclass(frozen=True)
class Progress:
    """How far a collection is: how many videos in each state, and all that failed or cannot be sent."""

    waiting: int
    sent: int
    problems: Sequence[EdxSync]

    @property
    def total(self) -> int:
        """All of them."""
        return self.waiting + self.sent + len(self.problems)


def endpoints_of(collection: Collection) -> list[EdxEndpoint]:
    """The installations of a collection: its own, else the default one."""
    own = list(collection.edx_endpoints.all())
    return own or list(EdxEndpoint.objects.filter(is_default=True))


@transaction.atomic
def sync(*, collection: Collection, by: Person, at: datetime, queue: Queue) -> list[EdxSync]:
    """Ask for all its complete videos to be sent, by anybody who runs the collection. Forbidden, NowhereToSend."""
    check_may_edit(by, collection)
    endpoints = endpoints_of(collection)
    if not collection.edx_course_id:
        raise NowhereToSend(f"“{collection}” has no course id; enter one such as course-v1:MITx+6.00+2026 first.")
    if not endpoints:
        raise NowhereToSend("No Open edX installation is set up; an administrator adds one under Videos, Open edX.")
    videos = collection.videos.filter(status=Video.Status.COMPLETE, deleted_at=None)
    return [_request(video, endpoint, at=at, queue=queue) for video in videos for endpoint in endpoints]


def catch_up(*, at: datetime, queue: Queue) -> int:
    """Ask for what became complete, or changed since it was last asked for; how many."""
    collections = Collection.objects.exclude(edx_course_id="").filter(videos__status=Video.Status.COMPLETE).distinct()
    asked = 0
    for collection in collections:
        videos = collection.videos.filter(status=Video.Status.COMPLETE, deleted_at=None)
        for endpoint in endpoints_of(collection):
            fresh = EdxSync.objects.filter(endpoint=endpoint, requested_at__gte=F("video__updated_at")).values("video")
            for video in videos.exclude(pk__in=fresh):
                with transaction.atomic():
                    _request(video, endpoint, at=at, queue=queue)
                asked += 1
    return asked


def progress(collection: Collection) -> Progress:
    """How far its videos are."""
    syncs = list(EdxSync.objects.filter(video__collection=collection).select_related("video", "endpoint"))
    return Progress(
        waiting=sum(one.state == State.WAITING for one in syncs),
        sent=sum(one.state == State.SENT for one in syncs),
        problems=[one for one in syncs if one.state in {State.FAILED, State.SKIPPED}],
    )


def send(*, sync_id: int, at: datetime, sender: Sender) -> EdxSync | None:
    """Send one video to one installation; how that went is noted.

    Transient is raised besides, to be tried again, until it has failed often enough; so is what nobody foresaw.
    """
    sync = EdxSync.objects.select_related("endpoint", "video__collection", "video__current").filter(pk=sync_id).first()
    if sync is None:
        return None
    try:
        _send(sync, at=at, sender=sender)
    except Transient as problem:
        if sync.attempts + 1 < MOST_ATTEMPTS:
            _note(sync, State.WAITING, f"{problem} It will be tried again.")
            raise
        log.warning("“%s” was not sent to %s in %d attempts: %s", sync.video, sync.endpoint, MOST_ATTEMPTS, problem)
        _note(sync, State.FAILED, f"{problem} It was tried {MOST_ATTEMPTS} times.")
    except addresses.NotToBeGivenAway as problem:
        _note(sync, State.SKIPPED, str(problem))
    except Terminal as problem:
        log.warning("“%s” was not sent to %s: %s", sync.video, sync.endpoint, problem)
        _note(sync, State.FAILED, str(problem))
    except DatabaseError:
        raise  # the queue waits until it is back
    except Exception:
        _note(sync, State.FAILED, "Something went wrong here; the log of the workers says what.")
        raise
    return sync


@transaction.atomic
def try_again(*, collection: Collection, sync_id: int, by: Person, at: datetime, queue: Queue) -> EdxSync | None:
    """Ask once more for one that failed; None where there is no such one. Forbidden."""
    check_may_edit(by, collection)
    failed = EdxSync.objects.filter(video__collection=collection, video__deleted_at=None, state=State.FAILED)
    found = failed.select_related("video", "endpoint").filter(pk=sync_id).first()
    return _request(found.video, found.endpoint, at=at, queue=queue) if found else None


def _request(video: Video, endpoint: EdxEndpoint, *, at: datetime, queue: Queue) -> EdxSync:
    sync, _ = EdxSync.objects.update_or_create(
        video=video,
        endpoint=endpoint,
        defaults={"state": State.WAITING, "message": "", "attempts": 0, "requested_at": at},
    )
    # One after another at each installation, and a retry holds back the rest: it is busy, or down.
    queue.put(SEND_JOB, lock=f"edx:{endpoint.pk}", once=f"edx:{sync.pk}", sync=sync.pk)
    return sync


def _send(sync: EdxSync, *, at: datetime, sender: Sender) -> None:
    endpoint, video = sync.endpoint, sync.video
    if not endpoint.client_secret:
        raise Terminal(f"The client secret of {endpoint} cannot be read: enter it again in the administration.")
    site = EdxSite(
        name=endpoint.name,
        base_url=endpoint.base_url.rstrip("/"),
        client_id=endpoint.client_id,
        client_secret=endpoint.client_secret,
        videos_path=endpoint.videos_path,
        studio_url=endpoint.studio_url.rstrip("/"),
    )
    about = _about(video, sender=sender, at=at)
    saved = sender.edx.save(site, about)
    words = [f"{saved.value} at {endpoint}"]
    if site.studio_url:
        words += _send_captions(sync, site, about, sender.edx)
    elif video.captions.exists():
        words.append("captions were not sent: the installation has no address of its authors' tools")
    sync.sent_at = at
    _note(sync, State.SENT, "; ".join(words))


def _send_captions(sync: EdxSync, site: EdxSite, about: EdxVideo, edx: EdxVideos) -> Iterable[str]:
    """Those that are not there yet, or in an older revision; each is remembered as soon as it is there."""
    sent = []
    for caption in sync.video.captions.select_related("current"):
        if caption.current is None or sync.captions.get(caption.language) == caption.current.number:
            continue
        found = caption_files.read(caption.current.text.encode(), file_name=f"{caption.language}.vtt")
        srt = webvtt.subrip(found.cues).encode()
        edx.save_transcript(site, video=about, language=caption.language, srt=srt)
        sync.captions[caption.language] = caption.current.number
        sync.save(update_fields=["captions"])
        sent.append(caption.language)
    return [f"captions: {', '.join(sent)}"] if sent else []


def _about(video: Video, *, sender: Sender, at: datetime) -> EdxVideo:
    playlist, download = addresses.lasting(video, signer=sender.signer, site=sender.site, at=at)
    made = {one.kind: one for one in video.current.renditions.order_by("height")} if video.current else {}
    rung, file = made.get(Rendition.Kind.RUNG), made.get(Rendition.Kind.DOWNLOAD)
    encoded = [EncodedVideo("hls", playlist, 0, rung.average_bandwidth if rung else 0)]
    if download:
        encoded.append(EncodedVideo("desktop_mp4", download, file.size if file else 0))
    return EdxVideo(
        id=str(uuid.UUID(video.hexkey)),
        title=video.title,
        duration=video.current.duration if video.current else 0.0,
        encoded=encoded,
        course_id=video.collection.edx_course_id,
    )


def _note(sync: EdxSync, state: State, message: str) -> None:
    sync.state, sync.message = state, message
    EdxSync.objects.filter(pk=sync.pk).update(
        state=state, message=message, sent_at=sync.sent_at, attempts=F("attempts") + 1
    )
