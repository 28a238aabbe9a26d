"""A teacher chooses videos for a course (LTI Deep Linking 2.0): from the launch to our signed answer."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, Signer

from learnstead.ports.signed_messages import SignedMessages
from learnstead.video.domain.lti import keys, placing
from learnstead.video.domain.lti.launches import CLAIM, LINKING, Launch, NotALaunch
from learnstead.video.models import LtiPlatform, Video

CHOOSING_LASTS = timedelta(hours=2)
ANSWER_LASTS = timedelta(minutes=30)
WIDTH, HEIGHT = 960, 540
_SIGNER = Signer(salt="learnstead.video.lti.choosing", sep="~")


def ticket(launch: Launch, *, at: datetime) -> str:
    """What the page carries while the teacher chooses: there is no cookie to know them by."""
    told = {**asdict(launch), "platform": launch.platform.pk, "at": at.timestamp()}
    return _SIGNER.sign_object(told)


def launch_of(text: str, *, at: datetime) -> Launch:
    """The launch that a ticket was made for. NotALaunch."""
    try:
        told: dict[str, Any] = _SIGNER.unsign_object(text)
    except (BadSignature, ValueError) as problem:
        raise NotALaunch("This page was not opened from a course; begin there again.") from problem
    platform = LtiPlatform.objects.filter(pk=told["platform"], is_active=True).first()
    if at.timestamp() - told.pop("at") > CHOOSING_LASTS.total_seconds() or platform is None:
        raise NotALaunch("This page was open for too long; begin in the course again.")
    return Launch(**{**told, "platform": platform})


def answer(launch: Launch, chosen: Sequence[Video], *, launch_url: str, messages: SignedMessages, at: datetime) -> str:
    """The signed message that the browser carries back; the videos are placed in the course with it."""
    videos = list(chosen if launch.several else chosen[:1])
    placing.place(launch, videos, at=at)
    claims = {
        "iss": launch.platform.client_id,
        "aud": launch.platform.issuer,
        "iat": int(at.timestamp()),
        "exp": int((at + ANSWER_LASTS).timestamp()),
        "nonce": keys.fresh_nonce(),
        f"{CLAIM}message_type": "LtiDeepLinkingResponse",
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}deployment_id": launch.deployment,
        f"{LINKING}content_items": [_item(video, launch_url) for video in videos],
        **({f"{LINKING}data": launch.data} if launch.data else {}),
    }
    return messages.write(claims, key=keys.signing_key(messages, at=at))


def _item(video: Video, launch_url: str) -> dict[str, Any]:
    return {
        "type": "ltiResourceLink",
        "title": video.title,
        "text": video.description[:1000],
        "url": launch_url,
        "custom": {"video": video.hexkey},
        "iframe": {"width": WIDTH, "height": HEIGHT},
        "window": {"targetName": "_blank"},
    }
