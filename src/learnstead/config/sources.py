"""What the source commands say and do, on behalf of whoever has the machine."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from learnstead.config.settings import CONFIG
from learnstead.config.source_states import state_of
from learnstead.data import registry
from learnstead.data.source import Source
from learnstead.flows.ingestion_world import NotSet, bucket_name, settings_of, variable
from learnstead.kernel import clock
from learnstead.ports.ledger import RunRecord
from learnstead.ports.services import services

CRON_FIELDS = 5


def in_order(names: Iterable[str]) -> list[str]:
    """Names so that a source comes behind those it reads."""
    ordered: list[str] = []

    def add(name: str) -> None:
        if name not in ordered:
            for before in registry.named(name).after:
                if before in wanted:
                    add(before)
            ordered.append(name)

    wanted = list(names)
    for name in wanted:
        add(name)
    return ordered


def row(source: Source) -> dict[str, Any]:
    """One source in a list."""
    stands = state_of(source, services().ledger, now=clock.now(), scheduled=CONFIG.schedules(source.name))
    last = stands.last_run
    return {
        "name": source.name,
        "title": source.title,
        "state": stands.state,
        "records": stands.records,
        "scopes": sum(1 for scope in stands.scopes if scope.release),
        "last_good": stands.last_good,
        "stale_since": stands.since,
        "next_run": stands.next_run,
        "last_run": last.id if last else None,
        "last_outcome": last.outcome if last else None,
        "cadence": source.cadence,
        "transport": source.transport,
        "demo": stands.demo,
        "held": sorted({scope.held_run for scope in stands.held}),
    }


def described(source: Source) -> dict[str, Any]:
    """One source in full: its declaration, what it needs, how it stands, its latest runs."""
    ledger, outside = services().ledger, services().outside
    return {
        **row(source),
        "data": source.data,
        "owner": source.owner,
        "brittle": source.brittle or None,
        "scope": source.scope,
        "schedules": list(source.schedules),
        "hosts": list(source.hosts),
        "bucket": bucket_name(source, outside) or None,
        "after": list(source.after),
        "thresholds": msgspec.to_builtins(source.thresholds),
        "settings": [
            {
                "variable": variable(source.name, setting.name),
                "says": setting.says,
                "required": setting.required,
                "set": outside.setting(source.name, setting.name) is not None,
                "value": None if setting.secret else outside.setting(source.name, setting.name) or setting.default,
            }
            for setting in source.settings
        ],
        "each_scope": [msgspec.to_builtins(state) for state in ledger.scopes(source.name)],
        "runs": [summary(run) for run in ledger.runs(source.name, limit=10)],
    }


def summary(run: RunRecord) -> dict[str, Any]:
    """A run without its scopes."""
    said = msgspec.to_builtins(run)
    return {name: value for name, value in said.items() if name != "scopes"} | {"scopes": len(run.scopes)}


def faults_of(source: Source, *, replayed: bool = False, folder: str = "") -> Iterator[str]:
    """What is wrong with a declaration, or missing for it to run."""
    try:
        settings_of(source, services(), replayed=replayed)
    except NotSet as problem:
        yield str(problem)
    known = registry.every()
    yield from (f"it comes after {name!r}, and there is no such source" for name in source.after if name not in known)
    bad = [schedule for schedule in source.schedules if len(schedule.split()) != CRON_FIELDS]
    yield from (f"{schedule!r} is no cron line of five fields" for schedule in bad)
    if not source.hosts and not source.bucket:
        yield "it names neither hosts nor a bucket, so it can read nothing"
    bucket = bucket_name(source, services().outside)
    if bucket and source.needs_bucket and services().outside.bucket(bucket, folder=folder) is None:
        yield f"nothing says where its bucket {bucket!r} is; LEARNSTEAD_OBJECTS may name a folder in its place"
