"""Serves the objects of a recording as a bucket, with a fault in it."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from learnstead.data.drills.recording import OBJECT, OK, Recorded, Recording, Reply, version_of
from learnstead.data.drills.server import Answering
from learnstead.ports.bucket import BucketObject
from learnstead.ports.egress import FetchFailed, FetchRefused

GONE = {404, 410}
BROKEN = {"cut": "ended early", "reset": "was reset", "stall": "was silent too long", "drip": "took too long"}


class DrillBucket:
    """Objects as they were, but for what ``answering`` does to them. What is answered with 404 is not listed either."""

    def __init__(self, recording: Recording, answering: Answering) -> None:
        self._recording, self._answering = recording, answering

    def list(self, prefix: str) -> Iterator[BucketObject]:
        """Breaks off where an object is answered with an error."""
        known = {one.exchange.url.removeprefix(OBJECT): one for one in self._recording.objects}
        for key in sorted(known):
            if not key.startswith(prefix):
                continue
            reply = self._reply(known[key])
            if reply.status in GONE:
                continue
            _must_be_ok(reply, f"the listing below {prefix!r}")
            yield BucketObject(
                key=key, size=len(reply.body), modified=self._recording.clock, version=version_of(reply.body)
            )

    def open(self, key: str) -> BinaryIO:
        """What is there now."""
        for one in self._recording.objects:
            if one.exchange.url == f"{OBJECT}{key}":
                reply = self._reply(one)
                _must_be_ok(reply, f"the object {key!r}")
                if reply.then in BROKEN:
                    raise FetchFailed(f"the object {key!r} {BROKEN[reply.then]}")
                return io.BytesIO(reply.body)
        raise FetchRefused(f"there is no object {key!r}")

    def _reply(self, one: Recorded) -> Reply:
        return self._answering(one, self._recording.objects)


def _must_be_ok(reply: Reply, what: str) -> None:
    if reply.status != OK:
        kind = FetchRefused if reply.status in {401, 403, *GONE} else FetchFailed
        raise kind(f"{what} was answered with {reply.status}")
