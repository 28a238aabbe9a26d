"""Telling what became of videos, and giving up what nobody watches."""

from typing import Any

from learnstead.kernel import clock
from learnstead.ports.jobs import job
from learnstead.ports.mail import Mail
from learnstead.ports.services import services
from learnstead.video.domain import mails, originals, retention, telling, videos


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
    """Warn of what nobody watches and of what is to go; archive and remove what has had its time."""
    at, objects = clock.now(), services().objects
    retention.warn(at=at, post=_post())
    retention.archive(at=at, objects=objects)
    videos.remove_deleted(at=at, objects=objects)
    originals.warn(at=at, post=_post())
    originals.remove_due(at=at, objects=objects)


def _post() -> mails.Post:
    return mails.Post(queue=services().queue, url=services().url)
