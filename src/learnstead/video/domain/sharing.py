"""Links with which anybody may watch one video for a while, and what is pasted into other pages."""

import re
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.utils.html import format_html

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.video.models import ShareLink, Video

LONGEST = timedelta(days=366)
WIDTH, HEIGHT = 560, 315
_FIRST, _SIXTIETH = re.compile("[0-9]{1,5}"), re.compile("[0-5][0-9]")
_SIGNER = Signer(salt="learnstead.video.share", sep="~")


class BadExpiry(Terminal):
    """A link cannot end then."""


class BadStart(Terminal):
    """That is no moment of a video."""


def share(*, video: Video, by: User, at: datetime, expires_at: datetime | None, note: str = "") -> ShareLink:
    """A new link; it may end within a year, or stay until it is taken back."""
    if expires_at is not None and not at < expires_at <= at + LONGEST:
        raise BadExpiry("A link ends on a day between tomorrow and a year from now, or never.")
    return ShareLink.objects.create(
        video=video, made_by=by, created_at=at, expires_at=expires_at, note=note.strip()[:200]
    )


def revoke(*, video: Video, link: str, at: datetime) -> int:
    """Take a link back; how many that were good are no more."""
    try:
        wanted = uuid.UUID(link)
    except ValueError:
        return 0
    return good(video, at=at).filter(pk=wanted).update(revoked_at=at)


def good(video: Video, *, at: datetime) -> QuerySet[ShareLink]:
    """The links that open ``video`` now."""
    return ShareLink.objects.filter(video=video, revoked_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=at))


def token(link: ShareLink) -> str:
    """What the link carries."""
    return _SIGNER.sign(link.pk.hex)


def link_of(text: str, *, video: Video, at: datetime) -> ShareLink | None:
    """The good link to ``video`` that carries ``text``, if any."""
    if not text:
        return None
    try:
        wanted = uuid.UUID(_SIGNER.unsign(text))
    except (BadSignature, ValueError):
        return None
    return good(video, at=at).filter(pk=wanted).first()


def address(base: str, *, start: int = 0, share: str = "") -> str:
    """``base`` with the second to start at and a link's token, where there are any."""
    query = urlencode([(name, value) for name, value in (("start", start), ("share", share)) if value])
    return f"{base}?{query}" if query else base


def second_of(clock: str) -> int:
    """The second that somebody typed as ``1:30``, ``1:02:03`` or ``90``; 0 for nothing, BadStart for anything else."""
    if not clock.strip():
        return 0
    first, *rest = clock.strip().split(":")
    if len(rest) > 2 or not _FIRST.fullmatch(first) or not all(_SIXTIETH.fullmatch(part) for part in rest):  # noqa: PLR2004 - hours, minutes, seconds
        raise BadStart("Write the time to start at as 1:30, or as 1:02:03.")
    return reduce(lambda sum_, part: 60 * sum_ + int(part), rest, int(first))


def iframe(address: str, title: str, *, width: int = WIDTH, height: int = HEIGHT) -> str:
    """HTML that shows the player in another page."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" style="border:0" allow="fullscreen; picture-in-picture" '
        "allowfullscreen></iframe>",
        address,
        title,
        width,
        height,
    )


def frame_ancestors(domains: Iterable[str]) -> str:
    """Who may show the player in a page of theirs, as Content-Security-Policy has it; everybody without domains."""
    named = [f"https://{domain}" for domain in domains]
    return " ".join(["'self'", *named]) if named else "*"
