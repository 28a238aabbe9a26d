"""Captions: written by a program, ordered from people, laid beside what is played."""

from typing import Any

from learnstead.kernel import clock
from learnstead.people.models import User
from learnstead.ports.jobs import ENCODING_LANE, job
from learnstead.ports.services import services
from learnstead.video.domain.captions import publishing as captions
from learnstead.video.domain.captions import speech
from learnstead.video.domain.captions.versions import PUBLISH_JOB, Saving
from learnstead.video.domain.outlets import caption_orders
from learnstead.video.domain.transcoding.playlists import write_master
from learnstead.video.models import Video

CAPTIONS_TOLD = "/api/transcription-jobs/{}/"


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


@job(PUBLISH_JOB)
def publish_captions(*, video: str, **_later_arguments: Any) -> None:
    """Lay a video's captions beside what is played, and name them in its master playlist."""
    found = Video.objects.filter(key=video, current__playable_at__isnull=False).select_related("current").first()
    if found and found.current:
        words = captions.publish(found, revision=found.current, objects=services().objects)
        write_master(found.current, words=words, objects=services().objects)


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
