"""Releases as the data platform writes and reads them: lines first, the manifest last."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from learnstead.data import registry
from learnstead.data.guard.good import LastGood, file_of
from learnstead.data.guard.verdicts import ScopeVerdict
from learnstead.kernel.contracts import Record
from learnstead.kernel.contracts.releases import Manifest, ScopeEntry, decode_manifest, encode_manifest, manifest_key
from learnstead.kernel.errors import Terminal
from learnstead.ports.ledger import Ledger, ReleaseRecord, RunRecord, ScopeState
from learnstead.ports.objects import NoSuchObject, ObjectStore


class NoSuchRelease(Terminal):
    """There is no release of this source with this id."""


def write_manifest(
    objects: ObjectStore, *, run: RunRecord, release: str, made: datetime, verdicts: Iterable[ScopeVerdict]
) -> ReleaseRecord:
    """Say what is in a release whose lines are all there; from now on it exists."""
    chosen = list(verdicts)
    states = [verdict.accepted or verdict.after for verdict in chosen]
    known = registry.every().get(run.source)
    entries = [
        _entry(state, gone=verdict.gone, here=bool(known and known.made_here(state.scope)))
        for verdict, state in zip(chosen, states, strict=True)
    ]
    manifest = Manifest(
        id=release,
        source=run.source,
        run=run.id,
        made=made,
        clock=run.clock,
        frozen=run.frozen,
        demo=run.demo,
        scopes=sorted(entries, key=lambda entry: entry.scope),
    )
    objects.put(manifest_key(run.source, release), encode_manifest(manifest))
    return ReleaseRecord(
        id=release,
        source=run.source,
        run=run.id,
        made=made,
        clock=run.clock,
        scopes=len(entries),
        records=sum(entry.records for entry in entries),
        added=sum(verdict.result.added for verdict in chosen),
        changed=sum(verdict.result.changed for verdict in chosen),
        removed=sum(verdict.result.removed for verdict in chosen),
        demo=run.demo,
    )


def _entry(state: ScopeState, *, gone: bool, here: bool) -> ScopeEntry:
    if gone:
        return ScopeEntry(scope=state.scope, gone=True, here=here)
    file = file_of(state.scope)
    return ScopeEntry(scope=state.scope, file=file, records=state.records, content=state.content, here=here)


def read_manifest(objects: ObjectStore, source: str, release: str) -> Manifest:
    """What is in a release; NoSuchRelease."""
    try:
        return decode_manifest(objects.get(manifest_key(source, release)))
    except NoSuchObject as problem:
        words = f"{source} has no release {release!r}; 'learnstead source releases {source}' lists them"
        raise NoSuchRelease(words) from problem


def latest_records(objects: ObjectStore, ledger: Ledger, source: str) -> Iterator[Record]:
    """All last good records of a source, over its scopes."""
    for state in ledger.scopes(source):
        for line in LastGood(objects, state).decoded():
            yield line.record


def states_of_release(manifest: Manifest, known: Mapping[str, ScopeState], *, at: datetime) -> list[ScopeState]:
    """What is known of the scopes of a release that is good again, though a later one was."""
    return [
        replace(
            known.get(entry.scope) or ScopeState(source=manifest.source, scope=entry.scope),
            release="" if entry.gone else manifest.id,
            content=entry.content,
            version="",
            records=entry.records,
            last_good=at,
            stale_since=None,
            held_run="",
            missing={},
            history=[entry.records],
            fills={},
            payloads="",
            clock=manifest.clock,
            demo=manifest.demo,
        )
        for entry in manifest.scopes
    ]
