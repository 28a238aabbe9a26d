"""What a feed says, whichever way it is written."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# What XML cannot say at all.
_FORBIDDEN = {number: None for number in range(32) if chr(number) not in "\t\n\r"} | {0xFFFE: None, 0xFFFF: None}


@dataclass(frozen=True)
class Item:
    """One thing in a feed. ``id`` is its address here, ``html`` is clean."""

    id: str
    title: str
    html: str
    published: datetime
    updated: datetime
    authors: Sequence[str] = ()
    categories: Sequence[str] = ()
    link: str = ""

    @property
    def url(self) -> str:
        """Where it leads."""
        return self.link or self.id


@dataclass(frozen=True)
class Document:
    """A feed. ``page`` shows the same to people, ``address`` is its own."""

    title: str
    description: str
    page: str
    address: str
    items: Sequence[Item] = field(default_factory=tuple)

    @property
    def updated(self) -> datetime:
        """When something in it last changed."""
        return max((item.updated for item in self.items), default=NEVER)


def answer(request: HttpRequest, body: bytes, media_type: str) -> HttpResponse:
    """The document, or 304 to those who have it."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=f"{media_type}; charset=utf-8", headers={"ETag": etag})
    response.headers["Cache-Control"] = "public, max-age=300"
    found = get_conditional_response(request, etag=etag, response=response)
    return found if found is not None else response


def said(text: str) -> str:
    """Text that XML can carry."""
    return text.translate(_FORBIDDEN)


def child(parent: ET.Element, name: str, text: str = "", /, **attributes: str) -> ET.Element:
    """A new element at the end of another."""
    element = ET.SubElement(parent, name, {key: said(value) for key, value in attributes.items() if value})
    if text:
        element.text = said(text)
    return element


def written(root: ET.Element) -> bytes:
    """The document as bytes."""
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)
