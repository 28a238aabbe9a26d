"""The site and its lists in the words of schema.org."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from learnstead.learn.models import LearningResource
from learnstead.learn.web.addresses import absolute

NAME = "Learnstead"


def website() -> dict[str, Any]:
    """The site, and how to search it."""
    search = absolute(reverse("learn:search"))
    return {
        "@type": "WebSite",
        "name": NAME,
        "url": absolute("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def item_list(name: str, resources: Iterable[LearningResource], *, first: int = 1) -> dict[str, Any]:
    """A page of a list; ``first`` is the place of its first item in the whole list."""
    return pages_list(name, ((one.title, one.get_absolute_url()) for one in resources), first=first)


def pages_list(name: str, pages: Iterable[tuple[str, str]], *, first: int = 1) -> dict[str, Any]:
    """A list of pages of this server, by name and path."""
    items = [
        {"@type": "ListItem", "position": place, "name": title, "url": absolute(path)}
        for place, (title, path) in enumerate(pages, start=first)
    ]
    return {"@type": "ItemList", "name": name, "itemListElement": items}
