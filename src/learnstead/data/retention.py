"""What is kept, and for how long: so that neither the ledger nor the object store grows without end.

The latest runs and releases of each source are kept, and those that what learners see comes from. Payloads go when
nothing has referred to them for some months. Whatever is killed in here is done by the next one: rows go first, and
objects that no row speaks of are swept up.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from learnstead.data.guard.good import LastGood, index_of
from learnstead.data.snapshot import Exchange, raw_key
from learnstead.ports.ledger import Ledger
from learnstead.ports.objects import NoSuchObject, ObjectStore

KEEP_RUNS, KEEP_RELEASES = 200, 50
YOUNG = timedelta(days=2)
UNREFERENCED_FOR = timedelta(days=90)
UNREFERENCED = "raw-unreferenced.json"
FOLDERS_OF_RUNS = ("snapshots", "candidates")


def forget_old_runs(source: str, *, objects: ObjectStore, ledger: Ledger, at: datetime) -> None:
    """Drop old rows of a source, and the objects of runs and releases that no row speaks of."""
    ledger.forget(source, before=at - YOUNG, keep_runs=KEEP_RUNS, keep_releases=KEEP_RELEASES)
    known = ledger.known(source)
    for folder in FOLDERS_OF_RUNS:
        _sweep(objects, f"{folder}/{source}", keep=known.runs, at=at)
    _sweep(objects, f"releases/{source}", keep=known.releases, at=at)


def forget_payloads(sources: Iterable[str], *, objects: ObjectStore, ledger: Ledger, at: datetime) -> int:
    """Remove payloads that nothing has referred to for some months; returns how many.

    A payload is written before anything refers to it, so one is only removed when it was found unreferenced before,
    long ago, and still is.
    """
    referred = {sha256 for source in sources for sha256 in _referred(source, objects, ledger)}
    before, still, removed = _noted(objects), dict[str, datetime](), 0
    for info in list(objects.list("raw/")):
        sha256 = info.key.rpartition("/")[2]
        if sha256 in referred:
            continue
        since = before.get(sha256, at)
        if at - since >= UNREFERENCED_FOR:
            objects.delete(raw_key(sha256))
            removed += 1
        else:
            still[sha256] = since
    objects.put(UNREFERENCED, msgspec.json.encode(still))
    return removed


def _sweep(objects: ObjectStore, prefix: str, *, keep: frozenset[str], at: datetime) -> None:
    for name in sorted({info.key.removeprefix(f"{prefix}/").partition("/")[0] for info in objects.list(f"{prefix}/")}):
        made = _time_in(name)
        if made and name not in keep and at - made > YOUNG:
            objects.delete(f"{prefix}/{name}")


def _time_in(run: str) -> datetime | None:
    """When the run of this id began; None when the name is not that of a run."""
    try:
        return datetime.strptime(run.partition("-")[0], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _referred(source: str, objects: ObjectStore, ledger: Ledger) -> Iterator[str]:
    """Payloads of every kept run, of every record that is good, and what each address answered last."""
    for info in objects.list(f"snapshots/{source}/"):
        name = info.key.rpartition("/")[2]
        if name.startswith("answers-"):
            answers = msgspec.json.decode(objects.get(info.key), type=dict[str, Exchange])
            yield from (exchange.sha256 for exchange in answers.values())
        elif name != "journal.json":
            yield msgspec.json.decode(objects.get(info.key), type=Exchange).sha256
    for state in ledger.scopes(source):
        good = LastGood(objects, state)
        if good.key:
            yield from {line.payload for line in index_of(objects, good.key).values()}


def _noted(objects: ObjectStore) -> dict[str, datetime]:
    try:
        return msgspec.json.decode(objects.get(UNREFERENCED), type=dict[str, datetime])
    except NoSuchObject:
        return {}
