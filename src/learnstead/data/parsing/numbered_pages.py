"""Lists that come in numbered pages until an empty one."""

from collections.abc import Iterator
from itertools import count

from learnstead.data.extraction import Extraction
from learnstead.data.paging import Pages
from learnstead.data.snapshot import Payload


def numbered_pages(run: Extraction, url: str, *, label: str) -> Iterator[Payload]:
    """Every page of a JSON list, from ``page=0`` to the empty one, which proves that there is no more.

    An error that answers as a JSON object is WrongShape; a page that comes twice is FetchFailed.
    """
    pages = Pages(url)
    for number in count():
        payload = run.json(url, a=list, label=label, query={"page": str(number)})
        items = payload.json()
        if not items:
            run.complete(f"{pages.seen} items on {number} pages, and then an empty one")
            return
        pages.add(f"page {number}", items)
        yield payload
