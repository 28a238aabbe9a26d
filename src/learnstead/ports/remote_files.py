"""A file that lies at somebody else's, fetched piece by piece, so that what breaks off goes on where it stopped."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

PIECE = 32 * 2**20
"""Bytes asked for at once; what is lost when we are killed in the middle."""
PATIENT = timedelta(hours=6)
"""Longest time for one answer: a server that cannot send pieces sends everything at once."""


@dataclass(frozen=True)
class Piece:
    """Some bytes of a file, in ``body``, which the caller removes.

    ``start`` is where they belong; 0 in place of what was asked for means that the file is another one now, or that the
    server only sends whole files, and what was fetched before is void. ``total`` and ``version`` are those of the whole
    file; ``version`` is empty when the server has none. ``name`` and ``media_type`` are what the server calls it.
    """

    start: int
    body: Path
    size: int
    total: int
    version: str
    name: str
    media_type: str


class RemoteFiles(Protocol):
    """Errors are those of ports.egress: FetchFailed and FetchRefused."""

    def piece(self, address: str, *, start: int, version: str, most_bytes: int) -> Piece:
        """The next bytes from ``start`` of what is at ``address``; FetchRefused when all of it exceeds ``most_bytes``.

        ``version`` is that of the pieces before, or empty.
        """
