"""Whose address it is: nobody gets digests because somebody else typed their address.

An account that an administrator made has an address that somebody vouched for. Who signed up by themselves shows that
theirs is theirs, by a link in a mail to it.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.core import signing
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse

from learnstead.kernel.errors import Terminal
from learnstead.learn.domain.following import unsubscribing
from learnstead.learn.models import MailSettings
from learnstead.people.models import User
from learnstead.ports.jobs import Queue
from learnstead.ports.mail import Mail, Mailer

JOB = "learn.ask_to_confirm"
SALT = "learnstead.learn.address"
VALID_FOR = timedelta(days=3)
APART = timedelta(minutes=10)
# The people to whom digests may go.
REACHABLE = ~Q(email="") & (Q(signed_up=False) | Q(mail_settings__confirmed=F("email")))


class NotConfirmed(Terminal):
    """The link is too old, was altered, or is about an address the account has no more."""


def is_reachable(user: User) -> bool:
    """Whether digests may go to the address of somebody."""
    return User.objects.filter(REACHABLE, pk=user.pk).exists()


def ask(user: User, *, queue: Queue, at: datetime) -> bool:
    """Have a mail sent that asks; False when one went out a moment ago."""
    settings = unsubscribing.settings_of(user)
    asked = MailSettings.objects.filter(pk=settings.pk).exclude(asked_at__gt=at - APART).update(asked_at=at)
    if asked:
        queue.put(JOB, user=user.pk)
    return bool(asked)


def send(user: User, *, mailer: Mailer, url: str, at: datetime) -> None:
    """Send the mail that asks."""
    token = signing.dumps([user.pk, user.email], salt=SALT, compress=True)
    context = {"address": url + reverse("learn:confirm-address", args=[token]), "name": str(user), "home": url}
    mailer.send(
        Mail(
            to=user.email,
            subject="Learnstead: Is this your address?",
            text=render_to_string("learn/following/confirm_mail.txt", context),
            html=render_to_string("learn/following/confirm_mail.html", context),
            message_id=f"<address.{user.pk}.{at:%Y%m%d%H%M}@{urlsplit(url).hostname}>",
            headers={"Auto-Submitted": "auto-generated"},
        )
    )


def read(token: str) -> User:
    """Whose address a link is about; NotConfirmed when it means nothing any more."""
    try:
        pk, email = signing.loads(token, salt=SALT, max_age=VALID_FOR)
        return User.objects.get(pk=pk, email=email)
    except (signing.BadSignature, ValueError, TypeError, User.DoesNotExist) as problem:
        raise NotConfirmed("This link no longer works. Ask for a new one where you see what you follow.") from problem


def confirm(user: User) -> None:
    """The address of somebody is theirs."""
    MailSettings.objects.update_or_create(user=user, defaults={"confirmed": user.email})
