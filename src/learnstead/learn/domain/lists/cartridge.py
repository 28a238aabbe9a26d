"""A list as a file for elsewhere: a table (CSV), or a thin Common Cartridge of web links for a learning platform.

The shapes are those of IMS Thin Common Cartridge 1.3: a manifest with one organisation, and a web link for each item.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from learnstead.kernel import prose
from learnstead.learn.domain.cards import Card

MANIFEST = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
LINK = "http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3"
METADATA = "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"
COLUMNS = ("position", "title", "type", "offered_by", "number", "price", "url", "page", "licence")
EPOCH = (1980, 1, 1, 0, 0, 0)  # so that the same list gives the same bytes
# A cell that begins so is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    """An item as files name it. ``page`` is its page here, ``url`` where learners start; both absolute."""

    title: str
    description: str
    page: str
    url: str
    cells: Sequence[str]


def lines(cards: Sequence[Card], *, site: str) -> list[Line]:
    """Items by their cards; ``site`` is our public address."""
    return [_line(number, card, site) for number, card in enumerate(cards, 1)]


def table(items: Sequence[Line]) -> str:
    """Comma-separated, with a header, for spreadsheets: cells never act as formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in item.cells] for item in items)
    return out.getvalue()


def thin_cartridge(*, key: str, title: str, items: Sequence[Line]) -> bytes:
    """The archive. ``key`` names the list among all cartridges."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _members(key, title, items):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text)
    return out.getvalue()


def _members(key: str, title: str, items: Sequence[Line]) -> Iterator[tuple[str, bytes]]:
    yield "imsmanifest.xml", _manifest(key, title, items)
    for number, item in enumerate(items, 1):
        link = ET.Element(f"{{{LINK}}}webLink")
        ET.SubElement(link, f"{{{LINK}}}title").text = item.title
        ET.SubElement(link, f"{{{LINK}}}url", href=item.url, target="_blank")
        yield f"links/{number}.xml", _text(link)


def _manifest(key: str, title: str, items: Sequence[Line]) -> bytes:
    def tag(name: str) -> str:
        return f"{{{MANIFEST}}}{name}"

    root = ET.Element(tag("manifest"), identifier=f"learnstead-{key}")
    metadata = ET.SubElement(root, tag("metadata"))
    ET.SubElement(metadata, tag("schema")).text = "IMS Thin Common Cartridge"
    ET.SubElement(metadata, tag("schemaversion")).text = "1.3.0"
    general = ET.SubElement(ET.SubElement(metadata, f"{{{METADATA}}}lom"), f"{{{METADATA}}}general")
    ET.SubElement(ET.SubElement(general, f"{{{METADATA}}}title"), f"{{{METADATA}}}string", language="en").text = title
    organisations = ET.SubElement(root, tag("organizations"))
    organisation = ET.SubElement(organisations, tag("organization"), identifier="list", structure="rooted-hierarchy")
    module = ET.SubElement(ET.SubElement(organisation, tag("item"), identifier="root"), tag("item"), identifier="items")
    ET.SubElement(module, tag("title")).text = title
    resources = ET.SubElement(root, tag("resources"))
    for number, item in enumerate(items, 1):
        entry = ET.SubElement(module, tag("item"), identifier=f"i{number}", identifierref=f"r{number}")
        ET.SubElement(entry, tag("title")).text = item.title
        resource = ET.SubElement(resources, tag("resource"), identifier=f"r{number}", type="imswl_xmlv1p3")
        ET.SubElement(resource, tag("file"), href=f"links/{number}.xml")
    return _text(root)


def _text(root: ET.Element) -> bytes:
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _line(number: int, card: Card, site: str) -> Line:
    resource = card.resource
    page = urljoin(site, resource.get_absolute_url())
    url = urljoin(site, resource.url) if resource.url else page
    cells = (str(number), resource.title, card.kind, card.offered_by, card.number, card.price, url, page)
    return Line(
        title=_plain(resource.title),
        description=prose.text_of_html(resource.description),
        page=page,
        url=url,
        cells=(*cells, resource.licence),
    )


def _plain(text: str) -> str:
    """XML has no place for most control characters."""
    return "".join(letter for letter in text if letter.isprintable() or letter == " ")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
