"""The video store of an Open edX installation (edx-val)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from learnstead.kernel.errors import Terminal


class EdxRefused(Terminal):
    """Open edX says no: wrong credentials, a profile it does not know, a course id that is none."""


class Saved(StrEnum):
    """What became of a video there."""

    CREATED = "created"
    UPDATED = "updated"


@dataclass(frozen=True)
class EdxSite:
    """One installation. ``studio_url`` is where captions go, if any do. Addresses end without a slash."""

    name: str
    base_url: str
    client_id: str
    client_secret: str = field(repr=False)
    videos_path: str = "/api/val/v0/videos/"
    studio_url: str = ""


@dataclass(frozen=True)
class EncodedVideo:
    """One way to play it. ``profile`` is a name that edx-val knows: "hls" or "desktop_mp4"; sizes in bytes, bit/s."""

    profile: str
    url: str
    file_size: int = 0
    bitrate: int = 0


@dataclass(frozen=True)
class EdxVideo:
    """``id`` is a UUID with dashes, ``duration`` in seconds."""

    id: str
    title: str
    duration: float
    encoded: Sequence[EncodedVideo]
    course_id: str
    status: str = "file_complete"


class EdxVideos(Protocol):
    """Raises EdxRefused, and Transient when asking again later may help."""

    def save(self, site: EdxSite, video: EdxVideo) -> Saved:
        """Create the video, or bring the one with this id up to date."""

    def save_transcript(self, site: EdxSite, *, video: EdxVideo, language: str, srt: bytes) -> None:
        """Put the captions of one language in place of any before; needs ``studio_url``."""
