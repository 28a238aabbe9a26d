"""Addresses for the bytes of a video: whoever holds one may read what it names, as long as it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

# Below these prefixes of the object store, addresses can be made; nothing else of it is ever served.
ORIGINALS = "video/originals"
DELIVERY = "video/delivery"
# A mark is an object whose being there says something, so that serving a segment asks no database. A video with a mark
# here is public, and the mark's text is the number of the revision that is played; a grant with a mark is revoked.
PUBLIC_MARKS = "video/public"
REVOKED_MARKS = "video/revoked"

SHORTEST_LIFE = timedelta(hours=2)
# Somebody who pauses, takes notes and goes back needs longer than the video lasts.
LIFE_PER_DURATION = 1.5
RENEWED_AFTER = 0.8


@dataclass(frozen=True)
class RevisionFiles:
    """What may be played of one revision, as names below its folder of delivery; ``""`` for what is not there.

    ``video`` is the key in 32 hex digits, ``duration`` in seconds. ``captions`` maps a language tag to its WebVTT,
    like ``{"en": "captions/en-3.vtt"}``.
    """

    video: str
    number: int
    duration: float
    public: bool
    master: str = "master.m3u8"
    captions: Mapping[str, str] = field(default_factory=dict)
    poster: str = ""
    sprite: str = ""
    sprite_cues: str = ""
    download: str = ""


@dataclass(frozen=True)
class Cookie:
    """A cookie that the page has to set before the player asks for bytes; always Secure and HttpOnly."""

    name: str
    value: str
    path: str
    domain: str


@dataclass(frozen=True)
class Playback:
    """Addresses for a player; each is a path on this site, or begins with ``https://`` where a CDN has the bytes.

    Those of a public video never change or expire, and have no ``grant``. Others end at ``expires_at``: a player that
    still plays asks for new ones at ``renew_at``. ``grant`` is what logs and the list of revocations know them by.
    What the revision lacks is ``""``.
    """

    grant: str
    hls_url: str
    captions: Mapping[str, str]
    poster: str
    sprite: str
    sprite_cues: str
    download: str
    expires_at: datetime | None
    renew_at: datetime | None
    cookies: tuple[Cookie, ...] = ()


@dataclass(frozen=True)
class FileAddress:
    """The address of one object and of nothing else."""

    grant: str
    url: str
    expires_at: datetime


class DeliverySigner(Protocol):
    """Makes such addresses; nothing else does. Who may have them is for the caller to decide."""

    def playback(self, files: RevisionFiles, *, viewer: str, at: datetime, until: datetime | None = None) -> Playback:
        """Everything a player needs. ``viewer`` is for the log; ``until`` ends them before ``lifetime`` does."""

    def file(self, key: str, *, filename: str, viewer: str, at: datetime, lifetime: timedelta) -> FileAddress:
        """One object below ``video/originals/`` or ``video/delivery/``, to be saved under the name ``filename``."""

    def revoke(self, grant: str, *, at: datetime) -> None:
        """Refuse this grant from now on where the bytes come from us; at a CDN its addresses last until they expire."""


def lifetime(duration: float) -> timedelta:
    """How long addresses for a video of ``duration`` seconds are good."""
    return max(SHORTEST_LIFE, timedelta(seconds=LIFE_PER_DURATION * duration))


def renewal(*, at: datetime, expires_at: datetime) -> datetime:
    """When a player should ask for new addresses: while the old ones are still good."""
    return at + RENEWED_AFTER * (expires_at - at)
