"""What a sender took back by a webhook: a scope, or one record of a source that is fetched as a whole.

It lies in our own store until the same is sent again. A scope that was taken back is gone, although its files may
still lie in the bucket; a record that was taken back is gone with the next list that does not have it, at once.
"""

from collections.abc import Iterator
from urllib.parse import quote

import msgspec

from learnstead.data.normalising import Candidate
from learnstead.data.snapshot import WHOLE, Snapshot
from learnstead.kernel.contracts import Gone
from learnstead.ports.objects import NoSuchObject, ObjectStore

LABEL = "taken back"


class TakenBack(msgspec.Struct, frozen=True, kw_only=True):
    """What, and why."""

    name: str
    reason: str


def take_back(objects: ObjectStore, *, source: str, name: str, reason: str) -> None:
    """Remember that a scope, or the record with this key, was taken back."""
    objects.put(_key(source, name), msgspec.json.encode(TakenBack(name=name, reason=reason)))


def give_again(objects: ObjectStore, *, source: str, name: str) -> None:
    """Forget that it was."""
    objects.delete(_key(source, name))


def reason_for(objects: ObjectStore, *, source: str, name: str) -> str:
    """Why it was taken back; empty when it was not."""
    try:
        return msgspec.json.decode(objects.get(_key(source, name)), type=TakenBack).reason
    except NoSuchObject:
        return ""


def all_of(objects: ObjectStore, source: str) -> list[TakenBack]:
    """Everything of a source that was taken back."""
    listed = objects.list(f"taken-back/{source}/")
    return [msgspec.json.decode(objects.get(info.key), type=TakenBack) for info in listed]


def gone_in(snapshot: Snapshot) -> Iterator[Candidate]:
    """The records that a run was told were taken back."""
    for payload in snapshot.payloads(LABEL):
        for one in payload.json():
            yield Candidate(record=Gone(key=one["name"], reason=one["reason"]), payload=payload.sha256, scope=WHOLE)


def _key(source: str, name: str) -> str:
    return f"taken-back/{source}/{quote(name, safe='')[-250:]}"
