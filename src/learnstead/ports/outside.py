"""The world outside, as one run of a source sees it: real, replayed, or a folder in its place."""

from collections.abc import Sequence
from typing import Protocol

from learnstead.ports.bucket import Bucket
from learnstead.ports.egress import Egress
from learnstead.ports.ledger import Ledger, ScopeState
from learnstead.ports.objects import ObjectStore
from learnstead.ports.text_extraction import TextExtractor


class Outside(Protocol):
    """Opens what a run needs."""

    @property
    def replay(self) -> str:
        """The address of a replayed world, or nothing."""

    @property
    def demo(self) -> bool:
        """Whether runs that nobody ordered otherwise read sample payloads instead of the real world."""

    def samples(self, source: str) -> str:
        """In a demo, the folder with the sample objects of a source that reads a bucket; or nothing."""

    def texts(self, *, replay: str) -> TextExtractor:
        """What reads documents; a replayed world may have its own."""

    def lives_here(self, source: str) -> bool:
        """Whether a source reads this very installation, in a demo as anywhere."""

    def egress(self, *, replay: str, source: str = "") -> Egress:
        """A client; with ``replay`` every request goes to that one address.

        That of a ``source`` which lives here may reach us, too, wherever in a private network we are.
        """

    def bucket(self, name: str, *, folder: str) -> Bucket | None:
        """The bucket of a source, or ``folder`` in its place; None when nobody said where it is."""

    def setting(self, source: str, name: str) -> str | None:
        """What this installation was told for a source, from ``LEARNSTEAD_SOURCE_<SOURCE>_<NAME>``."""

    def aside(self, objects: ObjectStore) -> ObjectStore:
        """A store that reads what ``objects`` has and keeps what is written to itself, for as long as it lives."""

    def ledger_aside(self, scopes: Sequence[ScopeState]) -> Ledger:
        """A ledger that begins with these scopes, and is forgotten."""
