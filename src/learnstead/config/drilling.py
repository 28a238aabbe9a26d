"""Drills of this installation: over the last good snapshot of a source, or over sample payloads before it has one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from learnstead.adapters.bucket.folder import FolderBucket
from learnstead.adapters.egress.http import HttpEgress
from learnstead.adapters.egress.waiting import Time
from learnstead.config.feeds import objects as samples
from learnstead.config.feeds.routes import FEEDS, load
from learnstead.config.feeds.server import serving
from learnstead.data.drills.drill import Drilled, Ground, Means, NoHealthyRun, ScopeDrill, prepare
from learnstead.data.drills.recording import NothingToDrill, Recording, recorded, with_objects
from learnstead.data.extraction import Extraction
from learnstead.data.extraction import Means as Fetching
from learnstead.data.releasing import latest_records
from learnstead.data.snapshot import Snapshot
from learnstead.data.source import Source
from learnstead.data.texts import RememberedTexts
from learnstead.flows.ingestion_world import settings_of
from learnstead.kernel import clock
from learnstead.ports.egress import Egress
from learnstead.ports.objects import ObjectStore
from learnstead.ports.services import Services

HURRIED = Time(sleep=lambda _seconds: None)
"""A drill knows that nothing gets better by waiting."""
ATTEMPTS, PATIENCE_SECONDS = 2, 1.0
NAMED = 3


def ground_of(source: Source, services: Services, *, demo: bool = False) -> tuple[Ground, str]:
    """Where drills begin, and in words what it is."""
    aside = services.outside.aside(services.objects)
    means = _means(source, services, aside)
    if not demo:
        runs = sorted({state.release for state in services.ledger.scopes(source.name) if state.release})
        try:
            recording = recorded(services.objects, source=source.name, runs=runs)
            return prepare(source, recording, means), f"what {source.name} answered when its data was good last"
        except (NothingToDrill, NoHealthyRun):
            aside = services.outside.aside(services.objects)
            means = replace(means, objects=aside)
    recording = _samples(source, services, aside, means)
    return prepare(source, recording, means), f"our own sample payloads of {source.name}"


def _means(source: Source, services: Services, aside: ObjectStore) -> Means:
    outside = services.outside
    return Means(
        objects=aside,
        aside=outside.aside,
        ledger=outside.ledger_aside,
        egress=partial(_client, services.scratch),
        settings=settings_of(source, services, replayed=True),
        texts=RememberedTexts(aside, outside.texts(replay="")),
        latest=lambda name: latest_records(services.objects, services.ledger, name),
        scratch=services.scratch,
        now=clock.now,
    )


def _client(scratch: Path, url: str) -> Egress:
    return HttpEgress(scratch=scratch, replay=url, time=HURRIED, attempts=ATTEMPTS, most_patience=PATIENCE_SECONDS)


def _samples(source: Source, services: Services, aside: ObjectStore, means: Means) -> Recording:
    """What the sample payloads answer."""
    now, folder = clock.now(), FEEDS / source.name
    objects = samples.prepare(source.name, into=services.scratch / "drill-samples", today=now)
    bucket = FolderBucket(objects) if objects else None
    with serving(load([folder])) as feed:
        fetching = Fetching(
            egress=_client(services.scratch, feed.url),
            bucket=bucket,
            hosts=source.hosts,
            latest=means.latest,
            version_of=lambda _scope: "",
        )
        snapshot = Snapshot(aside, source=source.name, run="drill-0-samples")
        extraction = Extraction(snapshot, means=fetching, now=now, settings=means.settings)
        extraction.finish(source.extract(extraction))
    recording = recorded(aside, source=source.name, runs=["drill-0-samples"])
    return with_objects(recording, bucket) if bucket else recording


def report(drilled: Drilled) -> Iterator[str]:
    """What a person wants to know of a drill."""
    lost = [title for scope in drilled.scopes for title in scope.plain_lost]
    good = sum(scope.good for scope in drilled.scopes)
    changed = sum(scope.plain_changed for scope in drilled.scopes)
    yield f"{drilled.source}, drill {drilled.fault.name}: {drilled.fault.says}"
    if not drilled.applies:
        yield "  It makes no difference to anything this source answers."
        return
    yield f"  A loader that believes what it gets would have taken away {_of(lost, good)}, and changed {changed}."
    yield f"  Learners see now {_seen(drilled.scopes, good)}"
    for one in drilled.scopes:
        if one.result:
            words = one.result.reason or "; ".join(finding.says for finding in one.result.findings)
            yield f"    {one.scope}: {one.result.outcome}{f': {words}' if words else ''}"
    yield f"  {'The next healthy runs mended everything without help.' if _mended(drilled) else 'A person must look.'}"


def row(drilled: Drilled) -> dict[str, Any]:
    """The same for programs."""
    return {
        "source": drilled.source,
        "fault": drilled.fault.name,
        "says": drilled.fault.says,
        "applies": drilled.applies,
        "outcome": str(drilled.run.outcome),
        "harmless": drilled.harmless,
        "scopes": [
            {
                "scope": one.scope,
                "good": one.good,
                "plain_lost": list(one.plain_lost),
                "plain_changed": one.plain_changed,
                "lost": list(one.lost),
                "changed": one.changed,
                "outcome": str(one.result.outcome) if one.result else None,
                "reason": one.result.reason if one.result else "",
                "findings": [finding.says for finding in one.result.findings] if one.result else [],
                "recovered": one.recovered,
            }
            for one in drilled.scopes
        ],
    }


def in_short(drilled: Drilled) -> str:
    """One line for a table."""
    good = sum(scope.good for scope in drilled.scopes)
    plain = sum(len(scope.plain_lost) for scope in drilled.scopes)
    lost = sum(len(scope.lost) for scope in drilled.scopes)
    outcome = str(drilled.run.outcome) if drilled.applies else "-"
    return f"{drilled.fault.name:16} {plain:6} of {good:<6} {lost:6}   {outcome:10} {drilled.fault.says}"


def _of(lost: Sequence[str], good: int) -> str:
    if not lost:
        return f"none of {good}"
    others = f" and {len(lost) - NAMED} more" if len(lost) > NAMED else ""
    return f"{len(lost)} of {good} ({', '.join(lost[:NAMED])}{others})"


def _seen(scopes: Sequence[ScopeDrill], good: int) -> str:
    lost = [title for scope in scopes for title in scope.lost]
    changed = sum(scope.changed for scope in scopes)
    if lost:
        return f"{good - len(lost)} of {good}: {_of(lost, good)} are gone."
    return f"all {good}, {f'{changed} of them changed' if changed else 'as they were'}."


def _mended(drilled: Drilled) -> bool:
    return all(scope.recovered for scope in drilled.scopes)
