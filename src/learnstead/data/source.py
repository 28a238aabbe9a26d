"""What a source is: a declaration and two functions, in one file of ``data/sources``."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined
from learnstead.data.snapshot import Payload, Snapshot

Extract = Callable[[Extraction], Iterator[Payload]]
Normalise = Callable[[Snapshot, Given], Iterator[Candidate | Quarantined]]


@dataclass(frozen=True)
class Setting:
    """Something a source must be told, read from ``LEARNSTEAD_SOURCE_<SOURCE>_<NAME>`` in upper case.

    ``required`` ones without a default keep the source from running, except where the outside world is a replay:
    there a ``stand_in`` does. ``secret`` ones are never shown.
    """

    name: str
    says: str
    default: str = ""
    required: bool = False
    secret: bool = False
    stand_in: str = "replay"


@dataclass(frozen=True)
class Thresholds:
    """When a scope is held. Shares are of the last good records.

    ``absent_runs``: healthy, proven complete runs an item must be missing from before it is gone; 0 when the listing
    is the whole truth at every moment (a published site), so that what is not in it is gone at once.
    ``may_be_empty``: a scope in which nothing ever was is no surprise, such as a file of events that do not concern us.
    """

    absent_runs: int = 2
    most_missing: float = 0.2
    most_quarantined: float = 0.1
    most_changed_keys: float = 0.5
    most_growth: float = 5.0
    least_fill: float = 0.5
    may_be_empty: bool = False


def _nothing(_scope: str) -> bool:
    return False


@dataclass(frozen=True)
class Source:
    """A declaration. ``transport``, ``cadence`` and ``data`` read as in the ingestion tables of the seeds.

    ``schedules`` are cron lines in UTC, none when something else starts it. ``brittle`` says why it may break, or is
    empty. ``scope`` names the unit that is fetched, guarded and applied on its own. ``hosts`` are the only ones it may
    talk to. ``bucket`` names the bucket it reads, and ``needs_bucket`` whether it can do nothing without. ``after``
    names sources whose last good records it reads. ``prefix`` is where in the ``bucket`` its objects lie, and
    ``scope_of`` tells which scope an object is in: a webhook that names an object needs both.
    ``made_here`` tells scopes that this installation makes itself: they are real in a demo, and its samples stay.
    """

    name: str
    title: str
    transport: str
    cadence: str
    data: str
    owner: str
    extract: Extract
    normalise: Normalise
    scope: str = "whole feed"
    schedules: Sequence[str] = ()
    stale_after: timedelta = timedelta(days=2)
    brittle: str = ""
    hosts: Sequence[str] = ()
    bucket: str = ""
    needs_bucket: bool = True
    prefix: str = ""
    scope_of: Callable[[str], str] | None = None
    made_here: Callable[[str], bool] = _nothing
    settings: Sequence[Setting] = ()
    after: Sequence[str] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
