"""Videos on YouTube."""

from typing import Any
from uuid import UUID

from learnstead.kernel import clock
from learnstead.ports.jobs import job
from learnstead.ports.services import services
from learnstead.video.domain.outlets import youtube, youtube_quota
from learnstead.video.models import Video, YouTubeVideo


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
