"""Digests by mail, once a day for each person whatever happens to the program that sends them.

A mail is written down before it is sent: that it was begun is committed before it is handed over, that it was taken
right after. When the sender dies between the two, nobody knows whether it arrived. Then it is not sent again: what
was in it comes with the digest of the next day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.db.models import Q

from learnstead.learn.domain.following import confirming, digests, subscribing, unsubscribing
from learnstead.learn.domain.following.digests import Digest
from learnstead.learn.domain.following.matching import Aside
from learnstead.learn.models import DigestMail, MailSettings, Subscription
from learnstead.people.models import User
from learnstead.ports.mail import Mail, Mailer, MailFailed, MailRefused

State = DigestMail.State


@dataclass(frozen=True)
class Written:
    """A digest in both forms; ``leave`` is the address that stops all of them."""

    text: str
    html: str
    leave: str


Write = Callable[[Digest, MailSettings], Written]


@dataclass(frozen=True)
class Sent:
    """What a run did."""

    written: int = 0
    sent: int = 0
    refused: int = 0


def send(*, at: datetime, aside: Aside, mailer: Mailer, write: Write, url: str) -> Sent:
    """Send today's digests to everybody who has something new and got none today.

    Raises MailFailed when the mail server does not take them now; they wait, and the next call sends them.
    """
    subscribing.realign(at=at)
    written = write_down(at=at, aside=aside, write=write, url=url)
    sent, refused, problem = _send_waiting(mailer, at=at)
    if problem:
        raise problem
    return Sent(written=written, sent=sent, refused=refused)


def due(*, at: datetime) -> Sequence[Subscription]:
    """The subscriptions of those who want mails, can get them, got none on this day, and wait for none."""
    had = DigestMail.objects.filter(Q(day=at.date()) | Q(state=State.WRITTEN)).values("user")
    people = User.objects.filter(confirming.REACHABLE, is_active=True).exclude(pk__in=had)
    unwanted = MailSettings.objects.filter(digests=False).values("user")
    wanted = Subscription.objects.filter(user__in=people).exclude(user__in=unwanted)
    return list(wanted.select_related("query", "user").order_by("user", "pk"))


def write_down(*, at: datetime, aside: Aside, write: Write, url: str) -> int:
    """Write down the digests that are due on this day; returns how many."""
    subscriptions = due(at=at)
    made = digests.prepare(subscriptions, at=at, aside=aside)
    count = 0
    for person, digest in made.items():
        try:
            with transaction.atomic():
                _note(digest, [one for one in subscriptions if one.user_id == person], at, write, url)
            count += 1
        except IntegrityError:  # another run wrote it meanwhile
            continue
    nothing_new = [one.pk for one in subscriptions if one.user_id not in made]
    Subscription.objects.filter(pk__in=nothing_new, matched_until__lt=at).update(matched_until=at)
    return count


def _note(digest: Digest, subscriptions: Sequence[Subscription], at: datetime, write: Write, url: str) -> None:
    settings = unsubscribing.settings_of(digest.user)
    written = write(digest, settings)
    DigestMail.objects.create(
        user=digest.user,
        day=at.date(),
        until=at,
        message_id=f"<digest.{digest.user.pk}.{at.date()}@{urlsplit(url).hostname}>",
        recipient=digest.user.email,
        subject=" ".join(digest.subject.split())[:400],
        text=written.text,
        html=written.html,
        headers={
            "List-Unsubscribe": f"<{written.leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": f"Learnstead digests <digests.{urlsplit(url).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
        subscriptions=[one.pk for one in subscriptions],
        shown=digest.shown,
        written_at=at,
    )


def _send_waiting(mailer: Mailer, *, at: datetime) -> tuple[int, int, MailFailed | None]:
    sent = refused = 0
    while mail := _begun():
        try:
            mailer.send(_mail(mail))
        except MailFailed as problem:
            DigestMail.objects.filter(pk=mail.pk).update(state=State.WRITTEN, problem=str(problem))
            return sent, refused, problem
        except MailRefused as problem:
            DigestMail.objects.filter(pk=mail.pk).update(state=State.REFUSED, problem=str(problem))
            refused += 1
        else:
            _taken(mail, at)
            sent += 1
    return sent, refused, None


@transaction.atomic
def _begun() -> DigestMail | None:
    """The next mail that waits, noted as begun; another run passes it by."""
    mail = DigestMail.objects.select_for_update(skip_locked=True).filter(state=State.WRITTEN).order_by("pk").first()
    if mail:
        mail.state = State.SENDING
        mail.save(update_fields=["state"])
    return mail


@transaction.atomic
def _taken(mail: DigestMail, at: datetime) -> None:
    """What was in it is told; what came since then has its turn in the next digest."""
    DigestMail.objects.filter(pk=mail.pk).update(state=State.SENT, sent_at=at, problem="")
    told = Subscription.objects.filter(pk__in=mail.subscriptions, matched_until__lt=mail.until)
    told.update(matched_until=mail.until)


def _mail(mail: DigestMail) -> Mail:
    return Mail(
        to=mail.recipient,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        message_id=mail.message_id,
        headers=mail.headers,
    )


def send_again(mail: DigestMail) -> bool:
    """Let a mail that was refused or perhaps sent be sent; False when its state does not allow it."""
    stuck = DigestMail.objects.filter(pk=mail.pk, state__in=[State.SENDING, State.REFUSED])
    return bool(stuck.update(state=State.WRITTEN, problem=""))


def forget(*, before: datetime) -> None:
    """Forget old mails; what they said is in the catalogue."""
    DigestMail.objects.filter(written_at__lt=before).delete()
