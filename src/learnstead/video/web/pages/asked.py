"""The collection or video that a request is about, for those who may have it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from learnstead.people.models import User
from learnstead.video.domain import access
from learnstead.video.models import Collection, Video

View = Callable[..., HttpResponse]


def for_collection(*, edit: bool) -> Callable[[View], View]:
    """Give the view its collection in place of the key, when the person may open it or, with ``edit``, change it."""

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, key: str, **arguments: Any) -> HttpResponse:
            found = get_object_or_404(Collection.objects.select_related("owner"), key=uuid_of(key))
            allowed = access.may_edit if edit else access.may_open
            if not allowed(request.user, found):
                return turned_away(request)
            return private(view(request, found, **arguments))

        return answer

    return wrap


def to_edit(view: View) -> View:
    """Give the view its video in place of the key, when the person may change it; deleted ones, too."""

    @wraps(view)
    def answer(request: HttpRequest, key: str, **arguments: Any) -> HttpResponse:
        found = video_of(key)
        if not access.may_edit(request.user, found.collection):
            return turned_away(request)
        return private(view(request, found, **arguments))

    return answer


def video_of(key: str) -> Video:
    """The video with this key in hex, deleted or not; 404 for anything else."""
    videos = Video.objects.select_related("collection", "collection__owner", "current")
    return get_object_or_404(videos, key=uuid_of(key))


def uuid_of(key: str) -> UUID:
    """A key in hex, as addresses have it."""
    try:
        return UUID(hex=key)
    except ValueError as problem:
        raise Http404(key) from problem


def turned_away(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, or to nothing for those who are signed in already."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied("This is for other people. Ask those who run the collection to add one of your groups.")


def private(response: HttpResponse) -> HttpResponse:
    """Kept out of search engines and of caches that others use."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    return response
