"""Addresses for the player of somebody who was let in."""

from django.http import HttpRequest

from learnstead.kernel import clock
from learnstead.people.models import User
from learnstead.ports.delivery import DeliverySigner, Playback
from learnstead.video.domain.files import files_of
from learnstead.video.models import Video


def playing(request: HttpRequest, video: Video, signer: DeliverySigner) -> Playback | None:
    """What there is to play, for this person; None while nothing is."""
    files = files_of(video)
    if files is None:
        return None
    viewer = f"person {request.user.pk}" if isinstance(request.user, User) else "nobody"
    return signer.playback(files, viewer=viewer, at=clock.now())
