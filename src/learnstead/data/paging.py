"""Lists that come in pages: how to get to the next, and how to notice that they go round in circles."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import msgspec

from learnstead.data.snapshot import WrongShape
from learnstead.kernel.errors import Terminal
from learnstead.ports.egress import FetchFailed

MOST_PAGES = 2000


class Pages:
    """What came of a paged list so far. Hand every page to ``add``; ask ``proof`` when the last one was reached.

    A server that is confused serves a page twice, or the same items under the next number. Both would look like a
    full list and not be one.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._addresses: set[str] = set()
        self._items: set[int] = set()
        self._empty = False
        self.number = self.seen = 0

    def add(self, address: str, items: Sequence[Any]) -> None:
        """One more page. FetchFailed when it repeats earlier ones, Terminal when there is no end to them."""
        self.number += 1
        if self.number > MOST_PAGES:
            raise Terminal(f"{self._url} has more than {MOST_PAGES} pages; it seems to go round in circles")
        if address in self._addresses:
            raise FetchFailed(f"{self._url} leads to the same page again: {address}")
        if self._empty:
            raise FetchFailed(f"page {self.number - 1} of {self._url} is empty, and says that more follow")
        self._addresses.add(address)
        self._empty = not items
        these = [hash(msgspec.json.encode(item)) for item in items]
        new = sum(item not in self._items for item in these)
        if these and not new:
            raise FetchFailed(f"page {self.number} of {self._url} repeats items of earlier pages, and brings no others")
        self._items.update(these)
        self.seen += new

    def proof(self, declared: Any) -> str:
        """In words why nothing is missing. FetchFailed when more or fewer items were declared than came."""
        pages = f"{self.number} page{'s' * (self.number > 1)}"
        if not isinstance(declared, int) or isinstance(declared, bool):
            return f"{self.seen}, last page reached, {pages}"
        if declared != self.seen:
            raise FetchFailed(
                f"{self._url} declared {declared} items, and {self.seen} different ones came on {pages}; "
                "the list was cut, or changed while it was read"
            )
        return f"{self.seen} of {declared} declared, {pages}"


def next_page(first: str, following: Any) -> str | None:
    """The address of the next page: on the host of the first, over its scheme. WrongShape when it leads elsewhere."""
    if not following:
        return None
    if not isinstance(following, str):
        raise WrongShape(f"{first} names a next page that is no address: {following!r:.80}")
    start, after = urlsplit(first), urlsplit(urljoin(first, following))
    if after.hostname != start.hostname:
        raise WrongShape(f"{first} names a next page on another host: {following}")
    query = urlencode(parse_qsl(after.query, keep_blank_values=True))
    return urlunsplit((start.scheme, start.netloc, after.path, query, ""))
