"""Video's jobs."""

import logging
import os
import socket
import threading
from typing import Any
from uuid import UUID

from learnstead.kernel import clock
from learnstead.people.models import User
from learnstead.ports.jobs import ENCODING_LANE, job
from learnstead.ports.mail import Mail
from learnstead.ports.services import services
from learnstead.video.domain import mails, retention, telling, videos, visibility
from learnstead.video.domain.captions import publishing as captions
from learnstead.video.domain.captions import speech
from learnstead.video.domain.captions.versions import PUBLISH_JOB, Saving
from learnstead.video.domain.delivery import removing
from learnstead.video.domain.intake import capture, fetching, keeping, overdue
from learnstead.video.domain.outlets import caption_orders, edx, youtube, youtube_quota
from learnstead.video.domain.transcoding import farms, pieces, requests, work
from learnstead.video.domain.transcoding.playlists import write_master
from learnstead.video.domain.transcoding.workshop import Workshop
from learnstead.video.models import Incoming, Revision, TranscodePiece, Video, YouTubeVideo

log = logging.getLogger(__name__)

PATIENT = 50
CAPTIONS_TOLD = "/api/transcription-jobs/{}/"


@job(requests.JOB, attempts=PATIENT, lane=ENCODING_LANE, urgent=True)
def transcode(*, revision: str, **_later_arguments: Any) -> None:
    """Look at a revision's original and ask for its pieces; nothing when the revision is gone."""
    found = Revision.objects.filter(pk=revision).select_related("video").first()
    yard = _yard()
    if found and yard and not TranscodePiece.objects.filter(job__revision=found).exists():
        farms.begin(found, yard=yard, at=clock.now())
    elif found:
        requests.prepare(
            found, transcoder=services().transcoder, workshop=_workshop(), queue=services().queue, at=clock.now()
        )


@job(pieces.JOB, attempts=PATIENT, lane=ENCODING_LANE)
def encode(*, piece: int, **_later_arguments: Any) -> None:
    """Make a piece of a film; nothing when it is done, or nobody wants it any more."""
    _do(piece)


@job(pieces.URGENT_JOB, attempts=PATIENT, lane=ENCODING_LANE, urgent=True)
def encode_early(*, piece: int, **_later_arguments: Any) -> None:
    """Make a piece that somebody waits for."""
    _do(piece)


@job("video.revive", cron="*/5 * * * *")
def revive() -> None:
    """Ask again for work that nobody is at."""
    requests.revive(queue=services().queue, workshop=_workshop(), at=clock.now())


@job("video.keep")
def keep(*, incoming: str, **_later_arguments: Any) -> None:
    """Look at a file that arrived, and make a revision of it; nothing when it was cancelled."""
    found = Incoming.objects.filter(pk=incoming).select_related("video").first()
    if found:
        keeping.keep(
            found,
            objects=services().objects,
            transcoder=services().transcoder,
            queue=services().queue,
            scratch=services().scratch,
            at=clock.now(),
        )


@job("video.fetch")
def fetch(*, incoming: str, **_later_arguments: Any) -> None:
    """Fetch a file from its address; nothing when it was cancelled."""
    found = Incoming.objects.filter(pk=incoming).select_related("video").first()
    if found:
        intake = services().intake
        given: dict[str, Any] = {"objects": services().objects, "queue": services().queue, "rules": intake.rules}
        fetching.fetch(found, files=intake.files_at(found.address), now=clock.now, **given)


@job("video.overdue", cron="17 * * * *")
def give_up() -> None:
    """Tell whose files stopped coming, and remove what nobody finished."""
    overdue.give_up_stuck(at=clock.now())
    overdue.remove_expired(objects=services().objects, at=clock.now())


@job("video.watch", cron="*/2 * * * *")
def watch() -> None:
    """Take what recorders put into our trays."""
    for tray in services().intake.trays:
        rules = services().intake.rules
        looks = capture.look_into(tray, objects=services().objects, queue=services().queue, now=clock.now, rules=rules)
        for look in looks:
            if look.outcome != "waits":
                log.info("%s: %s %s %s", tray.name, look.key, look.outcome, look.words)


@job("video.check_marks", cron="* * * * *", urgent=True)
def check_marks() -> None:
    """Make sure that nothing is served as public that is not."""
    visibility.reconcile(objects=services().objects)


@job("video.remove_retired", cron="*/10 * * * *")
def remove_retired() -> None:
    """Remove the bytes of revisions that nobody can be watching any more, and forget what was revoked long ago."""
    removing.remove_retired(objects=services().objects, at=clock.now())
    removing.forget_revocations(objects=services().objects, at=clock.now())


@job(speech.LISTEN_JOB, attempts=3, lane=ENCODING_LANE)
def listen(*, video: str, language: str, by: int | None = None, **_later_arguments: Any) -> None:
    """Let a program write down what is said; nothing when the video or the program is gone."""
    found, given = Video.objects.select_related("current").filter(key=video).first(), services()
    if found and given.speech:
        person = User.objects.filter(pk=by).first() if by else None
        saving = Saving(by=person, at=clock.now(), queue=given.queue)
        speech.listen(
            video=found, language=language, writer=given.speech, objects=given.objects, scratch=given.scratch,
            saving=saving,
        )  # fmt: skip


@job("video.tell", cron="* * * * *")
def tell() -> None:
    """Tell people and programs what became of videos since the last time."""
    telling.tell(signer=services().delivery, post=_post())


@job(mails.MAIL_JOB, attempts=20)
def mail(*, to: str, subject: str, text: str, html: str, message_id: str, **_later_arguments: Any) -> None:
    """Hand one mail over."""
    services().mail.send(Mail(to=to, subject=subject, text=text, html=html, message_id=message_id))


