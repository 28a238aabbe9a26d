"""Links in mails that stop mails, for people who are not signed in (RFC 8058)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db import transaction

from learnstead.kernel.errors import Terminal
from learnstead.learn.domain.following import subscribing
from learnstead.learn.models import MailSettings, Subscription
from learnstead.people.models import User

SALT = "learnstead.learn.unsubscribe"


class DeadLink(Terminal):
    """The link was cut short or altered, or its owner made old links invalid."""


@dataclass(frozen=True)
class Leaving:
    """What a link stops: one subscription, or all digests when ``subscription`` is None.

    ``ended`` says that it was stopped before.
    """

    user: User
    subscription: Subscription | None
    ended: bool


def settings_of(user: User) -> MailSettings:
    """How somebody wants mails; made when first asked for."""
    return MailSettings.objects.get_or_create(user=user)[0]


def token(settings: MailSettings, subscription: Subscription | None = None) -> str:
    """What goes into a link: to stop one subscription, or all digests."""
    about = [settings.user_id, subscription.pk if subscription else 0, settings.key.hex]
    return signing.dumps(about, salt=SALT, compress=True)


def read(token: str) -> Leaving:
    """What a link means; DeadLink when it means nothing."""
    try:
        user, subscription, key = signing.loads(token, salt=SALT)
        settings = MailSettings.objects.select_related("user").get(user=user, key=uuid.UUID(key))
    except (signing.BadSignature, ValueError, TypeError, MailSettings.DoesNotExist) as problem:
        raise DeadLink("This link no longer works. Sign in to choose what you follow and which mails you get.") from (
            problem
        )
    if not subscription:
        return Leaving(user=settings.user, subscription=None, ended=not settings.digests)
    found = Subscription.objects.filter(user=settings.user, pk=subscription).first()
    return Leaving(user=settings.user, subscription=found, ended=found is None)


def leave(leaving: Leaving, *, at: datetime) -> None:
    """Stop it; again does no harm."""
    if leaving.ended:
        return
    if leaving.subscription:
        subscribing.unfollow(leaving.subscription)
    else:
        want_digests(leaving.user, wanted=False, at=at)


def want_digests(user: User, *, wanted: bool, at: datetime) -> None:
    """Turn all digests on or off; what is followed stays. What came while they were off is not news any more."""
    before = settings_of(user).digests
    MailSettings.objects.filter(user=user).update(digests=wanted)
    if wanted and not before:
        Subscription.objects.filter(user=user, matched_until__lt=at).update(matched_until=at)


@transaction.atomic
def revoke_links(user: User) -> None:
    """Make the links in all mails so far invalid."""
    MailSettings.objects.update_or_create(user=user, defaults={"key": uuid.uuid4()})
