"""Three assets for each source: what was fetched, what it says, what was released. The flow does the work."""

from collections.abc import Iterator

from dagster import (
    AssetCheckResult,
    AssetCheckSpec,
    AssetExecutionContext,
    AssetIn,
    AssetKey,
    AssetsDefinition,
    FreshnessPolicy,
    Output,
    asset,
)

from learnstead.data.source import Source
from learnstead.flows import ingest_source
from learnstead.ports.ledger import Outcome, RunRecord, ScopeOutcome
from learnstead.ports.services import services

SNAPSHOT, RECORDS, RELEASE = "snapshot", "records", "release"
FETCHED, GUARDED, READABLE = "every_scope_was_fetched", "nothing_is_held", "nothing_is_quarantined"


def assets_of(source: Source) -> tuple[AssetsDefinition, ...]:
    """The chain of one source. What goes from one to the next is the id of the run; the rest is in the ledger."""
    return _snapshot(source), _records(source), _release(source)


def _snapshot(source: Source) -> AssetsDefinition:
    @asset(
        key=AssetKey([source.name, SNAPSHOT]),
        group_name=source.name,
        description=f"Every payload as it was received. {source.transport}; {source.cadence}.",
        metadata={"owner": source.owner, "brittle": source.brittle or "no", "hosts": ", ".join(source.hosts)},
        kinds={"python"},
    )
    def snapshot(context: AssetExecutionContext) -> Output[str]:
        record = ingest_source.begin(source=source.name, services=services(), trigger="schedule")
        if record.outcome == Outcome.RUNNING:
            record = ingest_source.fetch(run=record.id, services=services())
        context.log.info("run %s: %d requests, %d bytes. %s", record.id, record.requests, record.bytes, record.message)
        return Output(record.id, metadata={"run": record.id, "requests": record.requests, "bytes": record.bytes})

    return snapshot


def _records(source: Source) -> AssetsDefinition:
    key = AssetKey([source.name, RECORDS])

    @asset(
        key=key,
        group_name=source.name,
        ins={"run": AssetIn(AssetKey([source.name, SNAPSHOT]))},
        description=f"What the payloads say, in the words of the contract, compared with what is known. {source.data}.",
        check_specs=[AssetCheckSpec(name, asset=key) for name in (FETCHED, GUARDED, READABLE)],
        kinds={"python"},
    )
    def records(run: str) -> Iterator[Output[str] | AssetCheckResult]:
        record = services().ledger.run(run)
        if record.outcome == Outcome.RUNNING:
            record = ingest_source.normalise_and_guard(run=run, services=services())
        counts = {
            name: sum(getattr(scope, name) for scope in record.scopes)
            for name in ("records", "added", "changed", "removed", "missing", "quarantined")
        }
        yield Output(run, metadata={"run": run, **counts})
        yield from _checks(record, key)

    return records


def _release(source: Source) -> AssetsDefinition:
    @asset(
        key=AssetKey([source.name, RELEASE]),
        group_name=source.name,
        ins={"run": AssetIn(AssetKey([source.name, RECORDS]))},
        description="What learn is told: the scopes that passed the guard and differ from the last good release.",
        freshness_policy=FreshnessPolicy.time_window(fail_window=source.stale_after),
        kinds={"python"},
    )
    def release(context: AssetExecutionContext, run: str) -> Output[str]:
        record = services().ledger.run(run)
        if record.outcome == Outcome.RUNNING:
            record = ingest_source.release(run=run, services=services())
        context.log.info("run %s of %s: %s. %s", run, source.name, record.outcome, record.message)
        return Output(record.release, metadata={"outcome": str(record.outcome), "release": record.release or "none"})

    return release


def _checks(record: RunRecord, key: AssetKey) -> Iterator[AssetCheckResult]:
    failed = [f"{scope.scope}: {scope.reason}" for scope in record.scopes if scope.outcome == ScopeOutcome.FAILED]
    held = [f"{scope.scope}: {finding.says}" for scope in record.scopes for finding in scope.findings if finding.holds]
    unreadable = [f"{scope.scope}: {scope.quarantined}" for scope in record.scopes if scope.quarantined]
    for name, problems in ((FETCHED, failed), (GUARDED, held), (READABLE, unreadable)):
        yield AssetCheckResult(
            check_name=name, asset_key=key, passed=not problems, description="; ".join(problems[:20]) or "all well"
        )
