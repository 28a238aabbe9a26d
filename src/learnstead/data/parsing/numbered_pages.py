"""Lists that come in numbered pages until an empty one."""

from collections.abc import Iterator
from itertools import count

from learnstead.data.extraction import Extraction
from learnstead.data.snapshot import Payload
from learnstead.kernel.errors import Terminal
from learnstead.ports.egress import FetchFailed

MOST_PAGES = 500


def numbered_pages(run: Extraction, url: str, *, label: str) -> Iterator[Payload]:
    """Every page of a JSON list, from ``page=0`` to the empty one, which proves that there is no more.

    An error that answers as a JSON object is WrongShape; a page that comes twice is FetchFailed.
    """
    seen: set[str] = set()
    items = 0
    for number in count():
        if number == MOST_PAGES:
            raise Terminal(f"{url} has more than {MOST_PAGES} pages and no end; look at what it answers")
        payload = run.json(url, a=list, label=label, query={"page": str(number)})
        page = payload.json()
        if not page:
            run.complete(f"{items} items on {number} pages, and then an empty one")
            return
        if payload.sha256 in seen:
            raise FetchFailed(f"{url} answers page {number} with what is on an earlier page")
        seen.add(payload.sha256)
        items += len(page)
        yield payload
