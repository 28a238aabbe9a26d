"""Resources that MIT keeps out of catalogues: a list of ids that several sources respect."""

from collections.abc import Iterator

from learnstead.data.extraction import Extraction
from learnstead.data.snapshot import Payload, Snapshot

HOST = "raw.githubusercontent.com"
ADDRESS = f"https://{HOST}/mitodl/open-resource-blocklists/master/courses.txt"
LABEL = "blocklist"


def blocklist(run: Extraction) -> Iterator[Payload]:
    """The list, or the one kept before when it cannot be had; once in a run, in the first scope that asks for it."""
    if any(run.snapshot.payloads(LABEL)):
        return
    payload = run.cached(ADDRESS, label=LABEL)
    if payload is not None:
        yield payload


def blocked(snapshot: Snapshot) -> frozenset[str]:
    """The ids that are not to be published."""
    return frozenset(line.strip() for payload in snapshot.payloads(LABEL) for line in payload.text.splitlines())
