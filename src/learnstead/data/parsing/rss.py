"""RSS, strictly: what is not well-formed to its last tag is half a feed or none."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml import ElementTree

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
ATOM = "{http://www.w3.org/2005/Atom}"


class NoFeed(ValueError):
    """This is no RSS feed, or only the beginning of one."""


@dataclass(frozen=True)
class Feed:
    """The channel of a feed, and what the feed calls its XML namespaces."""

    channel: Element
    prefixes: Mapping[str, str]

    @property
    def items(self) -> list[Element]:
        """Its items, in its order."""
        return self.channel.findall("item")


def feed_in(content: bytes) -> Feed:
    """The feed; NoFeed says what else it is."""
    prefixes: dict[str, str] = {}
    root = None
    try:
        for event, what in ElementTree.iterparse(io.BytesIO(content), events=("start-ns", "end")):
            if event == "start-ns":
                prefixes.setdefault(what[1], what[0])
            else:
                root = what
    except (ParseError, ValueError) as problem:
        start = content[:60].decode("utf-8", errors="replace").strip()
        raise NoFeed(f"it is no complete RSS feed ({problem}); it begins {start!r}") from problem
    channel = root.find("channel") if root is not None else None
    if channel is None:
        raise NoFeed(f"it is XML without a channel: <{getattr(root, 'tag', '')}>")
    return Feed(channel=channel, prefixes=prefixes)


def text_of(element: Element, name: str) -> str:
    """The text of a child, stripped; empty without one."""
    return (element.findtext(name) or "").strip()


def attribute_of(element: Element, name: str, attribute: str) -> str:
    """An attribute of a child, stripped; empty without one."""
    child = element.find(name)
    return (child.get(attribute) or "").strip() if child is not None else ""


def date_of(element: Element, name: str) -> datetime | None:
    """A date as mail writes it, in UTC; None when there is none or it cannot be read."""
    try:
        told = parsedate_to_datetime(text_of(element, name))
    except ValueError:
        return None
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)


def printed(element: Element, prefixes: Mapping[str, str], *, depth: int = 0) -> str:
    """An element as XML, one tag or text to a line, with the feed's prefixes and without their declarations."""
    name, indent = _name(element.tag, prefixes), " " * depth
    attributes = "".join(f" {_name(key, prefixes)}={quoteattr(value)}" for key, value in sorted(element.attrib.items()))
    inside = [f"{indent} {escape(words)}\n"] if (words := (element.text or "").strip()) else []
    for child in element:
        inside.append(printed(child, prefixes, depth=depth + 1))
        if words := (child.tail or "").strip():
            inside.append(f"{indent} {escape(words)}\n")
    if not inside:
        return f"{indent}<{name}{attributes}/>\n"
    return f"{indent}<{name}{attributes}>\n{''.join(inside)}{indent}</{name}>\n"


def _name(tag: str, prefixes: Mapping[str, str]) -> str:
    if not tag.startswith("{"):
        return tag
    uri, name = tag[1:].split("}", 1)
    prefix = prefixes.get(uri, "")
    return f"{prefix}:{name}" if prefix else name
