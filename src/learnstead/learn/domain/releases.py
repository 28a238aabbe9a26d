"""Brings the catalogue to a release of a data source: what differs is written, in one transaction, and search told."""

import gzip
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

import msgspec
from django.db import connection, transaction

from learnstead.kernel.contracts import releases
from learnstead.kernel.contracts.records import BrokenContract, decode
from learnstead.kernel.contracts.releases import Manifest, ScopeEntry
from learnstead.learn.domain import embedding, versions, writing
from learnstead.learn.domain.versions import Coming, Difference, Staged
from learnstead.learn.models import AppliedRelease, AppliedScope, LearningResource
from learnstead.ports.jobs import Queue
from learnstead.ports.objects import ObjectStore

APPLY_JOB = "learn.apply_source_release"
INDEX_JOB = "learn.index"
REBUILD_JOB = "learn.rebuild_search"
INDEX_LOCK = "search-index"
INDEXED_AT_ONCE = 2000


class _Line(msgspec.Struct):
    """A line of a release, its record unread."""

    key: str
    digest: str
    payload: str
    run: str
    record: msgspec.Raw


class _Kind(msgspec.Struct):
    record: str


_LINES = msgspec.json.Decoder(_Line)
_KINDS = msgspec.json.Decoder(_Kind)


def lock_of(source: str) -> str:
    """The lock under which releases of a source are applied, one after another."""
    return f"learn:source:{source}"


@transaction.atomic
def apply_release(
    *, source: str, release: str, objects: ObjectStore, queue: Queue, at: datetime, message_id: str = ""
) -> AppliedRelease | None:
    """Make the catalogue say what the release says about its scopes, and ask for the index to follow.

    None when nothing had to be written: the content is what is there already, or every scope is at a newer release.
    A release that was applied before and is asked for again is an undo: what was true then is true from now on.
    """
    _take_turn(source)
    if message_id and AppliedRelease.objects.filter(source=source, message_id=message_id).exists():
        return None
    manifest = releases.decode_manifest(objects.get(releases.manifest_key(source, release)))
    undoes = AppliedRelease.objects.filter(source=source, release=release).exists()
    entries = list(_news(manifest, undoes=undoes))
    if not entries:
        return None
    coming = Coming(
        source=source,
        release=release,
        at=at if undoes else manifest.clock,
        is_demo=manifest.demo,
        scopes=[entry.scope for entry in entries],
        undoes=undoes,
    )
    task = writing.Writing(
        source=source,
        clock=at if undoes and not manifest.frozen else manifest.clock,
        at=at,
        clock_is_frozen=manifest.frozen,
    )
    versions.stage(_staged(entries, manifest, objects, task, coming))
    for key, owner in versions.refuse_those_of_others(coming):
        task.leave_out(key, f"it belongs to {owner}, which brought it first")
    views = writing.count_views(task, is_demo=manifest.demo)
    difference = versions.remember(coming)
    closed = 0 if manifest.demo or all(entry.here for entry in entries) else versions.close_demo(coming)
    if difference or closed:
        writing.write_all(task)
    _reach(entries, manifest, at)
    if not (difference or closed or views or task.problems):
        return None
    ask_for_index(sorted(task.resources), queue)
    return _remember(coming, manifest, difference, views, task, message_id)


