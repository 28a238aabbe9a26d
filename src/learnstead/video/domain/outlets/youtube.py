"""Public videos on YouTube: which go there, sending them, following them, and taking them down."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from learnstead.kernel.errors import Terminal
from learnstead.ports.jobs import Queue
from learnstead.ports.objects import ObjectStore
from learnstead.ports.youtube import (
    Processing,
    Unfinished,
    YouTube,
    YouTubeDraft,
    YouTubeQuotaExceeded,
    YouTubeRefused,
)
from learnstead.video.domain.access import Person, check_may_edit
from learnstead.video.domain.outlets import youtube_quota
from learnstead.video.models import Collection, Video, YouTubeVideo

UPLOAD_JOB, CAPTIONS_JOB, WITHDRAW_JOB = (
    "video.upload_to_youtube",
    "video.send_captions_to_youtube",
    "video.withdraw_from_youtube",
)
TURN = "youtube"
LONGEST_TITLE, LONGEST_DESCRIPTION = 100, 5000
State = YouTubeVideo.State
GIVEN_UP = (State.REJECTED, State.FAILED)

WANTED = Q(
    collection__stream_source=Collection.StreamSource.YOUTUBE,
    status=Video.Status.COMPLETE,
    is_public=True,
    deleted_at=None,
    current__isnull=False,
)


class NotToBeSentAgain(Terminal):
    """It did not fail there."""


def request_uploads(*, most: int, at: datetime, queue: Queue) -> int:
    """Ask for the newest videos that belong there and are not; how many. None once the day's quota is used up."""
    if not youtube_quota.is_open(at=at):
        return 0
    missing = Video.objects.filter(WANTED).filter(
        Q(youtube=None) | Q(youtube__state__in=[State.RETRY, State.UPLOADING])
    )
    chosen = list(missing.order_by("-created_at", "-pk")[:most])
    for video in chosen:
        queue.put(UPLOAD_JOB, lock=TURN, once=f"youtube:{video.hexkey}", video=video.hexkey)
    return len(chosen)


def upload(*, video: Video, at: datetime, youtube: YouTube, objects: ObjectStore) -> YouTubeVideo | None:
    """Send one video, or go on with it. None when it must not or cannot go today; Transient is raised."""
    if not Video.objects.filter(WANTED, pk=video.pk).exists() or video.current is None:
        return None
    row, _ = YouTubeVideo.objects.get_or_create(
        video=video, defaults={"original": video.current.original, "created_at": at, "updated_at": at}
    )
    if row.youtube_id or (not row.session and not youtube_quota.may_upload(at=at)):
        return row if row.youtube_id else None

    def remember(session: str) -> None:
        row.session = session
        row.save(update_fields=["session"])

    row.original = video.current.original
    try:
        with objects.open(row.original) as source:
            row.youtube_id = youtube.upload(
                draft(video),
                source,
                size=objects.info(row.original).size,
                unfinished=Unfinished(session=row.session, remember=remember),
            )
    except YouTubeQuotaExceeded:
        youtube_quota.close(at=at)
        return None
    except YouTubeRefused as problem:
        return _become(row, State.FAILED, at=at, message=str(problem))
    row.session = ""
    return _become(row, State.UPLOADED, at=at)


def follow(*, at: datetime, youtube: YouTube, queue: Queue) -> None:
    """Ask YouTube how far it is with what it got; captions follow once a video is processed."""
    for row in YouTubeVideo.objects.filter(state=State.UPLOADED, video__isnull=False):
        if not youtube_quota.may_spend(youtube_quota.LOOK, at=at, needed=True):
            return
        state = youtube.processing(row.youtube_id)
        if state is Processing.PROCESSED:
            _become(row, State.PROCESSED, at=at)
            _told_of(row, at=at)
            request_captions(row, queue=queue)
        elif state in {Processing.REJECTED, Processing.FAILED}:
            _become(row, State(state.value), at=at, message=f"YouTube {state.value} it; see the channel's own pages.")
        elif state is Processing.GONE:
            _become(row, State.FAILED, at=at, message="It was removed on YouTube.")


def request_captions(row: YouTubeVideo, *, queue: Queue) -> None:
    """Ask for the captions of a video to be sent."""
    queue.put(CAPTIONS_JOB, lock=TURN, once=f"youtube-captions:{row.pk}", row=row.pk)


def captions_to_send() -> QuerySet[YouTubeVideo]:
    """Those whose captions are not, or no longer, the ones that are there."""
    rows = YouTubeVideo.objects.filter(state=State.PROCESSED, video__captions__current__isnull=False).distinct()
    return rows.filter(pk__in=[row.pk for row in rows if _outdated(row)])


