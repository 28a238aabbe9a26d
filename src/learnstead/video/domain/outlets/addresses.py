"""Addresses of a video's files that somebody elsewhere can keep."""

from datetime import datetime
from urllib.parse import urljoin

from learnstead.kernel.errors import Terminal
from learnstead.ports.delivery import DeliverySigner, RevisionFiles
from learnstead.video.domain import files
from learnstead.video.models import Video


class NotToBeGivenAway(Terminal):
    """The addresses of this video end, or it has none yet: it cannot be played elsewhere."""


def lasting(video: Video, *, signer: DeliverySigner, site: str, at: datetime) -> tuple[str, str]:
    """The playlist and the file to download ("" without one) of a public video, with our host; NotToBeGivenAway."""
    found = files.files_of(video)
    if found is None:
        raise NotToBeGivenAway(f"“{video}” cannot be played yet; it is sent when it is complete.")
    if not found.public:
        raise NotToBeGivenAway(
            f"“{video}” is not public, so its addresses end after some hours. Make it public, or show it over LTI."
        )
    return _absolute(found, signer=signer, site=site, at=at)


def _absolute(found: RevisionFiles, *, signer: DeliverySigner, site: str, at: datetime) -> tuple[str, str]:
    play = signer.playback(found, viewer="outlet", at=at)
    return urljoin(site, play.hls_url), urljoin(site, play.download) if play.download else ""
