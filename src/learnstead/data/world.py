"""What a run of a source works with: everything outside itself that it may touch."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from learnstead.data.normalising import Texts
from learnstead.kernel.contracts import Record
from learnstead.ports.bucket import Bucket
from learnstead.ports.egress import Egress
from learnstead.ports.ledger import Ledger
from learnstead.ports.objects import ObjectStore


@dataclass(frozen=True)
class World:
    """The means of one run. ``latest`` gives the last good records of a source, ``scratch`` is for unfinished work."""

    objects: ObjectStore
    ledger: Ledger
    egress: Egress
    bucket: Bucket | None
    settings: Mapping[str, str]
    texts: Texts
    latest: Callable[[str], Iterator[Record]]
    scratch: Path
