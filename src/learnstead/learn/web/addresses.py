"""The one address of each page, however it was reached."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urljoin

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from learnstead.ports.services import services

# What those add who want to know where a reader came from, and what changes how a page is shown, not what it says.
TRACKING = ("utm_", "mc_", "pk_", "mtm_", "_hs")
OF_NO_MATTER = frozenset({"gclid", "fbclid", "msclkid", "igshid", "ref", "play", "t", "find", "from"})
DEFAULTS = {"page": "1", "offset": "0"}


def absolute(path: str) -> str:
    """A path on this server as the whole world writes it."""
    return urljoin(services().url, path)


def canonical(path: str, params: QueryDict) -> str:
    """The address to remember: without what tracks, what is empty and what is so anyhow, in one order."""
    query = urlencode(sorted(_that_matter(params)))
    return absolute(f"{path}?{query}" if query else path)


def about_address(request: HttpRequest) -> Mapping[str, Any]:
    """Context of every page: its one address, and whether it is a page of results, which no engine need list."""
    is_results = request.path == reverse("learn:search") and bool(_that_matter(request.GET))
    return {
        "canonical": SimpleLazyObject(lambda: canonical(request.path, request.GET)),
        "is_results": is_results,
    }


def _that_matter(params: QueryDict) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in params.lists()
        for value in values
        if value and name not in OF_NO_MATTER and not name.startswith(TRACKING) and DEFAULTS.get(name) != value
    ]