def send_captions(*, row: YouTubeVideo, at: datetime, youtube: YouTube) -> bool:
    """Send what is new. False when the day's units are too few; the rest goes on another day."""
    if row.state != State.PROCESSED or row.video is None:
        return True
    waiting = _outdated(row)
    if waiting and not row.captions:
        if not youtube_quota.may_spend(youtube_quota.LIST_CAPTIONS, at=at):
            return False
        row.captions = {
            language: {"id": track, "revision": 0} for language, track in youtube.captions(row.youtube_id).items()
        }
    for language, number, text in waiting:
        track = row.captions.get(language, {}).get("id", "")
        cost = youtube_quota.REPLACE_CAPTION if track else youtube_quota.ADD_CAPTION
        if not youtube_quota.may_spend(cost, at=at):
            return False
        try:
            track = youtube.save_caption(row.youtube_id, language=language, vtt=text.encode(), track=track)
        except YouTubeQuotaExceeded:
            youtube_quota.close(at=at)
            return False
        row.captions[language] = {"id": track, "revision": number}
        row.save(update_fields=["captions"])
    return True


def request_withdrawals(queue: Queue) -> int:
    """Ask for everything to be taken down that no longer belongs there, or failed there; how many."""
    leaving = [row.pk for row in _to_withdraw()]
    for row in leaving:
        queue.put(WITHDRAW_JOB, lock=TURN, once=f"youtube-withdraw:{row}", row=row)
    return len(leaving)


def withdraw(*, row: YouTubeVideo, at: datetime, youtube: YouTube) -> bool:
    """Delete it there and forget it. False when the quota is used up.

    One that failed there and still belongs there is remembered, for sending it again by itself would only fail again.
    """
    if not _to_withdraw().filter(pk=row.pk).exists():
        return True
    if row.youtube_id:
        if not youtube_quota.may_spend(youtube_quota.REMOVE, at=at, needed=True):
            return False
        try:
            youtube.remove(row.youtube_id)
        except YouTubeQuotaExceeded:
            youtube_quota.close(at=at)
            return False
    _told_of(row, at=at)
    if row.state in GIVEN_UP and not _unwanted().filter(pk=row.pk).exists():
        row.youtube_id, row.captions = "", {}
        _become(row, State(row.state), at=at, message=row.message)
    else:
        row.delete()
    return True


def can_be_sent_again(row: YouTubeVideo) -> bool:
    """Whether it failed, and is not on YouTube (any more)."""
    return row.state in GIVEN_UP and not row.youtube_id


def send_again(*, video: Video, by: Person, at: datetime) -> YouTubeVideo:
    """Let a video that failed go there with the next ones; Forbidden, NotToBeSentAgain."""
    check_may_edit(by, video.collection)
    row = YouTubeVideo.objects.filter(video=video).first()
    if row is None or not can_be_sent_again(row):
        raise NotToBeSentAgain(f"“{video}” has not failed on YouTube, or is still being taken down there.")
    row.session = ""
    return _become(row, State.RETRY, at=at)


def draft(video: Video) -> YouTubeDraft:
    """What is said of it there: no angle brackets, and no more than YouTube takes."""
    plain = str.maketrans("", "", "<>")
    description = video.description.translate(plain).encode()[:LONGEST_DESCRIPTION].decode(errors="ignore")
    return YouTubeDraft(
        title=video.title.translate(plain).strip()[:LONGEST_TITLE] or "Untitled", description=description
    )


def _told_of(row: YouTubeVideo, *, at: datetime) -> None:
    """The public list says another thing of the video now: who reads it sees that it changed."""
    if row.video_id is not None:
        Video.objects.filter(pk=row.video_id).update(updated_at=at)


def _to_withdraw() -> QuerySet[YouTubeVideo]:
    """Not wanted any more, another film by now, or failed there."""
    return _unwanted() | YouTubeVideo.objects.filter(Q(state__in=GIVEN_UP) & ~Q(youtube_id=""))


def _unwanted() -> QuerySet[YouTubeVideo]:
    """Not wanted any more, or another film by now. A retranscode keeps the original, and its place."""
    wanted = Video.objects.filter(WANTED).values("pk")
    replaced = ~Q(original=F("video__current__original"))
    return YouTubeVideo.objects.filter(Q(video=None) | ~Q(video__in=wanted) | (replaced & Q(video__isnull=False)))


def _outdated(row: YouTubeVideo) -> list[tuple[str, int, str]]:
    """Language, number and text of what is not there in its latest revision."""
    captions = row.video.captions.select_related("current") if row.video else ()
    return [
        (one.language, one.current.number, one.current.text)
        for one in captions
        if one.current and row.captions.get(one.language, {}).get("revision") != one.current.number
    ]


def _become(row: YouTubeVideo, state: State, *, at: datetime, message: str = "") -> YouTubeVideo:
    row.state, row.message, row.updated_at = state, message, at
    row.save()
    return row
