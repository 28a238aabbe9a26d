"""Internal links of a built site: do they lead anywhere?"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

ATTRIBUTES = {
    "a": "href",
    "img": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "track": "src",
    "script": "src",
    "link": "href",
    "iframe": "src",
    "form": "action",
}
SELECTOR = ", ".join(f"{tag}[{attribute}]" for tag, attribute in ATTRIBUTES.items())


# What stands between slashes, quotes and brackets: among these is the last part of every address an author wrote.
WORD = re.compile(rb"[^\s\"'()<>\[\]{}#?/]+")


@dataclass(frozen=True)
class BrokenLink:
    """``in_source`` tells that the author wrote it; ``media`` that a file is missing rather than a page."""

    page: str
    link: str
    media: bool
    in_source: bool

    def as_json(self) -> dict[str, str | bool]:
        """For the build's row."""
        return asdict(self)


@dataclass(frozen=True)
class BuiltSite:
    """A folder of pages, the addresses it answers to, and the media files served beside it."""

    folder: Path
    addresses: Collection[str]
    media: Collection[str]


def broken_links(site: BuiltSite, sources: Iterable[bytes]) -> Iterator[BrokenLink]:
    """Every address inside the site that is linked and leads nowhere, with the first page that links it.

    ``sources`` are the files the site was built from.
    """
    written = {word for data in sources for word in WORD.findall(data)}
    checked: set[str] = set()
    met: set[str] = set()  # addresses that mean the same on every page, as those of the navigation do
    for path in sorted(site.folder.rglob("*.html")):
        page = _address(path.relative_to(site.folder))
        links = _links(path) - met
        met.update(link for link in links if link.startswith("/"))
        for link in sorted(links):
            target = _target(link, page, site.addresses)
            if target is None or target in checked:
                continue
            checked.add(target)
            if not _leads_somewhere(target, site):
                name = PurePosixPath(target).name
                media = bool(PurePosixPath(name).suffix) and not name.endswith(".html")
                yield BrokenLink(page=page, link=link, media=media, in_source=name.encode() in written)


def _links(path: Path) -> set[str]:
    tree = LexborHTMLParser(path.read_bytes())
    links = {node.attributes.get(ATTRIBUTES[node.tag or ""]) for node in tree.css(SELECTOR)}
    return {link for link in links if link}


def _address(path: PurePosixPath | Path) -> str:
    """The page ``pages/one/index.html`` is at ``/pages/one/``."""
    if path.name != "index.html":
        return f"/{path.as_posix()}"
    parent = path.parent.as_posix()
    return "/" if parent == "." else f"/{parent}/"


def _target(link: str, page: str, addresses: Collection[str]) -> str | None:
    """The path inside the site that a link on ``page`` means; None for the world outside."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = unquote(parts.path)
    if not path.startswith("/"):
        return _normal(f"{page.rpartition('/')[0]}/{path}")
    for address in addresses:
        if path == address.rstrip("/") or path.startswith(address):
            return _normal("/" + path[len(address) :])
    return None


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def _leads_somewhere(target: str, site: BuiltSite) -> bool:
    path = site.folder / target.strip("/")
    return path.is_file() or (path / "index.html").is_file() or target.strip("/") in site.media
