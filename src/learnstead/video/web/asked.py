"""The video that a request is about."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from learnstead.kernel import clock
from learnstead.video.domain import access, sharing
from learnstead.video.models import Video

HEX = 32


def video_of(key: str) -> Video:
    """The one with this key in hex; 404 for anything else."""
    if len(key) != HEX:
        raise Http404(key)
    try:
        wanted = UUID(hex=key)
    except ValueError as problem:
        raise Http404(key) from problem
    found = Video.objects.select_related("collection", "current").filter(key=wanted, deleted_at=None).first()
    if found is None:
        raise Http404(key)
    return found


def to_watch(request: HttpRequest, key: str) -> Video:
    """The one with this key if the person may watch it, or holds a link to it; others learn only that they may not."""
    video = video_of(key)
    link = sharing.link_of(request.GET.get("share", ""), video=video, at=clock.now())
    if not access.may_watch(request.user, video, link=link):
        raise PermissionDenied("You may not watch this video.")
    return video


def to_edit(request: HttpRequest, key: str) -> Video:
    """The one with this key if the person may change it."""
    video = video_of(key)
    if not access.may_edit(request.user, video.collection):
        raise PermissionDenied("You may not change this video.")
    return video