def _take_turn(source: str) -> None:
    """Wait for another process that applies a release of the same source; the job's lock is not always there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [lock_of(source)])


def _news(manifest: Manifest, *, undoes: bool) -> Iterator[ScopeEntry]:
    """The scopes that are not at this content, nor (unless this undoes) at a newer release; no demo over real data."""
    reached = {scope.scope: scope for scope in AppliedScope.objects.filter(source=manifest.source)}
    for entry in manifest.scopes:
        known = reached.get(entry.scope)
        same = known and known.content == entry.content and known.is_demo == manifest.demo
        late = known and known.made > manifest.made and not undoes and known.is_demo == manifest.demo
        real = known and manifest.demo and not known.is_demo
        if not same and not late and not real:
            yield entry


def _staged(
    entries: Iterable[ScopeEntry],
    manifest: Manifest,
    objects: ObjectStore,
    task: writing.Writing,
    coming: Coming,
) -> Iterator[Staged]:
    for entry in entries:
        if entry.gone:
            continue
        for number, text in enumerate(_lines(objects, manifest, entry), 1):
            try:
                line = _LINES.decode(text)
                kind = _KINDS.decode(line.record).record
            except msgspec.MsgspecError as problem:
                raise BrokenContract(f"line {number} of {entry.file} of release {manifest.id}: {problem}") from problem
            reason = _unfit(line)
            if reason:
                task.leave_out(line.key[:200].replace("\x00", ""), reason)
                coming.unreadable.append(line.key.replace("\x00", ""))
            elif kind != "gone":
                yield Staged(
                    scope=entry.scope,
                    kind=kind,
                    key=line.key,
                    digest=line.digest,
                    payload=line.payload,
                    run=line.run,
                    body=_storable(bytes(line.record)),
                )


def _unfit(line: _Line) -> str:
    """Why a record cannot be kept; empty when it can."""
    if len(line.key.encode()) > versions.LONGEST_KEY_BYTES or "\x00" in line.key:
        return f"its key has a NUL, or more than {versions.LONGEST_KEY_BYTES:,} bytes"
    try:
        decode(bytes(line.record))
    except BrokenContract as problem:
        return f"it breaks the contract: {problem}"
    return ""


def _lines(objects: ObjectStore, manifest: Manifest, entry: ScopeEntry) -> Iterator[bytes]:
    prefix = releases.prefix_of(manifest.source, manifest.id)
    key = entry.file if entry.file.startswith(f"{prefix}/") else f"{prefix}/{entry.file}"
    with objects.open(key) as stream:
        yield from gzip.GzipFile(fileobj=stream) if key.endswith(".gz") else stream


def _storable(record: bytes) -> str:
    """PostgreSQL keeps no NUL."""
    if b"\\u0000" not in record:
        return record.decode()
    return msgspec.json.encode(_without_nul(msgspec.json.decode(record))).decode()


def _without_nul(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [_without_nul(one) for one in value]
    if isinstance(value, dict):
        return {key: _without_nul(one) for key, one in value.items()}
    return value


def _reach(entries: Sequence[ScopeEntry], manifest: Manifest, at: datetime) -> None:
    """Note where each scope stands now."""
    AppliedScope.objects.bulk_create(
        [
            AppliedScope(
                source=manifest.source,
                scope=entry.scope,
                release=manifest.id,
                content=entry.content,
                made=manifest.made,
                clock=manifest.clock,
                is_demo=manifest.demo,
                applied_at=at,
            )
            for entry in entries
        ],
        update_conflicts=True,
        unique_fields=["source", "scope"],
        update_fields=["release", "content", "made", "clock", "is_demo", "applied_at"],
        batch_size=1000,
    )


def ask_for_index(ids: Sequence[int], queue: Queue) -> None:
    """Ask for the index to follow what changed; when that is most of the catalogue, for a new one."""
    if len(ids) > INDEXED_AT_ONCE and len(ids) * 2 > LearningResource.objects.filter(published=True).count():
        ask_for_rebuild(queue)
        embedding.note(ids, queue)
        return
    rest = iter(ids)
    while batch := list(islice(rest, INDEXED_AT_ONCE)):
        queue.put(INDEX_JOB, lock=INDEX_LOCK, resources=batch)


def ask_for_rebuild(queue: Queue) -> None:
    """Ask for a new index; while it is built, the one there is goes on following."""
    queue.put(REBUILD_JOB, lock=REBUILD_JOB, once=REBUILD_JOB)


def _remember(
    coming: Coming, manifest: Manifest, difference: Difference, views: int, task: writing.Writing, message_id: str
) -> AppliedRelease:
    return AppliedRelease.objects.create(
        source=coming.source,
        release=coming.release,
        clock=manifest.clock,
        scopes=list(coming.scopes),
        is_demo=manifest.demo,
        message_id=message_id,
        applied_at=task.at,
        added=difference.added + views,
        changed=difference.changed,
        removed=difference.removed,
        problems=task.problems,
    )
