"""HTML from elsewhere: what of it we keep."""

from collections.abc import Collection
from html import unescape

import nh3

# What a short text may look like. Links, pictures and headings are not part of a description.
KEPT = {
    *("b", "br", "center", "cite", "code", "em", "i", "q", "small", "span", "strike", "strong", "sub", "sup", "u"),
    *("blockquote", "div", "hr", "li", "ol", "p", "pre", "ul"),
    *("caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
}


def cleaned(html: str | None, *, also: Collection[str] = ()) -> str:
    """HTML with the tags in ``KEPT`` and no attributes; other tags go, their text stays. Scripts go altogether.

    ``also`` keeps more tags; ``a`` keeps where it leads.
    """
    attributes = {"a": {"href"}} if "a" in also else {}
    return nh3.clean(html, tags={*KEPT, *also}, attributes=attributes, link_rel=None) if html else ""


def unescaped(text: str | None) -> str:
    """What was escaped once too often: text stays text, and when it turns out to be HTML it is cleaned."""
    found = unescape(text or "")
    return cleaned(found) if "<" in found else found


def without_tags(html: str | None) -> str:
    """The same without any tags; still HTML, so that an ampersand is written ``&amp;``."""
    return nh3.clean(html, tags=set(), attributes={}) if html else ""


def plain_text(html: str | None) -> str:
    """What a person reads, as text."""
    return unescape(without_tags(html)).replace("\xa0", " ").strip()
