"""What a sender took back by a webhook: a scope, or one record of a source that is fetched as a whole.

It lies in our own store until the same is sent again. A scope that was taken back is gone, although its files may
still lie in the bucket; a record that was taken back is gone with the next list that does not have it, at once.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from learnstead.data.normalising import Candidate
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.kernel.contracts import Gone
from learnstead.ports.objects import NoSuchObject, ObjectStore

if TYPE_CHECKING:
    from learnstead.data.extraction import Extraction

LABEL = "taken back"


def take_back_scope(objects: ObjectStore, *, source: str, scope: str, reason: str) -> None:
    """Remember that a scope was taken back."""
    objects.put(_key(source, "scopes", scope), reason.encode())


def give_scope_again(objects: ObjectStore, *, source: str, scope: str) -> None:
    """Forget that it was."""
    objects.delete(_key(source, "scopes", scope))


def reason_for(objects: ObjectStore, *, source: str, scope: str) -> str:
    """Why a scope was taken back; empty when it was not."""
    try:
        return objects.get(_key(source, "scopes", scope)).decode()
    except NoSuchObject:
        return ""


def take_back_record(objects: ObjectStore, *, source: str, key: str, reason: str) -> None:
    """Remember that the record with this key was taken back."""
    objects.put(_key(source, "records", key), msgspec.json.encode(Gone(key=key, reason=reason)))


def give_record_again(objects: ObjectStore, *, source: str, key: str) -> None:
    """Forget that it was."""
    objects.delete(_key(source, "records", key))


def records(objects: ObjectStore, *, source: str) -> list[Gone]:
    """What of a source was taken back, and not given again."""
    listed = objects.list(f"taken-back/{source}/records/")
    return [msgspec.json.decode(objects.get(info.key), type=Gone) for info in listed]


def first(run: "Extraction", payloads: Iterator[Payload]) -> Iterator[Payload]:
    """What was taken back, before anything is fetched: nobody need look for a scope that is known to be gone."""
    yield from _told(run)
    objects, source = run.snapshot.objects, run.snapshot.source
    reasons = {scope: reason_for(objects, source=source, scope=scope) for scope in run.only}
    for scope, reason in reasons.items():
        if reason:
            run.gone(scope, reason)
    if run.only and all(reasons.values()):
        return
    run.only = tuple(scope for scope in run.only if not reasons[scope])
    yield from payloads


def _told(run: "Extraction") -> Iterator[Payload]:
    """A payload that says which records were taken back, if any were."""
    found = records(run.snapshot.objects, source=run.snapshot.source)
    if found:
        yield run.keep(msgspec.json.encode(found), label=LABEL, url="taken-back")


def gone_in(snapshot: Snapshot) -> Iterator[Candidate]:
    """The records that a run was told were taken back."""
    for payload in snapshot.payloads(LABEL):
        for gone in msgspec.json.decode(payload.content, type=list[Gone]):
            yield Candidate(record=gone, payload=payload.sha256, scope=payload.scope)


def _key(source: str, kind: str, name: str) -> str:
    return f"taken-back/{source}/{kind}/{quote(name, safe='')[-250:]}"
