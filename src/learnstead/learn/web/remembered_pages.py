"""Pages that are the same for every visitor, kept ready until the catalogue changes: drawing one takes long.

Whoever has a session gets a page of their own. What is on a page beside the catalogue, such as what learners say of it,
may lag behind by ``settings.PAGES_REMEMBERED_SECONDS``.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from learnstead.learn.domain import census

MOST_BYTES = 16 * 2**20
LONGEST_ADDRESS = 500
View = Callable[..., HttpResponse]


class Pages:
    """Bodies of pages by address and state of the catalogue; those asked for longest ago go first."""

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[Hashable, tuple[float, bytes, dict[str, str]]] = OrderedDict()
        self._size = 0
        self._most_bytes = most_bytes
        self._turn = Lock()

    def get(self, key: Hashable, now: float) -> HttpResponse | None:
        """The page, if it was drawn lately."""
        with self._turn:
            drawn, body, headers = self._kept.get(key, (0.0, b"", {}))
            if not body or now - drawn > settings.PAGES_REMEMBERED_SECONDS:
                return None
            self._kept.move_to_end(key)
        return HttpResponse(body, headers=headers)

    def keep(self, key: Hashable, now: float, page: HttpResponse) -> None:
        """Keep a page that was just drawn."""
        with self._turn:
            if key in self._kept:
                self._size -= len(self._kept.pop(key)[1])
            self._kept[key] = (now, page.content, dict(page.items()))
            self._size += len(page.content)
            while self._size > self._most_bytes:
                self._size -= len(self._kept.popitem(last=False)[1][1])


PAGES = Pages()


def same_for_visitors(view: View) -> View:
    """For a view whose page depends on its address and on what is published, and else on who is signed in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _is_any_visitor(request):
            return view(request, *args, **kwargs)
        key, now = (request.get_host(), request.get_full_path(), census.stamp()), time.monotonic()
        known = PAGES.get(key, now)
        if known is None:
            known = view(request, *args, **kwargs)
            if known.status_code == 200 and not _is_personal(request, known):  # noqa: PLR2004
                patch_vary_headers(known, ["Cookie"])
                PAGES.keep(key, now, known)
        return known

    return cast("View", answer)


def _is_any_visitor(request: HttpRequest) -> bool:
    personal = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    is_short = len(request.get_full_path()) <= LONGEST_ADDRESS
    return bool(settings.PAGES_REMEMBERED_SECONDS) and request.method == "GET" and is_short and not personal


def _is_personal(request: HttpRequest, page: HttpResponse) -> bool:
    """A form on it with a token against forgery is for one browser only."""
    return bool(page.cookies) or "CSRF_COOKIE" in request.META
