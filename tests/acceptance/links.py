"""A walk over a published site, link by link, as a reader could take it; and whether the author knows of a dead end."""

import re
from collections import deque
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import httpx
from selectolax.lexbor import LexborHTMLParser

LINKS = (("a", "href"), ("img", "src"), ("source", "src"), ("script", "src"), ("link", "href"), ("track", "src"))
WORD = re.compile(r"[^\s\"'()<>\[\]{}#?/]+")


@dataclass
class Walk:
    """What was seen: pages that answered, and addresses that did not, each with the page that links there."""

    pages: set[str] = field(default_factory=set)
    dead_ends: dict[str, str] = field(default_factory=dict)


def walk(browser: httpx.Client, start: str) -> Walk:
    """Follow every link that stays below ``start``."""
    seen, waiting, found = {start}, deque([(start, start)]), Walk()
    while waiting:
        address, linked_from = waiting.popleft()
        is_page = address.endswith(("/", ".html"))
        answer = browser.request("GET" if is_page else "HEAD", address, follow_redirects=True)
        if answer.is_error:
            found.dead_ends[address] = linked_from
        elif is_page:
            found.pages.add(address)
            for target in _targets(answer):
                if target.startswith(start) and target not in seen:
                    seen.add(target)
                    waiting.append((target, address))
    return found


def _targets(page: httpx.Response) -> set[str]:
    tree = LexborHTMLParser(page.content)
    links = (node.attributes.get(name) for tag, name in LINKS for node in tree.css(f"{tag}[{name}]"))
    return {_path(urljoin(str(page.url), link), page.url) for link in links if link} - {""}


def _path(address: str, here: httpx.URL) -> str:
    """The path of an address on the same server; a page's with its slash at the end."""
    parts = urlsplit(address)
    if parts.netloc != here.netloc.decode():
        return ""
    looks_like_a_page = not PurePosixPath(parts.path).suffix and not parts.path.endswith("/")
    return f"{parts.path}/" if looks_like_a_page else parts.path


def is_the_authors(dead_end: str, start: str, source: dict[str, str]) -> bool:
    """Whether the link leads nowhere in the source already: it is written there, and what it names is not there."""
    path = unquote(dead_end.removeprefix(start)).strip("/")
    there = {f"content/{path}.md", f"content/{path}/_index.md", f"static/{path}"} & source.keys()
    return not there and PurePosixPath(path).name in _words(source)


_remembered: dict[int, set[str]] = {}


def _words(source: dict[str, str]) -> set[str]:
    """What stands between slashes, quotes and brackets: the last parts of addresses are among it."""
    if id(source) not in _remembered:
        _remembered.clear()
        _remembered[id(source)] = {word for text in source.values() for word in WORD.findall(text)}
    return _remembered[id(source)]
