"""A YouTube channel that videos are sent to."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol

from learnstead.kernel.errors import Terminal, Transient


class YouTubeQuotaExceeded(Transient):
    """The day's quota is used up; nothing will be taken before midnight in California."""


class YouTubeRefused(Terminal):
    """YouTube says no: the sign-in was withdrawn, the title is not allowed, there is no such video."""


class Processing(StrEnum):
    """How far YouTube is; the words are OVS's. ``GONE``: no such video."""

    UPLOADED = "uploaded"
    PROCESSED = "processed"
    REJECTED = "rejected"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True)
class YouTubeDraft:
    """What is said of a video. YouTube wants at most 100 characters of title, 5000 bytes of description, no <>."""

    title: str
    description: str
    privacy: str = "unlisted"


@dataclass(frozen=True)
class Unfinished:
    """An upload under way. ``session`` is its address, empty before the first; ``remember`` is told a new one."""

    session: str
    remember: Callable[[str], None]


class YouTube(Protocol):
    """Raises YouTubeQuotaExceeded, YouTubeRefused, and Transient when asking again later may help."""

    def upload(self, draft: YouTubeDraft, source: BinaryIO, *, size: int, unfinished: Unfinished) -> str:
        """The id of the new video; goes on where an earlier upload stopped. Memory does not grow with ``size``."""

    def processing(self, video_id: str) -> Processing:
        """How far YouTube is with a video."""

    def captions(self, video_id: str) -> dict[str, str]:
        """The caption tracks that were uploaded: language to id."""

    def save_caption(self, video_id: str, *, language: str, vtt: bytes, track: str = "") -> str:
        """Add a caption track, or replace the one with the id ``track``; its id."""

    def remove(self, video_id: str) -> None:
        """Delete the video; nothing when it is gone."""
