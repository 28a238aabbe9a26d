"""XML from strangers: no entities, nothing fetched, and damage is an answer."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring


def element(content: bytes) -> Element | None:
    """The root element; None when it cannot be read or trusted."""
    try:
        return fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None


def name_of(found: Element) -> str:
    """The name of an element, without the namespace, which changes with every version of a format."""
    return found.tag.rpartition("}")[2]


def below(parent: Element, name: str) -> Iterator[Element]:
    """Every element of this name, however deep."""
    return (found for found in parent.iter() if name_of(found) == name)


def texts_in(parent: Element) -> dict[str, str]:
    """The text of each child, by its name; a child that says it is nil has none."""
    return {name_of(child): "" if child.get("nil") == "true" else (child.text or "").strip() for child in parent}
