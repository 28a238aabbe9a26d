"""What the head of a page tells machines: its address, how to show a link to it, data in schema.org's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.templatetags.static import static
from django.utils.safestring import SafeString

from learnstead.learn.web import addresses
from learnstead.learn.web.linked_data import pages, writing

DEFAULT_IMAGE = "learn/share.png"
LONGEST_DESCRIPTION = 300


@dataclass(frozen=True)
class Feed:
    """A feed of a page, found by readers of feeds."""

    title: str
    url: str
    media_type: str


@dataclass(frozen=True)
class Picture:
    """A picture on this server, by its path, and what it shows."""

    path: str
    alt: str = ""


@dataclass(frozen=True)
class Crumb:
    """One step of the way to a page; the page itself has no address."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Head:
    """The head of one page. ``kind`` is Open Graph's, ``data`` is JSON-LD that is safe inside a script element."""

    title: str
    description: str
    url: str
    image: str
    image_alt: str = ""
    kind: str = "website"
    data: Sequence[SafeString] = ()
    feeds: Sequence[Feed] = field(default_factory=tuple)

    @property
    def card(self) -> str:
        """How a link to it is shown on Twitter and those who read its tags."""
        return "summary_large_image"


def head(
    *,
    title: str,
    path: str,
    description: str = "",
    picture: Picture | None = None,
    kind: str = "website",
    data: Sequence[Mapping[str, Any]] = (),
    crumbs: Sequence[Crumb] = (),
    feeds: Sequence[Feed] = (),
) -> Head:
    """The head of the page at ``path``; without a picture of its own it shows ours."""
    shown = picture or Picture(static(DEFAULT_IMAGE), "Learnstead")
    trail = [crumbs_data(crumbs, path)] if crumbs else []
    return Head(
        title=title,
        description=description[:LONGEST_DESCRIPTION],
        url=addresses.absolute(path),
        image=addresses.absolute(shown.path),
        image_alt=shown.alt,
        kind=kind,
        data=[writing.safe(one) for one in [*data, *trail]],
        feeds=feeds,
    )


def of_home() -> Head:
    """The head of the first page: the site, and how to search it."""
    words = "Courses, programs, podcasts and videos, gathered in one place; each page says who offers it."
    return head(title=pages.NAME, path="/", description=words, data=[pages.website()])


def crumbs_data(crumbs: Sequence[Crumb], path: str) -> dict[str, Any]:
    """The way to a page as a BreadcrumbList."""
    items = [
        {"@type": "ListItem", "position": place, "name": one.name, "item": addresses.absolute(one.url or path)}
        for place, one in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