@job("video.retain", cron="41 4 * * *")
def retain() -> None:
    """Warn of films that nobody watches, archive those whose time is up, remove what was deleted a month ago."""
    at, objects = clock.now(), services().objects
    retention.warn(at=at, post=_post())
    retention.archive(at=at, objects=objects)
    videos.remove_deleted(at=at, objects=objects)


def _post() -> mails.Post:
    return mails.Post(queue=services().queue, url=services().url)


def _do(piece: int) -> None:
    found = TranscodePiece.objects.filter(pk=piece).select_related("job__revision__video").first()
    if found:
        bench = work.Bench(
            worker=f"{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}",
            workshop=_workshop(), transcoder=services().transcoder, queue=services().queue, now=clock.now,
        )  # fmt: skip
        work.do(found, bench)


def _workshop() -> Workshop:
    return Workshop(objects=services().objects, scratch=services().scratch)


@job(farms.LOOK_JOB)
def look_at_farm(*, remote_id: str, **_newer: Any) -> None:
    """See how far a film is that is transcoded elsewhere."""
    if yard := _yard():
        farms.look(remote_id, yard=yard, at=clock.now())


@job("video.look_after_farm", cron="*/5 * * * *")
def look_after_farm(**_newer: Any) -> None:
    """Look at all of them: an event may have been lost."""
    for under_way in farms.under_way():
        farms.request_look(under_way.remote_id, queue=services().queue)


@job(edx.SEND_JOB, attempts=PATIENT)
def send_to_edx(*, sync: int, **_newer: Any) -> None:
    """Send one video to one installation of Open edX."""
    given = services()
    sender = edx.Sender(edx=given.edx, signer=given.delivery, site=given.url)
    edx.send(sync_id=sync, at=clock.now(), sender=sender)


@job("video.catch_up_with_edx", cron="*/10 * * * *")
def catch_up_with_edx(**_newer: Any) -> None:
    """Send to Open edX what is new or changed."""
    edx.catch_up(at=clock.now(), queue=services().queue)


@job("video.fill_youtube", cron="7 * * * *")
def fill_youtube(**_newer: Any) -> None:
    """Send the newest videos that belong on YouTube."""
    if services().youtube:
        youtube.request_uploads(most=services().youtube_hourly, at=clock.now(), queue=services().queue)


@job(youtube.UPLOAD_JOB)
def upload_to_youtube(*, video: str, **_newer: Any) -> None:
    """Send one video, or go on with it."""
    channel, at = services().youtube, clock.now()
    found = Video.objects.filter(key=UUID(video)).select_related("current").first()
    if channel and found and youtube_quota.is_open(at=at):
        youtube.upload(video=found, at=at, youtube=channel, objects=services().objects)


@job("video.follow_youtube", cron="*/5 * * * *")
def follow_youtube(**_newer: Any) -> None:
    """See how far YouTube is, and ask for what is to be sent or taken down."""
    channel, at = services().youtube, clock.now()
    if channel is None:
        return
    youtube.request_withdrawals(services().queue)
    if youtube_quota.is_open(at=at):
        youtube.follow(at=at, youtube=channel, queue=services().queue)
        for row in youtube.captions_to_send():
            youtube.request_captions(row, queue=services().queue)


@job(youtube.CAPTIONS_JOB)
def send_captions_to_youtube(*, row: int, **_newer: Any) -> None:
    """Send the captions of one video that are not there yet."""
    channel, found = services().youtube, YouTubeVideo.objects.filter(pk=row).select_related("video").first()
    if channel and found:
        youtube.send_captions(row=found, at=clock.now(), youtube=channel)


@job(youtube.WITHDRAW_JOB)
def withdraw_from_youtube(*, row: int, **_newer: Any) -> None:
    """Take one video down."""
    channel, found = services().youtube, YouTubeVideo.objects.filter(pk=row).first()
    if channel and found:
        youtube.withdraw(row=found, at=clock.now(), youtube=channel)


@job(caption_orders.PLACE_JOB)
def order_captions(*, order: str, **_newer: Any) -> None:
    """Tell the vendor what is ordered."""
    given = services()
    if given.caption_vendor:
        desk = caption_orders.Desk(
            vendor=given.caption_vendor, signer=given.delivery, site=given.url, callback=CAPTIONS_TOLD
        )
        caption_orders.place(order_id=order, at=clock.now(), desk=desk)


@job(caption_orders.FETCH_JOB)
def fetch_ordered_captions(*, order: str, **_newer: Any) -> None:
    """Take captions over that are ready."""
    given = services()
    if given.caption_vendor:
        saving = Saving(by=None, at=clock.now(), queue=given.queue)
        caption_orders.fetch(order_id=order, vendor=given.caption_vendor, saving=saving)


@job("video.look_after_caption_orders", cron="23 * * * *")
def look_after_caption_orders(**_newer: Any) -> None:
    """Ask for captions whose vendor did not call."""
    for order in caption_orders.under_way():
        caption_orders.request_fetch(str(order.pk), queue=services().queue)


def _yard() -> farms.Yard | None:
    """Where films are transcoded elsewhere, if that is set up."""
    farm = services().farm
    return farms.Yard(farm=farm, workshop=_workshop()) if farm else None


@job(PUBLISH_JOB)
def publish_captions(*, video: str, **_later_arguments: Any) -> None:
    """Lay a video's captions beside what is played, and name them in its master playlist."""
    found = Video.objects.filter(key=video, current__playable_at__isnull=False).select_related("current").first()
    if found and found.current:
        words = captions.publish(found, revision=found.current, objects=services().objects)
        write_master(found.current, words=words, objects=services().objects)
