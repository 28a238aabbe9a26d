"""Pages and assignments: what they say of themselves, and which files they link."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from learnstead.data.canvas.export import Export, Resource
from learnstead.data.canvas.files_meta import WEB
from learnstead.data.canvas.times import is_locked
from learnstead.data.parsing.xml import texts_in

FILE_BASES = ("$IMS-CC-FILEBASE$/", "$IMS_CC_FILEBASE$/")
STATES = {"active", "published"}
KEPT_BACK = ("only_visible_to_overrides", "hide_in_gradebook", "module_locked")


@dataclass(frozen=True)
class Page:
    """``state`` is empty when the page does not say; ``links`` are paths of files in the archive."""

    title: str
    state: str
    links: tuple[str, ...]


def read(export: Export, resource: Resource) -> Page:
    """A page as it is in the archive; an empty one when it is not there."""
    content = export.files.read(resource.href) if resource.href in export.files else b""
    tree = LexborHTMLParser(content.decode(errors="replace"))
    title, state = tree.css_first("title"), tree.css_first('meta[name="workflow_state"]')
    return Page(
        title=title.text().strip() if title else "",
        state=(state.attributes.get("content") or "").strip() if state else "",
        links=tuple(_links(tree)),
    )


def assignment(export: Export, resource: Resource) -> Mapping[str, str] | None:
    """The settings of an assignment; None when they cannot be read."""
    found = export.xml(resource.settings)
    return texts_in(found) if found is not None else None


def is_given(said: Mapping[str, str], *, now: datetime) -> bool:
    """Whether every student of the course may see an assignment at this time."""
    kept_back = any(said.get(name, "").lower() == "true" for name in KEPT_BACK)
    return said.get("workflow_state") == "published" and not kept_back and not is_locked(said, now=now)


def _links(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css("a[href]"):
        href = (node.attributes.get("href") or "").strip()
        for base in FILE_BASES:
            if unquote(href).startswith(base):
                yield WEB + unquote(href.partition("?")[0].partition("#")[0]).removeprefix(base)
