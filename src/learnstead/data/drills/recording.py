"""What a source answered when all was well: every answer by its request, every object by its key."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

from learnstead.data.snapshot import Exchange, Payload, Snapshot
from learnstead.kernel.errors import Terminal
from learnstead.ports.bucket import Bucket, BucketObject
from learnstead.ports.objects import NoSuchObject, ObjectStore

OBJECT = "object:"
OK = 200


class NothingToDrill(Terminal):
    """There is no run to take answers from."""


@dataclass(frozen=True)
class Reply:
    """An answer. ``then`` says how it is sent: whole, "cut", "reset", "stall" or "drip"."""

    body: bytes
    status: int = OK
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    then: str = ""


@dataclass(frozen=True)
class Recorded:
    """One answer and what it answered. ``index`` of ``total`` answers with its label in its scope."""

    exchange: Exchange
    reply: Reply
    index: int = 0
    total: int = 1

    @property
    def host(self) -> str:
        """Who was asked."""
        return urlsplit(self.exchange.url).netloc

    @property
    def path(self) -> str:
        """What was asked for."""
        return urlsplit(self.exchange.url).path or "/"

    @property
    def query(self) -> dict[str, str]:
        """With which query; credentials were never kept."""
        return dict(parse_qsl(urlsplit(self.exchange.url).query, keep_blank_values=True)) | self.exchange.query


@dataclass(frozen=True)
class Recording:
    """A healthy world. ``clock`` is what time it was in there."""

    answers: tuple[Recorded, ...]
    objects: tuple[Recorded, ...]
    clock: datetime

    @property
    def scopes(self) -> list[str]:
        """The scopes something was fetched for."""
        return list(dict.fromkeys(one.exchange.scope for one in (*self.answers, *self.objects)))


def recorded(objects: ObjectStore, *, source: str, runs: Iterable[str]) -> Recording:
    """The latest answers of some runs, oldest run first. NothingToDrill when they kept none."""
    found: dict[tuple[str, str], Exchange] = {}
    clock = None
    for run in runs:
        snapshot = Snapshot(objects, source=source, run=run)
        journal = snapshot.journal()
        clock = journal.clock if journal else clock
        found |= {(one.method, one.address): one for one in snapshot.exchanges()}
    there = [one for one in found.values() if one.status in {OK, 304}]
    known = [replayable for one in there if (replayable := _reply(one, objects))]
    if not known:
        raise NothingToDrill(f"{source} has no snapshot to take answers from; run it once, or drill with sample feeds")
    numbered = _numbered(known)
    return Recording(
        answers=tuple(one for one in numbered if "//" in one.exchange.url),
        objects=tuple(one for one in numbered if one.exchange.url.startswith(OBJECT)),
        clock=clock or datetime.now(UTC),
    )


def with_objects(recording: Recording, bucket: Bucket) -> Recording:
    """With everything a bucket has, for a source that keeps many small objects as one."""
    known = {one.exchange.url for one in recording.objects}
    more = [_object(found, bucket, recording.clock) for found in bucket.list("") if f"{OBJECT}{found.key}" not in known]
    return replace(recording, objects=(*recording.objects, *more))


def _object(found: BucketObject, bucket: Bucket, clock: datetime) -> Recorded:
    with bucket.open(found.key) as file:
        body = file.read()
    return Recorded(
        Exchange(
            number=0,
            scope=found.key.rpartition("/")[0],
            label="object",
            url=f"{OBJECT}{found.key}",
            method="GET",
            fetched=clock,
            sha256=hashlib.sha256(body).hexdigest(),
            size=len(body),
        ),
        Reply(body=body),
    )


def version_of(content: bytes) -> str:
    """What a bucket would call these bytes."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _reply(exchange: Exchange, objects: ObjectStore) -> Recorded | None:
    try:
        body = Payload(exchange=exchange, objects=objects).content
    except NoSuchObject:
        return None
    return Recorded(exchange, Reply(body=body, content_type=exchange.headers.get("content-type", "")))


def _numbered(known: list[Recorded]) -> list[Recorded]:
    groups: dict[tuple[str, str, bool], list[Recorded]] = {}
    for one in known:
        groups.setdefault((one.exchange.scope, one.exchange.label, one.exchange.url.startswith(OBJECT)), []).append(one)
    return [replace(one, index=index, total=len(group)) for group in groups.values() for index, one in enumerate(group)]
